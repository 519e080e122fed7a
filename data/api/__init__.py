"""The HTTP API: routes that read a request, ask a use case, and write its answer."""

"""A campaign's report."""

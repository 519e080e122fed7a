"""How does a test of a connection come in through the very door that its provider uses?"""

from __future__ import annotations

from secrets import token_hex
from urllib.parse import urlsplit

from anyio import from_thread
from starlette.types import ASGIApp, Message

from data.connections import Connection
from data.ingest.provider import Answer, Call
from data.ingest.sampling import sample_call
from data.services import Services


def try_out(services: Services, app: ASGIApp, connection: Connection) -> Answer:
    """Send a signed sample of the provider's through `app`, where it counts nothing.

    Call it from a worker thread of the server. Raises Refused where only the provider can sign.
    """
    known, secrets = services.connections.opened(connection.provider, connection.name)
    call = sample_call(
        known, secrets[0], address_of(services, connection), token_hex(12), services.clock()
    )
    return from_thread.run(_knock, app, call)


def address_of(services: Services, connection: Connection) -> str:
    """The address that the provider is to call."""
    return f"{services.settings.address}/webhooks/{connection.provider}/{connection.name}"


async def _knock(app: ASGIApp, call: Call) -> Answer:
    parts = urlsplit(call.url)
    headers = {"host": parts.netloc, **call.headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": parts.scheme,
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "server": (parts.hostname, parts.port),
        "client": None,
        # Nobody outside this process can say so.
        "state": {"trial": True},
    }
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": call.body, "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    status = next(one["status"] for one in said if one["type"] == "http.response.start")
    body = b"".join(one.get("body", b"") for one in said if one["type"] == "http.response.body")
    return Answer(status, body.decode(errors="replace"))

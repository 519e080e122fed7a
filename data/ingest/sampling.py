"""What would a provider's call look like, signed with a connection's own secret?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from data.connections import Connection
from data.errors import Refused
from data.ingest.provider import Call, Credentials
from data.ingest.providers import PROVIDERS


def sample_call(
    connection: Connection,
    secrets: Mapping[str, str],
    address: str,
    event_id: str,
    now: datetime,
) -> Call:
    """The provider's sample of a delivered message, to `address`, the connection's own.

    `event_id` becomes the id of the message and of what happened to it. Raises Refused where only
    the provider can sign.
    """
    provider = PROVIDERS[connection.provider]
    scheme = provider.scheme(connection.scheme)
    sample = provider.sample
    if sample is None or scheme.sign is None:
        raise Refused(
            f"Only {provider.label} has the key that signs its calls, so no test can be signed "
            "here; send one from its own console"
        )
    rest = _filled(sample.rest, event_id, now)
    call = Call(
        "POST",
        f"{address}/{rest}" if rest else address,
        rest,
        {"content-type": sample.content_type},
        _filled(sample.body, event_id, now).encode(),
        now,
    )
    return scheme.sign(call, Credentials(secrets, connection.options, now, _nothing))


def _filled(text: str, event_id: str, now: datetime) -> str:
    own = {
        "$ID": event_id,
        "$TIME": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "$SECONDS": str(int(now.timestamp())),
    }
    for name, value in own.items():
        text = text.replace(name, value)
    return text


def _nothing(_: str) -> bytes:
    return b""

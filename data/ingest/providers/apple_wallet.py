"""Apple Wallet's web service, as far as it tells who has a pass: we are the server of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from data.errors import BadRequest
from data.ingest.loose import items, json_object, words
from data.ingest.naming import by_external_id
from data.ingest.provider import (
    Answer,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    with_headers,
)
from data.ingest.signatures import require
from data.vocabulary.event_kind import EventKind

_REGISTRATION = re.compile(r"v1/devices/([^/]+)/registrations/([^/]+)/([^/]+)")
_KINDS = {"POST": EventKind.PASS_ADD, "DELETE": EventKind.PASS_REMOVE}
_LOG = "v1/log"

log = logging.getLogger(__name__)


def _check(call: Call, credentials: Credentials) -> None:
    kind, _, given = call.headers.get("authorization", "").partition(" ")
    require(given.strip() if kind == "ApplePass" else "", credentials.secrets["token"])


def _sign(call: Call, credentials: Credentials) -> Call:
    return with_headers(call, {"authorization": f"ApplePass {credentials.secrets['token']}"})


def _reply(call: Call, _: tuple[Credentials, ...]) -> Answer | None:
    """What a phone asks or tells besides: no pass is ever changed here, and logs are for us."""
    if call.rest == _LOG and call.method == "POST":
        for line in items(json_object(call.body), "logs")[:20]:
            log.info("Apple Wallet says: %r", words(line)[:200])
        return Answer(200)
    if call.method == "GET" and call.rest.startswith("v1/"):
        return Answer(204)
    return None


def _read(call: Call) -> Iterator[Fact]:
    found = _REGISTRATION.fullmatch(call.rest)
    if found is None or call.method not in _KINDS:
        raise BadRequest(f"{call.method} of {call.rest[:80]!r} is not a call of Apple Wallet")
    device, pass_type, serial = found.groups()
    yield Fact(
        "register" if call.method == "POST" else "unregister",
        _KINDS[call.method],
        # The calls have no id. A phone repeats one within minutes; a pass that is put back later
        # is new.
        id=f"{device}/{pass_type}/{serial}/{call.at:%Y-%m-%dT%H}",
        recipient=serial,
        channel="wallet",
        data={"pass_id": serial, "platform": "Apple Wallet"},
        campaigns=by_external_id(pass_type),
    )


def _status(call: Call, fresh: bool) -> int:
    return 201 if fresh and call.method == "POST" else 200


PROVIDER = Provider(
    key="apple_wallet",
    label="Apple Wallet",
    channels=("wallet",),
    schemes=(
        Scheme(
            "token",
            "The authentication token that your passes carry",
            _check,
            secrets=("token",),
            chosen=("token",),
            sign=_sign,
        ),
    ),
    read=_read,
    reply=_reply,
    status=_status,
    setup=(
        "Set webServiceURL in your passes to this address, and authenticationToken to the token.",
        "Phones then tell when a pass is added, and when it is removed or stops its updates.",
        "A campaign's external id is the pass type identifier.",
    ),
    sample=Sample(
        '{"pushToken":"test"}', rest="v1/devices/$ID/registrations/pass.example.test/test"
    ),
)

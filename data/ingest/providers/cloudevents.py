"""Any other system: CloudEvents, or Standard Webhooks, with the words of our own events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.ingest.cloudevents import events_in
from data.ingest.loose import json_object, mapping, media_type, moment, words
from data.ingest.naming import in_fields
from data.ingest.provider import (
    BadSignature,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    with_headers,
)
from data.ingest.signatures import (
    BASIC,
    TOKEN,
    TOLERANCE,
    digest,
    from_base64,
    in_base64,
    require_fresh,
    same,
    sha256,
)
from data.vocabulary.event_kind import EventKind

_KINDS = {kind.value: kind for kind in EventKind}
_NAMES = ("webhook", "svix")  # beginnings of the headers' names
_PREFIX = "whsec_"
_TOLERANCE = 300  # seconds, as the Standard Webhooks specification has it


def _check(call: Call, credentials: Credentials) -> None:
    name = next((name for name in _NAMES if f"{name}-signature" in call.headers), _NAMES[0])
    event_id = call.headers.get(f"{name}-id", "")
    stamp = call.headers.get(f"{name}-timestamp", "")
    made = _signature(call, credentials, event_id, stamp)
    fitting = False
    for one in call.headers.get(f"{name}-signature", "").split():
        version, _, given = one.partition(",")
        fitting |= version == "v1" and same(given, made)
    if not event_id or not fitting:
        raise BadSignature("None of the signatures fits the call")
    require_fresh(stamp, credentials, _TOLERANCE)


def _signature(call: Call, credentials: Credentials, event_id: str, stamp: str) -> str:
    key = from_base64(credentials.secrets["secret"].removeprefix(_PREFIX))
    return in_base64(digest("sha256", key, event_id, ".", stamp, ".", call.body))


def _sign(call: Call, credentials: Credentials) -> Call:
    event_id, stamp = f"msg_{sha256(call.body)[:27]}", str(int(credentials.now.timestamp()))
    made = _signature(call, credentials, event_id, stamp)
    signed = {"id": event_id, "timestamp": stamp, "signature": f"v1,{made}"}
    return with_headers(call, {f"webhook-{name}": value for name, value in signed.items()})


def _read(call: Call) -> Iterator[Fact]:
    plain = media_type(call.content_type) == "application/json"
    if plain and "ce-specversion" not in call.headers:
        yield _webhook(call)
        return
    for item in events_in(call.body, call.headers):
        yield _event(item)


def _event(item: object) -> Fact:
    event = mapping(item)
    event_id, source = words(event, "id"), words(event, "source")
    return _fact(
        words(event, "type"),
        mapping(event, "data"),
        # Two sources may use one id.
        f"{event_id} {source}" if event_id else "",
        event,
    )


def _webhook(call: Call) -> Fact:
    """The body that Standard Webhooks suggests: type, timestamp, data. Or a CloudEvent."""
    body = json_object(call.body)
    if "specversion" in body:
        return _event(body)
    event_id = next(filter(None, (call.headers.get(f"{name}-id") for name in _NAMES)), "")
    event = {"time": body.get("timestamp"), **body}
    return _fact(words(body, "type"), mapping(body, "data"), event_id, event)


def _fact(word: str, data: dict[str, Any], event_id: str, event: dict[str, Any]) -> Fact:
    kind = _KINDS.get(word)
    return Fact(
        word or "no type",
        kind,
        words(data, "status") or None if kind is EventKind.MESSAGE_STATUS else None,
        id=event_id,
        at=moment(event, "time"),
        recipient=words(event, "subject") or words(data, "recipient"),
        channel=words(data, "channel"),
        data={name: value for name, value in data.items() if name not in _OURS},
        campaigns=in_fields(data),
        record=event,
    )


_OURS = frozenset({"status", "channel", "campaign_id", "external_id"})
_STANDARD = Scheme(
    "standard-webhooks",
    "Standard Webhooks (also Svix): a secret that begins with whsec_",
    _check,
    secrets=("secret",),
    options=(TOLERANCE,),
    sign=_sign,
)
_SETUP = (
    "The types are those of the events API, such as message.status or link.click.",
    "Name the campaign in data.campaign_id or data.external_id.",
)
_EVENT = (
    '"type":"message.status","time":"$TIME","subject":"+15005550001",'
    '"data":{"message_id":"$ID","channel":"sms","status":"DELIVRD"}'
)
_CHANNELS = ("sms", "email", "push", "rcs", "whatsapp", "web", "wallet")
PROVIDER = (
    Provider(
        key="cloudevents",
        label="CloudEvents",
        channels=_CHANNELS,
        schemes=(_STANDARD, TOKEN, BASIC),
        read=_read,
        setup=(
            "Send CloudEvents 1.0 by POST to this address: structured, as a batch, or with ce- "
            "headers.",
            *_SETUP,
        ),
        sample=Sample(
            '{"specversion":"1.0","id":"$ID","source":"test",' + _EVENT + "}",
            "application/cloudevents+json",
        ),
    ),
    Provider(
        key="standard_webhooks",
        label="Standard Webhooks",
        channels=_CHANNELS,
        schemes=(_STANDARD,),
        read=_read,
        setup=(
            "Add an endpoint with this address in the sending system, and bring its secret here.",
            *_SETUP,
        ),
        sample=Sample("{" + _EVENT.replace('"time"', '"timestamp"') + "}"),
    ),
)

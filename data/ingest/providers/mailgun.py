"""Mailgun's webhooks: one event a call, as JSON, or as a form by the older ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import (
    form,
    inner,
    items,
    json_object,
    mapping,
    media_type,
    moment,
    text_document,
    words,
)
from data.ingest.naming import by_external_id, in_fields
from data.ingest.provider import (
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    of_recipient,
    with_click,
)
from data.ingest.signatures import BASIC, TOLERANCE, digest, require, require_fresh, sha256
from data.vocabulary.event_kind import EventKind

_SIGNED = ("timestamp", "token", "signature")
_FATES = {
    "accepted": Fate.SENT,
    "delivered": Fate.DELIVERED,
    "opened": Fate.SEEN,
    "clicked": Fate.CLICKED,
    "complained": Fate.COMPLAINED,
    "rejected": Fate.REJECTED,
    "bounced": Fate.UNREACHABLE,  # of the older hooks
}
_FAILURES = {"temporary": Fate.DEFERRED, "permanent": Fate.UNREACHABLE}
# Not sent at all, since the address had bounced, complained or unsubscribed before.
_SUPPRESSED = frozenset({"605", "606", "607", "625"})
_UNSUBSCRIBED = "unsubscribed"
_INBOUND = "stored"


def _check(call: Call, credentials: Credentials) -> None:
    signed = _signed(call)
    stamp, token = words(signed, "timestamp"), words(signed, "token")
    wanted = digest("sha256", credentials.secrets["signing_key"], stamp, token).hex()
    require(words(signed, "signature") if stamp and token else "", wanted)
    require_fresh(stamp, credentials)


def _sign(call: Call, credentials: Credentials) -> Call:
    stamp, token = str(int(credentials.now.timestamp())), sha256(call.body)[:50]
    made = digest("sha256", credentials.secrets["signing_key"], stamp, token).hex()
    signed = {"timestamp": stamp, "token": token, "signature": made}
    body = json.dumps({"signature": signed, **json_object(call.body)})
    return replace(call, body=body.encode())


def _is_json(call: Call) -> bool:
    return media_type(call.content_type) == "application/json"


def _signed(call: Call) -> Mapping[str, object]:
    if _is_json(call):
        return mapping(json_object(call.body), "signature")
    # A message's own variables may have these names, too, and stand before Mailgun's.
    return {name: value for name, value in form(call.body, call.content_type) if name in _SIGNED}


def _read(call: Call) -> Iterator[Fact]:
    if _is_json(call):
        body = json_object(call.body)
        record = mapping(body, "event-data")
        token = words(body, "signature", "token")
    else:
        record, token = _from_form(call)
    yield from with_click(_fact(record, token))


def _from_form(call: Call) -> tuple[dict[str, Any], str]:
    """An older hook's form in the shape of the newer JSON, and its token."""
    fields: dict[str, Any] = {}
    pairs = form(call.body, call.content_type)
    for name, value in pairs:
        fields.setdefault(name, value)
    signed = _signed(call)
    headers = text_document(fields.get("message-headers"))
    named = {item[0].lower(): item[1] for item in items(headers) if _is_pair(item)}
    record = {
        **fields,
        "timestamp": words(signed, "timestamp"),
        "delivery-status": {"code": fields.get("code"), "message": fields.get("error")},
        "message": {"headers": {"message-id": fields.get("Message-Id") or named.get("message-id")}},
        "client-info": {"user-agent": fields.get("user-agent")},
        "user-variables": text_document(named.get("x-mailgun-variables")) or fields,
    }
    return record, words(signed, "token")


def _is_pair(item: object) -> bool:
    return isinstance(item, list) and len(item) == 2 and isinstance(item[0], str)


def _fact(record: dict[str, Any], token: str) -> Fact:
    word = words(record, "event")
    recipient = words(record, "recipient")
    status = mapping(record, "delivery-status")
    return Fact(
        word or "no event",
        _kind(word),
        _fate(word, record),
        id=words(record, "id") or token,
        at=moment(record, "timestamp"),
        recipient=recipient,
        channel="email",
        data={
            # A batch's messages share one id.
            "message_id": of_recipient(_message_id(record), recipient),
            "link": words(record, "url"),
            "user_agent": words(record, "client-info", "user-agent"),
            "os": words(record, "client-info", "client-os"),
            "country": words(record, "geolocation", "country"),
            "sender": words(record, "envelope", "sender"),
            "error_code": words(status, "code") if word in _FAILED else "",
        },
        campaigns=(
            *in_fields(mapping(record, "user-variables")),
            *by_external_id(*(words(item, "id") for item in items(record, "campaigns"))),
        ),
        tags=tuple(map(words, items(record, "tags"))),
        record=record,
    )


_FAILED = frozenset({"failed", "dropped", "bounced", "rejected"})


def _kind(word: str) -> EventKind | None:
    if word == _UNSUBSCRIBED:
        return EventKind.SUBSCRIBER_BLOCK
    if word == _INBOUND:
        return EventKind.MESSAGE_INBOUND
    return EventKind.MESSAGE_STATUS if word in _FATES or word in _FAILED else None


def _fate(word: str, record: dict[str, Any]) -> Fate | None:
    code = words(record, "delivery-status", "code")
    if word == "failed":
        if code in _SUPPRESSED:
            return Fate.SUPPRESSED
        return _FAILURES.get(words(record, "severity"), Fate.BOUNCED)
    if word == "dropped":
        if code in _SUPPRESSED:
            return Fate.SUPPRESSED
        return Fate.GAVE_UP if words(record, "reason") == "old" else Fate.REJECTED
    return _FATES.get(word)


def _message_id(record: dict[str, Any]) -> str:
    given = words(inner(record, "message", "headers", "message-id"))
    return given if not given or given.startswith("<") else f"<{given}>"


PROVIDER = Provider(
    key="mailgun",
    label="Mailgun",
    channels=("email",),
    schemes=(
        Scheme(
            "signature",
            "The webhook signing key",
            _check,
            secrets=("signing_key",),
            options=(TOLERANCE,),
            sign=_sign,
        ),
        BASIC,
    ),
    read=_read,
    setup=(
        "Open Send, then Webhooks, choose the domain, and add this address for each event type.",
        "Bring the HTTP webhook signing key here; it stands beside the webhooks.",
        "Put campaign_id or external_id among a message's variables (v:external_id) to say whose "
        "it is.",
    ),
    sample=Sample(
        '{"event-data":{"event":"delivered","id":"$ID","timestamp":$SECONDS,'
        '"recipient":"test@example.com","tags":["test"],'
        '"message":{"headers":{"message-id":"$ID@example.com"}},'
        '"delivery-status":{"code":250,"message":"OK"},"user-variables":{}}}'
    ),
)

"""Twilio SendGrid's event webhook: a list of what happened to emails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.errors import BadRequest
from data.ingest.fate import Fate
from data.ingest.loose import document, items, mapping, moment, words
from data.ingest.naming import by_external_id, in_fields
from data.ingest.provider import (
    BadSignature,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    with_click,
)
from data.ingest.signatures import BASIC, TOKEN, TOLERANCE, fits_ecdsa, require_fresh
from data.vocabulary.event_kind import EventKind

_SIGNATURE = "x-twilio-email-event-webhook-signature"
_TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
_FATES = {
    "processed": Fate.SENT,
    "deferred": Fate.DEFERRED,
    "delivered": Fate.DELIVERED,
    "open": Fate.SEEN,
    "click": Fate.CLICKED,
    "bounce": Fate.UNREACHABLE,
    "blocked": Fate.THROTTLED,
    "dropped": Fate.REJECTED,
    "spamreport": Fate.COMPLAINED,
}
_BOUNCES = {"blocked": Fate.THROTTLED, "expired": Fate.EXPIRED}
_DROPS = {
    "bounced address": Fate.SUPPRESSED,
    "unsubscribed address": Fate.SUPPRESSED,
    "spam reporting address": Fate.SUPPRESSED,
    "invalid": Fate.BAD_ADDRESS,
}
_KINDS = {
    "unsubscribe": EventKind.SUBSCRIBER_BLOCK,
    "group_unsubscribe": EventKind.SUBSCRIBER_BLOCK,
    "group_resubscribe": EventKind.SUBSCRIBER_UNBLOCK,
}


def _check(call: Call, credentials: Credentials) -> None:
    signature = call.headers.get(_SIGNATURE, "")
    stamp = call.headers.get(_TIMESTAMP, "")
    key = credentials.secrets["public_key"]
    if not signature or not fits_ecdsa(key, signature, stamp, call.body):
        raise BadSignature("The signature does not fit the body and its timestamp")
    require_fresh(stamp, credentials)


def _read(call: Call) -> Iterator[Fact]:
    records = document(call.body)
    if not isinstance(records, list):
        raise BadRequest("the body must be a JSON array of events", "body")
    for record in records:
        yield from with_click(_fact(mapping(record)))


def _fact(record: dict[str, Any]) -> Fact:
    word = words(record, "event")
    kind = _KINDS.get(word, EventKind.MESSAGE_STATUS if word else None)
    reason = words(record, "reason") or words(record, "response")
    failed = word in {"bounce", "blocked", "dropped", "deferred"}
    return Fact(
        word or "no event",
        kind,
        _fate(word, record),
        id=words(record, "sg_event_id"),
        at=moment(record, "timestamp"),
        recipient=words(record, "email"),
        channel="email",
        data={
            # The sender's own id of the message comes first; SendGrid's is told on every event.
            "message_id": words(record, "anymail_id")
            or words(record, "sg_message_id")
            or words(record, "smtp-id"),
            "link": words(record, "url"),
            "user_agent": words(record, "useragent"),
            "error_code": (words(record, "status") or reason) if failed else "",
            "interaction": "machine open" if record.get("sg_machine_open") is True else "",
        },
        campaigns=(*in_fields(record), *by_external_id(words(record, "marketing_campaign_id"))),
        tags=tuple(map(words, items(record, "category"))) or (words(record, "category"),),
        record=record,
    )


def _fate(word: str, record: dict[str, Any]) -> Fate | None:
    if word == "bounce":
        return _BOUNCES.get(words(record, "type").lower(), Fate.UNREACHABLE)
    if word == "dropped":
        return _DROPS.get(words(record, "reason").lower(), Fate.REJECTED)
    return _FATES.get(word)


PROVIDER = Provider(
    key="sendgrid",
    label="SendGrid",
    channels=("email",),
    schemes=(
        Scheme(
            "signature",
            "The signed event webhook: give its public key",
            _check,
            secrets=("public_key",),
            options=(TOLERANCE,),
        ),
        BASIC,
        TOKEN,
    ),
    read=_read,
    setup=(
        "Open Settings, then Mail Settings, then Event Webhooks, and add one with this address.",
        "Choose the events to be told; all deliverability and engagement events are understood.",
        "Switch on Signed Event Webhook and bring its public key here.",
        "Put campaign_id or external_id among a message's custom arguments to say whose it is.",
    ),
    sample=Sample(
        '[{"email":"test@example.com","timestamp":$SECONDS,"event":"delivered",'
        '"sg_event_id":"$ID","sg_message_id":"$ID.filter0001","response":"250 OK",'
        '"category":["test"]}]'
    ),
)

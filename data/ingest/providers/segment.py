"""Segment and RudderStack: tracked events whose names say what became of emails and pushes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import items, json_object, mapping, moment, words
from data.ingest.naming import by_external_id
from data.ingest.provider import (
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    of_recipient,
    with_click,
    with_headers,
)
from data.ingest.signatures import TOKEN, digest, in_base64, require
from data.vocabulary.event_kind import EventKind

_MEANINGS: dict[str, tuple[str, Fate | EventKind]] = {
    "Email Sent": ("email", Fate.SENT),
    "Email Delivered": ("email", Fate.DELIVERED),
    "Email Opened": ("email", Fate.SEEN),
    "Email Link Clicked": ("email", Fate.CLICKED),
    "Email Bounced": ("email", Fate.BOUNCED),
    "Email Marked as Spam": ("email", Fate.COMPLAINED),
    "Unsubscribed": ("email", EventKind.SUBSCRIBER_BLOCK),
    "Email Unsubscribed": ("email", EventKind.SUBSCRIBER_BLOCK),
    "Push Notification Sent": ("push", Fate.SENT),
    "Push Notification Received": ("push", Fate.DELIVERED),
    "Push Notification Tapped": ("push", Fate.CLICKED),
    "Push Notification Bounced": ("push", Fate.BOUNCED),
}
_TIMES = ("timestamp", "originalTimestamp", "sentAt", "receivedAt")


def _check(call: Call, credentials: Credentials) -> None:
    wanted = digest("sha1", credentials.secrets["shared_secret"], call.body).hex()
    require(call.headers.get("x-signature", "").lower(), wanted)


def _check_write_key(call: Call, credentials: Credentials) -> None:
    kind, _, given = call.headers.get("authorization", "").partition(" ")
    wanted = in_base64(f"{credentials.secrets['write_key']}:".encode())
    require(given.strip() if kind.lower() == "basic" else "", wanted)


def _sign(call: Call, credentials: Credentials) -> Call:
    made = digest("sha1", credentials.secrets["shared_secret"], call.body).hex()
    return with_headers(call, {"x-signature": made})


def _sign_write_key(call: Call, credentials: Credentials) -> Call:
    login = in_base64(f"{credentials.secrets['write_key']}:".encode())
    return with_headers(call, {"authorization": f"Basic {login}"})


def _read(call: Call) -> Iterator[Fact]:
    body = json_object(call.body)
    for record in items(body, "batch") or [body]:
        yield from with_click(_fact(mapping(record)))


def _fact(record: dict[str, Any]) -> Fact:
    word = words(record, "event") or words(record, "type") or "no event"
    channel, meaning = _MEANINGS.get(word, ("", None))
    details = mapping(record, "properties")
    recipient = _recipient(record, channel)
    message_id = (
        words(details, "message_id") or words(details, "email_id") or words(details, "push_id")
    )
    return Fact(
        word,
        EventKind.MESSAGE_STATUS if isinstance(meaning, Fate) else meaning,
        meaning if isinstance(meaning, Fate) else None,
        id=words(record, "messageId"),
        at=next(filter(None, (moment(record, name) for name in _TIMES)), None),
        recipient=recipient,
        channel=channel,
        data={
            # An email_id names what was sent to everybody.
            "message_id": of_recipient(message_id, recipient),
            "link": words(details, "link_url"),
            "user_agent": words(record, "context", "userAgent")
            or words(record, "context", "user_agent"),
            "os": words(record, "context", "os", "name"),
        },
        campaigns=by_external_id(words(details, "campaign_id")),
        record=record,
    )


def _recipient(record: dict[str, Any], channel: str) -> str:
    device = words(record, "context", "device", "token") if channel == "push" else ""
    return (
        device
        or words(record, "context", "traits", "email")
        or words(record, "properties", "email")
        or words(record, "userId")
        or words(record, "user_id")
        or words(record, "anonymousId")
    )


PROVIDER = Provider(
    key="segment",
    label="Segment",
    channels=("email", "push"),
    schemes=(
        Scheme(
            "signature",
            "A webhook destination's shared secret",
            _check,
            secrets=("shared_secret",),
            chosen=("shared_secret",),
            sign=_sign,
        ),
        Scheme(
            "write-key",
            "A write key as the user name, as its own libraries send it",
            _check_write_key,
            secrets=("write_key",),
            chosen=("write_key",),
            sign=_sign_write_key,
        ),
        TOKEN,
    ),
    read=_read,
    setup=(
        "Add a webhook destination with this address and the shared secret; or point a library of "
        "Segment or RudderStack here, with the write key.",
        "Send the events of the email and push notification specifications.",
        "A campaign's external id is the campaign_id among an event's properties.",
    ),
    sample=Sample(
        '{"type":"track","event":"Email Delivered","messageId":"$ID","timestamp":"$TIME",'
        '"userId":"test","context":{"traits":{"email":"test@example.com"}},'
        '"properties":{"email_id":"$ID"}}'
    ),
)

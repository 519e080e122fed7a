"""OneSignal's event streams: whoever sends writes the body, so here is the one to paste."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import items, json_object, mapping, moment, words
from data.ingest.naming import by_external_id
from data.ingest.provider import Call, Fact, Provider, Sample, of_recipient, with_click
from data.ingest.signatures import BASIC, TOKEN
from data.vocabulary.event_kind import EventKind

_BLOCK = EventKind.SUBSCRIBER_BLOCK
# By channel and what happened. Some words have had several spellings, and streams may send any.
_MEANINGS: dict[tuple[str, str], Fate | EventKind] = {
    ("push", "sent"): Fate.SENT,
    ("push", "received"): Fate.DELIVERED,
    ("push", "clicked"): Fate.CLICKED,
    ("push", "failed"): Fate.BOUNCED,
    ("push", "unsubscribed"): _BLOCK,
    ("email", "sent"): Fate.SENT,
    ("email", "received"): Fate.DELIVERED,
    ("email", "delivered"): Fate.DELIVERED,
    ("email", "opened"): Fate.SEEN,
    ("email", "clicked"): Fate.CLICKED,
    ("email", "failed"): Fate.BOUNCED,
    ("email", "bounced"): Fate.UNREACHABLE,
    ("email", "hardbounced"): Fate.UNREACHABLE,
    ("email", "suppressed"): Fate.SUPPRESSED,
    ("email", "supressed"): Fate.SUPPRESSED,
    ("email", "reported_as_spam"): Fate.COMPLAINED,
    ("email", "unsubscribed"): _BLOCK,
    ("sms", "sent"): Fate.SENT,
    ("sms", "delivered"): Fate.DELIVERED,
    ("sms", "undelivered"): Fate.UNREACHABLE,
    ("sms", "failed"): Fate.REJECTED,
    ("sms", "clicked"): EventKind.LINK_CLICK,
    ("sms", "unsubscribed"): _BLOCK,
    # Nothing is sent for these: an app shows them by itself.
    ("iam", "displayed"): EventKind.CONTENT_PLAY,
    ("iam", "impression"): EventKind.CONTENT_PLAY,
    ("iam", "clicked"): EventKind.CONTENT_CLICK,
}
_CHANNELS = {"push": "push", "email": "email", "sms": "sms", "iam": "web"}
_TEXT = "{{{{ {} | strip_newlines | replace: '\"', '' | replace: '\\', '' }}}}"
_FIELDS = {
    "kind": "event.kind",
    "id": "event.id",
    "datetime": "event.datetime",
    "timestamp": "event.timestamp",
    "subscription": "event.subscription_id",
    "device": "event.subscription_device_type",
    "user": "event.external_id",
    "reason": "event.data.failure_reason",
    "target": "event.data.target_name",
    "message": "message.id",
    "name": "message.name",
    "template": "message.template_id",
    "url": "message.url",
}
# A value may hold what would end a JSON text, so such characters are left out.
TEMPLATE = (
    "{\n"
    + ",\n".join(f'  "{name}": "{_TEXT.format(field)}"' for name, field in _FIELDS.items())
    + "\n}"
)


def _read(call: Call) -> Iterator[Fact]:
    body = json_object(call.body)
    for record in items(body, "events") or [body]:
        yield from with_click(_fact(mapping(record)))


def _fact(record: dict[str, Any]) -> Fact:
    word = words(record, "kind")
    _, channel, what = [*word.lower().split(".", 2), "", ""][:3]
    meaning = _MEANINGS.get((channel, what))
    subscription = words(record, "subscription")
    recipient = words(record, "user") or subscription
    return Fact(
        word or "no kind",
        EventKind.MESSAGE_STATUS if isinstance(meaning, Fate) else meaning,
        meaning if isinstance(meaning, Fate) else None,
        id=words(record, "id"),
        at=moment(record, "datetime") or moment(record, "timestamp"),
        recipient=recipient,
        channel=_CHANNELS.get(channel, ""),
        data={
            # A message's id is that of all that were sent with it.
            "message_id": of_recipient(words(record, "message"), subscription or recipient),
            "link": words(record, "url"),
            "platform": words(record, "device"),
            "interaction": words(record, "target"),
            "error_code": words(record, "reason"),
        },
        campaigns=by_external_id(
            *(words(record, name) for name in ("message", "template", "name"))
        ),
        record=record,
    )


PROVIDER = Provider(
    key="onesignal",
    label="OneSignal",
    channels=("push", "email", "sms"),
    schemes=(TOKEN, BASIC),
    read=_read,
    setup=(
        "Open Data, then Event Streams, and make a stream that sends POST to this address.",
        "Add the header Authorization with Bearer and the token; or any header of your own, if "
        "you name it here.",
        "Choose a custom body, and paste the text below.",
        "Choose the push, email, SMS and in-app events to be told.",
        "A campaign's external id is a message's id, its template's id, or its name.",
    ),
    template=TEMPLATE,
    sample=Sample(
        '{"kind":"message.push.received","id":"$ID","datetime":"$TIME","timestamp":"$SECONDS",'
        '"subscription":"test","device":"Android","user":"test","reason":"","target":"",'
        '"message":"$ID","name":"","template":"","url":""}'
    ),
)

"""Postmark's webhooks: one event a call; a login in the address or a header of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import json_object, mapping, moment, words
from data.ingest.naming import in_fields
from data.ingest.provider import Call, Fact, Provider, Sample, with_click
from data.ingest.signatures import BASIC, TOKEN
from data.vocabulary.event_kind import EventKind

_BLOCK, _UNBLOCK = EventKind.SUBSCRIBER_BLOCK, EventKind.SUBSCRIBER_UNBLOCK
# What happened, by RecordType, and by Type for bounces.
_MEANINGS: dict[str, Fate | EventKind] = {
    "Delivery": Fate.DELIVERED,
    "Open": Fate.SEEN,
    "Click": Fate.CLICKED,
    "SpamComplaint": Fate.COMPLAINED,
    "Inbound": EventKind.MESSAGE_INBOUND,
}
_BOUNCES: dict[str, Fate | EventKind] = {
    "HardBounce": Fate.UNREACHABLE,
    "SoftBounce": Fate.BOUNCED,
    "Unknown": Fate.BOUNCED,
    "Undeliverable": Fate.UNREACHABLE,
    "Transient": Fate.DEFERRED,
    "DnsError": Fate.DEFERRED,
    "BadEmailAddress": Fate.BAD_ADDRESS,
    "ManuallyDeactivated": Fate.SUPPRESSED,
    "InboundError": Fate.REJECTED,
    "Blocked": Fate.REJECTED,
    "DMARCPolicy": Fate.REJECTED,
    "SMTPApiError": Fate.REJECTED,
    "TemplateRenderingFailed": Fate.REJECTED,
    "VirusNotification": Fate.REJECTED,
    "SpamNotification": Fate.COMPLAINED,
    "SpamComplaint": Fate.COMPLAINED,
    "Unsubscribe": _BLOCK,
    "Subscribe": _UNBLOCK,
}
_SUPPRESSIONS: dict[str, Fate | EventKind] = {
    "HardBounce": Fate.UNREACHABLE,
    "SpamComplaint": Fate.COMPLAINED,
    "ManualSuppression": _BLOCK,
}
_TIMES = ("DeliveredAt", "BouncedAt", "ReceivedAt", "ChangedAt", "Date")


def _read(call: Call) -> Iterator[Fact]:
    record = json_object(call.body)
    yield from with_click(_fact(record))


def _fact(record: dict[str, Any]) -> Fact:
    kind = words(record, "RecordType") or ("Inbound" if "FromFull" in record else "no RecordType")
    word, meaning = kind, _meaning(kind, record)
    if kind == "Bounce":
        word = words(record, "Type") or kind
    recipient = "From" if kind == "Inbound" else "Recipient"
    return Fact(
        word,
        EventKind.MESSAGE_STATUS if isinstance(meaning, Fate) else meaning,
        meaning if isinstance(meaning, Fate) else None,
        id=words(record, "ID"),
        at=next(filter(None, (moment(record, name) for name in _TIMES)), None),
        recipient=words(record, recipient) or words(record, "Email"),
        channel="email",
        data={
            "message_id": words(record, "MessageID"),
            "sender": "" if kind == "Inbound" else words(record, "From"),
            "link": words(record, "OriginalLink"),
            "user_agent": words(record, "UserAgent"),
            "os": words(record, "OS", "Family"),
            "country": words(record, "Geo", "CountryISOCode"),
            "text": words(record, "TextBody"),
            "error_code": words(record, "Details") if kind == "Bounce" else "",
        },
        campaigns=in_fields(mapping(record, "Metadata")),
        tags=(words(record, "Tag"),),
        record=record,
    )


def _meaning(kind: str, record: dict[str, Any]) -> Fate | EventKind | None:
    if kind == "Bounce":
        return _BOUNCES.get(words(record, "Type"))
    if kind == "SubscriptionChange":
        if record.get("SuppressSending") is not True:
            return _UNBLOCK
        return _SUPPRESSIONS.get(words(record, "SuppressionReason"), _BLOCK)
    return _MEANINGS.get(kind)


PROVIDER = Provider(
    key="postmark",
    label="Postmark",
    channels=("email",),
    schemes=(BASIC, TOKEN),
    read=_read,
    setup=(
        "Open the server, then the message stream, then Webhooks, and add this address.",
        "Enter the user name and the password as its Basic auth credentials, or the token as a "
        "custom header.",
        "Tick the events to be told; each may include the message's metadata.",
        "Put campaign_id or external_id in a message's metadata to say whose it is.",
    ),
    sample=Sample(
        '{"RecordType":"Delivery","MessageID":"$ID","Recipient":"test@example.com",'
        '"DeliveredAt":"$TIME","Tag":"test","Details":"250 OK","Metadata":{}}'
    ),
)

"""Infobip's reports: a list of delivery, seen and incoming messages, or one email event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import items, json_object, mapping, moment, number, words
from data.ingest.naming import by_external_id, in_fields, in_text
from data.ingest.provider import (
    Call,
    Credentials,
    Fact,
    Named,
    Provider,
    Sample,
    Scheme,
    with_click,
    with_headers,
)
from data.ingest.signatures import BASIC, TOKEN, digest, require
from data.vocabulary.event_kind import EventKind

_CHANNELS = {"SMS": "sms", "RCS": "rcs", "WHATSAPP": "whatsapp", "EMAIL": "email", "PUSH": "push"}
_GROUPS = {
    "ACCEPTED": Fate.QUEUED,
    "PENDING": Fate.SENT,
    "UNDELIVERABLE": Fate.UNREACHABLE,
    "DELIVERED": Fate.DELIVERED,
    "EXPIRED": Fate.EXPIRED,
    "REJECTED": Fate.REJECTED,
}
# What a status says more exactly than its group does.
_NAMES = {
    "PENDING_WAITING_DELIVERY": Fate.DEFERRED,
    "REJECTED_DESTINATION": Fate.BAD_ADDRESS,
    "REJECTED_INVALID_DESTINATION": Fate.BAD_ADDRESS,
    "REJECTED_SENDER": Fate.BAD_SENDER,
    "REJECTED_SOURCE": Fate.BAD_SENDER,
    "REJECTED_FLOODING_FILTER": Fate.THROTTLED,
    "DELETED_EXPIRED": Fate.EXPIRED,
}
_NOTICES: dict[str, Fate | EventKind] = {
    "DELIVERED": Fate.DELIVERED,
    "OPENED": Fate.SEEN,
    "CLICKED": Fate.CLICKED,
    "COMPLAINED": Fate.COMPLAINED,
    "LATE_BOUNCE": Fate.BOUNCED,
    "BOUNCED": Fate.BOUNCED,
    "DROPPED": Fate.SUPPRESSED,
    "UNSUBSCRIBED": EventKind.SUBSCRIBER_BLOCK,
}


def _check(call: Call, credentials: Credentials) -> None:
    kind, _, given = call.headers.get("x-hub-signature", "").partition("=")
    wanted = digest("sha1", credentials.secrets["secret"], call.body).hex()
    require(given.lower() if kind.lower() == "sha1" else "", wanted)


def _sign(call: Call, credentials: Credentials) -> Call:
    made = digest("sha1", credentials.secrets["secret"], call.body).hex()
    return with_headers(call, {"x-hub-signature": f"SHA1={made}"})


def _read(call: Call) -> Iterator[Fact]:
    body = json_object(call.body)
    for record in items(body, "results") or [body]:
        yield from with_click(_fact(mapping(record)))


def _fact(record: dict[str, Any]) -> Fact:
    if words(record, "notificationType"):
        return _notice(record)
    if mapping(record, "status"):
        return _report(record)
    if words(record, "seenAt"):
        return _seen(record)
    if words(record, "receivedAt") and words(record, "messageId"):
        return _inbound(record)
    return Fact(words(record, "event") or "no status", record=record)


def _report(record: dict[str, Any]) -> Fact:
    group, name = words(record, "status", "groupName"), words(record, "status", "name")
    done = words(record, "doneAt")
    error = words(record, "error", "name")
    return Fact(
        f"{group}/{name}",
        EventKind.MESSAGE_STATUS,
        _NAMES.get(name) or _GROUPS.get(group),
        id="/".join((words(record, "messageId"), done)),
        at=moment(done) or moment(record, "sentAt"),
        recipient=words(record, "to"),
        channel=_channel(record, "to"),
        data=_message(record)
        | {
            "sender": words(record, "sender") or words(record, "from"),
            "carrier": words(record, "mccMnc"),
            "segments": _segments(record),
            "error_code": "" if error == "NO_ERROR" else error,
        },
        campaigns=_campaigns(record),
        record=record,
    )


def _seen(record: dict[str, Any]) -> Fact:
    return Fact(
        "SEEN",
        EventKind.MESSAGE_STATUS,
        Fate.SEEN,
        id="/".join((words(record, "messageId"), words(record, "seenAt"))),
        at=moment(record, "seenAt"),
        recipient=words(record, "to"),
        channel=_channel(record, "to"),
        data=_message(record) | {"sender": words(record, "sender") or words(record, "from")},
        campaigns=_campaigns(record),
        record=record,
    )


def _inbound(record: dict[str, Any]) -> Fact:
    text = (
        words(record, "text")
        or words(record, "message", "text")
        or words(record, "content", 0, "text")
    )
    return Fact(
        words(record, "event") or "MO",
        EventKind.MESSAGE_INBOUND,
        id=words(record, "messageId"),
        at=moment(record, "receivedAt"),
        recipient=words(record, "from") or words(record, "sender"),
        channel=_channel(record, "from"),
        data=_message(record)
        | {
            "text": text,
            "keyword": words(record, "keyword"),
            "sender": words(record, "to") or words(record, "destination"),
        },
        campaigns=_campaigns(record),
        record=record,
    )


def _notice(record: dict[str, Any]) -> Fact:
    word = words(record, "notificationType")
    meaning = _NOTICES.get(word.upper())
    recipient = words(record, "recipient") or words(record, "to")
    is_email = "@" in recipient
    kind = meaning if isinstance(meaning, EventKind) else EventKind.MESSAGE_STATUS
    if meaning is Fate.CLICKED and not is_email:
        kind, meaning = EventKind.LINK_CLICK, None
    return Fact(
        word,
        kind if word.upper() in _NOTICES else None,
        meaning if isinstance(meaning, Fate) else None,
        id=words(record, "eventId"),
        at=moment(record, "sendDateTime") or moment(record, "timestamp"),
        recipient=recipient,
        channel="email" if is_email else _channel(record, "recipient"),
        data=_message(record)
        | {
            "link": words(record, "url"),
            "user_agent": words(record, "userAgent"),
            "os": words(record, "recipientInfo", "os"),
        },
        campaigns=_campaigns(record),
        record=record,
    )


def _message(record: dict[str, Any]) -> dict[str, object]:
    return {"message_id": words(record, "messageId")}


def _segments(record: dict[str, Any]) -> int | None:
    count = number(record, "messageCount")
    return int(count) if count else None


def _channel(record: dict[str, Any], address: str) -> str:
    name = words(record, "channel") or words(record, "integrationType")
    if not name and "@" in words(record, address):
        return "email"
    return _CHANNELS.get(name.upper(), "")


def _campaigns(record: dict[str, Any]) -> tuple[Named, ...]:
    given = record.get("callbackData")
    told = in_fields(given) if isinstance(given, dict) else in_text(words(given))
    return (*told, *by_external_id(words(record, "campaignReferenceId")))


PROVIDER = Provider(
    key="infobip",
    label="Infobip",
    channels=("sms", "whatsapp", "rcs", "email", "push"),
    schemes=(
        Scheme(
            "signature",
            "X-Hub-Signature: HMAC-SHA1 with the subscription's secret",
            _check,
            secrets=("secret",),
            chosen=("secret",),
            sign=_sign,
        ),
        BASIC,
        TOKEN,
    ),
    read=_read,
    setup=(
        "Open Developer Tools, then Subscriptions Management, and make a notification profile with "
        "this address and, as its security, HMAC with the secret; or basic authentication.",
        "Subscribe it to delivery reports, seen reports, inbound messages and email tracking.",
        "Name the campaign in campaignReferenceId, or in callbackData as campaign_id=… .",
    ),
    sample=Sample(
        '{"results":[{"messageId":"$ID","to":"15005550001","sentAt":"$TIME","doneAt":"$TIME",'
        '"messageCount":1,"channel":"SMS","status":{"groupId":3,"groupName":"DELIVERED","id":5,'
        '"name":"DELIVERED_TO_HANDSET"},"error":{"groupId":0,"name":"NO_ERROR"}}]}'
    ),
)

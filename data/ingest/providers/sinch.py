"""Sinch's SMS API and Conversation API: delivery reports, incoming messages, opt-outs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import items, json_object, mapping, moment, number, words
from data.ingest.naming import in_text
from data.ingest.provider import (
    Call,
    Credentials,
    Fact,
    Named,
    Provider,
    Sample,
    Scheme,
    of_recipient,
    with_headers,
)
from data.ingest.signatures import (
    BASIC,
    TOKEN,
    TOLERANCE,
    digest,
    in_base64,
    require,
    require_fresh,
    sha256,
)
from data.vocabulary.event_kind import EventKind

_HEADER = "x-sinch-webhook-signature"
_CHANNELS = {"SMS": "sms", "RCS": "rcs", "WHATSAPP": "whatsapp"}
_SMS = {
    "queued": Fate.QUEUED,
    "dispatched": Fate.SENT,
    "delivered": Fate.DELIVERED,
    "aborted": Fate.REJECTED,
    "rejected": Fate.REJECTED,
    "cancelled": Fate.CANCELLED,
    "deleted": Fate.CANCELLED,
    "failed": Fate.UNREACHABLE,
    "expired": Fate.EXPIRED,
    "unknown": Fate.UNCERTAIN,
}
# What a code of the SMS API says more exactly than the status does.
_SMS_CODES = {"402": Fate.BAD_ADDRESS, "405": Fate.BAD_ADDRESS}
_CONVERSATION = {
    "QUEUED_ON_CHANNEL": Fate.SENT,
    "DELIVERED": Fate.DELIVERED,
    "READ": Fate.SEEN,
    "FAILED": Fate.UNREACHABLE,
    "SWITCHING_CHANNEL": Fate.DEFERRED,
}
_REASONS = {
    "RECIPIENT_NOT_OPTED_IN": Fate.SUPPRESSED,
    "RECIPIENT_INVALID_CHANNEL_IDENTITY": Fate.BAD_ADDRESS,
    "RECIPIENT_NOT_REACHABLE": Fate.UNREACHABLE,
    "RATE_LIMITED": Fate.THROTTLED,
    "OUTSIDE_ALLOWED_SENDING_WINDOW": Fate.REJECTED,
    "CHANNEL_REJECT": Fate.REJECTED,
    "BAD_REQUEST": Fate.REJECTED,
}
_SUMMARY = "delivery_report_sms"
_REPORTS = frozenset({"recipient_delivery_report_sms", "recipient_delivery_report_mms"})
_INCOMING = frozenset({"mo_text", "mo_binary", "mo_media"})
_OPT_OUTS = {
    "opt_out_notification": ("OPT_OUT_SUCCEEDED", EventKind.SUBSCRIBER_BLOCK),
    "opt_in_notification": ("OPT_IN_SUCCEEDED", EventKind.SUBSCRIBER_UNBLOCK),
}
_ENVELOPE = frozenset(
    {"app_id", "accepted_time", "event_time", "project_id", "message_metadata", "correlation_id"}
)


def _check(call: Call, credentials: Credentials) -> None:
    nonce = call.headers.get(f"{_HEADER}-nonce", "")
    stamp = call.headers.get(f"{_HEADER}-timestamp", "")
    require(call.headers.get(_HEADER, ""), _signature(call, credentials, nonce, stamp))
    require_fresh(stamp, credentials)


def _signature(call: Call, credentials: Credentials, nonce: str, stamp: str) -> str:
    secret = credentials.secrets["secret"]
    return in_base64(digest("sha256", secret, call.body, ".", nonce, ".", stamp))


def _sign(call: Call, credentials: Credentials) -> Call:
    nonce, stamp = sha256(call.body)[:26], str(int(credentials.now.timestamp()))
    made = {"": _signature(call, credentials, nonce, stamp), "-nonce": nonce, "-timestamp": stamp}
    return with_headers(call, {f"{_HEADER}{end}": value for end, value in made.items()})


def _read(call: Call) -> Iterator[Fact]:
    body = json_object(call.body)
    kind = words(body, "type")
    if kind in _REPORTS:
        yield _sms_report(body)
    elif kind == _SUMMARY:
        yield from _sms_summary(body)
    elif kind in _INCOMING:
        yield _sms_incoming(body)
    elif "message_delivery_report" in body:
        yield _report(body)
    elif "message" in body:
        yield _incoming(body)
    else:
        yield _opt_out(body)


def _sms_report(body: dict[str, Any]) -> Fact:
    word, status = words(body, "status"), words(body, "code")
    recipient, batch = words(body, "recipient"), words(body, "batch_id")
    return Fact(
        word,
        EventKind.MESSAGE_STATUS,
        _sms_fate(word, status),
        id=f"{batch} {recipient} {words(body, 'at')}",
        at=moment(body, "at") or moment(body, "operator_status_at"),
        recipient=recipient,
        channel="sms",
        data={
            "message_id": of_recipient(batch, recipient),
            "sender": words(body, "applied_originator"),
            "carrier": words(body, "operator"),
            "segments": _segments(body),
            "error_code": status,
        },
        campaigns=in_text(words(body, "client_reference")),
        record=body,
    )


def _sms_summary(body: dict[str, Any]) -> Iterator[Fact]:
    """A batch's report: numbers only, or with recipients where the full one was asked for."""
    batch = words(body, "batch_id")
    told = 0
    for entry in items(body, "statuses"):
        word, status = words(entry, "status"), words(entry, "code")
        for recipient in (words(given) for given in items(entry, "recipients")):
            told += 1
            yield Fact(
                word,
                EventKind.MESSAGE_STATUS,
                _sms_fate(word, status),
                id=f"{batch} {recipient}",
                recipient=recipient,
                channel="sms",
                data={"message_id": of_recipient(batch, recipient), "error_code": status},
                campaigns=in_text(words(body, "client_reference")),
            )
    if not told:
        yield Fact(_SUMMARY)


def _sms_fate(word: str, status: str) -> Fate | None:
    fate = _SMS.get(word.lower())
    return _SMS_CODES.get(status, fate) if fate is Fate.UNREACHABLE else fate


def _sms_incoming(body: dict[str, Any]) -> Fact:
    binary = words(body, "type") == "mo_binary"
    return Fact(
        words(body, "type"),
        EventKind.MESSAGE_INBOUND,
        id=words(body, "id"),
        at=moment(body, "received_at"),
        recipient=words(body, "from"),
        channel="sms",
        data={
            "message_id": words(body, "id"),
            "sender": words(body, "to"),
            "text": "" if binary else words(body, "body") or words(body, "body", "message"),
            "carrier": words(body, "operator_id"),
        },
        campaigns=in_text(words(body, "client_reference")),
        record=body,
    )


def _report(body: dict[str, Any]) -> Fact:
    report = mapping(body, "message_delivery_report")
    word, message_id = words(report, "status"), words(report, "message_id")
    fate = _CONVERSATION.get(word.upper())
    # A reason may stand beside any status; it says more only about a failure.
    reason = words(report, "reason", "code") if fate is Fate.UNREACHABLE else ""
    return Fact(
        word or "no status",
        EventKind.MESSAGE_STATUS,
        _REASONS.get(reason, fate) if fate else None,
        id=message_id,
        at=_time(body),
        recipient=words(report, "channel_identity", "identity") or words(report, "contact_id"),
        channel=_channel(report),
        data={"message_id": message_id, "error_code": reason},
        campaigns=_campaigns(body, report),
        record=body,
    )


def _incoming(body: dict[str, Any]) -> Fact:
    message = mapping(body, "message")
    content = mapping(message, "contact_message")
    text = (
        words(content, "text_message", "text")
        or words(content, "choice_response_message", "postback_data")
        or words(content, "media_message", "url")
    )
    return Fact(
        next(iter(content), "message"),
        EventKind.MESSAGE_INBOUND,
        id=words(message, "id"),
        at=moment(message, "accept_time") or _time(body),
        recipient=words(message, "channel_identity", "identity") or words(message, "contact_id"),
        channel=_channel(message),
        data={
            "message_id": words(message, "id"),
            "text": text,
            "interaction": words(content, "choice_response_message", "postback_data"),
            "latitude": number(content, "location_message", "coordinates", "latitude"),
            "longitude": number(content, "location_message", "coordinates", "longitude"),
        },
        campaigns=_campaigns(body, message),
        record=body,
    )


def _opt_out(body: dict[str, Any]) -> Fact:
    for name, (succeeded, kind) in _OPT_OUTS.items():
        notice = mapping(body, name)
        if notice:
            word = words(notice, "status")
            return Fact(
                word,
                kind if word == succeeded else None,
                id=words(notice, "request_id"),
                at=_time(body),
                recipient=words(notice, "identity") or words(notice, "contact_id"),
                channel=_channel(notice),
                campaigns=_campaigns(body, notice),
                record=body,
            )
    return Fact(next((name for name in body if name not in _ENVELOPE), "nothing"))


def _time(body: dict[str, Any]) -> datetime | None:
    return moment(body, "event_time") or moment(body, "accepted_time")


def _channel(part: dict[str, Any]) -> str:
    name = words(part, "channel_identity", "channel") or words(part, "channel")
    return _CHANNELS.get(name.upper(), "")


def _segments(body: dict[str, Any]) -> int | None:
    parts = number(body, "number_of_message_parts")
    return int(parts) if parts else None


def _campaigns(body: dict[str, Any], part: dict[str, Any]) -> tuple[Named, ...]:
    return (*in_text(words(part, "metadata")), *in_text(words(body, "message_metadata")))


PROVIDER = Provider(
    key="sinch",
    label="Sinch",
    channels=("sms", "rcs", "whatsapp"),
    schemes=(
        Scheme(
            "signature",
            "The webhook's secret: HMAC-SHA256 over the body, a nonce and the time",
            _check,
            secrets=("secret",),
            options=(TOLERANCE,),
            chosen=("secret",),
            sign=_sign,
        ),
        BASIC,
        TOKEN,
    ),
    read=_read,
    setup=(
        "For the Conversation API, open the app, add a webhook with this address and the secret, "
        "and choose message delivery, inbound messages, opt-ins and opt-outs.",
        "For the SMS API, set this address as the callback URL of the service plan or of a batch, "
        "and ask for a delivery report per recipient.",
        "Put campaign_id=… or external_id=… into client_reference or the message's metadata.",
    ),
    sample=Sample(
        '{"type":"recipient_delivery_report_sms","batch_id":"$ID","recipient":"15005550001",'
        '"code":0,"status":"Delivered","at":"$TIME","operator_status_at":"$TIME"}'
    ),
)

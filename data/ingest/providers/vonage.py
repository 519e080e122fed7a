"""Vonage's Messages API, signed by a JWT, and its older SMS API: JSON, a form or an address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import (
    form,
    json_object,
    mapping,
    media_type,
    moment,
    number,
    words,
)
from data.ingest.naming import in_text
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
    require,
    require_fresh,
    sha256,
)
from data.vocabulary.event_kind import EventKind

_CHANNELS = {"sms": "sms", "mms": "sms", "rcs": "rcs", "whatsapp": "whatsapp"}
_MESSAGES = {
    "submitted": Fate.SENT,
    "delivered": Fate.DELIVERED,
    "read": Fate.SEEN,
    "rejected": Fate.REJECTED,
    "undeliverable": Fate.UNREACHABLE,
}
_SMS = {
    "accepted": Fate.SENT,
    "buffered": Fate.DEFERRED,
    "delivered": Fate.DELIVERED,
    "expired": Fate.EXPIRED,
    "failed": Fate.UNREACHABLE,
    "rejected": Fate.REJECTED,
    "deleted": Fate.CANCELLED,
    "unknown": Fate.UNCERTAIN,
}
_FAILED = frozenset({Fate.REJECTED, Fate.UNREACHABLE, Fate.EXPIRED})


def _check(call: Call, credentials: Credentials) -> None:
    kind, _, token = call.headers.get("authorization", "").partition(" ")
    parts = token.strip().split(".") if kind.lower() == "bearer" else []
    if len(parts) != 3:
        raise BadSignature("The call carries no JWT")
    header, claims = _decoded(parts[0]), _decoded(parts[1])
    # An algorithm that the token chooses would let it choose none.
    if words(header, "alg") != "HS256":
        raise BadSignature("The JWT must be signed with HS256")
    made = digest("sha256", credentials.secrets["signature_secret"], f"{parts[0]}.{parts[1]}")
    require(from_base64(parts[2]).hex(), made.hex())
    # The token alone doesn't cover the body.
    if "payload_hash" in claims:
        require(words(claims, "payload_hash").lower(), sha256(call.body))
    ends = moment(claims, "exp")
    if ends is not None and ends <= credentials.now:
        raise BadSignature("The JWT has expired")
    require_fresh(words(claims, "iat"), credentials)


def _sign(call: Call, credentials: Credentials) -> Call:
    claims = {"iat": int(credentials.now.timestamp()), "payload_hash": sha256(call.body)}
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    said = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    made = _encoded(digest("sha256", credentials.secrets["signature_secret"], said))
    return with_headers(call, {"authorization": f"Bearer {said}.{made}"})


def _encoded(raw: bytes) -> str:
    return in_base64(raw).replace("+", "-").replace("/", "_").rstrip("=")


def _decoded(part: str) -> dict[str, Any]:
    try:
        found = json.loads(from_base64(part))
    except (ValueError, RecursionError):
        raise BadSignature("The JWT can't be read") from None
    return mapping(found)


def _read(call: Call) -> Iterator[Fact]:
    record = _record(call)
    if words(record, "message_uuid"):
        yield _message(record) if "status" in record else _incoming(record)
    elif words(record, "messageId") or words(record, "message-id"):
        yield _sms(record)
    else:
        yield Fact(words(record, "status") or "no message", record=record)


def _record(call: Call) -> dict[str, Any]:
    if not call.body:
        return dict(call.query)
    if media_type(call.content_type) in {"application/json", ""}:
        return json_object(call.body)
    return dict(form(call.body, call.content_type))


def _message(record: dict[str, Any]) -> Fact:
    word, message_id = words(record, "status"), words(record, "message_uuid")
    fate = _MESSAGES.get(word)
    segments = number(record, "sms", "count_total")
    return Fact(
        word or "no status",
        EventKind.MESSAGE_STATUS,
        fate,
        id=message_id,
        at=moment(record, "timestamp"),
        recipient=words(record, "to") or words(record, "to", "number"),
        channel=_CHANNELS.get(words(record, "channel").lower(), ""),
        data={
            "message_id": message_id,
            "sender": words(record, "from") or words(record, "from", "number"),
            "carrier": words(record, "destination", "network_code"),
            "segments": int(segments) if segments else None,
            # An error may stand beside any status, and the status decides.
            "error_code": words(record, "error", "title"),
        },
        campaigns=in_text(words(record, "client_ref")),
        record=record,
    )


def _incoming(record: dict[str, Any]) -> Fact:
    message_id = words(record, "message_uuid")
    told = (words(record, "text"), words(record, "reply", "title"), words(record, "button", "text"))
    return Fact(
        words(record, "message_type") or "inbound",
        EventKind.MESSAGE_INBOUND,
        id=message_id,
        at=moment(record, "timestamp"),
        recipient=words(record, "from") or words(record, "from", "number"),
        channel=_CHANNELS.get(words(record, "channel").lower(), ""),
        data={
            "message_id": message_id,
            "sender": words(record, "to") or words(record, "to", "number"),
            "text": next(filter(None, told), ""),
            "interaction": words(record, "reply", "id") or words(record, "button", "payload"),
            "latitude": number(record, "location", "lat"),
            "longitude": number(record, "location", "long"),
        },
        campaigns=in_text(words(record, "client_ref")),
        record=record,
    )


def _sms(record: dict[str, Any]) -> Fact:
    message_id = words(record, "messageId") or words(record, "message-id")
    word = words(record, "status")
    fate = _SMS.get(word)
    failed = fate in _FAILED
    return Fact(
        word or "inbound",
        EventKind.MESSAGE_STATUS if word else EventKind.MESSAGE_INBOUND,
        fate,
        id=message_id,
        # Of the two times only this one is of the event; it is UTC, though it has no zone.
        at=moment(record, "message-timestamp"),
        recipient=words(record, "msisdn"),
        channel="sms",
        data={
            "message_id": message_id,
            "sender": words(record, "to"),
            "carrier": words(record, "network-code"),
            "text": words(record, "text"),
            "keyword": words(record, "keyword"),
            "error_code": words(record, "err-code") if failed else "",
        },
        campaigns=in_text(words(record, "client-ref")),
        record=record,
    )


PROVIDER = Provider(
    key="vonage",
    label="Vonage",
    channels=("sms", "whatsapp", "rcs"),
    schemes=(
        Scheme(
            "jwt",
            "Signed webhooks: the signature secret of the account",
            _check,
            secrets=("signature_secret",),
            options=(TOLERANCE,),
            sign=_sign,
        ),
        BASIC,
        TOKEN,
    ),
    read=_read,
    setup=(
        "In the dashboard, open the application and set this address as the Status URL and the "
        "Inbound URL of Messages.",
        "The signature secret stands under API settings; signed webhooks need no other setting.",
        "For the older SMS API, set it as the account's webhook for delivery receipts, by POST.",
        "Put campaign_id=… or external_id=… into client_ref to say whose a message is.",
    ),
    sample=Sample(
        '{"message_uuid":"$ID","to":"15005550001","from":"15005550006","timestamp":"$TIME",'
        '"status":"delivered","channel":"sms","sms":{"count_total":"1"}}'
    ),
)

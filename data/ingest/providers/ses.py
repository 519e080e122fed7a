"""Amazon SES by way of SNS: an envelope that SNS signs, with an event of SES inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from data.ingest.fate import Fate
from data.ingest.loose import inner, items, json_object, mapping, moment, text_document, words
from data.ingest.naming import in_fields
from data.ingest.provider import (
    BadSignature,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    of_recipient,
    with_click,
)
from data.ingest.signatures import BASIC, TOLERANCE, from_base64, require_fresh, same
from data.vocabulary.event_kind import EventKind

# The one place of certificates: anything else in a call could make us fetch from anywhere.
_CERTIFICATE = re.compile(
    r"https://sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?/"
    r"SimpleNotificationService-[A-Za-z0-9]{1,80}\.pem",
    re.ASCII,
)
_NOTICE = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_OTHER = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_HASHES = {"1": SHA1, "2": SHA256}
_FATES = {
    "Send": Fate.SENT,
    "Delivery": Fate.DELIVERED,
    "Bounce": Fate.BOUNCED,
    "Complaint": Fate.COMPLAINED,
    "Reject": Fate.REJECTED,
    "Open": Fate.SEEN,
    "Click": Fate.CLICKED,
    "Rendering Failure": Fate.REJECTED,
    "DeliveryDelay": Fate.DEFERRED,
}
_SUPPRESSED = frozenset({"Suppressed", "OnAccountSuppressionList", "UnsubscribedRecipient"})
# Where an event's details stand, and in them its recipients.
_PARTS = {
    "Send": ("send", ""),
    "Delivery": ("delivery", "recipients"),
    "Bounce": ("bounce", "bouncedRecipients"),
    "Complaint": ("complaint", "complainedRecipients"),
    "Reject": ("reject", ""),
    "Open": ("open", ""),
    "Click": ("click", ""),
    "Rendering Failure": ("failure", ""),
    "DeliveryDelay": ("deliveryDelay", "delayedRecipients"),
    "Subscription": ("subscription", ""),
}
# These happen to every recipient of a message; who of several opened or clicked is not told.
_TO_ALL = frozenset({"Send", "Reject", "Rendering Failure"})


def _check(call: Call, credentials: Credentials) -> None:
    envelope = json_object(call.body)
    # Any customer of Amazon can have SNS sign messages of a topic of their own.
    if not same(words(envelope, "TopicArn"), credentials.options["topic"]):
        raise BadSignature("The notice is not from this connection's SNS topic")
    address = words(envelope, "SigningCertURL")
    if not _CERTIFICATE.fullmatch(address):
        raise BadSignature("SigningCertURL is not an address of SNS")
    algorithm = _HASHES.get(words(envelope, "SignatureVersion"))
    if algorithm is None:
        raise BadSignature("SignatureVersion must be 1 or 2")
    signature = from_base64(words(envelope, "Signature"))
    key = _public_key(credentials, address)
    names = _NOTICE if envelope.get("Type") == "Notification" else _OTHER
    signed = "".join(f"{name}\n{envelope[name]}\n" for name in names if name in envelope)
    try:
        key.verify(signature, signed.encode(errors="replace"), PKCS1v15(), algorithm())
    except InvalidSignature:
        raise BadSignature("The signature does not fit the notice") from None
    require_fresh(words(envelope, "Timestamp"), credentials)


def _public_key(credentials: Credentials, address: str) -> RSAPublicKey:
    try:
        certificate = x509.load_pem_x509_certificate(credentials.fetch(address))
    except ValueError:
        raise BadSignature("SigningCertURL leads to no certificate") from None
    now = credentials.now.astimezone(UTC)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise BadSignature("The certificate of SNS is not valid now")
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise BadSignature("The certificate of SNS holds no RSA key")
    return key


def _read(call: Call) -> Iterator[Fact]:
    envelope = json_object(call.body)
    kind = words(envelope, "Type")
    if kind != "Notification":
        yield Fact(kind or "no Type", note=_to_do(kind, envelope))
        return
    event = mapping(text_document(envelope.get("Message")))
    word = words(event, "eventType") or words(event, "notificationType")
    if word == "Subscription":
        yield from _subscription(event, envelope)
    elif word in _FATES:
        for recipient in _recipients(word, event):
            yield from with_click(_fact(word, event, envelope, recipient))
    else:
        yield Fact(word or "text")


def _to_do(kind: str, envelope: dict[str, Any]) -> str:
    if kind != "SubscriptionConfirmation":
        return ""
    return f"Confirm the subscription by opening {words(envelope, 'SubscribeURL')[:400]}"


def _recipients(word: str, event: dict[str, Any]) -> list[str]:
    part, name = _PARTS[word]
    told = [
        entry if isinstance(entry, str) else words(entry, "emailAddress")
        for entry in (items(event, part, name) if name else [])
    ]
    sent_to = [entry for entry in items(event, "mail", "destination") if isinstance(entry, str)]
    if not told and (word in _TO_ALL or len(sent_to) == 1):
        told = sent_to
    return [address for address in told if address] or [""]


def _fact(word: str, event: dict[str, Any], envelope: dict[str, Any], recipient: str) -> Fact:
    part = mapping(event, _PARTS[word][0])
    message_id = words(event, "mail", "messageId")
    several = len(items(event, "mail", "destination")) > 1
    return Fact(
        word,
        EventKind.MESSAGE_STATUS,
        _fate(word, part),
        # One notice may tell of several recipients.
        id=" ".join((words(envelope, "MessageId"), recipient)).strip(),
        at=moment(part, "timestamp")
        or (moment(event, "mail", "timestamp") if word == "Send" else None)
        or moment(envelope, "Timestamp"),
        recipient=recipient,
        channel="email",
        data={
            "message_id": of_recipient(message_id, recipient) if several else message_id,
            "sender": words(event, "mail", "source"),
            "link": words(part, "link"),
            "user_agent": words(part, "userAgent") if word in {"Open", "Click"} else "",
            "error_code": _error(part, recipient),
        },
        campaigns=_campaigns(event),
        record=event,
    )


def _fate(word: str, part: dict[str, Any]) -> Fate:
    if word == "Bounce" and words(part, "bounceSubType") in _SUPPRESSED:
        return Fate.SUPPRESSED
    if word == "Bounce" and words(part, "bounceType") == "Permanent":
        return Fate.UNREACHABLE
    return _FATES[word]


def _error(part: dict[str, Any], recipient: str) -> str:
    for name in ("bouncedRecipients", "delayedRecipients"):
        for entry in items(part, name):
            if words(entry, "emailAddress") == recipient and words(entry, "status"):
                return words(entry, "status")
    return words(part, "errorMessage") or words(part, "reason")


def _subscription(event: dict[str, Any], envelope: dict[str, Any]) -> Iterator[Fact]:
    part = mapping(event, "subscription")
    off = inner(part, "newTopicPreferences", "unsubscribeAll") is True
    for recipient in items(event, "mail", "destination") or [""]:
        yield Fact(
            "Subscription",
            EventKind.SUBSCRIBER_BLOCK if off else None,
            id=words(envelope, "MessageId"),
            at=moment(part, "timestamp") or moment(envelope, "Timestamp"),
            recipient=words(recipient),
            channel="email",
            campaigns=_campaigns(event),
            record=event,
        )


def _campaigns(event: dict[str, Any]) -> tuple[Any, ...]:
    return in_fields(
        {name: inner(values, 0) for name, values in mapping(event, "mail", "tags").items()}
    )


PROVIDER = Provider(
    key="ses",
    label="Amazon SES",
    channels=("email",),
    schemes=(
        Scheme(
            "sns",
            "The signature of SNS, on notices of one topic",
            _check,
            options=("topic", TOLERANCE),
            needed=("topic",),
        ),
        BASIC,
    ),
    read=_read,
    setup=(
        "Make an SNS topic, and bring its ARN here.",
        "In SES, add the topic as an event destination of your configuration set.",
        "Subscribe this address to the topic, with protocol HTTPS and raw message delivery off.",
        "The first call asks for a confirmation: its link then stands among the calls here.",
        "Tag messages with campaign_id or external_id to say whose they are.",
    ),
    sample=Sample(
        '{"Type":"Notification","MessageId":"$ID","TopicArn":"","Timestamp":"$TIME",'
        '"Message":"{\\"eventType\\":\\"Delivery\\",\\"mail\\":{\\"messageId\\":\\"$ID\\",'
        '\\"destination\\":[\\"test@example.com\\"]},\\"delivery\\":{\\"timestamp\\":\\"$TIME\\",'
        '\\"recipients\\":[\\"test@example.com\\"]}}"}',
        "text/plain; charset=UTF-8",
    ),
)

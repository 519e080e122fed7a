"""WhatsApp's Cloud API, by Meta: statuses, incoming messages and opt-outs, several a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.ingest.fate import Fate
from data.ingest.loose import items, json_object, mapping, moment, number, words
from data.ingest.naming import in_text
from data.ingest.provider import (
    Answer,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    of_recipient,
    with_headers,
)
from data.ingest.signatures import digest, require, same
from data.vocabulary.event_kind import EventKind

_FATES = {
    "accepted": Fate.QUEUED,
    "sent": Fate.SENT,
    "delivered": Fate.DELIVERED,
    "read": Fate.SEEN,
    "played": Fate.SEEN,  # a voice message
    "failed": Fate.UNREACHABLE,
}
# What an error's code says more exactly than "failed" does.
_ERRORS = {
    "368": Fate.BAD_SENDER,
    "80007": Fate.THROTTLED,
    "130429": Fate.THROTTLED,
    "130472": Fate.REJECTED,
    "131031": Fate.BAD_SENDER,
    "131047": Fate.REJECTED,
    "131048": Fate.THROTTLED,
    "131049": Fate.REJECTED,
    "131050": Fate.SUPPRESSED,
    "131056": Fate.THROTTLED,
}
_PREFERENCES = {
    "stop": EventKind.SUBSCRIBER_BLOCK,
    "resume": EventKind.SUBSCRIBER_UNBLOCK,
    "signup": EventKind.SUBSCRIBER_UNBLOCK,
}
# Where an incoming message of each type has its words.
_TEXTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "text": (("text", "body"),),
    "button": (("button", "text"),),
    "interactive": (
        ("interactive", "button_reply", "title"),
        ("interactive", "list_reply", "title"),
        ("interactive", "nfm_reply", "response_json"),
    ),
    "reaction": (("reaction", "emoji"),),
    "image": (("image", "caption"),),
    "video": (("video", "caption"),),
    "document": (("document", "caption"), ("document", "filename")),
    "location": (("location", "name"), ("location", "address")),
    "system": (("system", "body"),),
}
_CHOICES = (
    ("button", "payload"),
    ("interactive", "button_reply", "id"),
    ("interactive", "list_reply", "id"),
)


def _check(call: Call, credentials: Credentials) -> None:
    kind, _, given = call.headers.get("x-hub-signature-256", "").partition("=")
    wanted = digest("sha256", credentials.secrets["app_secret"], call.body).hex()
    require(given.lower() if kind == "sha256" else "", wanted)


def _sign(call: Call, credentials: Credentials) -> Call:
    made = digest("sha256", credentials.secrets["app_secret"], call.body).hex()
    return with_headers(call, {"x-hub-signature-256": f"sha256={made}"})


def _reply(call: Call, credentials: tuple[Credentials, ...]) -> Answer | None:
    """What Meta asks when the webhook is set up."""
    if call.method != "GET":
        return None
    given = dict(call.query)
    token = given.get("hub.verify_token", "")
    known = [same(token, one.secrets["verify_token"]) for one in credentials]
    if given.get("hub.mode") != "subscribe" or not token or not any(known):
        return Answer(403, "hub.verify_token is not the one of this connection")
    return Answer(200, given.get("hub.challenge", ""))


def _read(call: Call) -> Iterator[Fact]:
    body = json_object(call.body)
    told = 0
    for entry in items(body, "entry"):
        for change in items(entry, "changes"):
            for fact in _change(mapping(change)):
                told += 1
                yield fact
    if not told:
        yield Fact("no changes")


def _change(change: dict[str, Any]) -> Iterator[Fact]:
    value = mapping(change, "value")
    sender = words(value, "metadata", "display_phone_number")
    told = [_status(mapping(status), sender) for status in items(value, "statuses")]
    told += [_incoming(mapping(message), sender) for message in items(value, "messages")]
    told += [_preference(mapping(wish)) for wish in items(value, "user_preferences")]
    yield from told or [Fact(words(change, "field") or "no field")]


def _status(status: dict[str, Any], sender: str) -> Fact:
    word, message_id = words(status, "status"), words(status, "id")
    participant = words(status, "recipient_participant_id")
    error = words(status, "errors", 0, "code")
    fate = _FATES.get(word)
    if word == "failed":
        fate = _ERRORS.get(error, fate)
    return Fact(
        word or "no status",
        EventKind.MESSAGE_STATUS if message_id else None,
        fate,
        id=of_recipient(message_id, participant),
        at=moment(status, "timestamp"),
        recipient=participant
        or words(status, "recipient_id")
        or words(status, "recipient_user_id")
        or words(status, "user_id"),
        channel="whatsapp",
        data={
            # In a group, each participant has a standing of their own.
            "message_id": of_recipient(message_id, participant),
            "sender": sender,
            "error_code": error,
        },
        campaigns=in_text(words(status, "biz_opaque_callback_data")),
        record=status,
    )


def _incoming(message: dict[str, Any], sender: str) -> Fact:
    kind, message_id = words(message, "type"), words(message, "id")
    texts = (words(message, *path) for path in _TEXTS.get(kind, ()))
    choices = (words(message, *path) for path in _CHOICES)
    return Fact(
        kind or "message",
        EventKind.MESSAGE_INBOUND,
        id=message_id,
        at=moment(message, "timestamp"),
        recipient=words(message, "from") or words(message, "from_user_id"),
        channel="whatsapp",
        data={
            "message_id": message_id,
            "sender": sender,
            "text": next(filter(None, texts), ""),
            "interaction": next(filter(None, choices), ""),
            "latitude": number(message, "location", "latitude"),
            "longitude": number(message, "location", "longitude"),
        },
        record=message,
    )


def _preference(wish: dict[str, Any]) -> Fact:
    word = words(wish, "value")
    return Fact(
        word or "no value",
        _PREFERENCES.get(word),
        at=moment(wish, "timestamp"),
        recipient=words(wish, "wa_id") or words(wish, "user_id"),
        channel="whatsapp",
        record=wish,
    )


PROVIDER = Provider(
    key="whatsapp",
    label="WhatsApp (Meta)",
    channels=("whatsapp",),
    schemes=(
        Scheme(
            "signature",
            "The app's secret, and the verify token that you gave Meta",
            _check,
            secrets=("app_secret", "verify_token"),
            chosen=("verify_token",),
            sign=_sign,
        ),
    ),
    read=_read,
    reply=_reply,
    setup=(
        "In the Meta app, open WhatsApp, then Configuration, and edit the webhook.",
        "Paste this address as the callback URL, and the verify token that you give here.",
        "Subscribe to the fields messages and user_preferences.",
        "The app secret stands under App settings, Basic.",
        "Put campaign_id=… or external_id=… into biz_opaque_callback_data of each message.",
    ),
    sample=Sample(
        '{"object":"whatsapp_business_account","entry":[{"id":"0","changes":[{"field":"messages",'
        '"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15005550006",'
        '"phone_number_id":"0"},"statuses":[{"id":"wamid.$ID","status":"delivered",'
        '"timestamp":"$SECONDS","recipient_id":"15005550001"}]}}]}]}'
    ),
)

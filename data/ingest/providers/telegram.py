"""Telegram bots: what people write to a bot, which buttons they press, and who blocks it."""

from __future__ import annotations

from collections.abc import Iterator

from data.ingest.loose import json_object, mapping, moment, words
from data.ingest.provider import (
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    with_headers,
)
from data.ingest.signatures import require
from data.vocabulary.event_kind import EventKind

_TALKING = frozenset({"message", "callback_query"})
_MEMBER = "my_chat_member"
_STANDINGS = {
    "kicked": EventKind.SUBSCRIBER_BLOCK,
    "left": EventKind.SUBSCRIBER_BLOCK,
    "member": EventKind.SUBSCRIBER_UNBLOCK,
}


def _check(call: Call, credentials: Credentials) -> None:
    given = call.headers.get("x-telegram-bot-api-secret-token", "")
    require(given, credentials.secrets["secret_token"])


def _sign(call: Call, credentials: Credentials) -> Call:
    token = credentials.secrets["secret_token"]
    return with_headers(call, {"x-telegram-bot-api-secret-token": token})


def _read(call: Call) -> Iterator[Fact]:
    update = json_object(call.body)
    number = words(update, "update_id")
    word = next((name for name in update if name != "update_id"), "nothing")
    part = mapping(update, word)
    kind = EventKind.CHATBOT_INTERACTION if word in _TALKING else None
    if word == _MEMBER:
        kind = _STANDINGS.get(words(part, "new_chat_member", "status"))
    said = words(part, "text") or words(part, "caption") or words(part, "dice", "emoji")
    yield Fact(
        word,
        kind,
        id=number,
        at=moment(part, "date") or moment(part, "message", "date"),
        recipient=words(part, "from", "id"),
        data={
            "message_id": words(part, "message_id") or words(part, "message", "message_id"),
            "text": said,
            "answer": said or words(part, "data"),
            "interaction": words(part, "data"),
        },
        record=update,
    )


PROVIDER = Provider(
    key="telegram",
    label="Telegram",
    channels=("web",),
    schemes=(
        Scheme(
            "token",
            "The secret_token that you gave setWebhook",
            _check,
            secrets=("secret_token",),
            chosen=("secret_token",),
            sign=_sign,
        ),
    ),
    read=_read,
    setup=(
        "Call setWebhook of your bot with this address as url and the token as secret_token.",
        "Let allowed_updates hold message, callback_query and my_chat_member.",
        "Updates name no campaign: give the connection one, or make a rule.",
    ),
    sample=Sample(
        '{"update_id":"$ID","message":{"message_id":1,"date":$SECONDS,"from":{"id":1,'
        '"is_bot":false,"first_name":"Test"},"chat":{"id":1,"type":"private"},"text":"test"}}'
    ),
)

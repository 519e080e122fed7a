"""Google's RCS Business Messaging: events and replies inside a Pub/Sub envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from data.errors import BadRequest
from data.ingest.fate import Fate
from data.ingest.loose import json_object, moment, number, words
from data.ingest.provider import (
    Answer,
    BadSignature,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    with_headers,
)
from data.ingest.signatures import digest, from_base64, in_base64, require, same
from data.vocabulary.event_kind import EventKind

_FATES = {
    "DELIVERED": Fate.DELIVERED,
    "READ": Fate.SEEN,  # even where no DELIVERED came before
    "TTL_EXPIRATION_REVOKED": Fate.EXPIRED,
}
_KINDS = {
    "SUBSCRIBE": EventKind.SUBSCRIBER_UNBLOCK,
    "UNSUBSCRIBE": EventKind.SUBSCRIBER_BLOCK,
}


def _check(call: Call, credentials: Credentials) -> None:
    made = digest("sha512", credentials.secrets["client_token"], _content(call))
    require(call.headers.get("x-goog-signature", ""), in_base64(made))


def _sign(call: Call, credentials: Credentials) -> Call:
    """In the envelope of Pub/Sub, in which the signed content comes."""
    made = digest("sha512", credentials.secrets["client_token"], call.body)
    envelope = json.dumps({"message": {"data": in_base64(call.body)}}).encode()
    return with_headers(replace(call, body=envelope), {"x-goog-signature": in_base64(made)})


def _content(call: Call) -> bytes:
    return from_base64(words(json_object(call.body), "message", "data"))


def _reply(call: Call, credentials: tuple[Credentials, ...]) -> Answer | None:
    """What Google asks when the webhook is set up: its secret back, for our token."""
    if b'"clientToken"' not in call.body:
        return None
    body = json_object(call.body)
    if "message" in body or not words(body, "secret"):
        return None
    known = [same(words(body, "clientToken"), one.secrets["client_token"]) for one in credentials]
    if not any(known):
        raise BadSignature("clientToken is not the one of this connection")
    return Answer(200, json.dumps({"secret": words(body, "secret")}))


def _read(call: Call) -> Iterator[Fact]:
    try:
        yield _fact(json_object(_content(call)))
    except BadSignature:
        raise BadRequest("message.data is not valid base64", "message.data") from None


def _fact(event: dict[str, Any]) -> Fact:
    word, message_id = words(event, "eventType"), words(event, "messageId")
    fact = Fact(
        word or "no event",
        EventKind.MESSAGE_STATUS if word in _FATES else _KINDS.get(word),
        _FATES.get(word),
        id=words(event, "eventId") or message_id,
        at=moment(event, "sendTime"),
        recipient=words(event, "senderPhoneNumber") or words(event, "phoneNumber"),
        channel="rcs",
        data={"message_id": message_id, "sender": words(event, "agentId")},
        record=event,
    )
    return fact if word or not message_id else _incoming(fact, event)


def _incoming(fact: Fact, event: dict[str, Any]) -> Fact:
    tapped = "suggestionResponse" in event
    said = {
        "text": words(event, "text") or words(event, "suggestionResponse", "text"),
        "interaction": words(event, "suggestionResponse", "postbackData"),
        "latitude": number(event, "location", "latitude"),
        "longitude": number(event, "location", "longitude"),
    }
    return replace(
        fact,
        word="suggestionResponse" if tapped else "message",
        kind=EventKind.MESSAGE_INBOUND,
        data={**fact.data, **said},
    )


PROVIDER = Provider(
    key="google_rbm",
    label="Google RCS Business Messaging",
    channels=("rcs",),
    schemes=(
        Scheme(
            "signature",
            "X-Goog-Signature, made with the client token",
            _check,
            secrets=("client_token",),
            chosen=("client_token",),
            sign=_sign,
        ),
    ),
    read=_read,
    reply=_reply,
    setup=(
        "In the Business Communications console, open the agent, then Integrations, then Webhook.",
        "Paste this address and the client token that you give here, and press Verify.",
        "Messages name no campaign here: give the connection one, or make a rule.",
    ),
    sample=Sample(
        '{"agentId":"test-agent","senderPhoneNumber":"+15005550001","messageId":"$ID",'
        '"eventId":"$ID","sendTime":"$TIME","eventType":"DELIVERED"}'
    ),
)

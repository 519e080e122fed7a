"""Google Wallet's callbacks: a pass was saved or deleted, signed by two levels of Google's keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.errors import BadRequest
from data.ingest.loose import items, json_object, mapping, text_document, words
from data.ingest.naming import by_external_id
from data.ingest.provider import (
    BadSignature,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
)
from data.ingest.signatures import fits_ecdsa, is_past
from data.vocabulary.event_kind import EventKind

_ROOT_KEYS = "https://pay.google.com/gp/m/issuer/keys"
_SENDER = "GooglePayPasses"
_VERSION = "ECv2SigningOnly"
_KINDS = {"save": EventKind.PASS_ADD, "del": EventKind.PASS_REMOVE}


def _check(call: Call, credentials: Credentials) -> None:
    body = json_object(call.body)
    if words(body, "protocolVersion") != _VERSION:
        raise BadSignature(f"protocolVersion must be {_VERSION}")
    key = _intermediate_key(mapping(body, "intermediateSigningKey"), credentials)
    message = _text(body, "signedMessage")
    issuer = credentials.options["issuer"]
    signed = _joined(_SENDER, issuer, _VERSION, message)
    if not fits_ecdsa(key, words(body, "signature"), signed):
        raise BadSignature("The signature does not fit the message")
    if is_past(words(text_document(message), "expTimeMillis"), credentials.now):
        raise BadSignature("The message has expired")


def _intermediate_key(given: dict[str, Any], credentials: Credentials) -> str:
    """The key that signs messages, once one of Google's own keys has vouched for it."""
    text = _text(given, "signedKey")
    signed = _joined(_SENDER, _VERSION, text)
    signatures = [words(one) for one in items(given, "signatures")]
    roots = _root_keys(credentials)
    if not any(fits_ecdsa(root, one, signed) for root in roots for one in signatures[:5]):
        raise BadSignature("The intermediate key is not signed by Google")
    key = text_document(text)
    if is_past(words(key, "keyExpiration"), credentials.now):
        raise BadSignature("The intermediate key has expired")
    return words(key, "keyValue")


def _root_keys(credentials: Credentials) -> list[str]:
    given = credentials.options.get("root_keys") or credentials.fetch(_ROOT_KEYS).decode()
    return [
        words(key, "keyValue")
        for key in items(text_document(given), "keys")
        if words(key, "protocolVersion") == _VERSION
        and not is_past(words(key, "keyExpiration") or "4102444800000", credentials.now)
    ]


def _joined(*parts: str) -> bytes:
    """The parts, each behind its length in bytes as four bytes, the lowest first."""
    raw = [part.encode(errors="replace") for part in parts]
    return b"".join(len(part).to_bytes(4, "little") + part for part in raw)


def _text(part: dict[str, Any], name: str) -> str:
    found = part.get(name)
    return found if isinstance(found, str) else ""


def _read(call: Call) -> Iterator[Fact]:
    message = mapping(text_document(json_object(call.body).get("signedMessage")))
    if not message:
        raise BadRequest("signedMessage is no JSON object", "signedMessage")
    word, object_id = words(message, "eventType"), words(message, "objectId")
    yield Fact(
        word or "no eventType",
        _KINDS.get(word),
        id=words(message, "nonce"),
        recipient=object_id,
        channel="wallet",
        data={"pass_id": object_id, "platform": "Google Wallet"},
        campaigns=by_external_id(words(message, "classId")),
        record=message,
    )


PROVIDER = Provider(
    key="google_wallet",
    label="Google Wallet",
    channels=("wallet",),
    schemes=(
        Scheme(
            "signature",
            "Google's signature, for one issuer",
            _check,
            options=("issuer", "root_keys"),
            needed=("issuer",),
        ),
    ),
    read=_read,
    setup=(
        "Set this address as callbackOptions.url of each pass class.",
        "The issuer's number stands in the Google Pay & Wallet console.",
        "A campaign's external id is the id of its pass class.",
    ),
    sample=Sample(
        '{"protocolVersion":"ECv2SigningOnly","signedMessage":"{\\"classId\\":\\"test\\",'
        '\\"objectId\\":\\"$ID\\",\\"eventType\\":\\"save\\",\\"nonce\\":\\"$ID\\"}"}'
    ),
)

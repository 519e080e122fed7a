"""How is what a provider says written as one of our events, so that it always fits?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import blake2b
from math import isfinite
from typing import Any

from data.connections import Connection
from data.event import CHANNELS, ID_LENGTH, TEXT_FIELDS, Place
from data.ingest.fate import Fate, code
from data.ingest.provider import Fact
from data.vocabulary.event_kind import EventKind

_STATUS_LENGTH = 64
_BOUNDS = {"latitude": 90, "longitude": 180, "value": 2**63 - 1}


def event_of(
    fact: Fact, connection: Connection, place: Place | None, now: datetime
) -> dict[str, Any]:
    """The CloudEvent that stands for a fact."""
    kind = fact.kind or EventKind.MESSAGE_STATUS
    channel = fact.channel or (place.channel if place else "") or connection.channel
    event_id = _event_id(fact)
    data: dict[str, Any] = {}
    for name, value in fact.data.items():
        fitting = _fitting(name, value)
        if fitting is not None:
            data[name] = fitting
    if channel in CHANNELS:
        data["channel"] = channel
    if place is not None:
        data["campaign_id"] = place.id
    if kind is EventKind.MESSAGE_STATUS:
        status = fact.status
        word = code(status, channel, fact.word) if isinstance(status, Fate | None) else status
        data["status"] = _printable(word)
        if not fact.recipient:
            # A report of a message that it names in no way is still one of some message.
            data.setdefault("message_id", event_id)
    event = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"webhook:{connection.provider}/{connection.name}",
        "type": kind.value,
        "time": (fact.at or now).astimezone(UTC).isoformat(),
        "data": data,
    }
    recipient = clean(fact.recipient, ID_LENGTH)
    return event | {"subject": recipient} if recipient else event


def name_of(fact: Fact) -> str:
    """The provider's id of the event. Without one, what the call says names it, so that a
    repetition is known again.
    """
    name = clean(fact.id, 10_000)
    if name:
        return name
    said = fact.record if fact.record is not None else [fact.recipient, dict(fact.data)]
    content = json.dumps(said, sort_keys=True, default=str).encode(errors="replace")
    return blake2b(content, digest_size=16).hexdigest()


def _event_id(fact: Fact) -> str:
    """The event's name with the provider's word, since one id may stand for two of them."""
    full = f"{name_of(fact)}/{clean(fact.word, 100)}"
    if len(full) <= ID_LENGTH:
        return full
    return f"{full[:180]}…{blake2b(full.encode(), digest_size=16).hexdigest()}"


def _fitting(name: str, value: object) -> object:
    """A field's value if it means something here and fits; providers send what they like."""
    longest = TEXT_FIELDS.get(name)
    if longest is not None:
        return clean(value, longest) or None if isinstance(value, str) else None
    if name == "country":
        return _country(value)
    if name in _BOUNDS:
        return _number(value, _BOUNDS[name])
    if name == "segments":
        return value if type(value) is int and 1 <= value <= 255 else None
    if name == "correct":
        return value if isinstance(value, bool) else None
    return None


def _country(value: object) -> str | None:
    fits = isinstance(value, str) and value.isascii() and value.isalpha() and 2 <= len(value) <= 3
    return str(value).upper() if fits else None


def _number(value: object, bound: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -bound <= value <= bound and isfinite(value) else None


def clean(text: str, longest: int) -> str:
    """Text that every database keeps: without NUL and half characters, and not too long."""
    return text.replace("\0", "").encode(errors="replace").decode()[:longest]


def _printable(word: str) -> str:
    shown = "".join(one if one.isprintable() else " " for one in clean(word, _STATUS_LENGTH))
    return shown.strip() or "UNKNOWN"

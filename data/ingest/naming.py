"""Which campaign does a call mean, by the words that its sender put along with a message?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from data.event import ID_LENGTH, LARGEST_ID
from data.ingest.loose import text_document, words
from data.ingest.provider import Named

_OURS = "campaign_id"
_THEIRS = ("external_id", "campaign")


def by_external_id(*names: str) -> tuple[Named, ...]:
    """The campaigns that another system knows by these names; empty ones name none."""
    return tuple(
        Named(external_id=name) for name in names if 0 < len(name) <= ID_LENGTH and "\0" not in name
    )


def in_fields(fields: Mapping[str, object] | Iterable[tuple[str, str]]) -> tuple[Named, ...]:
    """The campaigns named by `campaign_id`, `external_id` or `campaign` among `fields`.

    A whole number as `campaign_id` is our id; anything else is the caller's own.
    """
    given = dict(fields)
    number = words(given, _OURS)
    theirs = by_external_id(*(words(given, name) for name in _THEIRS), number)
    if number.isascii() and number.isdecimal() and len(number) <= 10:
        if 0 < int(number) <= LARGEST_ID:
            return (Named(campaign_id=int(number)), *theirs)
    return theirs


def in_text(text: str) -> tuple[Named, ...]:
    """The campaigns that one free text names: JSON, `campaign_id=17`, or the name alone."""
    found = text_document(text)
    if isinstance(found, dict):
        return in_fields(found)
    if "=" in text:
        return in_fields(parse_qsl(text))
    return by_external_id(text)

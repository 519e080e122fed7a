"""What can a provider's word mean here, where no adapter knows it and a person says so?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.errors import BadRequest
from data.ingest.fate import Fate
from data.ingest.provider import Fact, with_click
from data.ingest.translating import clean
from data.vocabulary.event_kind import EventKind

IGNORE = "ignore"
_WORD_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a word can be said to mean."""

    key: str  # as it is kept
    label: str
    group: str


_STATUS, _FACT = "The message", "Something else"
_FATES = {
    Fate.QUEUED: "is queued",
    Fate.SENDING: "is being sent",
    Fate.SENT: "was sent",
    Fate.DEFERRED: "is deferred, and will be tried again",
    Fate.DELIVERED: "was delivered",
    Fate.SEEN: "was opened or read",
    Fate.CLICKED: "was clicked",
    Fate.COMPLAINED: "was reported as spam",
    Fate.UNCERTAIN: "has a fate that nobody knows",
    Fate.BOUNCED: "bounced this time",
    Fate.UNREACHABLE: "can't be delivered for good",
    Fate.BAD_ADDRESS: "has a bad address",
    Fate.EXPIRED: "expired",
    Fate.GAVE_UP: "was given up after several tries",
    Fate.CANCELLED: "was cancelled",
    Fate.REJECTED: "was rejected",
    Fate.SUPPRESSED: "was not sent: the recipient had opted out",
    Fate.THROTTLED: "was not sent: too many at once",
    Fate.BAD_SENDER: "was not sent: the sender is not allowed",
}
_KINDS = {
    EventKind.MESSAGE_INBOUND: "A message came in",
    EventKind.LINK_CLICK: "A link was clicked",
    EventKind.SUBSCRIBER_BLOCK: "The recipient opted out",
    EventKind.SUBSCRIBER_UNBLOCK: "The recipient opted in again",
    EventKind.PASS_ADD: "A pass was added",
    EventKind.PASS_REMOVE: "A pass was removed",
    EventKind.CONVERSION: "A conversion",
}
MEANINGS: Mapping[str, Meaning] = {
    one.key: one
    for one in (
        *(Meaning(f"fate:{fate.value}", words, _STATUS) for fate, words in _FATES.items()),
        *(Meaning(f"kind:{kind.value}", words, _FACT) for kind, words in _KINDS.items()),
        Meaning(IGNORE, "Nothing: ignore it", _FACT),
    )
}


def check(key: str, *, names_message: bool) -> None:
    """Raise BadRequest for a meaning that is none, or that such a word can't have."""
    if key not in MEANINGS:
        raise BadRequest(f"{key[:60]!r} is no meaning that a word can have", "meaning")
    if key != IGNORE and not names_message:
        raise BadRequest(
            "No call with this word said which message or whom it is about, so it can only be "
            "ignored",
            "meaning",
        )


def is_odd(fact: Fact) -> bool:
    """Whether a fact means nothing here by itself: its kind or its status is not known."""
    return fact.kind is None or (fact.kind is EventKind.MESSAGE_STATUS and fact.status is None)


def names_message(fact: Fact) -> bool:
    """Whether it says which message or whom it is about, without which it can't be counted."""
    return bool(fact.recipient or fact.data.get("message_id"))


def as_meant(fact: Fact, meanings: Mapping[str, str]) -> tuple[Fact, ...]:
    """The fact as people say that it is to be read; nothing, if it is to be ignored.

    A fact that means something by itself stays as it is. A mapped one is another event than the
    one that was taken before: of the same message, so the two stand as one, and the higher of the
    two statuses counts, until the call is read again and the earlier one taken out.
    """
    meaning = meanings.get(kept_word(fact)) if is_odd(fact) else None
    if meaning is None:
        return (fact,)
    if meaning == IGNORE:
        return ()
    if not names_message(fact):
        return (fact,)
    what, _, value = meaning.partition(":")
    word = f"{fact.word} = {value}"
    if what == "kind":
        return (replace(fact, word=word, kind=EventKind(value), status=None),)
    mapped = replace(fact, word=word, kind=EventKind.MESSAGE_STATUS, status=Fate(value))
    return with_click(mapped)


def kept_word(fact: Fact) -> str:
    """The fact's word as it is kept, and so as a meaning is found by it."""
    return clean(fact.word, _WORD_LENGTH)

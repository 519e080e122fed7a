"""How does a carrier behave? One that plays its part and sends nothing to the outside.

Everything about a message follows from its name and the moment at which it was handed over, so
nothing need be kept: after a restart, and for a test, the same receipts come out of the same
computation, and a message that is handed over twice is the same message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import Any

from data.carrier import Answer, Carrier, CarrierKind, Envelope, Message, Receipt
from data.channel import Channel, RawStatus
from data.channels import CHANNELS
from data.settings import Settings
from data.vocabulary.event_kind import EventKind
from data.vocabulary.outcome import Outcome

# Of all messages that it is given; the rest arrives.
REFUSED, FAILED, LOST_TRACK = 0.01, 0.04, 0.015
# Of those that arrive.
OPENED = 0.4
CLICKED = 0.3  # of those that were opened
# Of all receipts.
QUEUED, LATE, TWICE, OUT_OF_ORDER = 0.1, 0.01, 0.02, 0.03

# What is ours to find out before a message is handed over.
_BEFORE = frozenset({"BLACKLISTED", "BAD_TO", "BAD_FROM", "SEGMENTS_EXCEEDED"})
_HANDED = "SENT"
_OPERATORS = ("Northwave", "Telmara", "Bluecell", "Orbit Mobile")
_PLATFORMS = ("iOS", "Android")
_ERRORS = {"UNDELIV": "30003", "EXPIRED": "30410", "REJECTD": "30007", "INVALID_ROUTING": "30006"}


@dataclass(frozen=True, slots=True)
class Course:
    """The codes of one channel by what they mean, the likelier ones first."""

    waiting: tuple[str, ...]
    refused: tuple[str, ...]
    failed: tuple[str, ...]
    transit: tuple[str, ...]  # on the way, after it was handed over
    arrived: str  # "": nobody reports it
    opened: str
    clicked: str


def course(channel: Channel) -> Course:
    """What can become of a message, read from the channel's own declaration."""

    def codes(fits: Callable[[RawStatus, Outcome], bool]) -> tuple[str, ...]:
        return tuple(
            status.code
            for status in channel.statuses
            if fits(status, channel.category(status.category).outcome)
        )

    def one(*found: str) -> str:
        return found[0] if found else ""

    sent = channel.status(_HANDED).rank
    seen = {category.key for category in channel.categories if category.opened}
    return Course(
        waiting=codes(lambda status, _: status.waits),
        refused=codes(
            lambda status, outcome: (
                outcome is Outcome.UNSENT and not status.waits and status.code not in _BEFORE
            )
        ),
        failed=codes(lambda _, outcome: outcome is Outcome.FAILED),
        transit=codes(
            lambda status, outcome: outcome is Outcome.TRANSIT and status.listed == "completed"
        ),
        arrived=one(
            *codes(
                lambda status, outcome: (
                    outcome is Outcome.DELIVERED
                    and status.category not in seen
                    and status.rank > sent + 10
                )
            )
        ),
        opened=one(*codes(lambda status, _: status.category in seen and not status.clicked)),
        clicked=one(*codes(lambda status, _: status.clicked)),
    )


COURSES = {key: course(channel) for key, channel in CHANNELS.items()}


@dataclass(frozen=True, slots=True)
class Demonstration:
    """It queues, delays, fails, and tells late, twice and out of order, as carriers do."""

    batch: int = 1000
    repeats: bool = True

    def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
        """Say what becomes of each at once: taken, queued or refused."""
        return [_answer(message.envelope, _luck(message.envelope)) for message in messages]

    def receipts(self, envelope: Envelope, handed_at: datetime) -> Sequence[Receipt]:
        """All that becomes of the message later, in the order of telling."""
        luck = _luck(envelope)
        answer = _answer(envelope, luck)
        if answer.code in COURSES[envelope.channel].refused:
            return ()
        told = [
            again
            for receipt in _story(envelope, answer, handed_at, luck)
            for again in _told(receipt, luck)
        ]
        return sorted(told, key=lambda receipt: receipt.told_at)

    def close(self) -> None:
        """Nothing is open."""


def _luck(envelope: Envelope) -> Random:
    return Random(f"demonstration carrier, message {envelope.id}")


def _answer(envelope: Envelope, luck: Random) -> Answer:
    about = COURSES[envelope.channel]
    data = {"platform": luck.choice(_PLATFORMS)} if envelope.channel == "push" else {}
    if luck.random() < REFUSED and about.refused:
        code = _drawn(luck, about.refused)
        return Answer(code, code.lower(), data=data)
    queued = luck.random() < QUEUED and about.waiting
    return Answer(about.waiting[0] if queued else _HANDED, data=data)


def _story(envelope: Envelope, answer: Answer, at: datetime, luck: Random) -> Iterator[Receipt]:
    """What happens to a message that was taken, in the order in which it happens."""
    about = COURSES[envelope.channel]
    for code in about.waiting[1:] if answer.code in about.waiting else ():
        at += _delay(luck, 1, 0.4)
        yield _status(code, at, answer)
    if answer.code in about.waiting:
        at += _delay(luck, 2, 0.4)
        yield _status(_HANDED, at, answer)
    extra = {"carrier": luck.choice(_OPERATORS)} if envelope.channel == "sms" else {}
    fate = luck.random()
    if fate < FAILED:
        code = _drawn(luck, about.failed)
        at += _delay(luck, 20, 0.8)
        yield _status(code, at, answer, error_code=_ERRORS.get(code, code.lower()), **extra)
        return
    if about.transit and luck.random() < 0.3:
        at += _delay(luck, 2, 0.5)
        yield _status(_drawn(luck, about.transit), at, answer, **extra)
    if fate < FAILED + LOST_TRACK:
        return
    if about.arrived:
        at += _delay(luck, 6, 0.8)
        yield _status(about.arrived, at, answer, **extra)
    yield from _seen(envelope, answer, at, luck)


def _seen(envelope: Envelope, answer: Answer, at: datetime, luck: Random) -> Iterator[Receipt]:
    about = COURSES[envelope.channel]
    if luck.random() >= OPENED:
        return
    at += _delay(luck, 300, 1.2)
    if about.opened:
        yield _status(about.opened, at, answer)
    elif not about.arrived:
        # Nothing else is heard of a push that arrived: its app says that it was tapped.
        yield Receipt("tapped", at, at, EventKind.LINK_OPEN, answer.data)
    if about.clicked and envelope.has_links and luck.random() < CLICKED:
        at += _delay(luck, 40, 0.8)
        yield _status(about.clicked, at, answer)


def _status(code: str, at: datetime, answer: Answer, **data: Any) -> Receipt:
    return Receipt(code.lower(), at, at, data={"status": code, **answer.data, **data})


def _told(receipt: Receipt, luck: Random) -> Iterator[Receipt]:
    """The times that a receipt comes: mostly once, and soon; always soon that it left the queue."""
    at = receipt.at + _delay(luck, 1, 0.5)
    if receipt.data.get("status") == _HANDED:
        yield replace(receipt, told_at=at)
        return
    if luck.random() < LATE:
        at += _delay(luck, 4 * 3600, 0.7)
    elif luck.random() < OUT_OF_ORDER:
        at += _delay(luck, 60, 0.7)
    yield replace(receipt, told_at=at)
    if luck.random() < TWICE:
        yield replace(receipt, told_at=at + _delay(luck, 30, 1.0))


def _delay(luck: Random, median: float, spread: float) -> timedelta:
    """A log-normal delay; `median` in seconds."""
    return timedelta(milliseconds=round(1000 * median * exp(luck.gauss(0.0, spread))))


def _drawn(luck: Random, codes: tuple[str, ...]) -> str:
    return luck.choices(codes, range(len(codes), 0, -1))[0]


def _connect(_: Settings) -> Carrier:
    return Demonstration()


CARRIER = CarrierKind(
    key="demonstration",
    label="Demonstration carrier: nothing leaves this workspace",
    channels=frozenset(CHANNELS),
    connect=_connect,
)

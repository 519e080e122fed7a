"""Who joined the lists in the demonstration's year, who left, and who just wrote to us?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from data.demo.happening import Happening, happening
from data.demo.messaging import SENDERS
from data.demo.people import Person, person
from data.demo.plan import World
from data.demo.rhythm import moments
from data.subscriber_draft import SubscriberDraft
from data.vocabulary.event_kind import EventKind

QUESTIONS = (
    "Are you open today?",
    "STOP",
    "¿Hacen envíos?",
    "Thank you 🙏",
    "هل المتجر مفتوح؟",
    "?",
)


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's way on the lists: joined, on these channels, then blocked and back on some."""

    number: int
    who: Person
    joined: datetime
    changes: Mapping[str, tuple[tuple[EventKind, datetime], ...]]  # by channel, in their order


def subscribers(world: World) -> Iterator[Happening]:
    """Joins through the year, more of them late in it; some of those people block us again."""
    for one in _memberships(world):
        for channel, changes in one.changes.items():
            base = {"channel": channel, "country": one.who.city.country}
            address = one.who.address(channel)
            joined = f"{one.who.token}-{channel}"
            kind = EventKind.SUBSCRIBER_JOIN
            yield happening(kind, f"{joined}-join", one.joined, address, base)
            for kind, at in changes:
                name = kind.removeprefix("subscriber.")
                yield happening(kind, f"{joined}-{name}", at, address, base)


def introductions(world: World) -> Iterator[SubscriberDraft]:
    """What those people are called, whose both addresses are, and how they are tagged."""
    for one in _memberships(world):
        first, _, last = one.who.name.partition(" ")
        tags = {one.who.city.name}
        tags |= {"newsletter"} if "email" in one.changes else set()
        tags |= {"vip"} if one.number % 17 == 0 else set()
        addresses = {channel: one.who.address(channel) for channel in one.changes}
        yield SubscriberDraft(first, last, addresses, frozenset(tags))


def _memberships(world: World) -> Iterator[Membership]:
    rng = Random(f"{world.seed}/subscribers")
    first, last = world.as_of - timedelta(days=365), world.as_of
    joins = moments(rng, first, last, world.sized(5_000), -5)
    for number, at in enumerate(joins):
        # The square root bends an even year into a growing one.
        joined = first + (last - first) * ((at - first) / (last - first)) ** 0.75
        changes = {channel: _changes(rng, joined, last) for channel in _lists(rng)}
        yield Membership(number, person(number, world.seed), joined, changes)


def _changes(
    rng: Random, joined: datetime, as_of: datetime
) -> tuple[tuple[EventKind, datetime], ...]:
    if rng.random() >= 0.04:
        return ()
    blocked = joined + timedelta(days=1 + rng.random() * 200)
    back = blocked + timedelta(days=1 + rng.random() * 30)
    if blocked > as_of:
        return ()
    told = ((EventKind.SUBSCRIBER_BLOCK, blocked),)
    if back > as_of or rng.random() >= 0.15:
        return told
    return (*told, (EventKind.SUBSCRIBER_UNBLOCK, back))


def _lists(rng: Random) -> tuple[str, ...]:
    return rng.choices((("sms",), ("email",), ("sms", "email")), (3, 3, 4))[0]


def letters(world: World) -> Iterator[Happening]:
    """Messages that people send of their own accord: no campaign asked for them."""
    rng = Random(f"{world.seed}/letters")
    first = world.as_of - timedelta(days=365)
    for number, at in enumerate(moments(rng, first, world.as_of, world.sized(1_500), -5)):
        who = person(rng.randrange(world.population), world.seed)
        channel = rng.choice(("sms", "sms", "whatsapp", "whatsapp", "rcs"))
        yield happening(
            EventKind.MESSAGE_INBOUND,
            f"letter-{number}",
            at,
            who.number,
            {
                "channel": channel,
                "sender": SENDERS[channel][0],
                "message_id": f"letter-{number}",
                "country": who.city.country,
                "carrier": who.carrier if channel == "sms" else None,
                "text": rng.choice(QUESTIONS),
            },
        )

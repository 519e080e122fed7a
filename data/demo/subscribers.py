"""Who joined the lists in the demonstration's year, who left, and who just wrote to us?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from data.demo.happening import Happening, happening
from data.demo.messaging import SENDERS
from data.demo.people import person
from data.demo.plan import World
from data.demo.rhythm import moments
from data.vocabulary.event_kind import EventKind

QUESTIONS = (
    "Are you open today?",
    "STOP",
    "¿Hacen envíos?",
    "Thank you 🙏",
    "هل المتجر مفتوح؟",
    "?",
)


def subscribers(world: World) -> Iterator[Happening]:
    """Joins through the year, more of them late in it; some of those people block us again."""
    rng = Random(f"{world.seed}/subscribers")
    first, last = world.as_of - timedelta(days=365), world.as_of
    joins = moments(rng, first, last, world.sized(5_000), -5)
    for number, at in enumerate(joins):
        # The square root bends an even year into a growing one.
        share = (at - first) / (last - first)
        at = first + (last - first) * share**0.75
        who = person(number, world.seed)
        for channel in _lists(rng):
            base = {"channel": channel, "country": who.city.country}
            address = who.address(channel)
            joined = f"{who.token}-{channel}"
            yield happening(EventKind.SUBSCRIBER_JOIN, f"{joined}-join", at, address, base)
            if rng.random() >= 0.04:
                continue
            blocked = at + timedelta(days=1 + rng.random() * 200)
            back = blocked + timedelta(days=1 + rng.random() * 30)
            if blocked <= world.as_of:
                kind = EventKind.SUBSCRIBER_BLOCK
                yield happening(kind, f"{joined}-block", blocked, address, base)
                if back <= world.as_of and rng.random() < 0.15:
                    kind = EventKind.SUBSCRIBER_UNBLOCK
                    yield happening(kind, f"{joined}-unblock", back, address, base)


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

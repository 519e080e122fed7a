"""When do people act? Days, hours and delays of a believable year."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp
from random import Random

# How likely a person is to look at a screen in each local hour; nights are nearly silent.
_AWAKE = (
    (0.04, 0.02, 0.01, 0.01, 0.02, 0.08, 0.30, 0.62, 0.80, 0.78, 0.74, 0.72)
    + (0.90, 0.80, 0.66, 0.62, 0.66, 0.78, 0.95, 1.00, 0.98, 0.86, 0.55, 0.20)
)  # fmt: skip

# Sends fall on working days; Sunday is rare.
_SEND_DAYS = (1.0, 1.2, 1.1, 1.3, 0.9, 0.4, 0.15)
_SEND_HOURS = (9, 10, 10, 11, 12, 14, 16, 17, 18)


def sending_time(rng: Random, day: datetime) -> datetime:
    """A plausible moment for a send on `day` or one of the six days after it, in UTC."""
    ahead = rng.choices(
        range(7), [_SEND_DAYS[(day.weekday() + offset) % 7] for offset in range(7)]
    )[0]
    return day.replace(minute=0, second=0, microsecond=0) + timedelta(
        days=ahead, hours=rng.choice(_SEND_HOURS) - day.hour, minutes=rng.choice((0, 0, 15, 30))
    )


def reaction(rng: Random, after: datetime, median: float, spread: float, zone: int) -> datetime:
    """When a person reacts to something that reached them at `after`.

    The delay is log-normal with `median` in minutes; a reaction that would fall into the
    person's night (`zone`: hours east of UTC) waits for the morning.
    """
    at = after + timedelta(seconds=60 * median * exp(rng.gauss(0.0, spread)))
    hour = (at.hour + zone) % 24
    if hour < 7 and rng.random() > _AWAKE[hour]:
        at += timedelta(seconds=(7 - hour) * 3600 + rng.random() * 9000)
    return at


def moments(rng: Random, first: datetime, last: datetime, count: int, zone: int) -> list[datetime]:
    """`count` moments between two others, in order, thick where people are awake."""
    if count <= 0 or last <= first:
        return []
    span = (last - first).total_seconds()
    found: list[datetime] = []
    while len(found) < count:
        at = first + timedelta(seconds=rng.random() * span)
        if rng.random() < _AWAKE[(at.hour + zone) % 24] or span < 7200:
            found.append(at)
    return sorted(found)


def stamp(at: datetime) -> str:
    """A moment in UTC as RFC 3339 with milliseconds."""
    return at.isoformat(timespec="milliseconds")

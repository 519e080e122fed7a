"""How many messages of a campaign may leave now: its send rate, its days and hours?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import BadRequest

MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)  # from turn to turn
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_EVERY_DAY = frozenset(range(1, 8))

Left = tuple[tuple[datetime, int], ...]  # when, and how many messages


@dataclass(frozen=True, slots=True)
class Timetable:
    """When messages may leave, on the clocks of `zone`: from `opens` until before `closes`.

    One that closes at or before it opens goes on after midnight, and the hours after midnight
    belong to the day on which it opened. Days are 1 (Monday) to 7.
    """

    opens: time
    closes: time
    days: frozenset[int]
    zone: ZoneInfo

    def is_open(self, now: datetime) -> bool:
        """Whether messages may leave at `now`."""
        local = now.astimezone(self.zone)
        at, today = local.time(), local.isoweekday()
        if self.opens < self.closes:
            return today in self.days and self.opens <= at < self.closes
        yesterday = today - 1 or 7
        return (today in self.days and at >= self.opens) or (
            yesterday in self.days and at < self.closes
        )


@dataclass(frozen=True, slots=True)
class Pace:
    """What a campaign's configuration says about its speed; None: no limit."""

    rate: int | None = None  # messages a minute
    timetable: Timetable | None = None

    def allowance(self, left: Left, now: datetime, most: int) -> int:
        """How many messages may leave now, at most `most`, after those that have `left`.

        In no sixty seconds do more than `rate` leave, and they leave evenly: as many as fall due,
        and after a hold-up what it held up of the last minute.
        """
        if self.timetable is not None and not self.timetable.is_open(now):
            return 0
        if self.rate is None:
            return most
        recent = within_a_minute(left, now)
        first = recent[0][0] if recent else now
        due = max(1, int(self.rate * ((now - first + _SECOND) / MINUTE)))
        return max(0, min(most, min(due, self.rate) - sum(n for _, n in recent)))


def within_a_minute(left: Left, now: datetime) -> Left:
    """What left in the sixty seconds before `now`."""
    return tuple((at, n) for at, n in left if now - at < MINUTE)


def pace_of(config: Mapping[str, Any]) -> Pace:
    """Read `send_rate` and `timetable`. Raises BadRequest that names what can't be read."""
    rate = config.get("send_rate")
    if rate is not None and (type(rate) is not int or rate < 1):
        raise BadRequest("send_rate must be a whole number of messages a minute", "send_rate")
    stored = config.get("timetable")
    return Pace(rate, None if not stored else _timetable(stored))


def _timetable(stored: object) -> Timetable:
    if not isinstance(stored, Mapping):
        raise BadRequest("timetable must be an object", "timetable")
    return Timetable(
        _time(stored, "from"), _time(stored, "until"), _days(stored.get("days")), _zone(stored)
    )


def _time(stored: Mapping[str, Any], name: str) -> time:
    text = stored.get(name)
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise BadRequest(f"timetable.{name} must be a time like 09:00", f"timetable.{name}")
    return time.fromisoformat(text)


def _days(days: object) -> frozenset[int]:
    if days is None:
        return _EVERY_DAY
    listed = days if isinstance(days, list | tuple) else ()
    if not listed or not all(type(day) is int and day in _EVERY_DAY for day in listed):
        raise BadRequest("timetable.days must be numbers from 1 (Monday) to 7", "timetable.days")
    return frozenset(listed)


def _zone(stored: Mapping[str, Any]) -> ZoneInfo:
    name = stored.get("zone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise BadRequest("timetable.zone is not a time zone", "timetable.zone") from None

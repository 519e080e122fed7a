"""Which days are shown, and which earlier ones are they compared with?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.vocabulary.formats import day
from data.vocabulary.period import Period

# Up to here, in days, a weekday more or less makes a difference.
_ALIGNED = 8 * 7
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Before:
    """The days from `first` to `last` of which the shown ones are `shift` days later.

    `start` and `until` bound them in UTC. Where the shown days are not over, both sides are looked
    at up to the same full hour only: for the shown ones that is `cut` (None: they are over).
    """

    first: date
    last: date
    shift: int
    start: datetime
    until: datetime
    cut: datetime | None

    def sentence(self, zone: ZoneInfo) -> str:
        """Which days these are, in words."""
        days = (
            day(self.first) if self.first == self.last else f"{day(self.first)} – {day(self.last)}"
        )
        weeks = self.shift // _WEEK
        same = ""
        if not self.shift % _WEEK:
            s = "" if self.first == self.last else "s"
            same = f", the same weekday{s} {_weeks(weeks)} earlier"
        if self.cut is None:
            return f"Compared with {days}{same}."
        hour = self.cut.astimezone(zone).hour
        return f"Compared with {days}{same}, both until {hour % 12 or 12} {'AP'[hour // 12]}M."


def before(period: Period, zone: ZoneInfo, now: datetime) -> Before | None:
    """As many days as `period` has had until `now`, before it; None where it has no first one.

    Up to eight weeks they lie a whole number of weeks earlier, so that each day meets its own
    weekday: 30 days meet those of 35 days before. Longer periods meet the days right before them.
    """
    today = now.astimezone(zone).date()
    if period.first is None or period.first > today:
        return None
    last = min(period.last or today, today)
    length = (last - period.first).days + 1
    shift = -(-length // _WEEK) * _WEEK if length <= _ALIGNED else length
    if (period.first - date.min).days <= shift + 1:
        return None
    step, end, cut = timedelta(days=shift), last + timedelta(days=1), None
    first, until = period.first - step, _moment(end - step, 0, zone)
    if last == today:
        hour = now.astimezone(zone).hour
        if period.first == today and not hour:
            return None  # nothing of it is over yet
        cut, until = _moment(today, hour, zone), _moment(today - step, hour, zone)
    return Before(first, last - step, shift, _moment(first, 0, zone), until, cut)


def _moment(day_: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day_, time(hour), zone).astimezone(UTC)


def _weeks(n: int) -> str:
    return "one week" if n == 1 else f"{n} weeks"

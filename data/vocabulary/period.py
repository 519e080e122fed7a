"""Which days? The platform's date range (specification 1.3, D-01 to D-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both inclusive; None is open on that side."""

    first: date | None = None
    last: date | None = None
    preset: str = ""

    @property
    def is_all(self) -> bool:
        """Whether every day there is belongs to it."""
        return self.first is None and self.last is None

    def instants(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """The moments [from, until) in UTC, days being those of `zone`.

        The calendar's own first and last day count as open: nothing lies beyond them, and their
        midnights may lie outside it.
        """
        first = None if self.first == date.min else self.first
        last = None if self.last == date.max else self.last
        return (
            None if first is None else midnight(first, zone),
            None if last is None else midnight(last + timedelta(days=1), zone),
        )


ALL = Period(preset="all")


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _week_start(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_start(day: date) -> date:
    return day.replace(day=1)


def preset(key: str, today: date) -> Period:
    """The predefined range `key` as seen on `today`. Raises KeyError for an unknown one."""
    one = timedelta(days=1)
    week, month = _week_start(today), _month_start(today)
    ranges = {
        "today": (today, today),
        "yesterday": (today - one, today - one),
        "this-week": (week, week + timedelta(days=6)),
        "last-week": (week - timedelta(days=7), week - one),
        "this-month": (month, _month_start(month + timedelta(days=31)) - one),
        "last-month": (_month_start(month - one), month - one),
        "last-7-days": (today - timedelta(days=6), today),
        "last-30-days": (today - timedelta(days=29), today),
        "all": (None, None),
    }
    first, last = ranges[key]
    return Period(first, last, key)


# The eight predefined ranges in the order in which the panel offers them (D-01); All stands
# apart, because only Performance Reports and Chatbot Interactions offer it (F023).
PRESETS: dict[str, str] = {
    "today": "Today",
    "yesterday": "Yesterday",
    "this-week": "This Week",
    "last-week": "Last Week",
    "this-month": "This Month",
    "last-month": "Last Month",
    "last-7-days": "Last 7 Days",
    "last-30-days": "Last 30 Days",
}

"""Into which steps of time is the chart cut, and which of them are not whole?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from data.hub.asked import HubAsked
from data.hub.naming import clock
from data.query import GRANULARITIES, TIME
from data.vocabulary.period import midnight

STEPS = {"hour": "Hour", "day": "Day", "week": "Week", "month": "Month"}
BEGINNING = {"hour": "Hour", "day": "Day", "week": "Week beginning", "month": "Month"}
_IN = {"hour": "at", "day": "on", "week": "in the week of", "month": "in"}
# The longest and the shortest range, in days, for which a step is offered.
_MOST = {"hour": 14, "day": 400, "week": 4000, "month": 100_000}
_LEAST = {"hour": 1, "day": 2, "week": 8, "month": 32}
# The longest range, in days, for which a step is the usual one.
_USUAL = {"hour": 2, "day": 62, "week": 26 * 7, "month": 100_000}


@dataclass(frozen=True, slots=True)
class Step:
    """One bucket of time in the zone: `first` to `last` are its days, all of it or of its hour.

    `at` is the hour, or the day on which it begins; `name` is what it is called, and `when` that
    with its preposition: "in the week of Oct 19". `part` says why it is not whole: "so far"
    while it goes on, "part" where the shown days begin or end in it, else "".
    """

    at: datetime | date
    name: str
    when: str
    first: date
    last: date
    part: str = ""

    @property
    def label(self) -> str:
        """Its name on the axis, marked where it is not whole."""
        mark = f" ({self.part})" if self.part == "part" else f" {self.part}"
        return f"{self.name}{mark}" if self.part else self.name


def offered_steps(days: tuple[date, date]) -> tuple[str, ...]:
    """The steps that make neither a single mark nor thousands, the finest first."""
    length = (days[1] - days[0]).days + 1
    return tuple(name for name in STEPS if _LEAST[name] <= length <= _MOST[name])


def chosen_step(asked: HubAsked, days: tuple[date, date]) -> str:
    """The step that was asked for where it is offered, else the one that fits the days."""
    if asked.granularity in offered_steps(days):
        return asked.granularity
    length = (days[1] - days[0]).days + 1
    return next(name for name in STEPS if length <= _USUAL[name])


def placed(rows: pl.DataFrame, step: str) -> pl.DataFrame:
    """`rows`, whose TIME is an hour of the zone, with the beginning of their step instead."""
    if step == "hour":
        return rows
    return rows.with_columns(pl.col(TIME).dt.date().dt.truncate(GRANULARITIES[step]))


def steps_of(asked: HubAsked, days: tuple[date, date], step: str) -> list[Step]:
    """Every step of the days, those without anything too; hours end with the present one."""
    if step == "hour":
        return _hours(asked, days)
    starts = pl.date_range(*days, "1d", eager=True).dt.truncate(GRANULARITIES[step])
    found: list[date] = starts.unique(maintain_order=True).to_list()
    years = len({start.year for start in found}) > 1
    return [_step(asked, days, step, start, years) for start in found]


def _step(asked: HubAsked, days: tuple[date, date], step: str, start: date, years: bool) -> Step:
    end = _end(start, step)
    today = asked.now.astimezone(asked.zone).date()
    first, last = max(start, days[0]), min(end, days[1])
    cut = start < days[0] or end > days[1]
    goes_on = start <= today <= end and (asked.period.last is None or asked.period.last >= today)
    part = "so far" if goes_on else "part" if cut else ""
    words = f"{start:%b} {start.day}" if step != "month" else f"{start:%b}"
    year = f" {start.year}" if step == "month" else f", {start.year}" if years else ""
    name = words + year
    return Step(start, name, f"{_IN[step]} {name}", first, last, part)


def _end(start: date, step: str) -> date:
    if step == "month":
        return (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return start + timedelta(days=6 if step == "week" else 0)


def _hours(asked: HubAsked, days: tuple[date, date]) -> list[Step]:
    """Hours as the zone has them: 23 or 25 on the days on which its clocks change."""
    at, end = midnight(days[0], asked.zone), midnight(days[1] + timedelta(days=1), asked.zone)
    end = min(end, asked.now.astimezone(UTC))
    several = days[0] != days[1]
    found = []
    while at < end:
        part = "so far" if at + timedelta(hours=1) > asked.now else ""
        found.append(_hour(at.astimezone(asked.zone), several, part))
        at += timedelta(hours=1)
    return found


def _hour(local: datetime, several: bool, part: str) -> Step:
    words = f"{local:%b} {local.day}, {clock(local.hour)}" if several else clock(local.hour)
    return Step(local, words, f"{_IN['hour']} {words}", local.date(), local.date(), part)


def key_of(at: datetime | date) -> datetime | date:
    """How a step's beginning is told from others; of two equal hours in autumn, too."""
    return at.astimezone(UTC) if isinstance(at, datetime) else at

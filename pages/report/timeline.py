"""How did a count grow over time, in steps that suit its span?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import polars as pl

from data.query import GRANULARITIES, TIME
from data.reports import Ask

_LONGEST = {"hour": timedelta(days=31)}  # more steps than these no line can show


def history(ask: Ask, metric: str, split: Sequence[str] = ()) -> tuple[str, pl.DataFrame]:
    """The step, and `metric` by time and `split`; a step in which nothing happened is left out.

    Steps are those of the asker's zone: what `granularity` in the address says, else hours up to
    three days, days up to 90, weeks up to two years, then months.
    """
    happened = pl.col(metric) > 0
    days = ask.run((metric,), (), "day").filter(happened).get_column(TIME)
    if days.is_empty():
        return "day", ask.run((metric,), split, "day").clear()
    unit = _unit(days.max() - days.min(), ask.param("granularity"))  # type: ignore[operator]
    return unit, ask.run((metric,), split, unit).filter(happened)


def steps(times: pl.Series, unit: str) -> pl.Series:
    """Every step from the first of `times` to the last, those between them included."""
    if times.is_empty():
        return times
    first, last = times.min(), times.max()
    zone = times.dtype.time_zone  # type: ignore[attr-defined]
    every = GRANULARITIES[unit]
    return pl.datetime_range(first, last, every, eager=True, time_zone=zone).alias(TIME)


def _unit(span: timedelta, asked: str) -> str:
    if asked in GRANULARITIES and span <= _LONGEST.get(asked, span):
        return asked
    for unit, most in (("hour", 3), ("day", 90), ("week", 2 * 365)):
        if span < timedelta(days=most):
            return unit
    return "month"

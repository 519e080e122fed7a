"""How many, by campaign and hour? What everything on the hub is added up from.

One question a side answers tiles, chart, table and heatmap alike, whatever the page is filtered by:
each count belongs to one campaign and one hour, so sums over any of them are exact, people being
booked once a campaign in the hour of their first act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from data.hub.asked import NONE, HubAsked
from data.hub.before import Before
from data.hub.offered import FIELDS
from data.metric import Metric
from data.metrics import METRICS
from data.query import COUNT, TIME, Query, run
from data.store.lake import View
from data.tallies import TALLIES
from data.tally import Grain

DAY = "day"
RIPE = timedelta(hours=72)  # the horizon after which a message's fate is taken for final


@dataclass(frozen=True, slots=True)
class Look:
    """What the parts of the hub look into: one view of the lake, and all campaigns' fields."""

    view: View
    fields: pl.DataFrame
    asked: HubAsked
    before: Before | None


def count(look: Look, metrics: Sequence[str], axis: str, dimension: str = "") -> pl.DataFrame:
    """The counts of the shown days: TIME (an hour of the zone), campaigns' fields, dimension."""
    start, until = look.asked.period.instants(look.asked.zone)
    return _count(look, metrics, axis, dimension, start, until)


def count_before(
    look: Look, metrics: Sequence[str], axis: str, dimension: str = ""
) -> pl.DataFrame | None:
    """The counts of the days before, in their own hours; None where there are none."""
    if look.before is None:
        return None
    return _count(look, metrics, axis, dimension, look.before.start, look.before.until)


def alike(
    look: Look, metric: Metric, rows: pl.DataFrame, earlier: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Those rows of both sides that can be held against each other.

    Both up to the same hour of their days; and a share of messages is told of those alone that
    have had RIPE to be delivered, opened and answered: younger ones would look worse than they are.
    """
    found = look.before
    if found is None:
        return rows, earlier
    cut = found.cut
    if ripens(metric):
        ripe = (look.asked.now - RIPE).replace(minute=0, second=0, microsecond=0)
        cut = ripe if cut is None else min(cut, ripe)
    if cut is None:
        return rows, earlier
    local = cut.astimezone(look.asked.zone)
    return (
        rows.filter(pl.col(TIME) < local),
        earlier.filter(pl.col(TIME) < local - timedelta(days=found.shift)),
    )


def ripens(metric: Metric) -> bool:
    """Whether the metric is a share of messages, which become more as time goes by."""
    return bool(metric.over) and any(
        TALLIES[name].grain is Grain.MESSAGES for name in metric.tallies
    )


def axis_of(asked: HubAsked, metric: str) -> str:
    """A share is always of the messages sent then: else its part were not of its whole."""
    return "send" if METRICS[metric].over else asked.axis


def value(metric: Metric, rows: pl.DataFrame) -> float | int | None:
    """The metric over all of `rows`, from their summed counts."""
    part, whole = parts(metric, rows)
    if not metric.over:
        return part
    return part / whole if whole else None


def parts(metric: Metric, rows: pl.DataFrame) -> tuple[int, int]:
    """What is counted, and what it is a share of (0 for what is no share)."""
    sums = counts(metric, rows)
    part = sum(sums[name] for name in metric.top) - sum(sums[name] for name in metric.minus)
    return part, sum(sums[name] for name in metric.over)


def counts(metric: Metric, rows: pl.DataFrame) -> dict[str, int]:
    """The tallies behind a metric over all of `rows`."""
    return {name: int(rows.get_column(COUNT + name).sum()) for name in metric.tallies}


def by_day(metric: Metric, rows: pl.DataFrame, look: Look, *, earlier: bool) -> list[int]:
    """A count on each of the compared days, the first one first."""
    if look.before is None:
        return []
    first = look.before.first
    last = look.before.last
    days = pl.date_range(first, last, "1d", eager=True).to_list()
    offset = pl.duration(days=0 if earlier else look.before.shift)
    part = pl.sum_horizontal(COUNT + name for name in metric.top)
    if metric.minus:
        part = part - pl.sum_horizontal(COUNT + name for name in metric.minus)
    found = dict(
        rows.group_by((pl.col(TIME).dt.date() - offset).alias(DAY)).agg(part.sum()).iter_rows()
    )
    return [int(found.get(day, 0)) for day in days]


def shown_days(look: Look, rows: pl.DataFrame) -> tuple[date, date] | None:
    """The days that were asked for, as far as there can be anything in them; None for no rows."""
    if rows.is_empty():
        return None
    at = rows.get_column(TIME).dt.date()
    first, last = at.min(), at.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    today = look.asked.now.astimezone(look.asked.zone).date()
    return look.asked.period.first or first, max(last, min(look.asked.period.last or today, today))


def _count(
    look: Look,
    metrics: Sequence[str],
    axis: str,
    dimension: str,
    start: datetime | None,
    until: datetime | None,
) -> pl.DataFrame:
    question = Query(
        metrics=tuple(metrics),
        dimensions=("campaign", dimension) if dimension else ("campaign",),
        start=start,
        until=until,
        granularity="hour",
        zone=look.asked.zone.key,
        axis=axis,
    )
    rows = run(question, look.view).join(look.fields, on="campaign", how="left")
    return rows.filter(*_wanted(look.asked))


def _wanted(asked: HubAsked) -> list[pl.Expr]:
    """What the page is filtered by."""
    found = [_one_of(FIELDS[name].field, values) for name, values in asked.filters.items()]
    if asked.weekday is not None:
        found.append(pl.col(TIME).dt.weekday() == asked.weekday + 1)
    if asked.hour is not None:
        found.append(pl.col(TIME).dt.hour() == asked.hour)
    return found or [pl.lit(value=True)]


def _one_of(field: str, values: Sequence[str]) -> pl.Expr:
    if field == "campaign":
        return pl.col(field).is_in([int(value) for value in values])
    named = pl.col(field).is_in([value for value in values if value != NONE])
    return named | pl.col(field).is_null() if NONE in values else named

"""What do counted rows add up to, and which of them can be held against earlier ones?"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from data.hub.counting import Look
from data.metric import Metric
from data.query import COUNT, TIME
from data.tallies import TALLIES
from data.tally import Grain

DAY = "day"
RIPE = timedelta(hours=72)  # the horizon after which a message's fate is taken for final


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

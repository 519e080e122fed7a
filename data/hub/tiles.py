"""How is it going: the figures at the top, each against the days before."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.compare import Change, Verdict, of_counts, of_shares
from data.hub.counting import Look, count, count_before, shown_days
from data.hub.offered import TILES, is_part
from data.hub.sums import RIPE, alike, by_day, counts, parts, value
from data.metric import Metric
from data.metrics import METRICS
from data.query import TIME, summed
from data.report import Kpi
from data.vocabulary.formats import Unit

_FEWEST = 4  # tiles that stand there whatever is counted
_POINTS = 62  # of a sparkline, above which they are of weeks
TOO_YOUNG = (
    f"its messages are younger than {RIPE.total_seconds() / 3600:.0f} hours, much may still come"
)
Spark = tuple[float | int | None, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, its change (None: nothing to compare with), and its course from day to day."""

    kpi: Kpi
    change: Change | None
    spark: Spark = ()


def tiles(look: Look) -> tuple[Tile, ...]:
    """The figures of which anything was counted on either side, the first four in any case."""
    found = []
    for place, key in enumerate(TILES):
        metric = METRICS[key]
        # Messages are booked when they were sent, so that a share's part is of its whole.
        now, earlier = count(look, key, "send"), count_before(look, key, "send")
        known = any(counts(metric, now).values())
        known = known or (earlier is not None and any(counts(metric, earlier).values()))
        if known or place < _FEWEST:
            found.append(_tile(look, metric, now, earlier))
    return tuple(found)


def change(
    look: Look, metric: Metric, now: pl.DataFrame, earlier: pl.DataFrame | None
) -> Change | None:
    """The metric over `now` against that over `earlier`, as far as they are alike."""
    if earlier is None:
        return None
    rows, rows_2 = alike(look, metric, now, earlier)
    if not metric.over:
        days = by_day(metric, rows, look, earlier=False)
        days_2 = by_day(metric, rows_2, look, earlier=True)
        return of_counts(days, days_2, metric.higher_is_better)
    part, whole = parts(metric, rows)
    if not whole and value(metric, now) is not None:
        return Change(None, None, Unit.SHARE, Verdict.NOT_JUDGED, reason=TOO_YOUNG)
    return of_shares(
        part, whole, *parts(metric, rows_2), metric.higher_is_better, nested=is_part(metric)
    )


def _tile(look: Look, metric: Metric, now: pl.DataFrame, earlier: pl.DataFrame | None) -> Tile:
    changed = change(look, metric, now, earlier)
    kpi = Kpi(
        metric.key,
        metric.label,
        value(metric, now),
        metric.unit,
        note=changed.sentence if changed else "",
        counts=counts(metric, now),
    )
    return Tile(kpi, changed, _spark(look, metric, now))


def _spark(look: Look, metric: Metric, rows: pl.DataFrame) -> Spark:
    """Days, or weeks where they are many; those without anything are zeros, shares have gaps."""
    span = shown_days(look, rows)
    if span is None:
        return ()
    every = "1d" if (span[1] - span[0]).days < _POINTS else "1w"
    steps = pl.col(TIME).dt.date().dt.truncate(every)
    found = summed(rows.with_columns(steps), (TIME,), (metric.key,))
    values = dict(found.select(TIME, metric.key).iter_rows())
    all_steps = pl.date_range(*span, "1d", eager=True).dt.truncate(every)
    empty = None if metric.over else 0
    return tuple(values.get(step, empty) for step in all_steps.unique(maintain_order=True))

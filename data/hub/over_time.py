"""How did the chosen metric go, from step to step of time, and in which parts?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from data.hub.counting import Look, axis_of, count, count_before, shown_days
from data.hub.naming import OTHERS, colored, named
from data.hub.offered import drawn_splits, has_axes
from data.hub.steps import BEGINNING, STEPS, Step, chosen_step, key_of, placed, steps_of
from data.hub.sums import value
from data.metric import Metric
from data.metrics import METRICS
from data.query import COUNT, TIME, summed
from data.report import Chart, ChartKind
from data.vocabulary.formats import shown

KEY = "hub_over_time"
EARLIER = "earlier"  # what the marks of the days before are of
_SERIES = "series"
_MOST_SERIES = 8  # colours that can be told apart
_BOOKED = {
    "send": "by send time",
    "event": "by event time",
}


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one segment of every bar; `value` is what it is a split by."""

    name: str
    color: str
    values: Mapping[datetime | date, float | int | None]
    value: object = None


@dataclass(frozen=True, slots=True)
class OverTime:
    """The chart, and what each of its rows is of: a step, and the value of the split."""

    chart: Chart
    step: str  # the chosen granularity
    days: tuple[date, date] | None  # those that are drawn
    marks: tuple[tuple[Step, object], ...]  # of the chart's rows, one by one


def over_time(look: Look) -> OverTime:
    """Bars of counts and lines of shares; with the days before, lines of both."""
    asked = look.asked
    metric = METRICS[asked.metric]
    split = drawn_splits(asked.metric).get(asked.split)
    dimension = split.dimension if split else ""
    rows = count(look, metric.key, axis_of(asked, metric.key), dimension)
    days = shown_days(look, rows)
    if days is None:
        return OverTime(_chart(look, metric, "day", [], _nothing(metric)), "day", None, ())
    step = chosen_step(asked, days)
    steps = steps_of(asked, days, step)
    in_steps = placed(rows, step)
    if split is not None:
        series = _split_up(look, metric, in_steps, split.key)
    else:
        series = [Series(metric.label, "series-1", _values(metric, in_steps))]
        if asked.compare and (earlier := _earlier(look, metric, step)):
            series.append(Series("Days before", "series-2", earlier, EARLIER))
    drawn = [
        (at, one, _row(metric, at, one, alone=len(series) == 1)) for one in series for at in steps
    ]
    summary = _summary(metric, rows, steps, _values(metric, in_steps))
    chart = _chart(look, metric, step, [row for _, _, row in drawn], summary)
    return OverTime(chart, step, days, tuple((at, one.value) for at, one, _ in drawn))


def _values(metric: Metric, rows: pl.DataFrame) -> dict[datetime | date, float | int | None]:
    found = summed(rows, (TIME,), (metric.key,)).select(TIME, metric.key)
    return {key_of(at): amount for at, amount in found.iter_rows()}


def _earlier(
    look: Look, metric: Metric, step: str
) -> dict[datetime | date, float | int | None] | None:
    """The days before, moved to where the shown ones stand."""
    rows = count_before(look, metric.key, axis_of(look.asked, metric.key))
    if rows is None or look.before is None:
        return None
    return _values(metric, placed(rows.with_columns(_moved(look.before.shift, look)), step))


def _moved(days: int, look: Look) -> pl.Expr:
    """Hours so many days later, at the same time on the clock."""
    wall = pl.col(TIME).dt.replace_time_zone(None).dt.offset_by(f"{days}d")
    return wall.dt.replace_time_zone(
        look.asked.zone.key, ambiguous="earliest", non_existent="null"
    ).alias(TIME)


def _split_up(look: Look, metric: Metric, rows: pl.DataFrame, key: str) -> list[Series]:
    """A series a value, the largest first; beyond eight, the smallest together."""
    split = drawn_splits(metric.key)[key]
    size = pl.sum_horizontal(COUNT + name for name in (metric.over or metric.top)).sum()
    sizes = rows.group_by(split.column).agg(size.alias("size"))
    ordered = sizes.filter(pl.col("size") > 0).sort("size", split.column, descending=[True, False])
    kept = ordered.get_column(split.column).to_list()
    others = kept[_MOST_SERIES - 1 :] if len(kept) > _MOST_SERIES else []
    kept = kept[: len(kept) - len(others)]
    names = named(split, kept, look)
    found = [
        Series(
            names[one],
            colored(split, one) or f"series-{place + 1}",
            _values(metric, rows.filter(pl.col(split.column).eq_missing(one))),
            one,
        )
        for place, one in enumerate(kept)
    ]
    if others:
        rest = rows.filter(
            pl.any_horizontal(pl.col(split.column).eq_missing(one) for one in others)
        )
        name = f"{OTHERS} ({len(others)})"
        found.append(Series(name, f"series-{_MOST_SERIES}", _values(metric, rest), OTHERS))
    return found


def _row(metric: Metric, step: Step, series: Series, *, alone: bool) -> dict[str, Any]:
    """A mark; what is not counted yet, or of no message, is a gap in a line and no bar."""
    empty = None if metric.over else 0
    name = series.name
    if alone and step.part:  # a segment of its own, so that it is hatched
        name = f"{name} {'so far' if step.part == 'so far' else 'in part of the time'}"
    return {
        TIME: step.at,
        "step": step.label,
        _SERIES: name,
        metric.key: series.values.get(key_of(step.at), empty),
        "color": series.color,
    }


def _chart(
    look: Look, metric: Metric, step: str, rows: list[dict[str, Any]], summary: str
) -> Chart:
    asked = look.asked
    split = drawn_splits(metric.key).get(asked.split)
    by = f" by {split.label.lower()}" if split else ""
    against = " against the days before" if asked.compare and not split and look.before else ""
    lines = bool(metric.over) or bool(against)
    booked = _BOOKED[axis_of(asked, metric.key)] if metric.over or has_axes(metric.key) else ""
    label = f"{BEGINNING[step]} ({asked.zone.key})" if not lines else BEGINNING[step]
    return Chart(
        key=KEY,
        title=f"{metric.label} by {STEPS[step].lower()}{by}{against}",
        kind=ChartKind.LINES if lines else ChartKind.STACKED_BARS,
        rows=rows,
        x=TIME if lines else "step",
        y=metric.key,
        series=_SERIES,
        color="color",
        summary=summary,
        x_label=f"{label}, {booked}" if booked else label,
        y_label=metric.label,
        unit=metric.unit,
    )


def _summary(
    metric: Metric,
    rows: pl.DataFrame,
    steps: Sequence[Step],
    values: Mapping[datetime | date, float | int | None],
) -> str:
    known = [(step, v) for step in steps if (v := values.get(key_of(step.at))) is not None]
    whole = value(metric, rows)
    if not known or not any(amount for _, amount in known):
        return _nothing(metric)
    most = max(known, key=lambda one: one[1])
    least = min(known, key=lambda one: one[1])
    total = f"{shown(whole, metric.unit)} in all" if not metric.over else shown(whole, metric.unit)
    words = f"{metric.label}: {total}; the most, {shown(most[1], metric.unit)}, {most[0].when}"
    if metric.over and len(known) > 1:
        words = (
            f"{metric.label}: {total} over all; from {shown(least[1], metric.unit)} "
            f"{least[0].when} to {shown(most[1], metric.unit)} {most[0].when}"
        )
    going = next((step for step in steps if step.part == "so far"), None)
    return f"{words}. {going.name} is counted so far." if going else f"{words}."


def _nothing(metric: Metric) -> str:
    return f"Nothing is counted under {metric.label} for these days and filters."

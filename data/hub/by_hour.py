"""On which weekdays, at which hours of the day?"""

from __future__ import annotations

from calendar import day_name
from typing import Any

import polars as pl

from data.hub.counting import Look, axis_of, count
from data.hub.naming import clock
from data.metric import Metric
from data.metrics import METRICS
from data.query import COUNT, TIME, summed
from data.report import Chart, ChartKind
from data.vocabulary.formats import Unit, shown

KEY = "hub_by_hour"
LEAST = 30  # messages of an hour, below which their share says nothing yet
WEEKDAY, HOUR, WHOLE = "weekday", "hour", "whole"
ISO_WEEKDAY, HOUR_OF_DAY = "iso_weekday", "hour_of_day"  # 1 is Monday; 0 to 23


def by_hour(look: Look) -> Chart:
    """A row a weekday and hour of the zone, those without anything too."""
    metric = METRICS[look.asked.metric]
    rows = count(look, metric.key, axis_of(look.asked, metric.key))
    at = pl.col(TIME).dt
    cells = summed(
        rows.with_columns(
            at.weekday().cast(pl.Int64).alias(WEEKDAY), at.hour().cast(pl.Int64).alias(HOUR)
        ),
        (WEEKDAY, HOUR),
        (metric.key,),
    )
    found = {(row[WEEKDAY], row[HOUR]): row for row in cells.to_dicts()}
    drawn = [
        _cell(metric, weekday, hour, found.get((weekday, hour), {}))
        for weekday in range(1, 8)
        for hour in range(24)
    ]
    return Chart(
        key=KEY,
        title=f"{metric.label} by weekday and hour",
        kind=ChartKind.STACKED_BARS,
        rows=drawn,
        x=WEEKDAY,
        y=metric.key,
        series=HOUR,
        summary=_summary(metric, drawn, look.asked.zone.key),
        x_label="Weekday",
        y_label=metric.label,
        unit=metric.unit,
        grid=True,
    )


def _cell(metric: Metric, weekday: int, hour: int, counted: dict[str, Any]) -> dict[str, Any]:
    whole = sum(counted.get(COUNT + name, 0) for name in metric.over)
    return {
        ISO_WEEKDAY: weekday,
        HOUR_OF_DAY: hour,
        WEEKDAY: day_name[weekday - 1],
        HOUR: clock(hour),
        metric.key: counted.get(metric.key, None if metric.over else 0),
        WHOLE: whole if metric.over else None,
    }


def _summary(metric: Metric, rows: list[dict[str, Any]], zone: str) -> str:
    """Where it is highest; a share of few messages is in the grid, but not here."""
    enough = [row for row in rows if not metric.over or row[WHOLE] >= LEAST]
    most = max(enough, key=lambda row: row[metric.key] or 0, default=None)
    if most is None or not most[metric.key]:
        few = metric.over and any(row[WHOLE] for row in rows)
        return f"No hour has {LEAST} messages yet." if few else "Nothing is counted at any hour."
    verb = "Highest" if metric.unit is Unit.SHARE else "Most"
    return (
        f"{verb} on {most[WEEKDAY]}s at {most[HOUR]}: {shown(most[metric.key], metric.unit)} "
        f"(hours of {zone})."
    )

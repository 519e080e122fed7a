"""How did the compared campaigns get there, hour by hour or day by day?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from data.campaign import Campaign
from data.comparison.kpis import Asked, named
from data.elapsed import SPANS, age, began, elapsed, span_for, told
from data.metric import Metric
from data.query import COUNT, TIME, Query, run
from data.report import Chart, ChartKind
from data.vocabulary.formats import Unit, shown

_NEARLY_ALL = 0.98  # of what was counted lies in the span that is shown unless one is asked for
_HOURLY, _DAILY = timedelta(days=3), timedelta(days=92)  # the longest stretches by hour and by day
_KEY = "compared"


@dataclass(slots=True)
class _Counts:
    """What one campaign has in one bucket."""

    top: int = 0
    over: int = 0

    def add(self, other: _Counts) -> None:
        self.top += other.top
        self.over += other.over

    def value(self, metric: Metric) -> float | int | None:
        if not metric.over:
            return self.top
        return self.top / self.over if self.over else None


Buckets = Mapping[int, Mapping[Any, _Counts]]  # by campaign and time


def by_hours(asked: Asked, metric: Metric, *, running: bool, span: int = 0) -> tuple[Chart, int]:
    """The metric by hours since each campaign's start, and the span of the chart in hours.

    A running total books a recipient when they first acted, so that it grows as they did; else a
    share is that of the messages that were booked in each step. A span of 0 is chosen here.
    """
    query = elapsed((metric.key,), asked.campaigns, "act" if running else "event")
    counted = _counted(run(query, asked.view), metric)
    hours = span or _span(counted, asked)
    names = named(asked.campaigns)
    rows = [
        {"hours": at, "campaign": names[campaign.id], "value": value}
        for campaign in asked.campaigns
        for at, value in _steps(counted[campaign.id], campaign, asked, metric, running, hours)
    ]
    chart = Chart(
        _KEY,
        f"{metric.label} by hours since send",
        ChartKind.ELAPSED,
        rows,
        "hours",
        "value",
        _summary(metric, rows, running, f"the first {told(hours)}"),
        series="campaign",
        x_label="Hours since send",
        y_label=_y_label(metric, running),
        unit=metric.unit,
        metric=metric.key,
    )
    return chart, hours


def by_calendar(asked: Asked, metric: Metric, *, running: bool) -> Chart:
    """The metric by the hours, days or weeks of the calendar, from the first start on."""
    step = "day"
    answer = run(_query(asked, metric, step, running), asked.view)
    stretch = _stretch(answer, asked)
    if stretch <= _HOURLY or stretch > _DAILY:
        step = "hour" if stretch <= _HOURLY else "week"
        answer = run(_query(asked, metric, step, running), asked.view)
    counted = _counted(answer, metric)
    names = named(asked.campaigns)
    rows = [
        {"time": at if step == "hour" else at.date(), "campaign": names[key], "value": value}
        for key, at, value in _filled(counted, asked.campaigns, metric, running, step)
    ]
    return Chart(
        _KEY,
        f"{metric.label} by {step}",
        ChartKind.LINES,
        rows,
        "time",
        "value",
        _summary(metric, rows, running, f"by {step}"),
        series="campaign",
        x_label={"hour": "Hour", "day": "Day", "week": "Week beginning"}[step],
        y_label=_y_label(metric, running),
        unit=metric.unit,
        metric=metric.key,
    )


def _query(asked: Asked, metric: Metric, step: str, running: bool) -> Query:
    return Query(
        (metric.key,),
        ("campaign",),
        campaigns=asked.campaigns,
        granularity=step,
        zone=asked.zone.key,
        axis="act" if running else "event",
    )


def _counted(answer: pl.DataFrame, metric: Metric) -> dict[int, dict[Any, _Counts]]:
    found: dict[int, dict[Any, _Counts]] = defaultdict(dict)
    for row in answer.drop_nulls(TIME).to_dicts():
        top = sum(row[COUNT + name] for name in metric.top)
        top -= sum(row[COUNT + name] for name in metric.minus)
        over = sum(row[COUNT + name] for name in metric.over)
        found[row["campaign"]][row[TIME]] = _Counts(top, over)
    return found


def _span(counted: Buckets, asked: Asked) -> int:
    """The shortest in which nearly all was counted, for the campaign that took longest."""
    longest = 0
    for hours in counted.values():
        whole, seen = sum(one.top for one in hours.values()), 0
        for hour in sorted(hours):
            seen += hours[hour].top
            if seen >= _NEARLY_ALL * whole:
                longest = max(longest, hour + 1)
                break
    oldest = max((age(campaign, asked.now) for campaign in asked.campaigns), default=0)
    return span_for(min(longest, oldest))


def _steps(
    hours: Mapping[int, _Counts],
    campaign: Campaign,
    asked: Asked,
    metric: Metric,
    running: bool,
    span: int,
) -> Iterator[tuple[int, float | int | None]]:
    """The value after each step, or within each that has begun; none that lies ahead."""
    step, reached = SPANS[span], age(campaign, asked.now)
    so_far = _Counts()
    if running:
        yield 0, so_far.value(metric)
    for start in range(0, span, step):
        if start + (step if running else 0) > reached:
            return
        within = so_far if running else _Counts()
        for hour in range(start, start + step):
            within.add(hours.get(hour, _Counts()))
        yield start + (step if running else 0), within.value(metric)


def _stretch(answer: pl.DataFrame, asked: Asked) -> timedelta:
    """From the first start to the last thing that was counted."""
    first = min(began(campaign) for campaign in asked.campaigns)
    last = answer.get_column(TIME).drop_nulls().max()
    return last + timedelta(days=1) - first if isinstance(last, datetime) else timedelta()


def _filled(
    counted: Buckets, campaigns: Sequence[Campaign], metric: Metric, running: bool, step: str
) -> Iterator[tuple[int, datetime, float | int | None]]:
    """Every bucket from a campaign's first to the last of all; nothing in it is a zero, no gap."""
    times = sorted({at for buckets in counted.values() for at in buckets})
    every = {"hour": "1h", "day": "1d", "week": "1w"}[step]
    if not times:
        return
    ladder = pl.datetime_range(times[0], times[-1], every, eager=True).to_list()
    for campaign in campaigns:
        buckets, so_far = counted[campaign.id], _Counts()
        first = min(buckets, default=None)
        for at in ladder:
            if first is None or at < first:
                continue
            within = so_far if running else _Counts()
            within.add(buckets.get(at, _Counts()))
            yield campaign.id, at, within.value(metric)


def _y_label(metric: Metric, running: bool) -> str:
    if running:
        return f"{metric.label}, running total"
    return metric.label


def _summary(metric: Metric, rows: list[dict[str, Any]], running: bool, where: str) -> str:
    """Where each line ends, or where it is highest."""
    ends: dict[str, float] = {}
    for row in rows:
        if row["value"] is None:
            continue
        known = ends.get(row["campaign"], 0)
        ends[row["campaign"]] = row["value"] if running else max(known, row["value"])
    if not ends:
        return f"Nothing was counted for {metric.label} yet."
    said = ", ".join(f"{name} {shown(value, metric.unit)}" for name, value in ends.items())
    if not running:
        share = " of what was booked in one step" if metric.unit is Unit.SHARE else " of one step"
        return f"The highest {metric.label}{share}, {where}: {said}."
    return f"{metric.label} so far, {where}; the lines end at: {said}."

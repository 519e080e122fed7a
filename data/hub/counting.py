"""How many, by campaign and hour? What everything on the hub is added up from.

One question a side answers tiles, chart, table and heatmap alike, whatever the page is filtered by:
each count belongs to one campaign and one hour, so sums over any of them are exact, people being
booked once a campaign in the hour of their first act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from data.campaign import Campaign
from data.hub.asked import NONE, HubAsked
from data.hub.before import Before
from data.hub.offered import FIELDS, TILES, USUAL, has_axes
from data.metrics import METRICS
from data.query import COUNT, TIME, Query, run
from data.store.lake import View
from data.tallies import TALLIES
from data.tally import Grain
from data.vocabulary.campaign_state import Group, State

_MOST_NAMED = 500  # campaigns, beyond which naming them costs more than it saves


Asked = tuple[tuple[str, ...], str, str]  # metrics, axis, dimension


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until before `until`, in UTC; None is open."""

    start: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    """What the parts of the hub look into: one view of the lake, and all campaigns' fields.

    `counted` has what was asked for one of the parts already.
    """

    view: View
    fields: pl.DataFrame
    asked: HubAsked
    before: Before | None
    counted: dict[tuple[Asked, Span], pl.DataFrame] = field(default_factory=dict)


def count(look: Look, metric: str, axis: str, dimension: str = "") -> pl.DataFrame:
    """The counts of the shown days: TIME (an hour of the zone), campaigns' fields, dimension."""
    shown = Span(*look.asked.period.instants(look.asked.zone))
    asked = _together(metric, axis, dimension), axis, dimension
    if look.before is None or _looks_for(metric):
        return _count(look, asked, shown)
    both = _count(look, asked, Span(look.before.start, shown.until))
    return both if shown.start is None else both.filter(pl.col(TIME) >= _local(look, shown.start))


def count_before(look: Look, metric: str, axis: str, dimension: str = "") -> pl.DataFrame | None:
    """The counts of the days before, in their own hours; None where there are none."""
    if look.before is None:
        return None
    asked = _together(metric, axis, dimension), axis, dimension
    if _looks_for(metric):
        return _count(look, asked, Span(look.before.start, look.before.until))
    # What needs no looking through people is counted for both sides at once.
    _, until = look.asked.period.instants(look.asked.zone)
    both = _count(look, asked, Span(look.before.start, until))
    return both.filter(pl.col(TIME) < _local(look, look.before.until))


def _local(look: Look, moment: datetime) -> datetime:
    return moment.astimezone(look.asked.zone)


def axis_of(asked: HubAsked, metric: str) -> str:
    """When messages are booked: as asked, where that makes a difference to a count.

    A share is always of the messages sent then: else its part were not of its whole.
    """
    return asked.axis if has_axes(metric) else "send"


def shown_campaigns(look: Look) -> frozenset[int]:
    """The campaigns that the page's filters let through, whatever happened to them."""
    return frozenset(look.fields.filter(*_fields(look.asked)).get_column("campaign"))


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


def _together(metric: str, axis: str, dimension: str) -> tuple[str, ...]:
    """The metrics that are counted with this one: those of tiles together, in two groups."""
    if dimension or axis != "send" or metric not in TILES:
        return (metric,)
    return tuple(key for key in TILES if _looks_for(key) == _looks_for(metric))


def _looks_for(key: str) -> bool:
    """Whether it counts who did something with a message."""
    tallies = (TALLIES[name] for name in METRICS[key].tallies)
    return any(tally.grain is Grain.MESSAGES and tally.acts for tally in tallies)


def _count(look: Look, asked: Asked, span: Span) -> pl.DataFrame:
    if (asked, span) not in look.counted:
        question = _question(look, asked, span)
        if _looks_for(asked[0][0]):
            question = replace(question, campaigns=_senders(look, asked[1], span))
        rows = run(question, look.view).join(look.fields, on="campaign", how="left")
        look.counted[asked, span] = rows.filter(*_wanted(look.asked))
    return look.counted[asked, span]


def _question(look: Look, asked: Asked, span: Span) -> Query:
    metrics, axis, dimension = asked
    return Query(
        metrics=metrics,
        dimensions=("campaign", dimension) if dimension else ("campaign",),
        start=span.start,
        until=span.until,
        granularity="hour",
        zone=look.asked.zone.key,
        axis=axis,
    )


def _senders(look: Look, axis: str, span: Span) -> tuple[Campaign, ...] | None:
    """The campaigns with messages in these days; None for all, where some have no campaign.

    People are found by looking through all that a campaign's did: the others' cost nothing so.
    """
    active = _active(look, axis, span).get_column("campaign").unique()
    known = look.fields.filter(pl.col("campaign").is_in(active.implode()))
    if len(known) != len(active) or len(known) > _MOST_NAMED:
        return None
    return tuple(_campaign(row) for row in known.sort("campaign").to_dicts())


def _active(look: Look, axis: str, span: Span) -> pl.DataFrame:
    """Who sent something, or had it delivered; the tiles know it already on their axis."""
    known = axis == "send" and look.before is not None
    asked = _together(USUAL, axis, "") if known else ("delivered",), axis, ""
    _, until = look.asked.period.instants(look.asked.zone)
    both = Span(look.before.start, until) if known and look.before else span
    rows = run(_question(look, asked, both), look.view)
    for bound, keep in ((span.start, pl.col(TIME).ge), (span.until, pl.col(TIME).lt)):
        if bound is not None:
            rows = rows.filter(keep(_local(look, bound)))
    return rows.filter(pl.max_horizontal(rf"^{COUNT}(sent|delivered)$") > 0)


def _campaign(row: dict[str, Any]) -> Campaign:
    """As much of it as tells where its rows lie."""
    return Campaign(
        id=row["campaign"],
        name=row["name"],
        group=Group(row["group"]),
        type=row["type"],
        channel=row["channel"] or "",
        sender=row["sender"] or "",
        state=State(row["state"]),
        created_at=datetime.fromisoformat(f"{row['month']}-01T00:00+00:00"),
        month=row["month"],
    )


def _wanted(asked: HubAsked) -> list[pl.Expr]:
    """What the page is filtered by."""
    found = _fields(asked)
    if asked.weekday is not None:
        found.append(pl.col(TIME).dt.weekday() == asked.weekday + 1)
    if asked.hour is not None:
        found.append(pl.col(TIME).dt.hour() == asked.hour)
    return found or [pl.lit(value=True)]


def _fields(asked: HubAsked) -> list[pl.Expr]:
    return [_one_of(FIELDS[name].field, values) for name, values in asked.filters.items()]


def _one_of(field: str, values: Sequence[str]) -> pl.Expr:
    if field == "campaign":
        return pl.col(field).is_in([int(value) for value in values])
    named = pl.col(field).is_in([value for value in values if value != NONE])
    return named | pl.col(field).is_null() if NONE in values else named

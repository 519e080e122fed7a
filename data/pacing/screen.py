"""What stands on the screen that shows a campaign's pace?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.campaigns import Campaigns
from data.elapsed import age, began, steps, told
from data.metrics import METRICS
from data.pacing.address import Pace, usual_measure
from data.pacing.course import Course, course
from data.pacing.curves import LEAST, addressed, band, curves
from data.pacing.sentence import sentence
from data.pacing.similar import rule, similar
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.store.lake import View
from data.totals import is_of_totals
from data.vocabulary.formats import Unit, moment, share

_COLUMNS = (
    Column("campaign", "Campaign", sortable=False),
    Column("began", "Began", time=True, sortable=False),
    Column("addressed", "Addressed to", Unit.COUNT, sortable=False),
    Column("then", "Share by then", Unit.SHARE, sortable=False),
    Column("end", "Share at the end", Unit.SHARE, sortable=False),
)
_HOW = (
    (
        "The band",
        "At each hour, from the 10 % to the 90 % quantile of the similar sends that are old enough "
        f"to have a share by then, interpolated between the sorted shares; never of fewer than "
        f"{LEAST}.",
    ),
    (
        "The projection",
        "The share by now, times the factors by which the similar sends grew from this hour to the "
        "end of the chart: their median, and their 10 % and 90 % quantiles.",
    ),
)


@dataclass(frozen=True, slots=True)
class Paced:
    """The pace of a campaign, in a sentence and in figures; `span` is the hours that are shown.

    Without figures `sentence` says why there are none.
    """

    numbers: TabNumbers
    sentence: str = ""
    measure: str = ""
    span: int = 0


def paced(asked: Pace, campaigns: Campaigns, view: View, now: datetime, zone: ZoneInfo) -> Paced:
    """The pace that is asked for, from one view of the lake; `zone` is the workspace's.

    Nothing but an empty sentence without a campaign.
    """
    campaign = asked.campaign
    if campaign is None:
        return Paced(TabNumbers(now))
    measure = asked.measure or usual_measure(campaign)
    audience = addressed((campaign,), view)[campaign.id]
    if not measure:
        return Paced(TabNumbers(now), f"Nothing of “{campaign.name}” is counted over time.")
    if not audience:
        why = "no list of recipients was declared, and no message has been sent"
        return Paced(TabNumbers(now), f"There is no share of “{campaign.name}” to follow: {why}.")
    if is_of_totals(view, campaign):
        why = "it was imported as totals, which say nothing of when"
        return Paced(TabNumbers(now), f"There is no pace of “{campaign.name}” to follow: {why}.")
    if age(campaign, now) < 0:
        at = moment(began(campaign), asked.zone)
        return Paced(TabNumbers(now), f"“{campaign.name}” begins {at}; its pace is told from then.")
    like = similar(campaign, audience, campaigns, view, zone)
    audiences = {one.id: size for one, size in like.values()}
    usual = curves([one for one, _ in like.values()], audiences, measure, view, now) if like else ()
    (own,) = curves([campaign], {campaign.id: audience}, measure, view, now)
    found = course(own, usual, measure, asked.span, view, now)
    numbers = TabNumbers(
        now,
        kpis=_kpis(found),
        charts=(_chart(found),),
        tables=(_similar(found),),
        facts=(("Like for like", rule(campaign, audience, zone)), *_HOW),
    )
    return Paced(numbers, sentence(found, asked.zone), measure, found.span)


def _kpis(one: Course) -> tuple[Kpi, ...]:
    own, usual, end = one.own, one.band, one.end
    counts = {one.label: own.counts[one.hour], "Addressed to": own.addressed}
    after = f"after {told(one.hour)}" if one.hour else "before the first hour is over"
    tiles = [Kpi("pace_share", one.label, own.share(one.hour), Unit.SHARE, after, counts)]
    for key, label, found in (
        ("pace_usual", "Usual by then", usual),
        ("pace_projected", f"Projected after {told(one.span)}", end),
    ):
        if found is not None:
            note = f"{share(found.low)} to {share(found.high)}"
            based = {"Similar sends": found.campaigns}
            tiles.append(Kpi(key, label, found.middle, Unit.SHARE, note, based))
    return tuple(tiles)


def _chart(one: Course) -> Chart:
    own = one.own
    name = own.campaign.name
    rows = [
        {"hours": hour, "who": name, "share": own.share(hour), "low": None, "high": None}
        for hour in steps(one.span)
        if hour <= own.known
    ]
    if one.hour < one.now <= one.span:
        now = {"hours": round(one.now, 2), "share": one.so_far / own.addressed}
        rows.append({**now, "who": name, "low": None, "high": None})
    return Chart(
        "pacing",
        f"{one.label} by hours since start",
        ChartKind.ELAPSED,
        [*rows, *_usual_rows(one)],
        "hours",
        "share",
        _summary(one),
        series="who",
        x_label="Hours since start",
        y_label=f"{one.label}, share of those addressed",
        unit=Unit.SHARE,
        low="low",
        high="high",
    )


def _usual_rows(one: Course) -> list[dict[str, Any]]:
    bands = [(hour, band(one.usual, hour)) for hour in steps(one.span)]
    known = [(hour, found) for hour, found in bands if found is not None]
    if not known:
        return []
    who = f"Median of {len(one.usual)} similar sends"
    return [
        {"hours": hour, "who": who, "share": b.middle, "low": b.low, "high": b.high}
        for hour, b in known
    ]


def _summary(one: Course) -> str:
    mine = share(one.own.share(one.hour))
    after = f"{mine} after {told(one.hour)}" if one.hour else "Less than an hour so far"
    usual = one.band
    if usual is None:
        return f"{after}." if one.hour == 0 else f"{after}; too few similar sends for a band."
    return (
        f"{after}; the median of {usual.campaigns} similar sends is {share(usual.middle)}, and the "
        f"shaded band of their middle 80 % reaches from {share(usual.low)} to {share(usual.high)}."
    )


def _similar(one: Course) -> Table:
    rows = [
        {
            "campaign": like.campaign.name,
            "began": began(like.campaign),
            "addressed": like.addressed,
            "then": like.share(one.hour),
            "end": like.share(one.span),
        }
        for like in one.usual
    ]
    labels = {"then": f"After {told(one.hour)}", "end": f"After {told(one.span)}"}
    left_out = {"then": one.hour in (0, one.span)}  # it is nothing yet, or the end already
    columns = [
        replace(column, label=labels.get(column.key, column.label))
        for column in _COLUMNS
        if not left_out.get(column.key)
    ]
    return Table("similar_sends", "Similar sends", tuple(columns), rows, len(rows))


def said_filters(asked: Pace, found: Paced) -> tuple[tuple[str, str], ...]:
    """What is followed in words, label and value; nothing where nothing is."""
    if not found.measure or asked.campaign is None:
        return ()
    return (("Campaign", asked.campaign.name), ("Measure", METRICS[found.measure].label))

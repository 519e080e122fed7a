"""Which of up to five campaigns did better, and could that be chance? (D-17, F244)

Every share is the share of summed counts. Each campaign has the interval in which its share lies
with 95 % confidence, and is held against the first one that was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from data.campaign import Campaign, features
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.compare import Change, Interval, of_shares, wilson
from data.metric import Metric
from data.metrics import METRICS
from data.query import COUNT, Query, run
from data.report import Column, Table
from data.store.lake import View
from data.tallies import TALLIES
from data.tally import Grain
from data.vocabulary.formats import Unit, share, shown

KEY = "kpis_compared"  # of the table
Meaning = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

_MESSAGES = (
    "messages_sent",
    "delivered",
    "delivery_rate",
    "failed_rate",
    "opened",
    "open_rate",
    "clicked",
    "click_rate",
    "click_to_open_rate",
)
# The metric that an address without one compares by: the first that somebody has.
_USUAL = ("click_rate", "participation_rate", "open_rate", "delivery_rate")
_COLUMNS = (
    Column("metric", "KPI", sortable=False),
    Column("campaign", "Campaign", sortable=False),
    Column("value", "Value", sortable=False),
    Column("part", "Counted", Unit.COUNT, sortable=False),
    Column("whole", "Of", Unit.COUNT, sortable=False),
    Column("low", "At least (95 %)", Unit.SHARE, sortable=False),
    Column("high", "At most (95 %)", Unit.SHARE, sortable=False),
    Column("verdict", "Against the first", sortable=False),
    Column("difference", "Difference", Unit.SHARE, sortable=False),
    Column("difference_low", "Difference, at least", Unit.SHARE, sortable=False),
    Column("difference_high", "Difference, at most", Unit.SHARE, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Up to five launched campaigns, read from one view of the lake at `now`."""

    view: View
    now: datetime
    zone: ZoneInfo
    campaigns: tuple[Campaign, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What one campaign has of one metric.

    `part` is what was counted, `whole` what it is a share of (None for a count). `value` is None
    where campaigns of its kind don't have the metric, or it is a share of nothing. `change` holds
    it against the first campaign; None for the first itself and for counts, which depend on how
    many people were written to.
    """

    campaign: Campaign
    value: float | int | None
    part: int
    whole: int | None = None
    interval: Interval | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One metric of all campaigns, in the order in which they were chosen."""

    metric: Metric
    results: tuple[Result, ...]

    @property
    def is_share(self) -> bool:
        """Whether the campaigns can be told apart by it."""
        return bool(self.metric.over)


def lines(asked: Asked) -> tuple[Line, ...]:
    """The KPIs that these campaigns have, each of all of them; none without campaigns."""
    own = {one.id: frozenset(map(_meaning, _kpis(one))) for one in asked.campaigns}
    metrics = _countable([key for campaign in asked.campaigns for key in _kpis(campaign)])
    if not metrics:
        return ()
    query = Query(tuple(metrics), ("campaign",), campaigns=asked.campaigns)
    counted = {row["campaign"]: row for row in run(query, asked.view).to_dicts()}
    return tuple(
        Line(METRICS[key], tuple(_held(_results(key, asked.campaigns, own, counted), METRICS[key])))
        for key in metrics
    )


def chosen(compared: Sequence[Line], metric: str) -> Line | None:
    """The line of that metric, else the usual one; None where there is none."""
    by_key = {line.metric.key: line for line in compared}
    if metric in by_key:
        return by_key[metric]
    some = [by_key[key] for key in _USUAL if key in by_key and _has(by_key[key])]
    return next(iter(some or compared), None)


def named(campaigns: Sequence[Campaign]) -> dict[int, str]:
    """What each campaign is called here: its name, with its number where several share it."""
    names = [campaign.name for campaign in campaigns]
    return {
        campaign.id: campaign.name
        if names.count(campaign.name) == 1
        else f"{campaign.name} ({campaign.id})"
        for campaign in campaigns
    }


def side_by_side(compared: Sequence[Line], campaigns: Sequence[Campaign]) -> Table:
    """All of it as one table, a row a KPI and campaign."""
    names = named(campaigns)
    rows = [_row(line.metric, one, names) for line in compared for one in line.results]
    return Table(KEY, "KPIs side by side", _COLUMNS, rows, len(rows))


def told(value: float | int | None, interval: Interval | None, unit: Unit) -> str:
    """A value with its interval, like "3.1 % (2.9 % to 3.4 %)"."""
    text = shown(value, unit)
    if interval is None:
        return text
    return f"{text} ({share(interval.low)} to {share(interval.high)})"


def _kpis(campaign: Campaign) -> list[str]:
    """The KPIs of its messages, where there are any, and those of its own type."""
    keys: list[str] = []
    channel = CHANNELS.get(campaign.channel)
    if channel is not None:
        keys += _MESSAGES
        keys += ["reply_rate"] * channel.two_way
        keys += ["complaint_rate"] * any(s.code == "COMPLAINED" for s in channel.statuses)
    has = features(campaign)
    own = [p.metric for p in CAMPAIGN_TYPES[campaign.type].kpis if p.needs <= has]
    return [*keys, *own, *(["participation_rate"] * ("played" in own and channel is not None))]


def _countable(keys: Sequence[str]) -> list[str]:
    """Those that are counted from what happened, of several with one meaning the first known."""
    by_meaning: dict[Meaning, str] = {}
    for key in keys:
        if all(TALLIES[tally].grain is not Grain.CONFIG for tally in METRICS[key].tallies):
            by_meaning.setdefault(_meaning(key), key)
    return list(by_meaning.values())


def _meaning(key: str) -> Meaning:
    """What is counted; several types have a name of their own for the same."""
    metric = METRICS[key]
    return metric.top, metric.minus, metric.over


def _results(
    key: str,
    campaigns: Sequence[Campaign],
    own: Mapping[int, frozenset[Meaning]],
    counted: Mapping[int, Mapping[str, int]],
) -> Iterator[Result]:
    metric = METRICS[key]
    for campaign in campaigns:
        row = counted.get(campaign.id, {})
        if _meaning(key) not in own[campaign.id]:
            yield Result(campaign, None, 0)
            continue
        part = _total(row, metric.top) - _total(row, metric.minus)
        if not metric.over:
            yield Result(campaign, part, part)
            continue
        whole = _total(row, metric.over)
        ends = wilson(part, whole) if 0 <= part <= whole and whole else None
        yield Result(campaign, part / whole if whole else None, part, whole, ends)


def _total(row: Mapping[str, int], tallies: tuple[str, ...]) -> int:
    return sum(row.get(COUNT + tally, 0) for tally in tallies)


def _held(results: Iterator[Result], metric: Metric) -> Iterator[Result]:
    """The same, each but the first with what it is against the first."""
    first = next(results)
    yield first
    for one in results:
        yield against(one, first, metric)


def against(one: Result, other: Result, metric: Metric) -> Result:
    """`one` with its change from `other`, where the metric is a share."""
    if one.whole is None or other.whole is None:
        return one
    change = of_shares(one.part, one.whole, other.part, other.whole, metric.higher_is_better)
    return Result(one.campaign, one.value, one.part, one.whole, one.interval, change)


def _has(line: Line) -> bool:
    return any(result.part for result in line.results)


def _row(metric: Metric, one: Result, names: dict[int, str]) -> dict[str, object]:
    change = one.change
    ends = change.interval if change else None
    return {
        "metric": metric.label,
        "campaign": names[one.campaign.id],
        "value": shown(one.value, metric.unit),
        "part": None if one.value is None and one.whole is None else one.part,
        "whole": one.whole,
        "low": one.interval.low if one.interval else None,
        "high": one.interval.high if one.interval else None,
        "verdict": change.verdict.value if change else None,
        "difference": change.difference if change else None,
        "difference_low": ends.low if ends else None,
        "difference_high": ends.high if ends else None,
    }

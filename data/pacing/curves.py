"""Is a running campaign ahead of, within or behind what campaigns like it had by now?

A curve is the share of those a campaign is addressed to, hour by hour since it began. The band at
an hour is from the 10 % to the 90 % quantile of the curves of similar past campaigns: quantiles
interpolate linearly between the sorted shares, the least being 0 % and the greatest 100 %. Only
campaigns that are old enough to have a share at that hour are in it, and never fewer than LEAST.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median, quantiles

from data.campaign import Campaign
from data.elapsed import LONGEST, age, elapsed, running_total
from data.metrics import METRICS
from data.query import COUNT, TIME, Query, run
from data.store.lake import View
from data.tallies import TALLIES
from data.tally import Grain

LEAST = 5  # campaigns that make a band
NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class Curve:
    """How far one campaign had come: `counts[h]` after h whole hours, as far as it is known."""

    campaign: Campaign
    addressed: int
    counts: Sequence[int]

    @property
    def known(self) -> int:
        """The last whole hour that is behind it."""
        return len(self.counts) - 1

    def share(self, hour: int) -> float | None:
        """The share after that hour; None where it is still to come, or nobody is addressed."""
        if hour > self.known or not self.addressed:
            return None
        return self.counts[hour] / self.addressed


@dataclass(frozen=True, slots=True)
class Band:
    """What `campaigns` similar ones had at one hour: 10 %, 50 % and 90 % quantile."""

    low: float
    middle: float
    high: float
    campaigns: int


class Standing(StrEnum):
    """Where a campaign stands, as the middle of a sentence."""

    AHEAD = "ahead of the band"
    WITHIN = "within the band"
    BEHIND = "behind the band"


def addressed(campaigns: Sequence[Campaign], view: View) -> dict[int, int]:
    """How many each is addressed to, by id: its declared audience, or all who were sent to.

    Whichever is more: some owners declare nothing, others less than they send.
    """
    query = Query(("messages_sent",), ("campaign",), campaigns=tuple(campaigns))
    sent = {row["campaign"]: row["messages_sent"] for row in run(query, view).to_dicts()}
    return {one.id: max(one.recipients or 0, sent.get(one.id, 0)) for one in campaigns}


def curves(
    campaigns: Sequence[Campaign],
    audiences: Mapping[int, int],
    measure: str,
    view: View,
    now: datetime,
) -> tuple[Curve, ...]:
    """The curve of each campaign for a metric that is a count, in the same order."""
    by_hour: dict[int, dict[int, int]] = defaultdict(dict)
    for row in run(elapsed((measure,), campaigns), view).drop_nulls(TIME).to_dicts():
        by_hour[row["campaign"]][row[TIME]] = sum(row[COUNT + t] for t in METRICS[measure].tallies)
    return tuple(
        Curve(
            one,
            audiences[one.id],
            running_total(by_hour[one.id], min(LONGEST, max(0, int(age(one, now))))),
        )
        for one in campaigns
    )


def reached(campaign: Campaign, measure: str, view: View) -> int:
    """What was counted up to now, the hour that is not over included."""
    query = Query((measure,), campaigns=(campaign,))
    return int(run(query, view).item(0, measure))


def band(usual: Sequence[Curve], hour: int) -> Band | None:
    """What similar campaigns had after that hour; None for fewer than LEAST of them."""
    return _band([share for one in usual if (share := one.share(hour)) is not None])


def standing(share: float, usual: Band) -> Standing:
    """Where a share stands; on an edge it is within."""
    if share > usual.high:
        return Standing.AHEAD
    return Standing.BEHIND if share < usual.low else Standing.WITHIN


def projected(own: Curve, usual: Sequence[Curve], hour: int, end: int) -> Band | None:
    """The share that `own` will have after `end` hours, if it grows from `hour` as others grew.

    Each similar campaign says by what factor it grew between these hours; the quantiles of the
    factors are applied to the share. None without LEAST factors, or with nothing to apply them to.
    """
    share = own.share(hour)
    if not share or hour >= end:
        return None
    grown = _band(list(_growth(usual, hour, end)))
    if grown is None:
        return None
    return Band(share * grown.low, share * grown.middle, share * grown.high, grown.campaigns)


def is_share_of_messages(measure: str) -> bool:
    """Whether no more can be counted than messages were sent: such a share ends at 100 %."""
    return all(TALLIES[tally].grain is Grain.MESSAGES for tally in METRICS[measure].tallies)


def capped(found: Band) -> Band:
    """The same with nothing above 100 %."""
    return Band(min(1.0, found.low), min(1.0, found.middle), min(1.0, found.high), found.campaigns)


def settled_after(usual: Sequence[Curve], end: int) -> int | None:
    """After how many hours half of the similar campaigns had NEARLY_ALL of what they had at `end`.

    None without LEAST that had something then.
    """
    hours = [
        next(hour for hour, n in enumerate(one.counts) if n >= NEARLY_ALL * one.counts[end])
        for one in usual
        if one.known >= end and one.counts[end]
    ]
    return round(median(hours)) if len(hours) >= LEAST else None


def _growth(usual: Sequence[Curve], hour: int, end: int) -> Iterator[float]:
    for one in usual:
        if one.known >= end and one.counts[hour]:
            yield one.counts[end] / one.counts[hour]


def _band(shares: Sequence[float]) -> Band | None:
    if len(shares) < LEAST:
        return None
    cuts = quantiles(shares, n=10, method="inclusive")
    return Band(cuts[0], cuts[4], cuts[8], len(shares))

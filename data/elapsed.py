"""How long after its campaign began did something happen?

Hours are counted from the quarter of an hour in which the campaign began, so that the counts that
are kept by quarters (data.store.schema.STANDINGS) can be put together to them exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from data.campaign import Campaign
from data.query import ELAPSED, Query

HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)
# How many hours a chart looks ahead, and how many each of its steps has.
SPANS = {24: 1, 72: 1, 168: 6, 336: 12, 720: 24}
LONGEST = max(SPANS)


def began(campaign: Campaign) -> datetime:
    """Its delivery date, else its creation, at the beginning of that quarter of an hour, in UTC."""
    at = campaign.delivery_at or campaign.created_at
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def age(campaign: Campaign, now: datetime) -> float:
    """Hours since the campaign began; below zero where that is to come."""
    return (now - began(campaign)) / HOUR


def span_for(hours: float) -> int:
    """The shortest span in which `hours` lie, else the longest."""
    return next((span for span in SPANS if hours <= span), LONGEST)


def elapsed(metrics: tuple[str, ...], campaigns: Sequence[Campaign], axis: str = "event") -> Query:
    """A question about campaigns one by one, by the hours since each began."""
    return Query(
        metrics=metrics,
        dimensions=("campaign",),
        campaigns=tuple(campaigns),
        granularity=ELAPSED,
        axis=axis,
        origins={campaign.id: began(campaign) for campaign in campaigns},
    )


def running_total(by_hour: Mapping[int, int], hours: int) -> list[int]:
    """What had been counted after 0, 1, 2 … `hours` whole hours."""
    return [0, *accumulate(by_hour.get(hour, 0) for hour in range(hours))]


def told(hours: float) -> str:
    """A span in words, like "36 hours" or "7 days"."""
    if hours >= 72 and hours % 24 == 0:
        return f"{hours / 24:.0f} days"
    return "1 hour" if hours == 1 else f"{hours:,.4g} hours"


def steps(span: int) -> Iterable[int]:
    """The whole hours at which a chart of `span` hours has its points."""
    return range(0, span + 1, SPANS[span])

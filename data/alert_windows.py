"""What was a rule's figure at any full hour? Read once for all hours of months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from data.alert_judging import Sighting
from data.alert_rule import Against, Rule
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import LARGEST_PAGE, Campaigns
from data.query import COUNT, TIME, Query, run, summed
from data.store.lake import View
from data.vocabulary.filters import CampaignFilters

HOUR = timedelta(hours=1)
NOTHING = Sighting(None, 0)


@dataclass(frozen=True, slots=True)
class Windows:
    """A rule's figure by the hour at which its window ends; `first` is the first hour with data.

    A window that began before the first data says nothing, rather than zero.
    """

    rule: Rule
    first: datetime | None = None
    by_end: dict[datetime, Sighting] = field(default_factory=dict)

    def at(self, look: datetime) -> Sighting:
        """What a look at that full hour sees."""
        return self._ending(look - self.rule.lag * HOUR)

    def before(self, look: datetime) -> tuple[Sighting, ...]:
        """The same window on the same weekday and hour of earlier weeks, the latest first.

        Weekdays and hours are those of the rule's zone, so they stay when the clocks change.
        """
        if self.rule.against is not Against.HISTORY:
            return ()
        local = (look - self.rule.lag * HOUR).astimezone(self.rule.places)
        ends = (local - timedelta(weeks=n) for n in range(1, self.rule.weeks + 1))
        return tuple(self._ending(full_hour(end.astimezone(UTC))) for end in ends)

    def _ending(self, end: datetime) -> Sighting:
        if self.first is None or end - self.rule.hours * HOUR < self.first:
            return NOTHING
        return self.by_end.get(end, NOTHING)


def full_hour(moment: datetime) -> datetime:
    """The full hour of UTC at or before a moment."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def windows(
    rule: Rule, view: View, campaigns: Campaigns, first: datetime, last: datetime
) -> Windows:
    """The figure for every look from `first` to `last`, full hours, and what they look back to.

    Raises NotFound where the rule's campaign is gone, BadRequest where its figure can't be told by
    channel.
    """
    back = timedelta(weeks=rule.weeks) if rule.against is Against.HISTORY else timedelta()
    # An hour more, since a week back over a change of clocks is an hour longer.
    start = first - back - (rule.lag + rule.hours + 1) * HOUR
    asked = Query(
        metrics=(rule.metric,),
        campaigns=of_rule(rule, campaigns),
        where={"channel": frozenset({rule.channel})} if rule.channel else {},
        until=last,
        axis="send",
    )
    answer = run(replace(asked, start=start, granularity="hour"), view)
    since = start if _is_any(run(replace(asked, until=start), view)) else _first(answer)
    if since is None:
        return Windows(rule)
    return Windows(rule, since, dict(_sightings(_summed(rule, answer, start, last))))


def of_rule(rule: Rule, campaigns: Campaigns) -> tuple[Campaign, ...] | None:
    """The campaigns that a rule is about; None: all there are."""
    if rule.campaign is not None:
        return (campaigns.get(rule.campaign),)
    if not rule.type:
        return None
    return tuple(_of_type(rule.type, campaigns))


def _of_type(type_: str, campaigns: Campaigns) -> Iterable[Campaign]:
    filters = CampaignFilters(CAMPAIGN_TYPES[type_].group, types=frozenset({type_}))
    page = 0
    while found := campaigns.find(filters, page, LARGEST_PAGE).campaigns:
        yield from found
        page += 1


def _summed(rule: Rule, answer: pl.DataFrame, start: datetime, last: datetime) -> pl.DataFrame:
    """Sums of whole windows, as differences of running sums over every single hour."""
    counts = [name for name in answer.columns if name.startswith(COUNT)]
    every = pl.DataFrame({TIME: pl.datetime_range(start, last - HOUR, "1h", eager=True)})
    known = answer.select(pl.col(TIME).cast(every.schema[TIME]), *counts)
    hours = every.join(known, on=TIME, how="left").fill_null(0)
    running = hours.with_columns(pl.col(counts).cum_sum())
    ended = running.with_columns(
        pl.col(TIME) + HOUR, pl.col(counts) - pl.col(counts).shift(rule.hours, fill_value=0)
    )
    told = summed(ended, (TIME,), (rule.metric,))
    sample = [COUNT + name for name in rule.of.over or rule.of.top]
    return told.select(TIME, rule.metric, pl.sum_horizontal(sample).alias("sample"))


def _is_any(answer: pl.DataFrame) -> bool:
    counts = answer.select(pl.col(f"^{COUNT}.*$"))
    return any(any(row) for row in counts.iter_rows())


def _first(answer: pl.DataFrame) -> datetime | None:
    at: Any = answer.get_column(TIME).min()
    return None if at is None else full_hour(at)


def _sightings(seen: pl.DataFrame) -> Iterable[tuple[datetime, Sighting]]:
    for end, value, sample in seen.iter_rows():
        yield full_hour(end), Sighting(value, sample)

"""What does a campaign's report say? The one answer that page, export and API share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import polars as pl

from data.campaign import Campaign, features
from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Campaigns
from data.channel import Channel
from data.channels import CHANNELS
from data.clock import Clock
from data.errors import NotFound, Refused
from data.metrics import METRICS
from data.query import Figure, Query, figures, run
from data.report import Kpi, TabNumbers
from data.store.lake import Lake, View
from data.vocabulary.campaign_state import has_report
from data.vocabulary.period import ALL, Period


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a tab needs to find its numbers; all of them come from one view of the lake.

    `params` are the words of the address or call that only this tab knows: a table's search, sort
    and page. `period` are whole days in `zone`.
    """

    campaign: Campaign
    view: View
    now: datetime
    zone: ZoneInfo
    period: Period = ALL
    params: Mapping[str, str] | None = None

    @property
    def channel(self) -> Channel | None:
        """The campaign's channel; a campaign that is entered by link or keyword may have none."""
        return CHANNELS.get(self.campaign.channel)

    def param(self, name: str, usual: str = "") -> str:
        """One of `params`."""
        return (self.params or {}).get(name, usual)

    def query(
        self, metrics: Sequence[str], dimensions: Sequence[str] = (), granularity: str = ""
    ) -> Query:
        """A question about this campaign in this period."""
        start, until = self.period.instants(self.zone)
        return Query(
            metrics=tuple(metrics),
            dimensions=tuple(dimensions),
            campaigns=(self.campaign,),
            start=start,
            until=until,
            granularity=granularity,
            zone=self.zone.key,
        )

    def run(
        self, metrics: Sequence[str], dimensions: Sequence[str] = (), granularity: str = ""
    ) -> pl.DataFrame:
        """See data.query.run."""
        return run(self.query(metrics, dimensions, granularity), self.view)

    def figures(self, *metrics: str) -> dict[str, Figure]:
        """See data.query.figures."""
        return figures(self.query(metrics), self.view)

    def kpis(self, places: Sequence[KpiPlace]) -> tuple[Kpi, ...]:
        """The tiles of those places whose needs this campaign meets."""
        has = features(self.campaign)
        shown = [place for place in places if place.needs <= has]
        found = self.figures(*(place.metric for place in shown)) if shown else {}
        return tuple(self._kpi(place, found[place.metric]) for place in shown)

    def _kpi(self, place: KpiPlace, figure: Figure) -> Kpi:
        metric = METRICS[place.metric]
        short = self.channel.short if self.channel else "Messages"
        label = (place.label or metric.label).replace("{channel}", short)
        note = "at least" if metric.key == "read_rate" else ""
        return Kpi(metric.key, label, figure.value, metric.unit, note, figure.counts)

    def scan(self, table: str) -> pl.LazyFrame:
        """The campaign's rows of a lake table, whatever their time."""
        return self.view.scan(table, (self.campaign,))


class Tab(Protocol):
    """A tab as the report sees it; what it looks like is the pages' affair."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    def numbers(self, ask: Ask) -> TabNumbers: ...


@dataclass(frozen=True, slots=True)
class Report:
    """A report opened at one tab."""

    campaign: Campaign
    type: CampaignType
    tabs: tuple[tuple[str, str], ...]  # key and label, in the documented order
    tab: str
    row: tuple[Kpi, ...]  # the KPIs between card and tabs; interactive campaigns have them
    numbers: TabNumbers


class Reports:
    """The reports of all campaigns."""

    def __init__(
        self,
        campaigns: Campaigns,
        lake: Lake,
        clock: Clock,
        zone: ZoneInfo,
        tabs: Mapping[str, Tab],
    ) -> None:
        self._campaigns, self._lake, self._clock = campaigns, lake, clock
        self._zone, self._tabs = zone, tabs

    def tabs(self, campaign: Campaign) -> tuple[tuple[str, str], ...]:
        """Key and label of the tabs that this campaign has, in the documented order (F074)."""
        return tuple((place.key, self._label(place)) for place in self._places(campaign))

    def tab(
        self,
        campaign_id: int,
        key: str,
        period: Period = ALL,
        zone: ZoneInfo | None = None,
        params: Mapping[str, str] | None = None,
    ) -> TabNumbers:
        """The numbers on one tab, the report's KPI row among them: exactly what the page shows."""
        report = self.open(campaign_id, key, period, zone, params)
        return replace(report.numbers, kpis=(*report.row, *report.numbers.kpis))

    def open(
        self,
        campaign_id: int,
        key: str = "",
        period: Period = ALL,
        zone: ZoneInfo | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Report:
        """The report at a tab, the first one where `key` is empty.

        Raises NotFound for a campaign or tab that isn't there, Refused when the campaign has no
        report in its state (F040, F064).
        """
        campaign = self._campaigns.get(campaign_id)
        if not has_report(campaign.group, campaign.state):
            raise Refused(
                f"Campaign {campaign.id} is {campaign.state.label}; "
                "its report opens when it is Completed"
                + (" or Live" if campaign.group == "interactive" else "")
            )
        kind = CAMPAIGN_TYPES[campaign.type]
        tabs = self.tabs(campaign)
        if not key and tabs:
            key = tabs[0][0]
        if key not in dict(tabs):
            raise NotFound(f"The report of campaign {campaign.id} has no tab {key!r}")
        ask = Ask(campaign, self._lake.view(), self._clock(), zone or self._zone, period, params)
        row = () if campaign.group == "messaging" else ask.kpis(kind.kpis)
        return Report(campaign, kind, tabs, key, row, self._tabs[key].numbers(ask))

    def _places(self, campaign: Campaign) -> list[TabPlace]:
        has = features(campaign)
        places = CAMPAIGN_TYPES[campaign.type].tabs
        return [place for place in places if place.needs <= has and place.key in self._tabs]

    def _label(self, place: TabPlace) -> str:
        return place.label or self._tabs[place.key].label

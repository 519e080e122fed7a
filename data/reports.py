"""What does a campaign's report say? The one answer that page, export and API share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import orjson
import polars as pl

from data.campaign import Campaign, features
from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Campaigns
from data.channel import Channel
from data.channels import CHANNELS
from data.clock import Clock
from data.errors import NotFound, Refused
from data.exports.sheet import Field, fields_of_chart, fields_of_table
from data.metrics import METRICS
from data.query import Figure, Query, figures, run
from data.report import Kpi, Table, TabNumbers
from data.store.engine import Engine
from data.store.lake import Lake, View
from data.totals import of_campaign
from data.vocabulary.campaign_state import Group, State, has_report
from data.vocabulary.formats import number
from data.vocabulary.period import ALL, Period
from data.vocabulary.recipients import mask

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything a tab needs to find its numbers; all counts come from one view of the lake.

    `params` are the words of the address or call that only this tab knows: a table's search, sort
    and page. `period` are whole days in `zone`. `reveal` says whether the asker may see whole
    recipients (D-28); see `shown_recipient`. `axis` is that of data.query.Query. `engine` is the
    database, for what people here have recorded.
    """

    campaign: Campaign
    view: View
    now: datetime
    zone: ZoneInfo
    period: Period = ALL
    params: Mapping[str, str] | None = None
    reveal: bool = False
    axis: str = "event"
    engine: Engine | None = None

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
            axis=self.axis,
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

    def shown_recipient(self, recipient: str | None) -> str | None:
        """A recipient as this asker may see it."""
        return recipient if self.reveal or not recipient else mask(recipient)

    def scan(self, table: str) -> pl.LazyFrame:
        """The campaign's rows of a lake table, whatever their time."""
        return self.view.scan(table, (self.campaign,))

    def within(self, rows: Rows, moment: pl.Expr) -> Rows:
        """The rows whose `moment` lies in the asked days; without days, all."""
        start, until = self.period.instants(self.zone)
        if start is not None:
            rows = rows.filter(moment >= start)
        if until is not None:
            rows = rows.filter(moment < until)
        return rows

    def kept(self, name: str, find: Callable[[], Found]) -> Found:
        """What `find` finds for this campaign and these days; looked for once, see View.kept."""
        config = orjson.dumps(dict(self.campaign.config))
        key = (name, config, *self.period.instants(self.zone))
        return self.view.kept(key, (self.campaign,), find)


@dataclass(frozen=True, slots=True)
class UpTo(Period):
    """Everything before one moment, which need not be a midnight; `last` is its day."""

    before: datetime | None = None

    def instants(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """No beginning, and the moment as the end."""
        return None, self.before


# The rows of a table too large to be held, some thousand at a time.
Pieces = Iterator[list[dict[str, Any]]]
_PIECE = "1000"  # rows that are asked for at once where a tab knows pages alone


@dataclass(frozen=True, slots=True)
class Whole:
    """All rows of one chart or table."""

    key: str
    title: str
    fields: tuple[Field, ...]
    pieces: Pieces


class Tab(Protocol):
    """A tab as the report sees it; what it looks like is the pages' affair."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def numbers(self) -> Callable[[Ask], TabNumbers]: ...

    @property
    def pieces(self) -> Callable[[Ask, str], Pieces | None] | None: ...


@dataclass(frozen=True, slots=True)
class Report:
    """A report opened at one tab; `ask` is what its numbers answer."""

    ask: Ask
    campaign: Campaign
    type: CampaignType
    tabs: tuple[tuple[str, str], ...]  # key and label, in the documented order
    tab: str
    row: tuple[Kpi, ...]  # the KPIs between card and tabs; interactive campaigns have them
    numbers: TabNumbers

    @property
    def everything(self) -> TabNumbers:
        """The numbers on the tab, the report's KPI row among them."""
        return replace(self.numbers, kpis=(*self.row, *self.numbers.kpis))


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
        reveal: bool = False,
    ) -> TabNumbers:
        """The numbers on one tab, the report's KPI row among them: exactly what the page shows."""
        return self.open(campaign_id, key, period, zone, params, reveal).everything

    def open(
        self,
        campaign_id: int,
        key: str = "",
        period: Period = ALL,
        zone: ZoneInfo | None = None,
        params: Mapping[str, str] | None = None,
        reveal: bool = False,
    ) -> Report:
        """The report at a tab, the first one where `key` is empty.

        Without `reveal` recipients are masked (D-28). Raises NotFound for a campaign or tab that
        isn't there, Refused when the campaign has no report in its state (F040, F064).
        """
        ask, tabs, key = self._ask(campaign_id, key, period, zone, params, reveal)
        return self._report(ask, tabs, key)

    def gathered(self, campaign_id: int, reveal: bool = False) -> Report:
        """What a paused campaign had gathered until its pause: KPIs and first tab (F058, F059).

        Days are those of the workspace. Raises NotFound, and Refused for a campaign that is not
        paused.
        """
        campaign = self._campaigns.get(campaign_id)
        if campaign.group is not Group.INTERACTIVE or campaign.state is not State.PENDING:
            raise Refused(f"Campaign {campaign.id} is {campaign.state.label} and not paused")
        moment = self._campaigns.paused_at(campaign_id) or self._clock()
        period = UpTo(last=moment.astimezone(self._zone).date(), before=moment)
        return self._report(*self._at(campaign, "", period, None, None, reveal))

    def whole(
        self,
        campaign_id: int,
        key: str,
        table: str,
        period: Period = ALL,
        zone: ZoneInfo | None = None,
        params: Mapping[str, str] | None = None,
        reveal: bool = False,
    ) -> Whole:
        """All rows of the chart or table `table` of a tab, as the same filters let them through.

        Raises as `open` does, and NotFound for a table that the tab doesn't have.
        """
        ask, _, key = self._ask(campaign_id, key, period, zone, params, reveal)
        return whole(self._tabs[key], ask, table)

    def copy(
        self,
        campaign_id: int,
        period: Period = ALL,
        zone: ZoneInfo | None = None,
        reveal: bool = False,
    ) -> tuple[tuple[Report, tuple[Whole, ...]], ...]:
        """The report at each of its tabs, with all rows of all charts and tables there (F080).

        Everything comes from one view of the lake, so it fits together. Raises as `open` does.
        """
        ask, tabs, _ = self._ask(campaign_id, "", period, zone, None, reveal)
        copied = []
        for key, _label in tabs:
            report = self._report(ask, tabs, key)
            copied.append((report, tuple(wholes(self._tabs[key], ask))))
        return tuple(copied)

    def _report(self, ask: Ask, tabs: tuple[tuple[str, str], ...], key: str) -> Report:
        kind = CAMPAIGN_TYPES[ask.campaign.type]
        row = () if ask.campaign.group is Group.MESSAGING else ask.kpis(kind.kpis)
        numbers = self._tabs[key].numbers(ask)
        told = of_campaign(ask.view, (ask.campaign,), ask.zone)
        numbers = replace(numbers, notices=(*told, *numbers.notices, *_left_out(ask)))
        return Report(ask, ask.campaign, kind, tabs, key, row, numbers)

    def _ask(
        self,
        campaign_id: int,
        key: str,
        period: Period,
        zone: ZoneInfo | None,
        params: Mapping[str, str] | None,
        reveal: bool,
    ) -> tuple[Ask, tuple[tuple[str, str], ...], str]:
        """What the tab is to be asked, the tabs that there are, and the tab's key."""
        campaign = self._campaigns.get(campaign_id)
        if not has_report(campaign.group, campaign.state):
            raise Refused(
                f"Campaign {campaign.id} is {campaign.state.label}; "
                "its report opens when it is Completed"
                + (" or Live" if campaign.group is Group.INTERACTIVE else "")
            )
        return self._at(campaign, key, period, zone, params, reveal)

    def _at(
        self,
        campaign: Campaign,
        key: str,
        period: Period,
        zone: ZoneInfo | None,
        params: Mapping[str, str] | None,
        reveal: bool,
    ) -> tuple[Ask, tuple[tuple[str, str], ...], str]:
        """As `_ask`, in whatever state the campaign is."""
        tabs = self.tabs(campaign)
        if not key and tabs:
            key = tabs[0][0]
        if key not in dict(tabs):
            raise NotFound(f"The report of campaign {campaign.id} has no tab {key!r}")
        ask = Ask(
            campaign,
            self._lake.view(),
            self._clock(),
            zone or self._zone,
            period,
            params,
            reveal,
            engine=self._lake.engine,
        )
        return ask, tabs, key

    def _places(self, campaign: Campaign) -> list[TabPlace]:
        has = features(campaign)
        places = CAMPAIGN_TYPES[campaign.type].tabs
        return [place for place in places if place.needs <= has and place.key in self._tabs]

    def _label(self, place: TabPlace) -> str:
        return place.label or self._tabs[place.key].label


def _left_out(ask: Ask) -> Iterator[str]:
    """What the figures lack because the campaign was paused, whatever days are asked (F060)."""
    if count := len(ask.view.left_out((ask.campaign,))):
        what = "1 event that" if count == 1 else f"{number(count)} events that"
        kept = "is kept and" if count == 1 else "are kept and"
        yield f"{what} happened while the campaign was paused {kept} left out of all figures."


def whole(tab: Tab, ask: Ask, table: str) -> Whole:
    """All rows of a tab's chart or table, from the view that `ask` has. Raises NotFound."""
    names = []
    for one in wholes(tab, ask):
        if one.key == table:
            return one
        names.append(one.key)
    known = f"it has {', '.join(names)}" if names else "it has none"
    raise NotFound(f"This tab has no table {table[:40]!r}; {known}")


def wholes(tab: Tab, ask: Ask) -> Iterator[Whole]:
    """All rows of each of a tab's charts and tables; the tab is asked once for all of them."""
    first = tab.numbers(replace(ask, params={**(ask.params or {}), "page": "0", "size": _PIECE}))
    for chart in first.charts:
        yield Whole(chart.key, chart.title, fields_of_chart(chart), iter([chart.rows]))
    for one in first.tables:
        streamed = tab.pieces(ask, one.key) if tab.pieces else None
        rows = streamed or _page_by_page(tab, ask, one)
        yield Whole(one.key, one.title, fields_of_table(one.columns), rows)


def _page_by_page(tab: Tab, ask: Ask, first: Table) -> Pieces:
    yield first.rows
    seen, page = len(first.rows), 1
    while first.size and seen < first.total:
        params = {**(ask.params or {}), "page": str(page), "size": _PIECE}
        answer = tab.numbers(replace(ask, params=params))
        rows = next(t.rows for t in answer.tables if t.key == first.key)
        if not rows:
            return
        yield rows
        seen, page = seen + len(rows), page + 1

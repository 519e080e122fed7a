"""One campaign of a few hand-made events, and what a tab of its report says."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.report import Chart, Table, TabNumbers
from data.reports import Ask
from data.services import Services
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.period import ALL, Period
from pages.report.report_tab import ReportTab

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday


class SmallCampaign:
    """An interactive campaign, Live unless told otherwise; events are sent as programs do."""

    def __init__(self, services: Services, kind: str, **more: Any) -> None:
        fields: dict[str, Any] = {
            "name": f"A {kind}",
            "group": Group.INTERACTIVE,
            "type": kind,
            "state": State.LIVE,
            "created_at": START,
        }
        self.services = services
        draft = CampaignDraft(**(fields | more))
        self.campaign: Campaign = services.campaigns.register(draft, "test")[0]
        self._numbers = count(1)

    def sent(self, kind: str, at: datetime | str, who: str | None, **data: Any) -> dict[str, Any]:
        """Send one event; a text is a time of UTC like "2026-03-02 05:59"."""
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
        event = {
            "specversion": "1.0",
            "id": f"{self.campaign.id}-{next(self._numbers)}",
            "source": "test",
            "type": kind,
            "time": moment.isoformat(),
            "data": {"campaign_id": self.campaign.id, **data},
        }
        if who is not None:
            event["subject"] = who
        verdict = self.services.accept.events([event])
        assert not verdict.rejected, verdict.rejected
        return event

    def ask(
        self, zone: str = "UTC", period: Period = ALL, reveal: bool = True, **params: str
    ) -> Ask:
        """What a tab is asked."""
        services = self.services
        return Ask(
            self.campaign,
            services.lake.view(),
            services.clock(),
            ZoneInfo(zone),
            period,
            params,
            reveal,
            engine=services.engine,
        )

    def numbers(self, tab: ReportTab, **asked: Any) -> TabNumbers:
        """What a tab answers."""
        return tab.numbers(self.ask(**asked))

    def row(self, **asked: Any) -> dict[str, float | int | None]:
        """The tiles between card and tabs, by metric."""
        from data.campaign_types import CAMPAIGN_TYPES

        places = CAMPAIGN_TYPES[self.campaign.type].kpis
        return {kpi.key: kpi.value for kpi in self.ask(**asked).kpis(places)}


def chart(numbers: TabNumbers, key: str) -> Chart:
    """The chart of that key."""
    return next(one for one in numbers.charts if one.key == key)


def table(numbers: TabNumbers, key: str) -> Table:
    """The table of that key."""
    return next(one for one in numbers.tables if one.key == key)


def bare(rows: list[dict[str, Any]], *fields: str) -> list[tuple[Any, ...]]:
    """Rows as tuples of some of their fields."""
    return [tuple(row[field] for field in fields) for row in rows]

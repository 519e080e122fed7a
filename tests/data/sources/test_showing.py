"""An address gives exactly the figures of the screen that stands there."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from data.dashboards import Asked, messaging
from data.errors import NotFound
from data.reports import Reports
from data.services import Services
from data.showing import showing
from data.vocabulary.period import Period
from pages.report.tabs import TABS
from tests.small_campaign import START, SmallCampaign


def test_a_dashboards_address_shows_its_figures_of_its_days(services: Services) -> None:
    small = SmallCampaign(services, "raffle-giveaway")
    for number in range(3):
        small.sent(
            "message.status",
            START,
            f"+3460000000{number}",
            channel="sms",
            message_id=f"m{number}",
            status="DELIVRD",
            sender="1234",
        )
    days = Period(START.date(), START.date() + timedelta(days=1))
    at = f"/dashboards/messaging?from={days.first}&to={days.last}&tz=Europe/Berlin"
    found = showing(services.desk, at)
    zone = ZoneInfo("Europe/Berlin")
    asked = Asked(services.lake.view(), services.engine, services.clock(), zone, days)
    assert found.numbers.kpis == messaging(asked).kpis
    assert found.kpi("outbound").value == 3
    assert (found.period, found.zone.key, found.title) == (days, "Europe/Berlin", "Messaging")


def test_a_reports_address_shows_its_tab(services: Services) -> None:
    campaign = SmallCampaign(services, "raffle-giveaway").campaign
    reports = Reports(services.campaigns, services.lake, services.clock, services.zone, TABS)
    services = replace(services, reports=reports)
    key, label = reports.tabs(campaign)[-1]
    found = showing(services.desk, f"/campaigns/{campaign.id}/report/{key}?range=all")
    assert found.numbers == replace(reports.tab(campaign.id, key), as_of=found.numbers.as_of)
    assert found.title == f"{campaign.name}: {label}"
    with pytest.raises(NotFound):
        found.chart("none")


@pytest.mark.parametrize(
    "address",
    ["", "/", "/nowhere", "/campaigns/x/report/overview", "/campaigns/1/report/none", "/" * 3000],
    ids=["empty", "root", "unknown", "no number", "no tab", "too long"],
)
def test_an_address_without_figures_is_not_found(services: Services, address: str) -> None:
    with pytest.raises(NotFound):
        showing(services.desk, address)

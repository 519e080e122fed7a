"""The steps in which a count is shown over time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pages.report.timeline import history, steps
from tests.small_campaign import START, SmallCampaign

METRIC = "keyword_interactions"


def campaign(services, *days: float) -> SmallCampaign:
    made = SmallCampaign(services, "keyword", channel="sms")
    services.clock.now = START + timedelta(days=2000)
    for day in days:
        made.sent("keyword.use", START + timedelta(days=day), "ana", keyword="A")
    return made


@pytest.mark.parametrize(
    ("last", "asked", "unit"),
    [
        (0, "", "hour"),
        (2, "", "hour"),
        (3, "", "day"),
        (89, "", "day"),
        (90, "", "week"),
        (729, "", "week"),
        (730, "", "month"),
        (2, "week", "week"),
        (90, "day", "day"),
        (30, "hour", "hour"),
        (90, "hour", "week"),
        (3, "minute", "day"),
    ],
)
def test_the_step_suits_the_span_unless_another_is_asked_for(services, last, asked, unit):
    made = campaign(services, 0, last)
    found, rows = history(made.ask(granularity=asked), METRIC)
    assert found == unit
    assert rows.get_column(METRIC).sum() == 2


def test_weeks_begin_on_monday_in_the_askers_zone(services):
    """The clocks of Berlin change on the 29th of March 2026; its weeks still begin at midnight."""
    berlin = ZoneInfo("Europe/Berlin")
    made = campaign(services, 0, 6, 26.57, 27, 27.94)
    _, rows = history(made.ask(zone="Europe/Berlin", granularity="week"), METRIC)
    assert list(rows.select("time", METRIC).iter_rows()) == [
        (datetime(2026, 3, 2, tzinfo=berlin), 2),
        (datetime(2026, 3, 23, tzinfo=berlin), 2),
        (datetime(2026, 3, 30, tzinfo=berlin), 1),
    ]
    assert len(steps(rows.get_column("time"), "week")) == 5


def test_nothing_has_no_steps(services):
    unit, rows = history(campaign(services).ask(), METRIC)
    assert (unit, len(rows), len(steps(rows.get_column("time"), unit))) == ("day", 0, 0)

"""Does the Subscribers dashboard count what was heard, and metrics the same?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.errors import BadRequest
from data.query import Query, run
from data.report import TabNumbers
from data.services import Services
from data.store.compaction import compact, settle
from data.subscriber_growth import subscriber_growth
from data.vocabulary.period import ALL, Period

KATHMANDU = ZoneInfo("Asia/Kathmandu")  # days begin at 18:15 UTC
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
# What happened, to whom, on which channel, how many hours before NOON.
STORY = (
    ("join", "ana", "sms", 100),
    ("join", "ana", "email", 3),
    ("join", "bea", "email", 18),
    ("join", "cyd", "sms", 17),
    ("join", "cyd", "sms", 90),
    ("join", "dee", "whatsapp", 2),
    ("block", "bea", "email", 4),
    ("block", "ana", "sms", 5),
    ("unblock", "ana", "sms", 4),
    ("block", "eve", "sms", 1),
)


def tell(services: Services) -> None:
    events: list[dict[str, Any]] = [
        {
            "specversion": "1.0",
            "id": f"{number}",
            "source": "crm",
            "type": f"subscriber.{what}",
            "time": (NOON - timedelta(hours=hours)).isoformat(),
            "subject": who,
            "data": {"channel": channel},
        }
        for number, (what, who, channel, hours) in enumerate(STORY)
    ]
    assert services.accept.events(events).accepted == len(STORY)


def firsts() -> list[datetime]:
    """When each person joined for the first time, told by going through the story."""
    joins: dict[str, datetime] = {}
    for what, who, _, hours in STORY:
        at = NOON - timedelta(hours=hours)
        if what == "join":
            joins[who] = min(at, joins.get(who, at))
    return list(joins.values())


def asked(services: Services, period: Period, zone: ZoneInfo = KATHMANDU) -> TabNumbers:
    return subscriber_growth(services.lake.view(), NOON, zone, period)


def kpis(numbers: TabNumbers) -> dict[str, float | int | None]:
    return {kpi.label: kpi.value for kpi in numbers.kpis}


@pytest.mark.parametrize("first", [date(2026, 3, day) for day in range(5, 12)], ids=str)
def test_new_subscribers_follow_the_days_and_the_total_does_not(
    services: Services, first: date
) -> None:
    """F238, F239, F242: whole days of the asker's zone, each person once, whatever the channel."""
    tell(services)
    period = Period(first, first + timedelta(days=1))
    days = [at.astimezone(KATHMANDU).date() for at in firsts()]
    expected = sum(first <= day <= first + timedelta(days=1) for day in days)
    assert kpis(asked(services, period)) == {
        "New Subscribers": expected,
        "Total Main List Subscribers": 4,
    }


def test_the_growth_chart_has_a_point_a_day_that_add_up_to_the_new_ones(services: Services) -> None:
    """F240"""
    tell(services)
    numbers = asked(services, Period(date(2026, 3, 5), date(2026, 3, 31)))
    (chart,) = numbers.charts
    grown = {row["time"].date(): row["subscribers"] for row in chart.rows}
    days = [at.astimezone(KATHMANDU).date() for at in firsts()]
    assert list(grown) == [date(2026, 3, day) for day in range(5, 11)]  # today is the last
    assert grown == {day: days.count(day) for day in grown}
    assert sum(grown.values()) == numbers.kpis[0].value == 4
    assert chart.summary.startswith("4 new subscribers in these days; the most on ")


def test_the_log_counts_both_lists_of_each_channel_whatever_the_days(services: Services) -> None:
    """F241, F243: SMS and Email always; another channel once somebody is on a list of it."""
    log = asked(services, ALL).tables[0]
    assert log.rows == [
        {"channel": "SMS", "main_list": 0, "blocklist": 0},
        {"channel": "Email", "main_list": 0, "blocklist": 0},
    ]
    tell(services)
    for period in (ALL, Period(date(2020, 1, 1), date(2020, 1, 2))):
        log = asked(services, period).tables[0]
        assert [tuple(row.values()) for row in log.rows] == [
            ("SMS", 2, 1),
            ("Email", 2, 1),
            ("WhatsApp", 1, 0),
        ]


def test_figures_are_the_same_once_events_are_in_the_lake(services: Services) -> None:
    tell(services)
    before = asked(services, ALL)
    compact(services.lake)
    settle(services.lake)
    assert asked(services, ALL) == before


def test_nobody_yet_is_no_chart_and_no_error(services: Services) -> None:
    numbers = asked(services, Period(date(2026, 3, 1), date(2026, 3, 9)))
    assert kpis(numbers) == {"New Subscribers": 0, "Total Main List Subscribers": 0}
    assert numbers.charts[0].rows == []
    assert numbers.charts[0].summary == "Nobody new came to the main list in these days."


def test_metrics_of_the_lists_are_asked_like_all_others(services: Services) -> None:
    tell(services)
    view = services.lake.view()
    daily = run(Query(("new_subscribers",), granularity="day", zone="Asia/Kathmandu"), view)
    assert daily.get_column("new_subscribers").sum() == 4
    where = {"channel": frozenset({"sms"})}
    assert run(Query(("main_list", "blocklist"), where=where), view).row(0)[:2] == (2, 1)
    with pytest.raises(BadRequest):
        run(Query(("new_subscribers",), ("channel",)), view)
    with pytest.raises(BadRequest):
        run(Query(("main_list",), granularity="day"), view)
    with pytest.raises(BadRequest):
        run(Query(("main_list",), ("campaign",)), view)

"""Do the dashboards say what plain Python counts over the same messages?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data import traffic
from data.conversations import conversations
from data.dashboards import Asked, messaging
from data.query import Query, run
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.period import Period
from tests.exchange import DAYS, FIRST, Exchange

UTC_ZONE = ZoneInfo("UTC")
DAYS_ASKED = Period(date(2026, 3, 2), date(2026, 3, 8))
ONE_WAY = ("Email", "Push notification")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """A few hundred messages, in settled files, in fresh ones and in the inbox."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("boards"))  # type: ignore[call-arg]
    services = build(settings, lambda: FIRST + timedelta(days=DAYS))
    yield Exchange(services)
    services.engine.dispose()


def asked(services: Services, zone: str = "UTC", **more: Any) -> Asked:
    """A question about DAYS_ASKED."""
    fields: dict[str, Any] = {"period": DAYS_ASKED, **more}
    return Asked(services.lake.view(), services.engine, services.clock(), ZoneInfo(zone), **fields)


def lines(exchange: Exchange, zone: str = "UTC") -> list[dict[str, Any]]:
    """The messages of DAYS_ASKED that left or came."""
    return [
        line
        for line in exchange.lines()
        if line["outcome"] != "unsent"
        and date(2026, 3, 2) <= line["at"].astimezone(ZoneInfo(zone)).date() <= date(2026, 3, 8)
    ]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata"])
def test_the_messaging_dashboard_counts_what_left_and_what_came(
    services: Services, zone: str
) -> None:
    """F219, F220, F221, F223, F224."""
    exchange = Exchange(services)
    found = lines(exchange, zone)
    numbers = messaging(asked(services, zone))
    ways = Counter(line["direction"] for line in found)
    assert {kpi.key: kpi.value for kpi in numbers.kpis} == {
        "exchanged": len(found),
        "outbound": ways["MT"],
        "inbound": ways["MO"],
    }
    split = Counter((line["channel"], line["direction"]) for line in found)
    labels = {"sms": "SMS", "email": "Email", "push": "Push notification", "rcs": "RCS"}
    (table,) = numbers.tables
    assert [row["channel"] for row in table.rows] == [*labels.values(), "WhatsApp"]
    for key, row in zip((*labels, "whatsapp"), table.rows, strict=True):
        came = None if row["channel"] in ONE_WAY else split[key, "MO"]
        assert (row["outbound"], row["inbound"]) == (split[key, "MT"], came)
        assert row["total"] == row["outbound"] + (row["inbound"] or 0)
    days = Counter(
        (line["at"].astimezone(ZoneInfo(zone)).date(), line["channel"])
        for line in found
        if line["direction"] == "MT"
    )
    (chart,) = numbers.charts
    names = {**labels, "whatsapp": "WhatsApp"}
    drawn = {(row["time"], row["channel"]): row["messages"] for row in chart.rows}
    assert {k: n for k, n in drawn.items() if n} == {
        (at, names[c]): n for (at, c), n in days.items()
    }
    assert len({at for at, _ in drawn}) == 7  # a day without messages is there, too


@pytest.mark.parametrize("column", ["outbound", "inbound", "total"])
def test_a_header_sorts_both_ways(exchange: Exchange, column: str) -> None:
    """F222; what does not apply comes last."""
    for sort, reverse in ((column, False), (f"-{column}", True)):
        (table,) = messaging(asked(exchange.services, sort=sort)).tables
        values = [row[column] for row in table.rows]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=reverse)
        assert values[len(known) :] == [None] * (5 - len(known))
        assert table.sort == sort
    (table,) = messaging(asked(exchange.services, sort="channel; --")).tables
    assert table.sort == ""


def test_the_chart_shows_the_other_direction_when_asked(exchange: Exchange) -> None:
    """D-16."""
    (chart,) = messaging(asked(exchange.services, direction="inbound")).charts
    came = [line for line in lines(exchange) if line["direction"] == "MO"]
    assert sum(row["messages"] for row in chart.rows) == len(came)


def test_long_ranges_have_bars_of_weeks_and_months(exchange: Exchange) -> None:
    left = sum(line["direction"] == "MT" for line in lines(exchange))
    for last, step in ((date(2026, 3, 8), "day"), (date(2026, 3, 8), "week"), (None, "month")):
        first = {"day": date(2026, 3, 2), "week": date(2026, 1, 1), "month": date(2025, 1, 1)}[step]
        period = Period(first, last or date(2026, 3, 8))
        (chart,) = messaging(asked(exchange.services, period=period)).charts
        assert chart.title.endswith(f"by {step}")
        assert sum(row["messages"] for row in chart.rows) >= left
        steps = {row["time"] for row in chart.rows}
        assert all(at.weekday() == 0 for at in steps) or step != "week"
        assert all(at.day == 1 for at in steps) or step != "month"


def test_a_sender_carries_the_messages_that_say_so_or_whose_campaign_does(
    exchange: Exchange,
) -> None:
    """F229, F230: counts, success rate and Grand Total by channel and sender."""
    found = lines(exchange)
    (table,) = traffic.messages(asked(exchange.services)).tables
    keys = {"SMS": "sms", "Email": "email", "WhatsApp": "whatsapp"}
    for row in table.rows:
        ours = [
            line
            for line in found
            if line["channel"] == keys[row["channel"]]
            and row["sender"] == line["sender" if line["direction"] == "MT" else "recipient"]
        ]
        sent = [line for line in ours if line["direction"] == "MT"]
        came = len(ours) - len(sent)
        delivered = sum(line["outcome"] == "delivered" for line in sent)
        assert row["outbound"] == len(sent)
        assert row["inbound"] == (None if row["channel"] == "Email" else came)
        assert row["exchanged"] == len(ours)
        assert row["delivery_rate"] == (delivered / len(sent) if sent else None)
    assert len(table.rows) == 6
    assert table.foot is not None
    sent = [line for line in found if line["direction"] == "MT"]
    assert (table.foot["outbound"], table.foot["exchanged"]) == (len(sent), len(found))
    delivered = sum(line["outcome"] == "delivered" for line in sent)
    assert table.foot["delivery_rate"] == delivered / len(sent)


def test_channel_and_sender_narrow_every_tab(exchange: Exchange) -> None:
    """F228."""
    services = exchange.services
    assert traffic.senders(asked(services)) == sorted(
        ["61222", "sms-2", "news@x.example", "email-2", "Shop WABA", "whatsapp-2"]
    )
    for tab in (traffic.messages, traffic.performance):
        (table,) = tab(asked(services, channel="sms")).tables
        assert {row["channel"] for row in table.rows} == {"SMS"}
        (table,) = tab(asked(services, sender="sms-2")).tables
        assert [(row["channel"], row["sender"]) for row in table.rows] == [("SMS", "sms-2")]
        (table,) = tab(asked(services, sender="nobody")).tables
        assert (table.rows, table.foot) == ([], None)
    (table,) = conversations(asked(services, sender="whatsapp-2")).tables
    assert [row["sender"] for row in table.rows] == ["whatsapp-2"]


def test_outcomes_of_a_sender_add_up_to_what_it_sent(exchange: Exchange) -> None:
    found = [line for line in lines(exchange) if line["direction"] == "MT"]
    (table,) = traffic.performance(asked(exchange.services)).tables
    for row in table.rows:
        ours = [line for line in found if line["sender"] == row["sender"]]
        outcomes = Counter(line["outcome"] for line in ours)
        for outcome in ("delivered", "transit", "failed"):
            assert row[outcome] == outcomes[outcome]
        assert row["total_sent"] == len(ours) == sum(outcomes.values())


def test_a_conversation_ends_with_a_break_of_a_day(exchange: Exchange) -> None:
    """F226, F227: begun by either side, counted where it began, over WhatsApp alone."""
    pairs: dict[tuple[str, str], list[tuple[datetime, bool]]] = {}
    for line in exchange.lines():
        if line["channel"] == "whatsapp" and line["outcome"] != "unsent":
            came = line["direction"] == "MO"
            pair = (
                (line["recipient"], line["sender"]) if came else (line["sender"], line["recipient"])
            )
            pairs.setdefault(pair, []).append((line["at"], came))
    held: Counter[tuple[str, bool]] = Counter()
    start = datetime(2026, 3, 2, tzinfo=FIRST.tzinfo)
    until = start + timedelta(days=7)
    for (sender, _), exchanged in pairs.items():
        before = None
        for at, came in sorted(exchanged):
            is_new = before is None or at - before > timedelta(hours=24)
            if is_new and start <= at < until:
                held[sender, came] += 1
            before = at
    numbers = conversations(asked(exchange.services))
    (table,) = numbers.tables
    for row in table.rows:
        assert row["by_us"] == held[row["sender"], False]
        assert row["by_them"] == held[row["sender"], True]
        assert row["conversations"] == row["by_us"] + row["by_them"]
    assert table.foot is not None
    assert table.foot["conversations"] == held.total() > 0
    elsewhere = conversations(asked(exchange.services, channel="sms"))
    assert elsewhere.tables == ()
    assert "WhatsApp alone" in elsewhere.notices[0]


def test_any_program_gets_the_same_numbers_by_asking_for_the_metrics(exchange: Exchange) -> None:
    """The dashboard and the API share one definition."""
    start, until = DAYS_ASKED.instants(UTC_ZONE)
    metrics = ("exchanged", "outbound", "inbound")
    row = run(Query(metrics, start=start, until=until, axis="send"), exchange.services.lake).row(
        0, named=True
    )
    kpis = {kpi.key: kpi.value for kpi in messaging(asked(exchange.services)).kpis}
    assert {key: row[key] for key in metrics} == kpis


def test_a_workspace_without_messages_shows_zeros_and_shares_of_nothing(services: Services) -> None:
    """F280."""
    numbers = messaging(asked(services))
    assert [kpi.value for kpi in numbers.kpis] == [0, 0, 0]
    assert [row["total"] for row in numbers.tables[0].rows] == [0] * 5
    (messages,) = traffic.messages(asked(services)).tables
    assert messages.rows == []
    assert {kpi.key: kpi.value for kpi in traffic.performance(asked(services)).kpis} == {
        "total_sent": 0,
        "delivery_rate": None,
        "transit_rate": None,
        "failed_rate": None,
    }
    assert [kpi.value for kpi in conversations(asked(services)).kpis] == [0, 0, 0, 0]

"""Is every message found in the log, on its page, newest first, whatever is asked for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.errors import NotFound, TooLarge
from data.log_rows import Direction, LogFilters
from data.message_log import TOO_BIG, Entry, MessageLog
from data.services import Services, build
from data.settings import Settings
from tests.exchange import DAYS, FIRST, Exchange

WHOLE = LogFilters(FIRST, FIRST + timedelta(days=DAYS))
FIELDS = ("at", "channel", "direction", "sender", "recipient", "carrier", "status", "status_at")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """A few hundred messages, in settled files, in fresh ones and in the inbox."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("log"))  # type: ignore[call-arg]
    services = build(settings, lambda: FIRST + timedelta(days=DAYS))
    yield Exchange(services)
    services.engine.dispose()


def told(entry: Entry) -> tuple[Any, ...]:
    """What the log says of a message."""
    return (*(getattr(entry, field) for field in FIELDS), entry.campaign_id, entry.message_id)


def wanted(line: dict[str, Any]) -> tuple[Any, ...]:
    """What it must say."""
    return (*(line[field] for field in FIELDS), line["campaign_id"], line["message_id"])


def every(log: MessageLog, filters: LogFilters, size: int = 1000) -> list[Entry]:
    """All pages, one after another."""
    found: list[Entry] = []
    page = 0
    while entries := log.page(filters, page, size, reveal=True).entries:
        found += entries
        page += 1
    return found


def test_every_page_holds_the_messages_that_plain_python_puts_there(services: Services) -> None:
    """F231, F232, F234: fields, order and pages, small pages across a busy hour included."""
    exchange = Exchange(services)
    log, lines = services.message_log, exchange.lines()
    for size in (7, 50, 1000):
        found = every(log, WHOLE, size)
        assert [told(entry) for entry in found] == [wanted(line) for line in lines]
    assert log.page(WHOLE).total == len(lines)
    assert log.page(WHOLE, 999, 50).entries == ()


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"channels": frozenset({"sms"})}, lambda line: line["channel"] == "sms"),
        ({"directions": frozenset({Direction.IN})}, lambda line: line["direction"] == "MO"),
        ({"statuses": frozenset({"SENT"})}, lambda line: line["status"] == "SENT"),
        ({"statuses": frozenset({"RECEIVED"})}, lambda line: line["direction"] == "MO"),
        ({"recipient": "+12025550003"}, lambda line: "+12025550003" in line["pair"]),
        ({"recipient": " 12025550003"}, lambda line: "+12025550003" in line["pair"]),
        ({"recipient": "P3@Y.example"}, lambda line: "p3@y.example" in line["pair"]),
        ({"recipient": "+1202555"}, lambda line: False),
        (
            {"channels": frozenset({"whatsapp"}), "directions": frozenset({Direction.OUT})},
            lambda line: (line["channel"], line["direction"]) == ("whatsapp", "MT"),
        ),
    ],
    ids=["channel", "incoming", "status", "received", "number", "no-plus", "case", "part", "both"],
)
def test_filters_keep_what_they_name(
    exchange: Exchange, filters: dict[str, Any], fits: Any
) -> None:
    """F264, F266; a person is found whichever way the messages went."""
    lines = [{**line, "pair": (line["sender"], line["recipient"])} for line in exchange.lines()]
    found = every(exchange.services.message_log, replace(WHOLE, **filters), 13)
    assert [told(entry) for entry in found] == [wanted(line) for line in lines if fits(line)]


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (datetime(2026, 3, 4, 9, 7, 3, tzinfo=UTC), datetime(2026, 3, 4, 9, 24, 1, tzinfo=UTC)),
        (datetime(2026, 3, 3, 22, 30, tzinfo=UTC), datetime(2026, 3, 4, 22, 30, tzinfo=UTC)),
        (datetime(2026, 3, 4, 9, 0, tzinfo=UTC), datetime(2026, 3, 4, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 4, 8, 59, 59, tzinfo=UTC), datetime(2026, 3, 4, 9, 28, 0, tzinfo=UTC)),
        (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC)),
    ],
    ids=["within-an-hour", "half-hour-zone", "an-hour", "two-cut-hours", "nothing"],
)
def test_a_range_holds_its_first_moment_and_not_its_last(
    exchange: Exchange, start: datetime, until: datetime
) -> None:
    """F233, to the millisecond, hours that are asked for in part included."""
    log, lines = exchange.services.message_log, exchange.lines()
    within = [wanted(line) for line in lines if start <= line["at"] < until]
    filters = LogFilters(start, until)
    assert [told(entry) for entry in every(log, filters, 5)] == within
    assert log.page(filters).total == len(within)


def test_a_campaign_is_named_by_its_number_or_its_owners_id(exchange: Exchange) -> None:
    """F235: the column shows the owner's id where there is one."""
    log, spring = exchange.services.message_log, exchange.campaigns["sms"]
    assert log.campaigns("spring") == log.campaigns(str(spring.id)) == {spring.id}
    assert log.campaigns("nobody") == frozenset()
    found = every(log, replace(WHOLE, campaigns=log.campaigns("spring")))
    of_it = [line for line in exchange.lines() if line["campaign_id"] == spring.id]
    assert len(found) == len(of_it)
    assert {entry.shown_campaign for entry in found} == {"spring"}
    letters = every(log, replace(WHOLE, channels=frozenset({"email"})))
    assert {entry.shown_campaign for entry in letters} == {str(exchange.campaigns["email"].id)}
    assert every(log, replace(WHOLE, campaigns=frozenset())) == []


def test_who_may_not_see_recipients_sees_them_masked_both_ways(exchange: Exchange) -> None:
    """D-28: of an incoming message the sender is the person."""
    for entry in exchange.services.message_log.page(WHOLE, 0, 1000).entries:
        person = entry.recipient if entry.direction is Direction.OUT else entry.sender
        ours = entry.sender if entry.direction is Direction.OUT else entry.recipient
        assert "•" in (person or "")
        assert "•" not in (ours or "")


@pytest.mark.parametrize(("step", "length"), [("hour", 13), ("day", 10), ("month", 7)])
@pytest.mark.parametrize("who", ["", "+12025550003"], ids=["everybody", "one"])
def test_counts_are_those_of_the_messages(
    exchange: Exchange, step: str, length: int, who: str
) -> None:
    """F268; a person's, too, whom no count knows."""
    lines = [x for x in exchange.lines() if not who or who in (x["sender"], x["recipient"])]
    wanted_counts = Counter(
        (line["at"].isoformat()[:length], line["channel"], line["direction"]) for line in lines
    )
    counted = exchange.services.message_log.counts(replace(WHOLE, recipient=who), step)
    assert {
        (row["time"].isoformat()[:length], row["channel"], row["direction"]): row["n"]
        for row in counted
    } == wanted_counts


def test_an_export_holds_all_pages_in_their_order(exchange: Exchange) -> None:
    log = exchange.services.message_log
    for filters in (WHOLE, replace(WHOLE, recipient="+12025550003")):
        whole = [entry for piece in log.pieces(filters, reveal=True) for entry in piece]
        assert whole == every(log, filters)


def test_a_report_beyond_all_bounds_is_refused_in_the_documented_words(exchange: Exchange) -> None:
    """F263."""
    services = exchange.services
    log = MessageLog(services.lake, services.campaigns, largest=20)
    for ask in (lambda: log.page(WHOLE), lambda: log.pieces(WHOLE)):
        with pytest.raises(TooLarge, match=TOO_BIG):
            ask()
    assert log.page(replace(WHOLE, recipient="+12025550003")).total <= 20


def test_a_detail_tells_what_was_reported_of_a_message_in_order(exchange: Exchange) -> None:
    """F236."""
    log = exchange.services.message_log
    for entry in every(log, WHOLE)[::9]:
        detail = log.detail(entry.key, reveal=True)
        assert detail.entry == entry
        events = [
            (datetime.fromisoformat(event["time"]), event["data"]["status"])
            for event in exchange.events
            if entry.message_id and event["data"].get("message_id") == entry.message_id
        ]
        assert [(step.at, step.status.code) for step in detail.steps] == sorted(events)
        assert (detail.campaign.id if detail.campaign else None) == entry.campaign_id


@pytest.mark.parametrize(
    "key",
    ["", "out", "out.1", "out.1.x", "out.99.5", "in.0.5-ab", "in.1.x-y", "out.1.9e9", "zz.1.1"]
    + [f"out.1.{10**19}", "out.-1.5", "in.0.99999999999999999-x", "out.1.١", "\0.1.1"],
)
def test_a_key_that_names_nothing_is_not_found(exchange: Exchange, key: str) -> None:
    with pytest.raises(NotFound):
        exchange.services.message_log.detail(key)

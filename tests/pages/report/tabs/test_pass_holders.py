"""Pass Holders of a member card with four people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from data.vocabulary.period import Period
from pages.report.tabs.pass_holders import TAB, body, pieces
from tests.drawn import by_role, text
from tests.small_campaign import SmallCampaign, bare, table

KEY = "pass_holders"


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def card(services) -> SmallCampaign:
    """Ana has it on iOS, Ben removed it from Android, Cleo never added it; one is anonymous."""
    made = SmallCampaign(services, "member-card", channel="email")
    for day, who in ((2, "ana@example.com"), (3, "ben@example.com"), (4, "cleo@example.com")):
        made.sent("pass.generate", at(day, 9), who, pass_id=f"CARD-{day}")
    made.sent("pass.add", at(5, 10), "ana@example.com", platform="iOS", pass_id="CARD-2")
    made.sent("pass.redeem", at(6, 10), "ana@example.com", pass_id="CARD-2")
    made.sent("pass.redeem", at(7, 10), "ana@example.com", pass_id="CARD-2")
    made.sent("pass.add", at(5, 11), "ben@example.com", platform="Android")
    made.sent("pass.remove", at(6, 11), "ben@example.com", platform="Android")
    made.sent("pass.generate", at(1, 9), None, pass_id="CARD-1")
    return made


def found(card: SmallCampaign, **asked: str) -> list[str | None]:
    return [row["pass_id"] for row in table(card.numbers(TAB, **asked), KEY).rows]


def test_everybody_with_a_pass_stands_there_with_status_and_times(card):
    """F199: the newest pass first."""
    rows = table(card.numbers(TAB), KEY).rows
    assert [tuple(row.values()) for row in rows] == [
        ("cleo@example.com", "CARD-4", "Not added", at(4, 9), None, None, 0, "Not known"),
        ("ben@example.com", "CARD-3", "Removed", at(3, 9), at(5, 11), at(6, 11), 0, "Android"),
        ("ana@example.com", "CARD-2", "Added", at(2, 9), at(5, 10), None, 2, "iOS"),
        (None, "CARD-1", "Not added", at(1, 9), None, None, 0, "Not known"),
    ]


def test_the_platform_is_that_of_the_last_change_in_whatever_order_they_arrive(services):
    made = SmallCampaign(services, "member-card", channel="email")
    changes = [
        ("pass.generate", at(2, 10), {}),
        ("pass.add", at(3, 10), {"platform": "Android"}),
        ("pass.add", at(5, 10), {"platform": "iOS"}),
    ]
    for n, arriving in enumerate(permutations(changes)):
        for kind, moment, data in arriving:
            made.sent(kind, moment, f"{n}@example.com", **data)
    rows = table(made.numbers(TAB), KEY).rows
    assert [(row["status"], row["platform"]) for row in rows] == [("Added", "iOS")] * 6


def test_the_columns_are_those_of_the_list(card):
    labels = [column.label for column in table(card.numbers(TAB), KEY).columns]
    assert labels == [
        "ID",
        "Pass",
        "Status",
        "Issued",
        "Added",
        "Removed",
        "Redeemed times",
        "Platform",
    ]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"status": "added"}, ["CARD-2"]),
        ({"status": "removed"}, ["CARD-3"]),
        ({"status": "not-added"}, ["CARD-4", "CARD-1"]),
        ({"platform": "ios"}, ["CARD-2"]),
        ({"platform": "unknown", "status": "not-added"}, ["CARD-4", "CARD-1"]),
        ({"q": "CLEO@"}, ["CARD-4"]),
        ({"q": "card-3"}, ["CARD-3"]),
        ({"q": "nobody"}, []),
        ({"q": ".*"}, []),
        ({"sort": "pass_id"}, ["CARD-1", "CARD-2", "CARD-3", "CARD-4"]),
        ({"sort": "-redeemed", "size": "1"}, ["CARD-2"]),
        ({"size": "3", "page": "1"}, ["CARD-1"]),
        ({"size": "3", "page": "9"}, []),
    ],
)
def test_the_table_is_searched_filtered_sorted_and_paged(card, asked, wanted):
    """F200."""
    assert found(card, **asked) == wanted


def test_the_total_counts_what_search_and_filters_let_through(card):
    assert table(card.numbers(TAB, status="not-added", size="1"), KEY).total == 2


def test_who_may_not_see_ids_gets_them_masked_and_finds_whole_ones_only(card):
    """D-28."""
    rows = table(card.numbers(TAB, reveal=False), KEY).rows
    assert bare(rows, "recipient")[0] == ("c•••@example.com",)
    assert table(card.numbers(TAB, reveal=False, q="cleo@"), KEY).total == 0
    assert table(card.numbers(TAB, reveal=False, q="cleo@example.com"), KEY).total == 1


@pytest.mark.parametrize("reveal", [True, False])
def test_the_whole_table_is_what_the_pages_show(card, reveal):
    """F277: the same rows, in the same order, as masked."""
    whole = pieces(card.ask(reveal=reveal, sort="recipient"), KEY)
    assert whole is not None
    shown = table(card.numbers(TAB, reveal=reveal, sort="recipient"), KEY).rows
    assert [row for piece in whole for row in piece] == shown
    assert pieces(card.ask(), "another") is None


def test_days_are_those_on_which_the_pass_was_made(card):
    only = Period(first=date(2026, 3, 3), last=date(2026, 3, 3))
    rows = table(card.numbers(TAB, period=only), KEY).rows
    assert bare(rows, "pass_id") == [("CARD-3",)]


def test_filters_that_there_are_not_are_told_and_ignored(card):
    numbers = card.numbers(TAB, status="lost", platform="nokia", sort="colour")
    assert len(numbers.notices) == 3
    assert table(numbers, KEY).total == 4


def test_the_form_keeps_the_order_and_shows_what_was_searched(card):
    ask = card.ask(q="<b>", sort="-added", status="removed")
    form = by_role(body(ask, TAB.numbers(ask)), "search")
    assert "Search by ID or pass" in text(form)
    assert "Clear" in text(form)


def test_without_a_pass_the_table_is_empty(services):
    numbers = SmallCampaign(services, "digital-coupon", channel="sms").numbers(TAB)
    assert (table(numbers, KEY).rows, table(numbers, KEY).total) == ([], 0)


def test_an_install_alone_makes_a_holder(services):
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.add", at(5, 10), "ana", platform="iOS")
    rows = table(made.numbers(TAB), KEY).rows
    assert [tuple(row.values()) for row in rows] == [
        ("ana", None, "Added", None, at(5, 10), None, 0, "iOS")
    ]

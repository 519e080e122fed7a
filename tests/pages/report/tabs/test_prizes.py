"""Prizes of a raffle with two kinds of prizes, by the words of the specification."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data.campaign_types import CAMPAIGN_TYPES
from data.reports import Reports
from data.vocabulary.period import Period
from pages.report.tabs import TABS
from pages.report.tabs.prizes import LOGICS, TAB, body, pieces
from tests.drawn import by_role, text
from tests.small_campaign import SmallCampaign, bare, table

PRIZES = [{"name": "Bicycle", "stock": 1}, {"name": "Cap", "stock": 4}]


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def raffle(services) -> SmallCampaign:
    """One bicycle and four caps; ana won the bicycle and a cap, ben a cap."""
    config = {"prizes": PRIZES, "prize_logic": "Cycles"}
    made = SmallCampaign(services, "raffle-giveaway", channel="sms", config=config)
    made.sent("prize.award", at(3), "+12025550101", prize="Bicycle")
    made.sent("prize.award", at(4), "+12025550101", prize="Cap")
    made.sent("prize.award", at(5), "+12025550102", prize=" cap")
    return made


def stock(made: SmallCampaign, **asked) -> list[tuple]:
    return [tuple(row.values()) for row in table(made.numbers(TAB, **asked), "prizes").rows]


def tiles(made: SmallCampaign, **asked) -> dict[str, float | int | None]:
    return {kpi.key: kpi.value for kpi in made.numbers(TAB, **asked).kpis}


def won(made: SmallCampaign, **asked) -> list[tuple]:
    rows = table(made.numbers(TAB, **asked), "winners").rows
    return [(row["recipient"][-3:], row["prize"]) for row in rows]


def test_each_prize_shows_stock_given_out_remaining_and_burn_rate(raffle):
    """F178."""
    assert stock(raffle) == [("Bicycle", 1, 1, 0, 1.0, ""), ("Cap", 4, 2, 2, 0.5, "")]


def test_the_tiles_count_what_was_assigned_what_is_left_and_distinct_winners(raffle):
    """F178: three of five given out to two people; assigned stands in the row above the tabs."""
    assert tiles(raffle) == {"prizes_remaining": 2, "burn_rate": 0.6, "winners": 2}
    assert raffle.row()["assigned_prizes"] == 3


def test_all_winners_are_listed_the_latest_first(raffle):
    """F179."""
    shown = table(raffle.numbers(TAB), "winners")
    assert [column.label for column in shown.columns] == ["ID", "Prize", "Time", "Remark"]
    assert [tuple(row.values()) for row in shown.rows] == [
        ("+12025550102", "cap", at(5), None),
        ("+12025550101", "Cap", at(4), None),
        ("+12025550101", "Bicycle", at(3), None),
    ]


def test_more_given_out_than_there_were_is_marked_and_never_below_zero(raffle):
    raffle.sent("prize.award", at(6), "+12025550103", prize="Bicycle")
    raffle.sent("prize.award", at(6), "+12025550104", prize="Bicycle")
    assert stock(raffle)[0] == ("Bicycle", 1, 3, 0, 3.0, "2 more than there were")
    remaining = raffle.numbers(TAB).kpis[0]
    assert (remaining.value, remaining.note) == (0, "2 given out beyond the stock")


def test_the_total_left_never_falls_below_zero(raffle):
    for n in range(9):
        raffle.sent("prize.award", at(6), f"+120255502{n:02}", prize="Cap")
    assert tiles(raffle)["prizes_remaining"] == 0
    assert tiles(raffle)["burn_rate"] == 12 / 5


def test_prizes_that_nobody_configured_are_listed_and_marked(raffle):
    raffle.sent("prize.award", at(6), "+12025550103", prize="Car")
    raffle.sent("prize.award", at(7), None)
    assert set(stock(raffle)[2:]) == {
        ("Car", None, 1, None, None, "Not a configured prize"),
        ("A prize without a name", None, 1, None, None, "Not a configured prize"),
    }
    rows = table(raffle.numbers(TAB), "winners").rows
    assert bare(rows[:2], "recipient", "prize", "remark") == [
        (None, "A prize without a name", "Not a configured prize"),
        ("+12025550103", "Car", "Not a configured prize"),
    ]


def test_an_award_without_an_id_is_a_winner_of_its_own(raffle):
    """D-26."""
    raffle.sent("prize.award", at(6), None, prize="Cap")
    assert tiles(raffle)["winners"] == 3


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"q": "0102"}, [("102", "cap")]),
        ({"q": "BIC"}, [("101", "Bicycle")]),
        ({"q": ".*"}, []),
        ({"sort": "time", "size": "1"}, [("101", "Bicycle")]),
        ({"sort": "-recipient", "size": "1"}, [("102", "cap")]),
        ({"size": "2", "page": "1"}, [("101", "Bicycle")]),
        ({"size": "2", "page": "1", "table": "prizes"}, [("102", "cap"), ("101", "Cap")]),
    ],
)
def test_winners_are_searched_sorted_and_paged(raffle, asked, wanted):
    """F179."""
    assert won(raffle, **asked)[: len(wanted) or 9] == wanted


def test_days_choose_the_winners_and_leave_the_stock(raffle):
    only = Period(first=date(2026, 3, 4), last=date(2026, 3, 4))
    assert won(raffle, period=only) == [("101", "Cap")]
    assert tiles(raffle, period=only) == {"prizes_remaining": 2, "burn_rate": 0.6, "winners": 1}
    assert stock(raffle, period=only) == stock(raffle)


def test_who_may_not_see_ids_gets_them_masked_and_finds_whole_ones_only(raffle):
    """D-28."""
    rows = table(raffle.numbers(TAB, reveal=False), "winners").rows
    assert bare(rows, "recipient")[0] == ("+1202•••••02",)
    assert won(raffle, reveal=False, q="0102") == []
    assert len(won(raffle, reveal=False, q="+12025550102")) == 1
    assert len(won(raffle, reveal=False, q="bicycle")) == 1


@pytest.mark.parametrize("reveal", [True, False])
def test_the_whole_table_is_what_the_pages_show(raffle, reveal):
    """F277."""
    whole = pieces(raffle.ask(reveal=reveal, sort="prize"), "winners")
    assert whole is not None
    shown = table(raffle.numbers(TAB, reveal=reveal, sort="prize"), "winners").rows
    assert [row for piece in whole for row in piece] == shown
    assert pieces(raffle.ask(), "prizes") is None


def test_before_the_first_award_everything_is_left(services):
    made = SmallCampaign(services, "trivia", channel="sms", config={"prizes": PRIZES})
    assert stock(made) == [("Bicycle", 1, 0, 1, 0.0, ""), ("Cap", 4, 0, 4, 0.0, "")]
    assert tiles(made) == {"prizes_remaining": 5, "burn_rate": 0.0, "winners": 0}
    assert table(made.numbers(TAB), "winners").total == 0


def test_without_configured_prizes_the_tab_says_so_and_has_nothing(services):
    """F180: and the report doesn't offer it."""
    made = SmallCampaign(services, "raffle-giveaway", channel="sms", config={"prizes": []})
    made.sent("prize.award", at(6), "+12025550103", prize="Car")
    numbers = made.numbers(TAB)
    assert numbers.notices == ("No prizes were configured.",)
    assert (numbers.kpis, numbers.tables) == ((), ())
    assert "prizes" not in dict(reports(services).tabs(made.campaign))
    assert text(body(made.ask(), numbers)) == ""


def reports(services) -> Reports:
    return Reports(services.campaigns, services.lake, services.clock, services.zone, TABS)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("trivia", "Trivia Prizes"),
        ("web-trivia", "Trivia Prizes"),
        ("raffle-giveaway", "Raffle Prizes"),
    ],
)
def test_the_tab_is_named_by_type(services, kind, label):
    """F177."""
    made = SmallCampaign(services, kind, channel="sms", config={"prizes": PRIZES})
    assert dict(reports(services).tabs(made.campaign))["prizes"] == label


def test_there_are_four_logics_and_trivia_has_three_of_them():
    """F181."""
    assert list(LOGICS) == ["Always Win", "By Exhaustion", "Cycles", "Random Select"]
    assert set(CAMPAIGN_TYPES["raffle-giveaway"].prize_logics) == set(LOGICS)
    for kind in ("trivia", "web-trivia"):
        assert set(CAMPAIGN_TYPES[kind].prize_logics) == set(LOGICS) - {"Always Win"}


@pytest.mark.parametrize("logic", LOGICS)
def test_the_logic_is_named_with_its_meaning(services, logic):
    """F181."""
    config = {"prizes": PRIZES, "prize_logic": logic}
    made = SmallCampaign(services, "raffle-giveaway", channel="sms", config=config)
    numbers = made.numbers(TAB)
    assert numbers.facts == (("Prize Logic", f"{logic}: {LOGICS[logic]}"),)
    assert numbers.notices == ()


def test_a_logic_that_the_type_does_not_have_is_told(services):
    """F181: Always Win is not for trivia."""
    config = {"prizes": PRIZES, "prize_logic": "Always Win"}
    made = SmallCampaign(services, "web-trivia", channel="sms", config=config)
    assert made.numbers(TAB).notices == ("Always Win is no prize logic of a Web Trivia campaign.",)


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        (["Car"], [("Car", None, 0, None, None, "")]),
        ([{"name": "Car", "stock": "lots"}, 7, None, {}], [("Car", None, 0, None, None, "")]),
        ([{"name": "Car", "stock": 0}], [("Car", 0, 0, 0, None, "")]),
        ([{"name": "Car", "stock": 1}, {"name": "car ", "stock": 2}], [("Car", 3, 0, 3, 0.0, "")]),
    ],
)
def test_whatever_is_configured_can_be_shown(services, listed, wanted):
    """A stock that isn't known is not zero."""
    made = SmallCampaign(services, "raffle-giveaway", channel="sms", config={"prizes": listed})
    assert stock(made) == wanted
    assert ("prizes_remaining" in tiles(made)) == (wanted[0][1] is not None)


def test_the_form_searches_and_keeps_the_order(raffle):
    ask = raffle.ask(q="<b>", sort="-prize")
    form = by_role(body(ask, TAB.numbers(ask)), "search", "Winners")
    assert "Search winners by ID or prize" in text(form)
    assert "Clear" in text(form)


def test_a_parameter_that_can_not_be_followed_is_told(raffle):
    assert len(raffle.numbers(TAB, sort="colour", page="x").notices) == 2

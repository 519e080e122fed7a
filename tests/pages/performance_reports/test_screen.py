"""What stands below the tabs for an answer, before any browser draws it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.filters import CampaignFilters
from pages.performance_reports.screen import answer, last_page, marks, stamp
from tests.drawn import all_by_role, name, text

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC)
ALL = CampaignFilters(Group.MESSAGING)
ONE = Campaign(7, "Sale", Group.MESSAGING, "sms", "sms", "612", State.COMPLETED, AT, "2026-07")


def told(filters: CampaignFilters = ALL, *campaigns: Campaign, total: int = 1, **progress: float):
    done = {int(key.removeprefix("c")): value for key, value in progress.items()}
    return answer(filters, campaigns, total, ["Mind this."], done, BERLIN)


def test_it_looks_again_only_while_something_moves():
    """D-05: no polling for finished campaigns, nor for those that wait for somebody."""
    moving = {state for state in State if told(ALL, ONE, replace(ONE, state=state))["moving"]}
    assert moving == {State.IN_PROGRESS, State.PROCESSING, State.LIVE, State.SCHEDULED}


def test_the_way_out_of_filters_is_offered_once():
    """D-03"""
    narrow = replace(ALL, q="sale")
    assert told(narrow, ONE)["clearable"]
    assert not told(ALL, ONE)["clearable"]
    nothing = told(narrow, total=0)
    assert not nothing["clearable"]
    assert [name(b) for b in all_by_role(nothing["list"], "button")] == ["Clear filters"]


def test_notices_and_total_are_words():
    body = told(ALL, ONE, total=1234)
    assert text(body["notices"]) == "Mind this."
    assert body["total"] == "1,234 campaigns"


def test_pages_keep_the_filters():
    body = told(replace(ALL, q="a&b", page=1), *[ONE] * 25, total=80)
    links = {name(link): link.href for link in all_by_role(body["list"], "link")}
    assert links["Page 4"] == "/reports/messaging?q=a%26b&page=3"
    assert links["Page 1"] == "/reports/messaging?q=a%26b"


def test_the_mark_of_a_list_moves_with_the_cards_that_stand_there():
    other = replace(ONE, id=8)
    lists = [
        marks(ALL, [ONE], 1, {}),
        marks(replace(ALL, q="x"), [ONE], 1, {}),
        marks(ALL, [ONE], 2, {}),
        marks(ALL, [ONE, other], 2, {}),
        marks(ALL, [other, ONE], 2, {}),
    ]
    assert len({mark["list"] for mark in lists}) == 5


def test_the_mark_of_a_card_moves_with_whatever_is_seen_and_with_nothing_else():
    mark = marks(ALL, [ONE], 1, {})
    assert mark == marks(ALL, [replace(ONE, config={"x": 1})], 1, {})
    seen = [
        marks(ALL, [replace(ONE, state=State.PENDING)], 1, {}),
        marks(ALL, [replace(ONE, name="Sales")], 1, {}),
        marks(ALL, [ONE], 1, {7: 0.5}),
    ]
    assert len({one["cards"]["7"] for one in (mark, *seen)}) == 4
    assert {one["list"] for one in seen} == {mark["list"]}


def test_the_time_of_the_last_look_is_that_of_the_workspace():
    assert stamp(AT, BERLIN) == "Data as of 00:30:05"


def test_the_last_page_is_counted_from_zero():
    assert [last_page(total) for total in (0, 25, 26, 10_000)] == [0, 0, 1, 399]

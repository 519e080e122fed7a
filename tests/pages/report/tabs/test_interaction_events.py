"""Interaction Events on a few visits that are written down below."""

from __future__ import annotations

from datetime import date

import pytest

from components.chart_frame import chart_frame
from data.campaign_types import CAMPAIGN_TYPES
from data.vocabulary.period import Period
from pages.report.tabs.interaction_events import TAB
from tests.small_campaign import SmallCampaign, bare, chart, table

LINEN = "https://shop.example.com/linen"


@pytest.fixture
def swipe(services) -> SmallCampaign:
    """Ana opens twice, swipes three pages on two days and clicks twice; Ben opens, swipes one."""
    made = SmallCampaign(services, "e-swipe", channel="sms")
    made.sent("link.open", "2026-03-02 10:00", "ana")
    made.sent("link.open", "2026-03-04 10:00", "ana")
    made.sent("content.play", "2026-03-02 10:01", "ana", page="2")
    made.sent("content.play", "2026-03-02 10:02", "ana", page="3")
    made.sent("content.play", "2026-03-04 10:01", "ana", page="2")
    made.sent("content.click", "2026-03-02 10:03", "ana", page="3", link=LINEN)
    made.sent("content.click", "2026-03-04 10:03", "ana", page="3", link=LINEN)
    made.sent("link.open", "2026-03-04 23:30", "ben")
    made.sent("content.play", "2026-03-04 23:40", "ben", page="2")
    return made


def totals(made: SmallCampaign, **asked) -> dict[str, int]:
    return {r["event"]: r["events"] for r in chart(made.numbers(TAB, **asked), "events").rows}


def test_the_tab_belongs_to_three_types():
    """F169, F125."""
    having = {
        kind.key
        for kind in CAMPAIGN_TYPES.values()
        if any(place.key == "interaction-events" for place in kind.tabs)
    }
    assert having == {"e-swipe", "web-trivia", "raffle-giveaway"}


def test_opens_and_clicks_repeat_and_plays_are_unique(swipe):
    """F170, F172: 3 clicks on the short link; F173: 2 people played; F174: 2 clicks that led on."""
    events = chart(swipe.numbers(TAB), "events")
    assert bare(events.rows, "event", "events", "share") == [
        ("OPEN", 3, 3 / 7),
        ("PLAYED", 2, 2 / 7),
        ("CLICKED", 2, 2 / 7),
    ]
    assert events.summary.startswith("3 OPEN (42.9 %), 2 PLAYED (28.6 %), 2 CLICKED (28.6 %);")


@pytest.mark.parametrize(
    ("kind", "screens"),
    [
        ("web-trivia", ("loser screen",)),
        ("raffle-giveaway", ("claim button", "winner screen", "loser screen")),
    ],
)
def test_every_click_on_a_screen_that_leads_on_is_counted(services, kind, screens):
    """F175, F176."""
    made = SmallCampaign(services, kind, channel="sms")
    for screen in screens:
        made.sent("content.click", "2026-03-02 10:00", "ana", interaction=screen)
        made.sent("content.click", "2026-03-02 10:01", "ana", interaction=screen)
    assert totals(made)["CLICKED"] == 2 * len(screens)
    details = table(made.numbers(TAB), "event_details")
    assert bare(details.rows, "event", "act", "times", "people") == [
        ("CLICKED", screen, 2, 1) for screen in sorted(screens)
    ]


def test_each_event_is_counted_by_day_and_a_player_on_the_first(swipe):
    """F171; the quiet day between is 0, and the days add up to the totals."""
    by_day = chart(swipe.numbers(TAB), "events_by_day")
    assert [(r["event"], f"{r['time']:%m-%d}", r["events"]) for r in by_day.rows] == [
        ("OPEN", "03-02", 1),
        ("OPEN", "03-03", 0),
        ("OPEN", "03-04", 2),
        ("PLAYED", "03-02", 1),
        ("PLAYED", "03-03", 0),
        ("PLAYED", "03-04", 1),
        ("CLICKED", "03-02", 1),
        ("CLICKED", "03-03", 0),
        ("CLICKED", "03-04", 1),
    ]
    assert by_day.summary == "The busiest day is Mar 4, 2026, with 4 events."


def test_days_begin_at_the_readers_midnight(swipe):
    """Ben's half past eleven at night in UTC is the next day in Berlin."""
    rows = chart(swipe.numbers(TAB, zone="Europe/Berlin"), "events_by_day").rows
    opens = {f"{r['time']:%d}": r["events"] for r in rows if r["event"] == "OPEN"}
    assert opens == {"02": 1, "03": 0, "04": 1, "05": 1}


def test_pages_are_told_apart_with_every_play_and_its_people(swipe):
    details = table(swipe.numbers(TAB), "event_details")
    assert bare(details.rows, "event", "page", "link", "times", "people") == [
        ("PLAYED", "2", None, 3, 2),
        ("CLICKED", "3", LINEN, 2, 1),
        ("PLAYED", "3", None, 1, 1),
    ]


def test_a_period_counts_what_happened_in_it(swipe):
    only = Period(date(2026, 3, 4), date(2026, 3, 4))
    assert totals(swipe, period=only) == {"OPEN": 2, "PLAYED": 1, "CLICKED": 1}
    details = table(swipe.numbers(TAB, period=only), "event_details")
    assert bare(details.rows, "event", "page", "times") == [("PLAYED", "2", 2), ("CLICKED", "3", 1)]


def test_no_event_and_one_event_are_drawn(services):
    made = SmallCampaign(services, "web-trivia", channel="sms")
    assert totals(made) == {"OPEN": 0, "PLAYED": 0, "CLICKED": 0}
    empty = made.numbers(TAB)
    assert chart(empty, "events_by_day").rows == []
    made.sent("content.play", "2026-03-02 10:00", None)
    assert totals(made) == {"OPEN": 0, "PLAYED": 1, "CLICKED": 0}
    for numbers in (empty, made.numbers(TAB)):
        for one in numbers.charts:
            assert chart_frame(one, made.ask().zone)

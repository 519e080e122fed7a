"""Link Tracking on the worked example of the specification, and on clicks from all over."""

from __future__ import annotations

from datetime import date

import pytest

from components.chart_frame import chart_frame, figure_of
from data.campaign_types import CAMPAIGN_TYPES
from data.store.compaction import compact
from data.vocabulary.period import Period
from pages.report.tabs.link_tracking import OTHER, TAB, UNKNOWN, place_name
from tests.drawn import valid
from tests.small_campaign import SmallCampaign, bare, chart, table

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9)"
NEW_YORK = {"country": "US", "latitude": 40.71, "longitude": -74.01}
SUVA = {"country": "FJ", "latitude": -18.14, "longitude": 178.44}


@pytest.fixture
def example(services) -> SmallCampaign:
    """User A clicks 4 times, user B 2 times, B in Fiji and once without saying where."""
    made = SmallCampaign(services, "e-swipe", channel="sms")
    for hour in (10, 11, 12):
        made.sent("link.open", f"2026-03-02 {hour}:00", "a", os="iOS 19.1", **NEW_YORK)
    made.sent("link.open", "2026-03-04 10:00", "a", user_agent=IPHONE, **NEW_YORK)
    made.sent("link.open", "2026-03-03 10:00", "b", user_agent=PIXEL, **SUVA)
    made.sent("link.open", "2026-03-03 11:00", "b", country="FJ")
    return made


def test_link_tracking_belongs_to_the_four_types_with_a_short_link():
    """F151, F125."""
    having = {
        kind.key
        for kind in CAMPAIGN_TYPES.values()
        if any(place.key == "link-tracking" for place in kind.tabs)
    }
    assert having == {"e-swipe", "subscription-form", "web-trivia", "raffle-giveaway"}


def test_four_clicks_by_one_and_two_by_another_are_six_and_two(example):
    """F154, F155."""
    rate = chart(example.numbers(TAB), "click_rate")
    assert bare(rate.rows, "opens", "clicks") == [("Total Opens", 6), ("Unique Opens", 2)]
    assert rate.summary == "6 clicks by 2 people: 3.0 each on average."


def test_clicks_without_a_name_are_one_person_each(services):
    """D-26."""
    made = SmallCampaign(services, "e-swipe", channel="sms")
    for minute in (1, 2, 3):
        made.sent("link.open", f"2026-03-02 10:0{minute}", None)
    rate = chart(made.numbers(TAB), "click_rate")
    assert bare(rate.rows, "clicks") == [(3,), (3,)]


def test_the_map_has_a_circle_for_each_place_by_whole_degrees(example):
    """F152."""
    heat = chart(example.numbers(TAB), "click_heatmap")
    assert bare(heat.rows, "place", "latitude", "longitude", "clicks") == [
        ("41° N, 74° W", 41, -74, 4),
        ("18° S, 178° E", -18, 178, 1),
    ]
    assert heat.summary == ("5 of 6 clicks say where they happened; most, 4, at 41° N, 74° W.")
    figure = figure_of(heat, example.ask().zone)
    valid(figure)
    (circles,) = figure["data"]
    assert (circles["x"], circles["y"]) == ([-74, 178], [41, -18])
    assert circles["marker"]["size"] == [4, 1]
    assert circles["customdata"] == ["41° N, 74° W: 4", "18° S, 178° E: 1"]


def test_the_table_has_every_click_whether_or_not_it_says_where(example):
    """F152, D-15: the map's accessible form; its clicks add up to Total Opens."""
    places = table(example.numbers(TAB), "click_places")
    assert bare(places.rows, "country", "latitude", "longitude", "clicks", "people") == [
        ("US", 41, -74, 4, 1),
        ("FJ", -18, 178, 1, 1),
        ("FJ", None, None, 1, 1),
    ]


def test_the_same_figures_come_from_settled_files(example):
    before = example.numbers(TAB)
    compact(example.services.lake)
    after = example.numbers(TAB)
    assert [one.rows for one in after.charts] == [one.rows for one in before.charts]
    assert after.tables == before.tables


def test_half_of_a_place_is_none_and_one_meridian_has_one_name(services):
    made = SmallCampaign(services, "raffle-giveaway", channel="sms")
    made.sent("link.open", "2026-03-02 10:00", "a", latitude=10.0)
    made.sent("link.open", "2026-03-02 10:00", "b", latitude=-0.4, longitude=-179.9)
    made.sent("link.open", "2026-03-02 10:00", "c", latitude=0.4, longitude=179.9)
    heat = chart(made.numbers(TAB), "click_heatmap")
    assert bare(heat.rows, "latitude", "longitude", "clicks") == [(0, 180, 2)]


@pytest.mark.parametrize(
    ("place", "name"),
    [((41, -74), "41° N, 74° W"), ((-33, 151), "33° S, 151° E"), ((0, 0), "0°, 0°")],
)
def test_places_are_named_by_their_side_of_the_equator_and_greenwich(place, name):
    assert place_name(*place) == name


def test_so_many_places_that_no_map_could_hold_them_are_put_together(services):
    """2,400 places a degree apart; every second one is left, and holds its neighbours' clicks."""
    made = SmallCampaign(services, "e-swipe", channel="sms")
    events = [
        {
            "specversion": "1.0",
            "id": str(n),
            "source": "test",
            "type": "link.open",
            "time": "2026-03-02T10:00:00Z",
            "subject": f"p{n}",
            "data": {
                "campaign_id": made.campaign.id,
                "latitude": n % 40,
                "longitude": n // 40,
            },
        }
        for n in range(2400)
    ]
    assert services.accept.events(events).accepted == 2400
    heat = chart(made.numbers(TAB), "click_heatmap")
    assert heat.x_label == "Place (nearest 2 degrees)"
    assert sum(row["clicks"] for row in heat.rows) == 2400
    assert all(row["latitude"] % 2 == row["longitude"] % 2 == 0 for row in heat.rows)


def test_systems_are_shares_of_the_clicks(example):
    """F153: 3 clicks say iOS, one an iPhone's agent, one an Android's, one nothing."""
    ring = chart(example.numbers(TAB), "os_distribution")
    assert bare(ring.rows, "os", "clicks", "share") == [
        ("iOS", 4, 4 / 6),
        ("Android", 1, 1 / 6),
        (UNKNOWN, 1, 1 / 6),
    ]
    assert ring.summary == "66.7 % of the clicks: iOS."


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ({"os": "iPadOS 18"}, "iOS"),
        ({"platform": "android"}, "Android"),
        ({"os": "Windows 11"}, "Windows"),
        ({"user_agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"}, "macOS"),
        ({"user_agent": "Mozilla/5.0 (X11; Linux x86_64)"}, "Linux"),
        ({"user_agent": "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)"}, "ChromeOS"),
        ({"os": "KaiOS 3"}, OTHER),
        ({}, UNKNOWN),
        ({"os": "Windows 11", "user_agent": IPHONE}, "Windows"),
    ],
)
def test_a_system_is_told_by_its_name_and_else_by_the_browsers(services, said, family):
    made = SmallCampaign(services, "e-swipe", channel="sms")
    made.sent("link.open", "2026-03-02 10:00", "a", **said)
    ring = chart(made.numbers(TAB), "os_distribution")
    assert bare(ring.rows, "os", "clicks", "share") == [(family, 1, 1.0)]


def test_no_more_than_five_slices_and_no_click_is_lost(services):
    made = SmallCampaign(services, "e-swipe", channel="sms")
    systems = ("iOS", "iOS", "iOS", "Android", "Android", "Windows", "Linux", "macOS", "KaiOS", "")
    for system in systems:
        told = {"os": system} if system else {}
        made.sent("link.open", "2026-03-02 10:00", "a", **told)
    ring = chart(made.numbers(TAB), "os_distribution")
    assert bare(ring.rows, "os", "clicks") == [
        ("iOS", 3),
        ("Android", 2),
        ("Linux", 1),
        (OTHER, 3),
        (UNKNOWN, 1),
    ]


def test_the_timeline_books_everybody_once_at_the_first_click(example):
    rows = chart(example.numbers(TAB), "clicks_over_time").rows
    seen = {(r["opens"], f"{r['time']:%d %H}"): r["clicks"] for r in rows if r["clicks"]}
    assert seen == {
        ("Total Opens", "02 10"): 1,
        ("Total Opens", "02 11"): 1,
        ("Total Opens", "02 12"): 1,
        ("Total Opens", "03 10"): 1,
        ("Total Opens", "03 11"): 1,
        ("Total Opens", "04 10"): 1,
        ("Unique Opens", "02 10"): 1,
        ("Unique Opens", "03 10"): 1,
    }


def test_days_are_those_of_the_click(example):
    numbers = example.numbers(TAB, period=Period(date(2026, 3, 3), date(2026, 3, 3)))
    assert bare(chart(numbers, "click_rate").rows, "clicks") == [(2,), (1,)]
    assert bare(chart(numbers, "click_heatmap").rows, "place", "clicks") == [("18° S, 178° E", 1)]


def test_no_click_and_one_click_are_drawn(services):
    made = SmallCampaign(services, "subscription-form", channel="sms")
    numbers = made.numbers(TAB)
    assert all(not row["clicks"] for one in numbers.charts for row in one.rows)
    assert numbers.tables[0].total == 0
    made.sent("link.open", "2026-03-02 10:00", "a", **SUVA)
    for found in (numbers, made.numbers(TAB)):
        for one in found.charts:
            assert chart_frame(one, made.ask().zone)

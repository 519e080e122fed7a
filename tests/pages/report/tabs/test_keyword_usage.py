"""Keyword Usage on a campaign of six uses by three people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from components.chart_frame import chart_frame
from data.vocabulary.period import Period
from pages.report.tabs.keyword_usage import TAB
from tests.small_campaign import SmallCampaign, bare, chart, table

KEYWORDS = [
    {"keyword": "HOURS", "interaction": "Opening hours"},
    {"keyword": "MENU", "name": "Menu of the week"},
    "SALE",
    {"keyword": "JOBS", "interaction": "Open positions"},
]
LOG = ("name", "keyword", "interactions")


@pytest.fixture
def hotline(services) -> SmallCampaign:
    """Ana uses HOURS three times and MENU once, Ben HOURS, Cleo SALE; nobody uses JOBS."""
    made = SmallCampaign(services, "keyword", channel="sms", config={"keywords": KEYWORDS})
    made.sent("keyword.use", "2026-03-02 10:00", "+1202555010", keyword="HOURS")
    made.sent("keyword.use", "2026-03-02 11:00", "+1202555010", keyword="hours ")
    made.sent("keyword.use", "2026-03-05 10:00", "+1202555010", keyword="Hours")
    made.sent("keyword.use", "2026-03-05 11:00", "+1202555010", keyword="MENU")
    made.sent("keyword.use", "2026-03-05 12:00", "+1202555011", keyword="HOURS")
    made.sent("keyword.use", "2026-03-08 12:00", "+1202555012", keyword="SALE")
    return made


def test_the_tiles_count_configured_words_all_uses_unique_users_and_used_words(hotline):
    """F182, F183, F184, F185: 4 configured, 6 uses, 3 people, 3 of 4 used."""
    assert hotline.row() == {
        "total_keywords": 4,
        "keyword_interactions": 6,
        "keyword_users": 3,
        "keyword_usage": 0.75,
    }


def test_usage_never_exceeds_one_when_words_are_used_that_nobody_configured(services):
    """F185: a share of the configured keywords."""
    made = SmallCampaign(services, "keyword", channel="sms", config={"keywords": ["A"]})
    for word in ("A", "a", "B", "C"):
        made.sent("keyword.use", "2026-03-02 10:00", "+1202555010", keyword=word)
    assert made.row()["keyword_usage"] == 1.0


def test_usage_is_nothing_rather_than_zero_without_configured_words(services):
    made = SmallCampaign(services, "keyword", channel="sms")
    made.sent("keyword.use", "2026-03-02 10:00", "+1202555010", keyword="A")
    assert made.row()["keyword_usage"] is None
    assert bare(table(made.numbers(TAB), "keyword_log").rows, *LOG) == [("A", "A", 1)]


def test_the_log_lists_only_used_words_under_the_names_they_were_given(hotline):
    """F188, F189: an interaction's name, its keyword and how often it was used."""
    log = table(hotline.numbers(TAB), "keyword_log")
    assert [column.label for column in log.columns] == [
        "Name Interaction",
        "Keyword",
        "Total Interactions",
    ]
    assert bare(log.rows, *LOG) == [
        ("Opening hours", "HOURS", 4),
        ("Menu of the week", "MENU", 1),
        ("SALE", "SALE", 1),
    ]


def test_the_timeline_has_every_day_between_the_first_use_and_the_last(hotline):
    """F186: lines by interaction, days without a use at zero."""
    lines = chart(hotline.numbers(TAB), "keyword_interactions")
    counted = {}
    for row in lines.rows:
        counted.setdefault(row["interaction"], []).append(row["interactions"])
    assert counted == {
        "Opening hours": [2, 0, 0, 2, 0, 0, 0],
        "Menu of the week": [0, 0, 0, 1, 0, 0, 0],
        "SALE": [0, 0, 0, 0, 0, 0, 1],
    }
    assert lines.rows[0]["time"] == datetime(2026, 3, 2, tzinfo=UTC)
    assert lines.summary == "The busiest day is Mar 5, 2026, with 3 of 6 uses."


def test_the_distribution_is_each_interactions_share_of_all_uses(hotline):
    """F187."""
    pie = chart(hotline.numbers(TAB), "keyword_distribution")
    assert bare(pie.rows, "interaction", "interactions", "share") == [
        ("Opening hours", 4, 4 / 6),
        ("Menu of the week", 1, 1 / 6),
        ("SALE", 1, 1 / 6),
    ]
    assert pie.summary == "Opening hours is used most: 66.7 % of all uses."


def test_many_interactions_share_a_slice_and_a_line_but_the_log_has_each(services):
    made = SmallCampaign(services, "keyword", channel="sms")
    for number in range(10):
        for _ in range(10 - number):
            made.sent("keyword.use", "2026-03-02 10:00", None, keyword=f"K{number}")
    numbers = made.numbers(TAB)
    pie = chart(numbers, "keyword_distribution")
    assert bare(pie.rows, "interaction", "interactions")[3:] == [("K3", 7), ("Other", 21)]
    lines = chart(numbers, "keyword_interactions")
    assert bare(lines.rows, "interaction", "interactions")[-2:] == [("K6", 4), ("Other", 6)]
    assert table(numbers, "keyword_log").total == 10


def test_a_name_that_the_event_itself_gives_goes_before_the_configured_one(services):
    made = SmallCampaign(services, "keyword", channel="sms", config={"keywords": KEYWORDS})
    made.sent("keyword.use", "2026-03-02 10:00", "+1202555010", keyword="HOURS", interaction="Shop")
    assert bare(table(made.numbers(TAB), "keyword_log").rows, *LOG) == [("Shop", "HOURS", 1)]


def test_days_narrow_the_log_and_the_charts(hotline):
    only = Period(first=datetime(2026, 3, 8).date(), last=datetime(2026, 3, 8).date())
    numbers = hotline.numbers(TAB, period=only)
    assert bare(table(numbers, "keyword_log").rows, *LOG) == [("SALE", "SALE", 1)]
    assert bare(chart(numbers, "keyword_distribution").rows, "interactions") == [(1,)]


def test_the_log_is_sorted_and_paged_on_the_server(hotline):
    log = table(hotline.numbers(TAB, sort="keyword", size="2", page="1"), "keyword_log")
    assert (bare(log.rows, *LOG), log.total) == ([("SALE", "SALE", 1)], 3)


def test_what_the_address_asks_in_vain_is_told(hotline):
    told = hotline.numbers(TAB, sort="price", size="x", page="-1").notices
    assert [notice.split()[0] for notice in told] == ["The", "“x”", "“-1”"]


def test_without_a_use_there_is_nothing_in_it_and_it_can_be_drawn(services):
    made = SmallCampaign(services, "keyword", channel="sms", config={"keywords": KEYWORDS})
    numbers = made.numbers(TAB)
    assert [one.rows for one in numbers.charts] == [[], []]
    assert table(numbers, "keyword_log").total == 0
    assert made.row()["keyword_usage"] == 0.0
    for one in numbers.charts:
        chart_frame(one, made.ask().zone)


def test_one_use_is_drawn(services):
    made = SmallCampaign(services, "keyword", channel="sms", config={"keywords": KEYWORDS})
    made.sent("keyword.use", "2026-03-02 10:00", "+1202555010", keyword="MENU")
    for one in made.numbers(TAB).charts:
        assert chart_frame(one, made.ask().zone)
    assert made.row()["keyword_usage"] == 0.25

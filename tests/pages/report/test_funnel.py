"""The Performance tab of interactive campaigns, on a few people each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from components.chart_frame import chart_frame, figure_of
from data.campaign_types import CAMPAIGN_TYPES
from data.vocabulary.campaign_state import Group
from data.vocabulary.period import Period
from pages.report.funnel import LARGER
from pages.report.tabs.performance import TAB
from tests.drawn import valid
from tests.small_campaign import SmallCampaign, bare, chart, table

PRIZES = {"prizes": [{"name": "Cookbook", "stock": 9}]}


def stages(made: SmallCampaign, **asked: Any) -> list[tuple[str, int]]:
    return bare(chart(made.numbers(TAB, **asked), "funnel").rows, "stage", "count")


def facts(made: SmallCampaign) -> dict[str, str]:
    return dict(made.numbers(TAB).facts)


@pytest.fixture
def raffle(services) -> SmallCampaign:
    """5 SMS, one of them never sent; Ana and Ben open (3 clicks), Ana plays twice, and wins."""
    made = SmallCampaign(
        services, "raffle-giveaway", channel="sms", config={**PRIZES, "game": "Scratch Card"}
    )
    for who, status in (
        ("ana", "DELIVRD"),
        ("ben", "DELIVRD"),
        ("cleo", "SENT"),
        ("dan", "UNDELIV"),
        ("eve", "BLACKLISTED"),
    ):
        made.sent("message.status", "2026-03-02 10:00", who, status=status)
    for hour, who in ((11, "ana"), (12, "ana"), (13, "ben")):
        made.sent("link.open", f"2026-03-02 {hour}:00", who)
    made.sent("content.play", "2026-03-02 11:01", "ana", interaction="Scratch Card")
    made.sent("content.play", "2026-03-02 12:01", "ana", interaction="Scratch Card")
    made.sent("prize.award", "2026-03-02 12:02", "ana", prize="Cookbook")
    return made


def test_performance_is_a_funnel_from_sent_to_the_prize(raffle):
    """F141, F142, F143, F144, F149: 4 sent, 2 opened, 1 played, 1 prize."""
    assert stages(raffle) == [
        ("SMS Sent", 4),
        ("Opened URL Link", 2),
        ("Played Interactive Content", 1),
        ("Assigned Prizes", 1),
    ]


def test_each_stage_is_a_share_of_the_first_and_of_the_one_before(raffle):
    """D-11."""
    rows = table(raffle.numbers(TAB), "stages").rows
    assert bare(rows, "of_first", "of_previous", "note") == [
        (1.0, None, ""),
        (0.5, 0.5, ""),
        (0.25, 0.5, ""),
        (0.25, 1.0, ""),
    ]


def test_total_opens_stands_beside_the_funnel(raffle):
    """F148: 3 clicks by 2 people."""
    assert {kpi.key: kpi.value for kpi in raffle.numbers(TAB).kpis} == {"total_opens": 3}


def test_the_funnel_says_what_it_shows_in_a_sentence(raffle):
    assert chart(raffle.numbers(TAB), "funnel").summary == (
        "4 SMS Sent, 1 Assigned Prizes: 25.0 % of the first stage."
    )


def test_prizes_are_a_stage_only_where_they_are_on(services):
    """D-11."""
    made = SmallCampaign(services, "raffle-giveaway", channel="email")
    made.sent("prize.award", "2026-03-02 12:02", "ana", prize="Cookbook")
    assert [stage for stage, _ in stages(made)] == [
        "Email Sent",
        "Opened URL Link",
        "Played Interactive Content",
    ]


def test_a_stage_larger_than_the_one_before_is_marked_and_not_cut(services):
    """D-11: one message, passed on to two friends."""
    made = SmallCampaign(services, "e-swipe", channel="whatsapp")
    made.sent("message.status", "2026-03-02 10:00", "ana", status="DELIVERED")
    for who in ("ana", "ben", "cleo"):
        made.sent("link.open", "2026-03-02 11:00", who)
    numbers = made.numbers(TAB)
    funnel = chart(numbers, "funnel")
    assert bare(funnel.rows, "label", "count", "larger") == [
        ("WhatsApp Sent", 1, False),
        ("▲ Opened URL Link", 3, True),
        ("Played Interactive Content", 0, False),
    ]
    figure = figure_of(funnel, made.ask().zone)
    valid(figure)
    plain, marked, _ = figure["data"][0]["marker"]["pattern"]["shape"]
    assert plain == "" != marked
    assert "▲ Opened URL Link: larger than the stage before" in funnel.summary
    rows = table(numbers, "stages").rows
    assert bare(rows, "of_previous", "note") == [(None, ""), (3.0, LARGER), (0.0, "")]


def test_nobody_is_sent_a_message_where_people_come_by_keyword(services):
    """D-11: a stage that the configuration does not have is left out."""
    made = SmallCampaign(services, "e-swipe", channel="sms", config={"recipients": "keyword"})
    assert [stage for stage, _ in stages(made)][0] == "Opened URL Link"
    made.sent("message.status", "2026-03-02 10:00", "ana", status="DELIVRD")
    assert stages(made)[0] == ("SMS Sent", 1)


@pytest.mark.parametrize(
    ("game", "act"),
    [
        ("Crack the Ice", "the ice tapped"),
        ("Peel it", "the sheet peeled"),
        ("Scratch Card", "one area scratched"),
        ("Spin", "the wheel clicked"),
        ("Slot Machine", "the machine clicked"),
    ],
)
def test_each_game_names_the_act_that_counts(services, game, act):
    """F147."""
    assert game in CAMPAIGN_TYPES["raffle-giveaway"].games
    made = SmallCampaign(services, "raffle-giveaway", channel="sms", config={"game": game})
    assert facts(made)["Played Interactive Content"].endswith(f"A play of {game} is {act}.")


def test_a_play_of_pages_and_of_a_quiz_is_named_too(services):
    """F145, F146."""
    swipe = SmallCampaign(services, "e-swipe", channel="sms")
    quiz = SmallCampaign(services, "web-trivia", channel="sms")
    assert "a page swiped forward or back" in facts(swipe)["Played Interactive Content"]
    assert "Start pressed" in facts(quiz)["Played Interactive Content"]


@pytest.fixture
def coupon(services) -> SmallCampaign:
    """3 passes, 2 SMS, both added; one of them redeemed twice."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    for who in ("ana", "ben", "cleo"):
        made.sent("pass.generate", "2026-03-02 09:00", who)
    for who in ("ana", "ben"):
        made.sent("message.status", "2026-03-02 10:00", who, status="DELIVRD")
        made.sent("pass.send", "2026-03-02 10:00", who)
        made.sent("pass.add", "2026-03-02 11:00", who)
    made.sent("pass.redeem", "2026-03-03 10:00", "ana")
    made.sent("pass.redeem", "2026-03-04 10:00", "ana")
    return made


def test_a_coupon_runs_from_made_to_redeemed(coupon):
    """D-11, F142."""
    assert stages(coupon) == [
        ("Passes Generated", 3),
        ("SMS Sent", 2),
        ("Passes Added to Wallet", 2),
        ("Passes Redeemed", 1),
    ]
    assert coupon.numbers(TAB).kpis == ()


def test_a_member_card_ends_in_the_wallet_and_shows_its_channels(services):
    """F150: 2 by SMS, 1 by email."""
    made = SmallCampaign(services, "member-card", channel="sms")
    for who in ("ana", "ben", "cleo"):
        made.sent("pass.generate", "2026-03-02 09:00", who)
    made.sent("message.status", "2026-03-02 10:00", "ana", status="DELIVRD")
    made.sent("message.status", "2026-03-02 10:00", "ben", status="UNDELIV")
    made.sent("message.status", "2026-03-02 10:00", "c@x.example", status="SENT", channel="email")
    made.sent("message.status", "2026-03-02 10:00", "dan", status="BLACKLISTED")
    made.sent("pass.add", "2026-03-02 11:00", "ana")
    assert stages(made) == [
        ("Passes Generated", 3),
        ("SMS Sent", 3),
        ("Passes Added to Wallet", 1),
    ]
    channels = chart(made.numbers(TAB), "sent_by_channel")
    assert bare(channels.rows, "channel", "sent", "share") == [
        ("SMS", 2, 2 / 3),
        ("Email", 1, 1 / 3),
    ]


def test_passes_that_were_sent_count_where_no_message_is_reported(services):
    """F150."""
    made = SmallCampaign(services, "member-card", channel="email")
    made.sent("pass.send", "2026-03-02 10:00", "ana")
    made.sent("pass.send", "2026-03-02 11:00", "ana")
    assert ("Passes Sent", 1) in stages(made)


def test_a_period_holds_what_happened_in_it(raffle):
    only = Period(date(2026, 3, 3), date(2026, 3, 3))
    assert [count for _, count in stages(raffle, period=only)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "kind",
    [
        kind.key
        for kind in CAMPAIGN_TYPES.values()
        if kind.group is Group.INTERACTIVE
        and any(place.key == "performance" for place in kind.tabs)
    ],
)
def test_an_empty_campaign_of_every_type_and_one_without_a_channel_are_drawn(services, kind):
    for channel in (CAMPAIGN_TYPES[kind].channels[0], ""):
        made = SmallCampaign(services, kind, channel=channel, config={"recipients": "form"})
        numbers = made.numbers(TAB)
        assert {row["count"] for row in chart(numbers, "funnel").rows} == {0}
        assert {row["of_first"] for row in chart(numbers, "funnel").rows} == {None}
        for one in numbers.charts:
            assert chart_frame(one, made.ask().zone)

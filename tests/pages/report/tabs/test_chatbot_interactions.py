"""Chatbot Interactions on a bot of four interactions, three of them used."""

from __future__ import annotations

from datetime import date

import pytest

from components.chart_frame import chart_frame, figure_of
from data.vocabulary.period import Period
from pages.report.tabs.chatbot_interactions import NONE, OTHERS, TAB, body
from tests.drawn import text
from tests.small_campaign import SmallCampaign, bare, chart, table

MENU = [
    {"name": "Welcome", "options": [{"text": "Hours"}, {"text": "Order"}]},
    {"name": "Hours", "options": [{"text": "Downtown"}, {"text": "Riverside"}]},
    {"name": "Order"},
    {"name": "Holidays"},
]
FIELDS = ("interaction", "answer", "answers")
LATE = Period(first=date(2026, 3, 5), last=date(2026, 3, 9))


@pytest.fixture
def bot(services) -> SmallCampaign:
    """Ana on the 2nd and the 6th, Ben on the 2nd; Cleo and Dan are elsewhere only."""
    made = SmallCampaign(
        services, "chatbot-service", channel="whatsapp", config={"interactions": MENU}
    )

    def chat(at: str, who: str, interaction: str, answer: str | None = None) -> None:
        more = {"answer": answer} if answer else {}
        made.sent("chatbot.interaction", at, who, interaction=interaction, **more)

    chat("2026-03-02 10:00", "+12025550101", "Welcome", "Hours")
    chat("2026-03-02 10:01", "+12025550101", "Hours", "Downtown")
    chat("2026-03-06 10:00", "+12025550101", "Welcome", "Hours")
    chat("2026-03-02 12:00", "+12025550102", "Welcome", "Order")
    chat("2026-03-02 12:01", "+12025550102", "Order")
    other = SmallCampaign(services, "e-swipe", channel="sms")
    other.sent("link.open", "2026-03-02 09:00", "+12025550103")
    other.sent("link.open", "2026-03-06 09:00", "+12025550104")
    other.sent("link.open", "2026-03-06 09:00", "+12025550101")
    return made


def test_the_tiles_count_people_configured_interactions_and_answers(bot):
    """F192, F193, F194, F195: 2 people, 4 configured and 3 used is 4, 5 answers, 2 of 4 people."""
    assert bot.row() == {
        "chatbot_participants": 2,
        "chatbot_interactions_configured": 4,
        "cumulative_answers": 5,
        "campaign_participation_rate": 0.5,
    }


def test_days_change_every_tile_but_total_interactions(bot):
    """F190, F191: on the 5th to the 9th only Ana chats again; two people do anything at all."""
    # Ana chatted before, too: whoever takes part in the days counts, not only who begins in them.
    assert bot.row(period=LATE) == {
        "chatbot_participants": 1,
        "chatbot_interactions_configured": 4,
        "cumulative_answers": 1,
        "campaign_participation_rate": 1 / 2,
    }


def test_who_only_received_a_message_took_part_in_nothing(bot, services):
    """F195: the rate is among users of campaigns."""
    other = SmallCampaign(services, "polls-surveys", channel="sms")
    other.sent(
        "message.status", "2026-03-06 09:00", "+12025550109", message_id="m1", status="DELIVRD"
    )
    assert bot.row(period=LATE)["campaign_participation_rate"] == 1 / 2
    assert bot.row()["campaign_participation_rate"] == 0.5


def test_whoever_was_only_given_something_is_no_user_of_any_campaign(bot, services):
    """F195: a pass that was made and sent, and a prize that was drawn, are no act of theirs."""
    coupon = SmallCampaign(services, "digital-coupon", channel="sms")
    for kind in ("pass.generate", "pass.send", "prize.award"):
        coupon.sent(kind, "2026-03-02 10:00", "+12025550199")
    assert bot.row()["campaign_participation_rate"] == 0.5
    coupon.sent("pass.add", "2026-03-02 10:00", "+12025550199")
    assert bot.row()["campaign_participation_rate"] == 2 / 5


def test_answers_are_distributed_by_interaction_as_configured(bot):
    """F196, D-15: a lying bar for each interaction, made of its answers."""
    bars = chart(bot.numbers(TAB), "answers_distribution")
    assert bare(bars.rows, *FIELDS) == [
        ("Welcome", "Hours", 2),
        ("Welcome", "Order", 1),
        ("Hours", "Downtown", 1),
        ("Order", NONE, 1),
    ]
    figure = figure_of(bars, bot.ask().zone)
    assert figure is not None
    assert {t["orientation"] for t in figure["data"]} == {"h"}
    assert figure["layout"]["barmode"] == "stack"
    assert [t["name"] for t in figure["data"]] == ["Hours", "Order", "Downtown", NONE]


def test_the_summary_names_the_answer_that_is_chosen_most(bot):
    summary = chart(bot.numbers(TAB), "answers_distribution").summary
    assert "“Hours” in Welcome" in summary
    assert "66.7 %" in summary


def test_days_narrow_the_distribution(bot):
    """F190."""
    bars = chart(bot.numbers(TAB, period=LATE), "answers_distribution")
    assert bare(bars.rows, *FIELDS) == [("Welcome", "Hours", 1)]


def test_free_answers_share_a_segment_and_the_table_has_each(services):
    made = SmallCampaign(services, "chatbot-service", channel="sms")
    for number in range(9):
        for _ in range(9 - number):
            made.sent(
                "chatbot.interaction",
                "2026-03-02 10:00",
                "+12025550101",
                interaction="Order",
                answer=f"No. {number}",
            )
    numbers = made.numbers(TAB)
    rows = chart(numbers, "answers_distribution").rows
    assert bare(rows, *FIELDS)[-2:] == [("Order", "No. 4", 5), ("Order", OTHERS, 10)]
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert table(numbers, "answers").total == 9


def test_the_tab_has_a_date_filter_of_its_own_with_all(bot):
    """F190."""
    ask = bot.ask()
    drawn = text(body(ask, TAB.numbers(ask)))
    assert "Show" in drawn
    assert "All" in drawn
    assert "Total Interactions" in drawn


def test_without_any_chat_there_are_four_interactions_and_nobody(services):
    """F193 before the first use."""
    made = SmallCampaign(services, "chatbot-service", channel="sms", config={"interactions": MENU})
    assert made.row() == {
        "chatbot_participants": 0,
        "chatbot_interactions_configured": 4,
        "cumulative_answers": 0,
        "campaign_participation_rate": None,
    }
    bars = chart(made.numbers(TAB), "answers_distribution")
    assert bars.rows == []
    chart_frame(bars, made.ask().zone)


def test_one_chat_is_drawn(services):
    made = SmallCampaign(services, "chatbot-service", channel="sms")
    made.sent("chatbot.interaction", "2026-03-02 10:00", None, interaction="Hi", answer="A")
    bars = chart(made.numbers(TAB), "answers_distribution")
    assert chart_frame(bars, made.ask().zone)
    assert made.row()["campaign_participation_rate"] == 1.0

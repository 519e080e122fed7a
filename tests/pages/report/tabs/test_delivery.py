"""Delivery of interactive campaigns, channel by channel."""

from __future__ import annotations

import pytest

from components.chart_frame import chart_frame
from data.campaign_types import CAMPAIGN_TYPES
from data.report import Chart
from pages.report.tabs.delivery import TAB
from tests.small_campaign import SmallCampaign, chart

BARS = {
    "sms": ["Unsent", "Sent", "Delivered", "Transit", "Failed"],
    "email": ["Unsent", "Sent", "Open", "Not Open", "Failed"],
    "push": ["Unsent", "Sent", "Delivered", "Open", "Failed"],
    "rcs": ["Unsent", "Sent", "Delivered", "Read", "Transit", "Fallback"],
    "whatsapp": ["Unsent", "Sent", "Delivered", "Read", "Transit", "Failed"],
}


def bars(found: Chart) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in found.rows:
        counted[row["category_label"]] = counted.get(row["category_label"], 0) + row["count"]
    return counted


def test_the_tab_belongs_to_six_types():
    """F137."""
    having = {
        kind.key
        for kind in CAMPAIGN_TYPES.values()
        if any(place.key == "delivery" for place in kind.tabs)
    }
    assert having == {
        "e-swipe",
        "raffle-giveaway",
        "trivia",
        "subscription-form",
        "member-card",
        "web-trivia",
    }


@pytest.mark.parametrize("channel", BARS)
def test_the_bars_are_the_channels_own_categories(services, channel):
    """F138."""
    kind = "trivia" if channel == "rcs" else "e-swipe"
    made = SmallCampaign(services, kind, channel=channel)
    made.sent("message.status", "2026-03-02 10:00", "ana", status="SENT")
    (found,) = made.numbers(TAB).charts
    assert found.title == "Messages by Status"
    assert sorted(bars(found)) == sorted(BARS[channel])
    assert bars(found)["Sent"] == 1


def test_messages_stand_in_their_categories_and_silent_recipients_are_unsent(services):
    """F138, F274: of 6 recipients 4 are sent, 1 is blocklisted, of 1 nothing was reported."""
    made = SmallCampaign(services, "raffle-giveaway", channel="sms", recipients=6)
    for who, status in (
        ("ana", "DELIVRD"),
        ("ben", "DELIVRD"),
        ("cleo", "SENT"),
        ("dan", "UNDELIV"),
        ("eve", "BLACKLISTED"),
    ):
        made.sent("message.status", "2026-03-02 10:00", who, status=status)
    found = chart(made.numbers(TAB), "messages_by_status")
    assert bars(found) == {"Unsent": 2, "Sent": 4, "Delivered": 2, "Transit": 1, "Failed": 1}
    assert {r["status"] for r in found.rows if r["category"] == "unsent"} == {
        "BLACKLISTED",
        "NO_STATUS",
    }


def test_the_chart_follows_what_arrives_later(services):
    """F139: nothing that was counted is kept beyond the next report."""
    made = SmallCampaign(services, "trivia", channel="sms")
    made.sent("message.status", "2026-03-02 10:00", "ana", status="SENT")
    assert bars(made.numbers(TAB).charts[0])["Delivered"] == 0
    made.sent("message.status", "2026-03-02 10:01", "ana", status="DELIVRD")
    assert bars(made.numbers(TAB).charts[0])["Delivered"] == 1


@pytest.fixture
def card(services) -> SmallCampaign:
    """A card that went to three by SMS and to two by email."""
    made = SmallCampaign(services, "member-card", channel="sms", recipients=6)
    for who, channel, status in (
        ("ana", "sms", "DELIVRD"),
        ("ben", "sms", "SENT"),
        ("cleo", "sms", "BLACKLISTED"),
        ("d@x.example", "email", "OPEN"),
        ("e@x.example", "email", "BOUNCED"),
    ):
        made.sent("message.status", "2026-03-02 10:00", who, status=status, channel=channel)
    return made


def test_a_member_card_has_sms_sent_and_email_sent(card):
    """F140: above the tabs, of messages that were sent; the tab doesn't say them again."""
    assert card.row() == {"sms_sent": 2, "email_sent": 2}
    assert card.numbers(TAB).kpis == ()


def test_a_member_cards_chart_adapts_to_the_channels_used(card):
    """F140, F138: each in its own words, and the silent recipient once."""
    sms, email = card.numbers(TAB).charts
    assert (sms.key, sms.title) == ("messages_by_status", "Messages by Status: SMS")
    assert bars(sms) == {"Unsent": 2, "Sent": 2, "Delivered": 1, "Transit": 1, "Failed": 0}
    assert (email.key, email.title) == (
        "messages_by_status_email",
        "Messages by Status: Email",
    )
    assert bars(email) == {"Unsent": 0, "Sent": 2, "Not Open": 0, "Open": 1, "Failed": 1}


def test_push_shows_what_the_app_reports_as_open(services):
    made = SmallCampaign(services, "e-swipe", channel="push")
    made.sent("message.status", "2026-03-02 10:00", "token", status="SENT")
    made.sent("link.open", "2026-03-02 11:00", "token")
    assert bars(made.numbers(TAB).charts[0]) == {
        "Unsent": 0,
        "Sent": 1,
        "Delivered": 1,
        "Open": 1,
        "Failed": 0,
    }


def test_without_messages_there_are_zeros_and_without_a_channel_a_sentence(services):
    made = SmallCampaign(services, "subscription-form", channel="sms")
    (found,) = made.numbers(TAB).charts
    assert set(bars(found).values()) == {0}
    assert chart_frame(found, made.ask().zone)
    none = SmallCampaign(services, "subscription-form", channel="", name="By link")
    numbers = none.numbers(TAB)
    assert numbers.charts == ()
    assert numbers.notices == ("People come by link or keyword here; no message was sent.",)


def test_a_campaign_that_names_no_channel_shows_the_one_that_was_used(services):
    made = SmallCampaign(services, "subscription-form", channel="")
    made.sent("message.status", "2026-03-02 10:00", "a@x.example", status="OPEN", channel="email")
    (found,) = made.numbers(TAB).charts
    assert bars(found)["Open"] == 1

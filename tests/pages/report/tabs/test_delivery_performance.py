"""Delivery Performance of polls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.chart_frame import chart_frame
from data.campaign_types import CAMPAIGN_TYPES
from data.vocabulary.campaign_state import State
from pages.report.tabs.delivery_performance import TAB
from tests.drawn import text
from tests.pages.report.tabs.test_delivery import bars
from tests.small_campaign import SmallCampaign, chart


@pytest.fixture
def poll(services) -> SmallCampaign:
    """Of 10 recipients 5 delivered, 2 in transit, 1 failed, 1 blocklisted, 1 silent."""
    made = SmallCampaign(services, "polls-surveys", channel="sms", recipients=10)
    statuses = ["DELIVRD"] * 5 + ["SENT"] * 2 + ["UNDELIV", "BLACKLISTED"]
    for n, status in enumerate(statuses):
        made.sent("message.status", "2026-03-02 10:00", f"+{n}", status=status)
    return made


def test_the_tab_belongs_to_the_two_poll_types_alone():
    """F133, F118, F123."""
    having = {
        kind.key
        for kind in CAMPAIGN_TYPES.values()
        if any(place.key == "delivery-performance" for place in kind.tabs)
    }
    assert having == {"polls-surveys", "web-polls-surveys"}


@pytest.mark.parametrize(
    ("kind", "first"),
    [("polls-surveys", "Total Messages Sent"), ("web-polls-surveys", "Total Sent")],
)
def test_the_four_boxes_stand_above_the_tabs_once(services, kind, first):
    """F132, F134: 3 sent, 1 delivered, 1 in transit, 1 failed; the unsent one is outside."""
    made = SmallCampaign(services, kind, channel="sms")
    for who, status in (("a", "DELIVRD"), ("b", "SENT"), ("c", "UNDELIV"), ("d", "QUEUE")):
        made.sent("message.status", "2026-03-02 10:00", who, status=status)
    kpis = made.ask().kpis(CAMPAIGN_TYPES[kind].kpis)
    assert [(kpi.label, kpi.value) for kpi in kpis] == [
        (first, 3),
        ("Delivery Rate", 1 / 3),
        ("Transit Rate", 1 / 3),
        ("Failed Rate", 1 / 3),
    ]
    assert made.numbers(TAB).kpis == ()


def test_the_chart_has_counts_and_adds_unsent(poll):
    """F135, F274."""
    found = chart(poll.numbers(TAB), "messages_by_status")
    assert found.title == "Message by Status"
    assert bars(found) == {"Unsent": 2, "Sent": 8, "Delivered": 5, "Transit": 2, "Failed": 1}


def test_it_is_empty_until_invitations_are_sent_and_then_is_not(services):
    """F136."""
    made = SmallCampaign(services, "web-polls-surveys", channel="email", recipients=3)
    before = made.numbers(TAB)
    (found,) = before.charts
    assert found.rows == []
    assert before.notices == ("No invitation has been sent yet. 3 are unsent.",)
    assert "There is nothing in Message by Status" in text(chart_frame(found, made.ask().zone))
    made.sent("message.status", "2026-03-02 10:00", "a@x.example", status="SENT")
    after = made.numbers(TAB)
    assert after.notices == ()
    assert bars(after.charts[0])["Not Open"] == 1


def test_a_poll_without_a_channel_says_that_nothing_was_sent(services):
    made = SmallCampaign(services, "polls-surveys", channel="")
    assert made.numbers(TAB).charts == ()
    assert made.numbers(TAB).notices == ("No invitation has been sent yet.",)


def test_the_state_of_the_campaign_changes_no_figure(poll):
    """D-27: Completed ones are followed by late receipts, too."""
    ended = replace(poll.campaign, state=State.COMPLETED)
    live = poll.numbers(TAB).charts
    poll.campaign = ended
    assert poll.numbers(TAB).charts == live

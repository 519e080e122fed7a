"""The card at the head of a report."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from dash import html

from components.report_card import report_card
from data.campaign import Campaign
from data.channels import CHANNELS
from data.vocabulary.campaign_state import Group, State
from tests.drawn import all_of, by_class, by_role, text

BERLIN = ZoneInfo("Europe/Berlin")


def card(channel="sms", **more):
    campaign = Campaign(
        id=7,
        name="Spring launch",
        group=Group.MESSAGING,
        type=channel,
        channel=channel,
        sender="55500",
        state=State.COMPLETED,
        created_at=datetime(2022, 2, 9, 12, 7, tzinfo=UTC),
        month="2022-02",
        delivery_at=more.pop("delivery_at", datetime(2022, 2, 10, 8, 0, tzinfo=UTC)),
        recipients=more.pop("recipients", 91310),
    )
    return report_card(campaign, BERLIN, type_label="SMS", channel=CHANNELS.get(channel), **more)


def facts(drawn) -> dict[str, str]:
    return {
        text(dt): text(dd) for dt, dd in zip(all_of(drawn, "Dt"), all_of(drawn, "Dd"), strict=True)
    }


def test_the_report_card_tells_all_that_the_specification_lists():
    """F030."""
    drawn = card()
    assert text(by_role(drawn, "heading")) == "Spring launch"
    assert "Completed" in text(drawn)
    assert facts(drawn) == {
        CHANNELS["sms"].sender_label: "55500",
        "Type": "SMS",
        "Campaign ID": "7",
        "Creation Date": "Feb 9, 2022, 1:07 PM",
        "Delivery Date": "Feb 10, 2022, 9:00 AM",
        "Recipients": "91,310",
    }


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_sender_bears_the_name_that_its_channel_has_for_it(channel):
    """F031 to F035."""
    assert facts(card(channel))[CHANNELS[channel].sender_label] == "55500"


def test_a_campaign_without_a_channel_has_a_plain_sender():
    assert facts(card("none"))["Sender"] == "55500"


def test_what_is_not_known_is_a_dash():
    unknown = facts(card(delivery_at=None, recipients=None))
    assert (unknown["Delivery Date"], unknown["Recipients"]) == ("–", "–")


def test_actions_stand_on_the_card():
    (slot,) = by_class(card(actions=[html.Button("Pause")]), "part-actions")
    assert by_role(slot, "button", "Pause")

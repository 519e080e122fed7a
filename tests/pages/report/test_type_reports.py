"""Which tabs and figures does the report of each interactive type have, and in which order?"""

from __future__ import annotations

from typing import Any

import pytest

from data.campaign import features
from data.campaign_types import CAMPAIGN_TYPES
from tests.small_campaign import SmallCampaign

PRIZES = {"prizes": [{"name": "Cookbook", "stock": 9}]}


def tabs(made: SmallCampaign) -> list[str]:
    has = features(made.campaign)
    places = CAMPAIGN_TYPES[made.campaign.type].tabs
    return [place.key for place in places if place.needs <= has]


def row(made: SmallCampaign) -> list[str]:
    return [kpi.label for kpi in made.ask().kpis(CAMPAIGN_TYPES[made.campaign.type].kpis)]


@pytest.mark.parametrize(
    ("kind", "channel", "expected"),
    [
        pytest.param(
            "e-swipe",
            "sms",
            "delivery performance overview participants link-tracking interaction-events",
            id="F113",
        ),
        pytest.param(
            "digital-coupon",
            "sms",
            "performance pass-holders communications overview participants wallet-pass redemption",
            id="F114 with Pass Holders by D-22",
        ),
        pytest.param(
            "web-trivia",
            "",
            "performance questions overview participants prizes link-tracking interaction-events",
            id="F115",
        ),
        pytest.param(
            "raffle-giveaway",
            "sms",
            "delivery performance overview participants prizes link-tracking interaction-events",
            id="F116",
        ),
        pytest.param(
            "member-card",
            "sms",
            "delivery performance pass-holders communications overview participants wallet-pass",
            id="F117",
        ),
        pytest.param(
            "polls-surveys",
            "sms",
            "delivery-performance questions overview participants",
            id="F118",
        ),
        pytest.param("trivia", "sms", "delivery questions overview participants prizes", id="F119"),
        pytest.param(
            "subscription-form",
            "sms",
            "delivery overview participants link-tracking",
            id="F120",
        ),
        pytest.param("keyword", "sms", "keyword-usage overview participants", id="F121"),
        pytest.param("geofence", "push", "overview participants", id="F124"),
    ],
)
def test_each_type_has_its_tabs_in_the_documented_order(services, kind, channel, expected):
    """F113 to F121, F124, F074."""
    config = PRIZES if CAMPAIGN_TYPES[kind].prize_logics else {}
    made = SmallCampaign(services, kind, channel=channel, config=config)
    assert tabs(made) == expected.split()


@pytest.mark.parametrize(
    ("source", "shown"), [("subscribers", True), ("keyword", False), ("form", False)]
)
def test_web_trivia_has_delivery_only_when_it_was_sent_by_message(services, source, shown):
    """D-21."""
    made = SmallCampaign(services, "web-trivia", channel="sms", config={"recipients": source})
    assert ("delivery" in tabs(made)) == shown


@pytest.mark.parametrize(
    ("kind", "channel", "config", "expected"),
    [
        pytest.param(
            "e-swipe",
            "push",
            {},
            ["Push Sent", "Opened URL Link", "Played Interactive Content"],
            id="F127",
        ),
        pytest.param(
            "digital-coupon",
            "sms",
            {},
            ["Passes Generated", "Passes Added to Wallet", "Passes Redeemed"],
            id="F128",
        ),
        pytest.param(
            "raffle-giveaway",
            "whatsapp",
            PRIZES,
            ["WhatsApp Sent", "Opened URL Link", "Played Interactive Content", "Assigned Prizes"],
            id="F129",
        ),
        pytest.param(
            "web-trivia",
            "email",
            PRIZES,
            ["Opened URL Link", "Played Interactive Content", "Assigned Prizes"],
            id="F130",
        ),
        pytest.param(
            "web-trivia",
            "email",
            {},
            ["Opened URL Link", "Played Interactive Content"],
            id="F073 without prizes",
        ),
    ],
)
def test_each_type_has_its_figures_above_the_tabs(
    services, kind: str, channel: str, config: dict[str, Any], expected: list[str]
):
    """F127 to F130, F073."""
    assert row(SmallCampaign(services, kind, channel=channel, config=config)) == expected


@pytest.mark.parametrize(
    ("channel", "label"),
    [("sms", "SMS Sent"), ("email", "Email Sent"), ("whatsapp", "WhatsApp Sent")],
)
def test_what_was_sent_is_named_after_the_channel(services, channel, label):
    """F131."""
    assert row(SmallCampaign(services, "raffle-giveaway", channel=channel))[0] == label

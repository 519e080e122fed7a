"""Do Preview and Campaign Overview tell what was stored, whatever it is?"""

from __future__ import annotations

from typing import Any

import pytest

from components.preview import length
from data.campaign_types import CAMPAIGN_TYPES
from data.services import Services
from data.vocabulary.campaign_state import State
from tests.drawn import text
from tests.pages.report.conftest import Register, Tell


def facts(workspace: Services, campaign_id: int, tab: str) -> dict[str, str]:
    return dict(workspace.reports.tab(campaign_id, tab).facts)


def body(workspace: Services, campaign_id: int, tab: str) -> Any:
    report = workspace.reports.open(campaign_id, tab)
    from pages.report.tabs import TABS

    return TABS[tab].body(report.ask, report.numbers)


def test_170_characters_are_two_messages_per_recipient() -> None:
    """F108."""
    assert length("a" * 170) == "170 characters (GSM-7) · 2 messages per recipient"
    assert length("ж") == "1 character (UCS-2) · 1 message per recipient"
    assert length("Hi {{name}}").endswith("placeholders not filled in")


@pytest.mark.parametrize("kind", ["sms", "email", "push", "rcs", "whatsapp"])
def test_every_channel_previews_its_message(
    workspace: Services, register: Register, kind: str
) -> None:
    """F077."""
    message = {"title": "Hello", "subject": "Hello", "body": "Dear {{name}}, <b>come</b>"}
    campaign = register(kind, config={"message": message})
    drawn = text(body(workspace, campaign.id, "preview"))
    assert "Dear" in drawn
    assert "{{name}}" in drawn
    assert "<b>come</b>" in drawn
    assert facts(workspace, campaign.id, "preview")["Text"] == message["body"]
    assert ("Length" in facts(workspace, campaign.id, "preview")) == (kind == "sms")


@pytest.mark.parametrize("stored", [None, "", 7, [], {"body": ["a"]}, {"buttons": {"x": 1}}, "Hi"])
def test_a_message_of_any_shape_is_previewed_or_said_to_be_missing(
    workspace: Services, register: Register, stored: object
) -> None:
    campaign = register("sms", config={"message": stored})
    numbers = workspace.reports.tab(campaign.id, "preview")
    assert bool(numbers.facts) != bool(numbers.notices)
    body(workspace, campaign.id, "preview")


def test_messaging_overview_sums_up_the_configuration(
    workspace: Services, register: Register
) -> None:
    """F079, F031."""
    campaign = register(
        "sms",
        recipients=1200,
        config={
            "recipients": "csv",
            "filter": "Consent to SMS",
            "send_rate": 1200,
            "links": [
                {"url": "https://a.example", "tracked": True},
                {"url": "https://b.example", "tracked": False},
            ],
        },
    )
    assert facts(workspace, campaign.id, "overview") == {
        "Campaign Type": "SMS",
        "Delivery Channel": "SMS",
        "Sender number": "61222",
        "Recipients": "1,200",
        "Recipients from": "Upload CSV List",
        "Applied Filter": "Consent to SMS",
        "Schedule": "–",
        "Advanced Settings": "1,200 messages a minute",
        "Links": "https://a.example (tracked); https://b.example (untracked)",
    }


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("sms", "Sender number"),
        ("email", "Sender email"),
        ("push", "App"),
        ("rcs", "Agent"),
        ("whatsapp", "Sender WhatsApp Business Account"),
    ],
)
def test_the_sender_bears_the_channels_word(
    workspace: Services, register: Register, kind: str, label: str
) -> None:
    """F031, F032, F033, F034, F035."""
    assert facts(workspace, register(kind).id, "overview")[label] == "61222"


# The fields that the documentation names, by type.
DOCUMENTED = {
    # F210
    "e-swipe": (
        "sms",
        {"recipients": "subscribers", "expires_at": "2026-04-01T10:00:00Z", "send_rate": 60},
        {
            "Delivery Channel": "SMS",
            "Sender number": "61222",
            "Recipients": "50",
            "Recipients from": "Subscribers in Platform",
            "Campaign Expiration": "Apr 1, 2026, 10:00 AM",
            "Advanced Settings": "60 messages a minute",
        },
    ),
    # F211
    "geofence": (
        "push",
        {
            "filter": "App installed",
            "additional_data": {"offer": "7"},
            "area": {"name": "Old Town", "latitude": 52.5, "longitude": 13.4, "radius": 400},
        },
        {
            "Recipients": "50",
            "Applied Filter": "App installed",
            "Additional Data": "offer: 7",
            "Map": "Old Town, 52.5, 13.4",
            "Radius": "400 m",
        },
    ),
    # F212
    "raffle-giveaway": (
        "email",
        {"recipients": "keyword", "game": "Scratch Card", "keywords": ["WIN"]},
        {
            "Delivery Channel": "Email",
            "Content Type": "Scratch Card",
            "Sender email": "61222",
            "Recipients from": "Keyword",
            "Keyword": "WIN",
            "Campaign Expiration": "Never",
        },
    ),
    # F213
    "member-card": (
        "sms",
        {"filter": "VIP", "pass": {"title": "Gold", "description": "Member", "android": True}},
        {
            "Delivery Channel": "SMS",
            "Recipients": "50",
            "Applied Filter": "VIP",
            "Campaign Expiration": "Never",
            "Pass Preview on iOS": "Gold · Member",
            "Pass Preview on Android": "Gold · Member",
        },
    ),
}


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_overview_has_the_documented_fields(
    workspace: Services, register: Register, kind: str
) -> None:
    channel, config, documented = DOCUMENTED[kind]
    campaign = register(kind, recipients=50, channel=channel, config=config)
    assert facts(workspace, campaign.id, "overview").items() >= documented.items()


ODD = [{}, 7, "x", [], [1, None, {"a": {"b": [True]}}], {"a": None}, None, True, 1.5]


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES)
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_every_type_has_an_overview_whatever_was_stored(
    workspace: Services, register: Register, kind: str, odd: object
) -> None:
    """F209."""
    words = {
        w for w in CAMPAIGN_TYPES[kind].overview if w not in ("channel", "sender", "recipients")
    }
    config = {**dict.fromkeys(words, odd), "prize_logic": odd}
    campaign = register(kind, config=config)
    found = workspace.reports.tab(campaign.id, "overview").facts
    assert len(found) >= len(CAMPAIGN_TYPES[kind].overview)
    assert all(isinstance(label, str) and isinstance(value, str) for label, value in found)


def test_the_total_of_recipients_is_distinct_people_and_always_of_now(
    workspace: Services, register: Register, tell: Tell
) -> None:
    """F214."""
    campaign = register("e-swipe", channel="sms", state=State.LIVE, config={"recipients": "api"})

    def total() -> float | int | None:
        return workspace.reports.tab(campaign.id, "overview").kpis[-1].value

    assert total() == 0
    tell(campaign, "+1", "SENT")
    tell(campaign, "+1", "https://a.example", 1, "link.open")
    tell(campaign, "+2", "https://a.example", 1, "link.open")
    assert total() == 2

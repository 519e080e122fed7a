"""What a campaign has, in the words that tabs and KPIs name."""

from datetime import UTC, datetime

import pytest

from data.campaign import OPEN_RECIPIENTS, Campaign, features
from data.vocabulary.campaign_state import Group, State


def campaign(state=State.COMPLETED, channel="sms", **config):
    return Campaign(
        id=7,
        name="Spring",
        group=Group.INTERACTIVE,
        type="web-trivia",
        channel=channel,
        sender="2020",
        state=state,
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
        month="2026-03",
        config=config,
    )


def test_participation_is_open_by_keyword_form_or_endpoint():
    """F069, F070."""
    assert OPEN_RECIPIENTS == {"keyword", "form", "api"}


@pytest.mark.parametrize("source", ["subscribers", "csv", "typed", "api", None])
def test_a_campaign_with_recipients_was_sent_by_message(source):
    assert "by-message" in features(campaign(recipients=source))


@pytest.mark.parametrize("source", ["keyword", "form"])
def test_a_campaign_that_people_enter_themselves_was_not_sent_by_message(source):
    assert "by-message" not in features(campaign(recipients=source))


def test_without_a_channel_nothing_was_sent_by_message():
    assert "by-message" not in features(campaign(channel="", recipients="csv"))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("source", ["api", "csv", "keyword"])
def test_there_is_an_endpoint_only_while_live_with_recipients_from_it(state, source):
    """F215 (D-23)."""
    expected = state is State.LIVE and source == "api"
    assert ("endpoint" in features(campaign(state, recipients=source))) == expected


@pytest.mark.parametrize(
    ("prizes", "expected"), [([{"name": "Bicycle"}], True), ([], False), (None, False)]
)
def test_prizes_are_on_when_there_are_some(prizes, expected):
    """F180."""
    assert ("prizes" in features(campaign(prizes=prizes))) == expected


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([{"url": "https://example.com", "tracked": True}], True),
        ([{"url": "https://example.com"}], True),
        (["https://example.com"], True),
        ([{"url": "a", "tracked": False}, {"url": "b", "tracked": True}], True),
        ([{"url": "https://example.com", "tracked": False}], False),
        ([], False),
        ({"url": "https://example.com"}, False),
        (None, False),
    ],
)
def test_links_are_tracked_when_at_least_one_is(links, expected):
    """F109."""
    assert ("tracked-links" in features(campaign(links=links))) == expected


def test_a_campaigns_channel_is_one_of_its_features():
    assert "channel:email" in features(campaign(channel="email"))


@pytest.mark.parametrize("odd", [["csv", "typed"], {"source": "csv"}, 3, ""])
def test_an_odd_configuration_is_no_error(odd):
    """Campaigns that other systems register bring whatever they have."""
    assert features(campaign(recipients=odd)) == {"by-message", "channel:sms"}

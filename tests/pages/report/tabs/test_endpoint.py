"""Delivery Endpoint of Live campaigns whose recipients come by API."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.errors import BadRequest, NotFound, Refused
from data.ingest.accept import Accept
from data.services import build, install
from data.trigger import sample, simulated
from data.vocabulary.campaign_state import State
from data.vocabulary.outcome import Outcome
from pages.report.tabs import TABS
from pages.report.tabs.endpoint import TAB, body, tried
from tests.drawn import by_id, by_role
from tests.small_campaign import SmallCampaign

API = {"recipients": "api"}
NUMBER = "+12025550123"


@pytest.fixture
def bot(services) -> SmallCampaign:
    """A Live chatbot whose recipients come by API."""
    install(services)
    return SmallCampaign(
        services, "chatbot-service", channel="whatsapp", name="Shop “bot”", config=API
    )


@pytest.mark.parametrize("kind", ["trivia", "web-polls-surveys", "chatbot-service", "e-swipe"])
@pytest.mark.parametrize(
    ("state", "source", "shown"),
    [
        (State.LIVE, "api", True),
        (State.COMPLETED, "api", False),
        (State.LIVE, "keyword", False),
        (State.LIVE, None, False),
    ],
)
def test_the_tab_shows_only_while_live_with_api_recipients(
    settings, clock, kind, state, source, shown
):
    """F215, D-23."""
    services = build(settings, clock, TABS)
    config = {"recipients": source} if source else {}
    made = SmallCampaign(services, kind, channel="sms", state=state, config=config)
    assert ("endpoint" in dict(services.reports.tabs(made.campaign))) is shown
    services.engine.dispose()


def test_types_that_know_no_endpoint_never_have_the_tab():
    """F215."""
    having = {k for k, kind in CAMPAIGN_TYPES.items() if "endpoint" in {t.key for t in kind.tabs}}
    assert having == {"trivia", "web-polls-surveys", "chatbot-service", "e-swipe"}


def test_the_url_has_the_campaigns_id_and_the_sample_both_fields(bot):
    """F216."""
    facts = dict(bot.numbers(TAB).facts)
    assert facts["Endpoint URL"] == f"/v1/campaigns/{bot.campaign.id}/trigger"
    assert json.loads(facts["Payload Sample"]) == {
        "receiver": NUMBER,
        "campaignLabel": "Shop “bot”",
    }


def test_the_fields_can_be_read_and_copied_but_not_changed(bot):
    """F216."""
    ask = bot.ask()
    drawn = body(ask, TAB.numbers(ask))
    assert by_id(drawn, "endpoint-url").readOnly is True
    assert by_id(drawn, "endpoint-body").readOnly is True
    assert by_role(drawn, "button", "Copy URL")
    assert by_role(drawn, "button", "Try Out now!")


def test_trying_out_records_one_simulated_message_and_sends_nothing(bot):
    """F217, D-23: it waits among the unsent ones."""
    said = tried(bot.campaign.id, NUMBER, "first call")
    assert f"simulated message to {NUMBER} was recorded as QUEUE" in said
    assert said.endswith("Nothing was sent.")
    (message,) = bot.ask().scan("messages").collect().to_dicts()
    assert (message["recipient"], message["status"], message["outcome"]) == (
        NUMBER,
        "QUEUE",
        "unsent",
    )
    assert message["sent_at"] is None
    (event,) = bot.ask().scan("events").collect().to_dicts()
    assert event["source"] == "try-out"
    assert "first call" in event["text"]


def test_trying_out_twice_records_two_messages(bot):
    tried(bot.campaign.id, NUMBER, "")
    tried(bot.campaign.id, NUMBER, "")
    assert len(bot.ask().scan("messages").collect()) == 2


@pytest.mark.parametrize("channel", CHANNELS)
def test_on_every_channel_the_message_waits_and_has_not_left(services, clock, channel):
    made = SmallCampaign(
        services, "e-swipe" if channel != "rcs" else "chatbot-service", channel=channel, config=API
    )
    event = simulated(made.campaign, sample(made.campaign)["receiver"], "", clock(), "test")
    assert not services.accept.events([event]).rejected
    status = CHANNELS[channel].status(event["data"]["status"])
    assert CHANNELS[channel].category(status.category).outcome is Outcome.UNSENT
    assert status.code in {"QUEUE", "DEQUEUED", "NOT_SENT"}


@pytest.mark.parametrize(
    ("channel", "receiver"),
    [
        ("sms", ""),
        ("sms", "12025550123"),
        ("sms", "+0123456789"),
        ("sms", "+1202555012345678"),
        ("sms", "ana@example.com"),
        ("email", NUMBER),
        ("email", "ana@example"),
        ("email", "a b@example.com"),
        ("push", " "),
    ],
)
def test_a_receiver_that_its_channel_cannot_reach_is_named(services, clock, channel, receiver):
    made = SmallCampaign(services, "e-swipe", channel=channel, config=API)
    with pytest.raises(BadRequest) as caught:
        simulated(made.campaign, receiver, "", clock(), "test")
    assert caught.value.where == "receiver"


@pytest.mark.parametrize(
    "more", [{"state": State.COMPLETED}, {"config": {"recipients": "keyword"}}, {"channel": ""}]
)
def test_without_an_open_endpoint_nothing_is_recorded(services, clock, more):
    """F215: Live, API recipients, and a channel to send on."""
    given = {"channel": "sms", "config": API, **more}
    made = SmallCampaign(services, "e-swipe", **given)
    with pytest.raises(Refused):
        simulated(made.campaign, NUMBER, "", clock(), "test")


class Nowhere:
    """Whoever knows no campaign, as if each had been deleted in the meantime."""

    def place(self, campaign_id: int | None, external_id: str | None) -> None:
        """There is none."""


def test_trying_out_does_not_claim_what_could_not_be_recorded(bot, services):
    door = Accept(services.engine, Nowhere(), services.clock)
    install(replace(services, accept=door))
    with pytest.raises(BadRequest, match="was not recorded"):
        tried(bot.campaign.id, NUMBER, "")
    assert door.waiting() == 0


def test_trying_out_an_unknown_campaign_says_so(bot):
    with pytest.raises(NotFound):
        tried(999, NUMBER, "")

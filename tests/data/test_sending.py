"""How far a campaign has got that is being sent, told from its events alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.sending import Sending, complete_submitted, sending
from data.services import Services
from data.vocabulary.campaign_state import Group, State
from tests.conftest import SetClock

_numbers = count(1)


@pytest.fixture
def campaign(services: Services) -> Campaign:
    return made(services, 100)


def made(services: Services, recipients: int | None) -> Campaign:
    draft = CampaignDraft(
        name="Spring",
        group=Group.MESSAGING,
        type="sms",
        state=State.IN_PROGRESS,
        recipients=recipients,
    )
    return services.campaigns.register(draft, "test")[0]


def tell(services: Services, campaign: Campaign, who: str, at: datetime, status: str) -> None:
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"s{next(_numbers)}",
        "source": "carrier",
        "type": "message.status",
        "time": at.isoformat(),
        "subject": who,
        "data": {"campaign_id": campaign.id, "channel": "sms", "status": status},
    }
    assert services.accept.events([event]).accepted == 1


def far(services: Services, campaign: Campaign) -> Sending:
    return sending(campaign, services.lake.view(), services.clock())


def test_nothing_is_known_before_the_first_message(services: Services, campaign: Campaign):
    assert far(services, campaign) == Sending(100, 0, None, None)


def test_the_pace_is_that_of_the_last_ten_minutes_and_gives_the_end(
    services: Services, campaign: Campaign, clock: SetClock
):
    """Twenty long ago, thirty in the last ten minutes: 3 a minute, and 50 are left."""
    for number in range(20):
        tell(services, campaign, f"old{number}", clock.now - timedelta(hours=2), "SENT")
    for number in range(30):
        at = clock.now - timedelta(seconds=19 * number)
        tell(services, campaign, f"new{number}", at, "DELIVRD")
    found = far(services, campaign)
    assert (found.submitted, found.done) == (50, 0.5)
    assert found.per_minute == pytest.approx(3)
    assert found.finish is not None
    assert (found.finish - clock.now).total_seconds() == pytest.approx(1000)


def test_one_that_has_just_begun_is_measured_from_its_first_message(
    services: Services, campaign: Campaign, clock: SetClock
):
    for number in range(8):
        at = clock.now - timedelta(minutes=number % 2 * 2)
        tell(services, campaign, str(number), at, "SENT")
    assert far(services, campaign).per_minute == pytest.approx(4)


def test_one_that_stands_still_has_no_pace_and_no_end(
    services: Services, campaign: Campaign, clock: SetClock
):
    tell(services, campaign, "a", clock.now, "SENT")
    clock.forward(minutes=12)
    assert far(services, campaign) == Sending(100, 1, None, None)


def test_what_waits_or_was_refused_is_not_submitted(
    services: Services, campaign: Campaign, clock: SetClock
):
    for who, status in (("a", "QUEUE"), ("b", "BLACKLISTED"), ("c", "UNDELIV")):
        tell(services, campaign, who, clock.now, status)
    assert far(services, campaign).submitted == 1


def test_without_a_declared_audience_there_is_no_share_and_no_end(
    services: Services, clock: SetClock
):
    campaign = made(services, None)
    tell(services, campaign, "a", clock.now, "SENT")
    found = far(services, campaign)
    assert (found.submitted, found.done, found.finish) == (1, None, None)


def test_more_messages_than_recipients_are_all_of_them(services: Services, clock: SetClock):
    campaign = made(services, 1)
    for who in ("a", "b"):
        tell(services, campaign, who, clock.now, "SENT")
    found = far(services, campaign)
    assert (found.done, found.finish) == (1.0, clock.now)


def finished(services: Services) -> list[int]:
    """The campaigns that are completed now."""
    return [c.id for c in complete_submitted(services.campaigns, services.lake.view())]


@pytest.mark.parametrize("last", ["SENT", "DELIVRD", "UNDELIV", "BLACKLISTED", "EXHAUSTED"])
def test_a_campaign_is_completed_once_the_last_message_is_submitted_whatever_became_of_it(
    services: Services, clock: SetClock, last: str
):
    """F041: submitted, not delivered; who can't be sent to is done with as well."""
    campaign = made(services, 2)
    tell(services, campaign, "a", clock(), "SENT")
    assert finished(services) == []
    tell(services, campaign, "b", clock(), last)
    assert finished(services) == [campaign.id]
    done = services.campaigns.transitions(campaign.id)[-1]
    assert (done.before, done.after, done.who) == (State.IN_PROGRESS, State.COMPLETED, "clock")


@pytest.mark.parametrize("still", ["QUEUE", "DEQUEUED"])
def test_a_message_in_the_queue_keeps_its_campaign_in_progress(
    services: Services, clock: SetClock, still: str
):
    """F043."""
    campaign = made(services, 2)
    tell(services, campaign, "a", clock(), "DELIVRD")
    tell(services, campaign, "b", clock(), still)
    assert finished(services) == []
    assert services.campaigns.get(campaign.id).state is State.IN_PROGRESS


def test_without_known_recipients_nobody_can_say_that_the_last_one_was_sent(
    services: Services, clock: SetClock
):
    campaign = made(services, None)
    tell(services, campaign, "a", clock(), "SENT")
    assert finished(services) == []

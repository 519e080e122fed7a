"""How far a campaign has got that is being sent, told from its events alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.sending import Sending, sending
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

"""What the creator publishes comes out by itself: every type, and subscribers as well as lists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import is_open
from data.services import Services
from data.subscriber_draft import SubscriberDraft
from data.vocabulary.campaign_state import Group, State
from tests.conftest import SetClock
from tests.creations import ALL
from tests.data.test_creation import finished, made
from tests.outbound import published, rows, turns

OUT = {State.COMPLETED, State.LIVE}


def join(services: Services, channel: str, address: str, *tags: str, name: str = "") -> None:
    services.subscribers.join(SubscriberDraft(name, "", {channel: address}, frozenset(tags)))


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_type_that_is_published_comes_to_its_end(
    services: Services, clock: SetClock, kind: str
):
    """F065: Completed once everyone on the list was written to, Live where anybody may come."""
    join(services, "push", "token-1")
    group = CAMPAIGN_TYPES[kind].group
    after = State.IN_PROGRESS if group is Group.MESSAGING else State.PROCESSING
    campaign = finished(services, made(services, kind), after)
    clock.forward(hours=24 - clock().hour + 10)  # into the hours of any timetable
    for _ in range(300):
        turns(services)
        if services.campaigns.get(campaign.id).state in OUT:
            break
        clock.forward(seconds=5)
    open_to_all = is_open(campaign)
    assert services.campaigns.get(campaign.id).state is (
        State.LIVE if open_to_all else State.COMPLETED
    )
    members = services.audience.members(campaign)
    assert bool(members) is not open_to_all
    sent = rows(services, campaign)
    assert [row.recipient for row in sent] == [member.recipient for member in members]
    assert all(row.code for row in sent)


def test_one_that_the_creator_scheduled_starts_at_its_date(services: Services, clock: SetClock):
    """Though nobody touched it since: it was made here."""
    date = clock() + timedelta(days=1)
    campaign = finished(services, made(services, "sms"), State.SCHEDULED, delivery_at=date)
    turns(services)
    assert services.campaigns.get(campaign.id).state is State.SCHEDULED
    clock.now = date
    turns(services)
    moved = services.campaigns.transitions(campaign.id)
    assert (moved[1].before, moved[1].after, moved[1].who) == (
        State.SCHEDULED,
        State.IN_PROGRESS,
        "clock",
    )


def test_subscribers_are_chosen_as_the_campaign_leaves_and_get_their_own_words(
    services: Services, clock: SetClock
):
    """Whoever joins while it is sent is not among them."""
    join(services, "email", "ana@example.com", "vip", name="Ana")
    join(services, "email", "bea@example.com", "vip")
    join(services, "email", "cleo@example.com", "other")
    campaign = published(
        services, [], "email", recipients="subscribers", audience={"tags": ["vip"]}, send_rate=1
    )
    turns(services)
    join(services, "email", "dora@example.com", "vip")
    for _ in range(10):
        clock.forward(minutes=1)
        turns(services)
    found = services.campaigns.get(campaign.id)
    assert (found.state, found.recipients) == (State.COMPLETED, 2)
    assert {row.recipient for row in rows(services, campaign)} == {
        "ana@example.com",
        "bea@example.com",
    }
    view = services.lake.view().scan("events", (campaign,)).collect()
    blank = view.filter(view["status"] == "INCOMPLETE")["recipient"].to_list()
    assert blank == ["bea@example.com"]

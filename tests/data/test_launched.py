"""Which campaigns can be compared and paced: those that went out, and no others?"""

from __future__ import annotations

from datetime import timedelta

from data.campaign_draft import CampaignDraft
from data.launched import is_launched, launched, running
from data.services import Services
from data.vocabulary.campaign_state import STATES, Group, State
from tests.small_campaign import START


def test_only_what_went_out_is_found_newest_first_of_both_groups(services: Services) -> None:
    drafts = [
        CampaignDraft(
            name=f"{group} {state}",
            group=group,
            type="sms" if group is Group.MESSAGING else "e-swipe",
            channel="sms",
            state=state,
            created_at=START + timedelta(hours=hour),
        )
        for group in Group
        for hour, state in enumerate(STATES[group])
    ]
    made = services.campaigns.bulk_register(drafts, "test")
    out = {
        (Group.MESSAGING, State.COMPLETED),
        (Group.MESSAGING, State.IN_PROGRESS),
        (Group.INTERACTIVE, State.COMPLETED),
        (Group.INTERACTIVE, State.LIVE),
        (Group.INTERACTIVE, State.PROCESSING),
        (Group.INTERACTIVE, State.PENDING),  # paused; it was Live
    }
    expected = [one for one in made if (one.group, one.state) in out]
    assert [one for one in made if is_launched(one)] == expected
    expected.sort(key=lambda one: (one.created_at, one.id), reverse=True)
    found = launched(services.campaigns)
    assert (list(found.campaigns), found.total) == (expected, 6)
    some = launched(services.campaigns, size=2)
    assert (list(some.campaigns), some.total) == (expected[:2], 6)
    named = launched(services.campaigns, "interactive")
    assert [one.group for one in named.campaigns] == [Group.INTERACTIVE] * 4
    assert launched(services.campaigns, "nobody").campaigns == ()
    states = {one.state for one in running(services.campaigns).campaigns}
    assert states == {State.IN_PROGRESS, State.LIVE, State.PROCESSING}

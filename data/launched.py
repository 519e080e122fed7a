"""Which campaigns have gone out, so that there is something to count about them?"""

from __future__ import annotations

from data.campaign import Campaign
from data.campaigns import CampaignPage, Campaigns
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.filters import CampaignFilters

RUNNING = frozenset({State.IN_PROGRESS, State.LIVE, State.PROCESSING})
# A paused interactive campaign was Live; a Pending messaging campaign never went out.
LAUNCHED = {
    Group.MESSAGING: frozenset({State.COMPLETED, State.IN_PROGRESS}),
    Group.INTERACTIVE: frozenset(
        {State.COMPLETED, State.LIVE, State.PROCESSING, State.PENDING},
    ),
}


def is_launched(campaign: Campaign) -> bool:
    """Whether it has gone out."""
    return campaign.state in LAUNCHED[campaign.group]


def launched(campaigns: Campaigns, q: str = "", size: int = 10) -> CampaignPage:
    """The newest `size` that went out and that `q` finds, of both groups, and how many there are.

    `q` is looked for as in Performance Reports: in name, sender and external id, or it is the id.
    """
    return _newest(campaigns, LAUNCHED, q, size)


def running(campaigns: Campaigns, size: int = 10) -> CampaignPage:
    """The newest `size` that run now, and how many do."""
    return _newest(campaigns, {group: RUNNING & LAUNCHED[group] for group in Group}, "", size)


def _newest(
    campaigns: Campaigns, states: dict[Group, frozenset[State]], q: str, size: int
) -> CampaignPage:
    found = [
        campaigns.find(CampaignFilters(group, states=states[group], q=q), size=size)
        for group in Group
    ]
    everyone = [campaign for page in found for campaign in page.campaigns]
    everyone.sort(key=lambda campaign: (campaign.created_at, campaign.id), reverse=True)
    return CampaignPage(tuple(everyone[:size]), sum(page.total for page in found))

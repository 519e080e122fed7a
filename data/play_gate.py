"""May somebody take part in a campaign just now?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from data.campaign import Campaign
from data.campaign_draft import read_moment
from data.campaigns import is_open
from data.vocabulary.campaign_state import Group, State


class Gate(StrEnum):
    """Whether a campaign takes anybody in, and why not."""

    OPEN = "open"
    EARLY = "early"  # it is not out yet
    PAUSED = "paused"  # F060
    LATE = "late"  # its end of life has come


def gate(campaign: Campaign, now: datetime) -> Gate:
    """How a campaign stands at `now`.

    One with open participation takes part in while it is Live; one that went to a closed list
    stays open to those people until it expires, also once all is sent (1.7).
    """
    if campaign.state in (State.DRAFT, State.SCHEDULED):
        return Gate.EARLY
    if campaign.state is State.PENDING:
        return Gate.PAUSED if campaign.group is Group.INTERACTIVE else Gate.EARLY
    if _has_expired(campaign, now):
        return Gate.LATE
    if campaign.group is Group.MESSAGING or campaign.state is State.LIVE:
        return Gate.OPEN
    if not is_open(campaign):
        return Gate.OPEN
    return Gate.LATE if campaign.state is State.COMPLETED else Gate.EARLY


def _has_expired(campaign: Campaign, now: datetime) -> bool:
    text = campaign.config.get("expires_at")
    return text is not None and read_moment(text, "config.expires_at") <= now

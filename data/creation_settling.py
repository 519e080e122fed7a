"""What does a campaign become when the creator is left?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft, checked
from data.creation_work import Work
from data.errors import BadRequest, Refused
from data.vocabulary.campaign_state import Group, State

STARTS = frozenset({State.IN_PROGRESS, State.PROCESSING})


def check_ending(work: Work, after: State) -> None:
    """Raise Refused where the creator doesn't lead to that state."""
    if after not in work.endings:
        words = " or ".join(state.label for state in work.endings)
        raise Refused(f"It can be left {words} here, not {after.label}")


def settled(
    described: Campaign,
    work: Work,
    after: State,
    delivery_at: datetime | None,
    total: int | None,
    now: datetime,
) -> Campaign:
    """The campaign in the state `after`, for `total` recipients; a new one is of this moment.

    What lasts so many hours gets its end. Raises BadRequest for the date, where nobody would get
    what goes out at once, and for what no campaign may be.
    """
    date = _date(after, delivery_at, now)
    if after in STARTS and total == 0:
        raise BadRequest("Nobody would get it: choose other recipients", "recipients")
    if work.before is None:
        described = replace(described, created_at=now, month=f"{now:%Y-%m}")
    paused = described.group is Group.INTERACTIVE and after is State.PENDING
    begins = described.delivery_at if paused else now if after in STARTS else date
    config = dict(described.config)
    hours = config.get("expires_hours")
    if type(hours) is int and begins is not None:
        config["expires_at"] = (begins + timedelta(hours=hours)).isoformat()
    campaign = replace(described, state=after, delivery_at=begins, recipients=total, config=config)
    _check(campaign)
    return campaign


def _date(after: State, delivery_at: datetime | None, now: datetime) -> datetime | None:
    if after is State.SCHEDULED:
        if delivery_at is None:
            raise BadRequest("Scheduled needs a delivery date", "deliver_day")
        if delivery_at <= now:
            raise BadRequest("The delivery date must be in the future", "deliver_day")
        return delivery_at
    if delivery_at is not None:
        raise BadRequest("Only Scheduled takes a delivery date", "deliver_day")
    return None


def _check(campaign: Campaign) -> None:
    """What every campaign must be, whoever made it. Raises BadRequest that names the field."""
    checked(
        CampaignDraft(
            name=campaign.name,
            group=campaign.group,
            type=campaign.type,
            state=campaign.state,
            channel=campaign.channel,
            sender=campaign.sender,
            recipients=campaign.recipients,
            config=campaign.config,
        )
    )

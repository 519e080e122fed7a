"""What is on its way to become a campaign, or another one than it was?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from data.campaign import Campaign
from data.campaign_type import CampaignType
from data.campaign_types import CAMPAIGN_TYPES
from data.creation_definition import definition, values_of
from data.store.draft_rows import DraftRow
from data.vocabulary.campaign_state import ENDINGS, State


@dataclass(frozen=True, slots=True)
class Work:
    """A campaign on its way: `before` is the stored one (None: new), `typed` what is to become.

    `saved_at` is None while nothing was changed since it was stored.
    """

    campaign_id: int
    kind: CampaignType
    before: Campaign | None
    typed: Mapping[str, Any]
    revision: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def name(self) -> str:
        """What it is called, also while its name is being typed."""
        return str(self.typed.get("name") or "").strip() or "Campaign without a name"

    @property
    def channel_is_fixed(self) -> bool:
        """Whether it is stored with a channel, which then can't change."""
        return self.before is not None and bool(self.before.channel)

    @property
    def endings(self) -> tuple[State, ...]:
        """The states in which the creator may leave it."""
        return ENDINGS[self.kind.group, self.before.state if self.before else None]


@dataclass(frozen=True, slots=True)
class Mark:
    """Who saves: the page (`tab`) with the revision that it knows, and its count of savings."""

    tab: str
    revision: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands stored now; not `kept`: another page saved meanwhile, and nothing was stored."""

    work: Work
    kept: bool


def blank(campaign_id: int, kind: CampaignType, now: datetime) -> Campaign:
    """A campaign of which nothing is known but its type."""
    return Campaign(
        id=campaign_id,
        name="",
        group=kind.group,
        type=kind.key,
        channel="",
        sender="",
        state=State.PENDING,
        created_at=now,
        month=f"{now:%Y-%m}",
    )


def kept(row: DraftRow, before: Campaign | None) -> Work:
    """What is stored about one that is being made or changed."""
    return Work(
        campaign_id=row.campaign_id,
        kind=CAMPAIGN_TYPES[row.type],
        before=before,
        typed=row.typed,
        revision=row.revision,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )


def untouched(campaign: Campaign, zone: ZoneInfo) -> Work:
    """A stored campaign of which nothing was changed yet."""
    kind = CAMPAIGN_TYPES[campaign.type]
    typed = values_of(kind, campaign, zone) | _activation(campaign, zone)
    return Work(campaign.id, kind, campaign, typed)


def _activation(campaign: Campaign, zone: ZoneInfo) -> dict[str, str]:
    """What stands under Campaign Activation for a known campaign."""
    planned = {"activation": campaign.state.value}
    if campaign.state is State.SCHEDULED and campaign.delivery_at:
        local = campaign.delivery_at.astimezone(zone)
        planned |= {"deliver_day": f"{local:%Y-%m-%d}", "deliver_time": f"{local:%H:%M}"}
    return planned


def digest(campaign: Campaign | None) -> str | None:
    """A digest of what a known campaign says, to tell whether it was changed elsewhere."""
    if campaign is None:
        return None
    said = [campaign.name, campaign.channel, campaign.sender, dict(campaign.config)]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def described(work: Work, zone: ZoneInfo, now: datetime) -> Campaign:
    """The campaign that was typed, as far as it can be read, in the state that it has now."""
    said = definition(work.kind, work.typed, zone, work.before.config if work.before else {})
    start = work.before or blank(work.campaign_id, work.kind, now)
    return replace(
        start,
        name=said.name,
        channel=start.channel or said.channel,
        sender=said.sender,
        config=said.config,
    )

"""Whose pace does an address ask for, and of what?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from data.address import Words, read
from data.campaign import Campaign, features
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Campaigns
from data.channels import CHANNELS
from data.elapsed import SPANS
from data.errors import NotFound
from data.launched import is_launched
from data.metrics import METRICS
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.period import ALL

PATH = "/hub/pacing"
_OWN = ("campaign", "measure", "span")
_DAYS = ("range", "from", "to")
# What people do with a campaign's content, the furthest first.
_DONE = (
    "passes_added",
    "forms_submitted",
    "total_participants",
    "played",
    "opened_url_link",
    "read",
    "link_clickers",
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Whose pace, of which metric, over how many hours (0: as many as it takes).

    Without a campaign there is none to show. `notices` say what the address asked for and does not
    get.
    """

    zone: ZoneInfo
    campaign: Campaign | None = None
    measure: str = ""
    span: int = 0
    tz: str = ""
    notices: tuple[str, ...] = ()

    def link(self, **words: str) -> str:
        """The same place with some words changed; empty ones go."""
        own = {
            "campaign": str(self.campaign.id) if self.campaign else "",
            "measure": self.measure,
            "span": str(self.span or ""),
            "tz": self.tz,
            **words,
        }
        pairs = [(name, value) for name, value in own.items() if value]
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH


def measures(campaign: Campaign) -> tuple[str, ...]:
    """The counts of a campaign whose pace can be told, by their metrics' keys."""
    channel, has = CHANNELS.get(campaign.channel), features(campaign)
    known: list[str] = []
    if channel is not None and "by-message" in has:
        known.append("delivered")
        if campaign.group is Group.MESSAGING:
            known += ["read"] * any(category.opened for category in channel.categories)
            known += ["link_clickers"] * channel.tracks_links
    own = {place.metric for place in CAMPAIGN_TYPES[campaign.type].kpis if place.needs <= has}
    return (*known, *(key for key in _DONE if key in own and key not in known))


def usual_measure(campaign: Campaign) -> str:
    """What matters now: that it goes out, or else what people do with it; "" where it has none."""
    offered = measures(campaign)
    if campaign.state in (State.IN_PROGRESS, State.PROCESSING) and "delivered" in offered:
        return "delivered"
    return next((key for key in _DONE if key in offered), next(iter(offered), ""))


def pace(words: Words, campaigns: Campaigns, zone: ZoneInfo, now: datetime) -> Pace:
    """Read an address; what can't be followed is left out with a notice.

    `zone` is the workspace's, whose place `tz` can take.
    """
    days = {name for name in _DAYS if name in words}
    address = read(PATH, {n: w for n, w in words.items() if n not in days}, _OWN, zone, now, ALL)
    told = list(address.notices)
    if days:
        told.append("Pace is counted from a campaign's start; the days were ignored.")
    campaign = _campaign(address.word("campaign"), campaigns, told)
    return Pace(
        address.zone,
        campaign,
        _measure(address.word("measure"), campaign, told),
        _span(address.word("span"), told),
        address.word("tz"),
        tuple(told),
    )


def _campaign(word: str, campaigns: Campaigns, told: list[str]) -> Campaign | None:
    if not word:
        return None
    shown = word if len(word) <= 40 else f"{word[:39]}…"
    if not (word.isascii() and word.isdecimal() and len(word) <= 9):
        told.append(f"campaign=“{shown}” was ignored: a campaign is named by its number.")
        return None
    try:
        campaign = campaigns.get(int(word))
    except NotFound:
        told.append(f"campaign={shown} was ignored: there is no such campaign.")
        return None
    if is_launched(campaign):
        return campaign
    told.append(f"“{campaign.name}” is {campaign.state.label} and has not gone out yet.")
    return None


def _measure(word: str, campaign: Campaign | None, told: list[str]) -> str:
    if not word or campaign is None or word in measures(campaign):
        return word if campaign is not None else ""
    offered = ", ".join(METRICS[key].label for key in measures(campaign))
    told.append(f"measure=“{word[:40]}” was ignored: “{campaign.name}” has {offered or 'none'}.")
    return ""


def _span(word: str, told: list[str]) -> int:
    if word in {str(span) for span in SPANS}:
        return int(word)
    if word:
        told.append(f"span=“{word[:40]}” was ignored: there is no such span.")
    return 0

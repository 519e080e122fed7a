"""Which campaigns does an address compare, by which metric, and along which axis?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from data.address import Words, read
from data.campaign import Campaign
from data.campaigns import Campaigns
from data.elapsed import SPANS
from data.errors import NotFound
from data.launched import is_launched
from data.vocabulary.period import ALL

PATH = "/hub/compare"
MOST = 5  # campaigns (D-17)
AXES = {"elapsed": "Hours since send", "calendar": "Calendar"}
TOTALS = {"running": "Running total", "each": "Each step"}
_OWN = ("campaign", "metric", "axis", "total", "span")
_DAYS = ("range", "from", "to")
_MOST_READ = 20  # campaign words that are looked at; nobody chose so many


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared: the first campaign is the one that all others are held against.

    An empty `metric` and a `span` of 0 hours leave it to the comparison. `notices` say what the
    address asked for and does not get.
    """

    campaigns: tuple[Campaign, ...]
    zone: ZoneInfo
    metric: str = ""
    axis: str = "elapsed"
    total: str = "running"
    span: int = 0
    tz: str = ""
    notices: tuple[str, ...] = ()

    def link(self, campaigns: Sequence[Campaign] | None = None, **words: str) -> str:
        """The address of the same comparison with other campaigns or words; empty ones go."""
        compared = self.campaigns if campaigns is None else campaigns
        own = {
            "metric": self.metric,
            "axis": "" if self.axis == "elapsed" else self.axis,
            "total": "" if self.total == "running" else self.total,
            "span": str(self.span or ""),
            "tz": self.tz,
            **words,
        }
        pairs = [("campaign", str(campaign.id)) for campaign in compared]
        pairs += [(name, value) for name, value in own.items() if value]
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH


def choice(words: Words, campaigns: Campaigns, zone: ZoneInfo, now: datetime) -> Choice:
    """Read an address; what can't be followed is left out with a notice.

    `zone` is the workspace's, whose place `tz` can take. Whether the campaigns can be compared by
    `metric` is for the comparison to say.
    """
    days = {name for name in _DAYS if name in words}
    address = read(PATH, {n: w for n, w in words.items() if n not in days}, _OWN, zone, now, ALL)
    told = list(address.notices)
    if days:
        told.append("Campaigns are compared over their whole life; the days were ignored.")
    compared = _campaigns(words.get("campaign", []), campaigns, told)
    return Choice(
        compared,
        address.zone,
        metric=address.word("metric"),
        axis=_one_of(address.word("axis"), AXES, "axis", told),
        total=_one_of(address.word("total"), TOTALS, "total", told),
        span=int(_one_of(address.word("span"), _SPANS, "span", told)),
        tz=address.word("tz"),
        notices=tuple(told),
    )


_SPANS = {"0": "", **{str(hours): "" for hours in SPANS}}


def _one_of(word: str, known: dict[str, str], name: str, told: list[str]) -> str:
    usual = next(iter(known))
    if word and word not in known:
        told.append(f"{name}=“{word[:40]}” was ignored: there is no such {name}.")
    return word if word in known else usual


def _campaigns(
    words: str | list[str], campaigns: Campaigns, told: list[str]
) -> tuple[Campaign, ...]:
    found: dict[int, Campaign] = {}
    asked = [words] if isinstance(words, str) else words
    for word in [word for word in asked if word][:_MOST_READ]:
        campaign = _campaign(word, campaigns, told)
        if campaign is None or campaign.id in found:
            continue
        if len(found) == MOST:
            told.append(f"“{campaign.name}” was left out: at most {MOST} can be compared.")
            continue
        found[campaign.id] = campaign
    return tuple(found.values())


def _campaign(word: str, campaigns: Campaigns, told: list[str]) -> Campaign | None:
    shown = word if len(word) <= 40 else f"{word[:39]}…"
    if not (word.isascii() and word.isdecimal() and len(word) <= 9):
        told.append(f"campaign=“{shown}” was ignored: a campaign is named by its number.")
        return None
    try:
        campaign = campaigns.get(int(word))
    except NotFound:
        told.append(f"campaign={shown} was ignored: there is no such campaign.")
        return None
    if not is_launched(campaign):
        state = campaign.state.label
        told.append(f"“{campaign.name}” was left out: it is {state} and has not gone out yet.")
        return None
    return campaign

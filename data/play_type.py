"""What is the page of a campaign type, as those who open it play it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.campaign import Campaign
from data.event import TEXT_FIELDS
from data.vocabulary.event_kind import EventKind
from data.vocabulary.web_address import is_web_address


@dataclass(frozen=True, slots=True)
class Round:
    """How far somebody has come in a round, and what it gave; `record` is that of the draw."""

    number: int
    progress: Mapping[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None
    prize: str | None = None
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's act: the campaign as it is now, their rounds so far, and the form they sent.

    `nonce` was made for the form as it was drawn: sent twice, it is the same.
    """

    campaign: Campaign
    rounds: tuple[Round, ...]
    form: Mapping[str, str]
    nonce: str
    now: datetime

    @property
    def round(self) -> Round:
        """The latest round; one that hasn't begun where there is none."""
        return self.rounds[-1] if self.rounds else Round(1)


@dataclass(frozen=True, slots=True)
class Did:
    """One thing that somebody did. `mark` tells it from whatever else they do in the campaign.

    A `subject` stands instead of who opened the page, where that is not whom it is about.
    """

    kind: EventKind
    mark: str
    data: Mapping[str, Any] = field(default_factory=dict)
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """Who becomes a subscriber: one person, with an address for each channel they agreed to."""

    addresses: Mapping[str, str]
    first_name: str = ""
    last_name: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """What an act changes: nothing that isn't said.

    `round` is kept in place of the one of its number; with `draws` it wins a prize or not.
    `joining` is put on the list of subscribers. `search` is the query of the page to go on with,
    `leads_on` an address of the campaign's outside it, and `faults` say by the names of the form's
    fields why nothing was done.
    """

    did: tuple[Did, ...] = ()
    round: Round | None = None
    draws: bool = False
    joining: Joining | None = None
    search: str = ""
    leads_on: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[Turn], Step]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page shows: which of its templates, under which title, with which values."""

    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)


def _stay(_: Turn) -> Step:
    return Step()


@dataclass(frozen=True, slots=True)
class PlayType:
    """The page of one campaign type: what it shows, and what can be done there.

    `scene` takes the campaign, the rounds and the page's query. `acts` are by the names that the
    page's buttons send; `leave` follows one of the campaign's own links.
    """

    key: str
    scene: Callable[[Campaign, tuple[Round, ...], Mapping[str, str]], Scene]
    acts: Mapping[str, Act]
    leave: Act = _stay


def text(campaign: Campaign, name: str, usual: str = "") -> str:
    """A text of the configuration, trimmed; `usual` where it has none."""
    value = campaign.config.get(name)
    return value.strip() or usual if isinstance(value, str) else usual


def part(campaign: Campaign, name: str, field: str, usual: str = "") -> str:
    """A text of a part of the configuration, like the title of its cover."""
    whole = campaign.config.get(name)
    value = whole.get(field) if isinstance(whole, Mapping) else None
    return value.strip() or usual if isinstance(value, str) else usual


def heading(campaign: Campaign) -> str:
    """What stands above a campaign's page: its cover's title, else its message's, else its name."""
    said = part(campaign, "message", "title") or part(campaign, "message", "subject")
    return part(campaign, "cover", "title") or said.rstrip(":") or campaign.name


def first_link(campaign: Campaign) -> str:
    """The first address of the web among the campaign's links; "" where there is none."""
    listed = campaign.config.get("links")
    for entry in listed if isinstance(listed, list | tuple) else ():
        url = entry.get("url") if isinstance(entry, Mapping) else entry
        if is_web_address(url):
            return url
    return ""


def fitted(data: Mapping[str, Any]) -> dict[str, Any]:
    """Values as an event takes them: texts not longer than it allows, empty ones left out."""
    cut = {
        name: value[: TEXT_FIELDS.get(name, len(value))] if isinstance(value, str) else value
        for name, value in data.items()
    }
    return {name: value for name, value in cut.items() if value not in (None, "")}

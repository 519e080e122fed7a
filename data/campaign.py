"""What is a campaign, as everything but the store sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.errors import Refused
from data.vocabulary.campaign_state import Group, State, has_report

OPEN_RECIPIENTS = frozenset({"keyword", "form", "api"})


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign; all times in UTC.

    `recipients` is the audience its owner declared (None: not known). `config` is what the
    creator stored; reports read it for names and settings, never for results. `month` ("2026-11")
    is the lake partition of all its events; it is set once and never changes.
    """

    id: int
    name: str
    group: Group
    type: str
    channel: str
    sender: str
    state: State
    created_at: datetime
    month: str
    external_id: str | None = None
    delivery_at: datetime | None = None
    recipients: int | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    demo: bool = False


def check_out(campaign: Campaign) -> None:
    """Raise Refused unless the campaign is out, so that it has somebody to report about."""
    if not has_report(campaign.group, campaign.state):
        raise Refused(f"Campaign {campaign.id} is {campaign.state.label}; it has to be out first")


def features(campaign: Campaign) -> frozenset[str]:
    """What this campaign has, in the words that tabs and KPIs name under `needs`.

    prizes: Prize Configuration is on (4.9). by-message: it was sent by message, not by keyword
    or link. endpoint: Live with API Endpoint recipients (4.17, D-23). tracked-links: at least one
    link is tracked. channel:<key>: its channel. Whatever `config` holds, this doesn't fail.
    """
    source = campaign.config.get("recipients")
    has = {
        "prizes": bool(campaign.config.get("prizes")),
        "by-message": bool(campaign.channel) and source not in ("keyword", "form"),
        "endpoint": campaign.state is State.LIVE and source == "api",
        "tracked-links": _any_tracked(campaign.config.get("links")),
    }
    return frozenset(k for k, on in has.items() if on) | {f"channel:{campaign.channel}"}


def entries(campaign: Campaign, name: str, field: str) -> dict[str, Mapping[str, Any]]:
    """A list of the configuration by its words, trimmed and in lower case, in its own order.

    An entry is an object that holds its word under `field`, or the word alone; whatever else
    stands in the list is left out.
    """
    listed = campaign.config.get(name)
    found: dict[str, Mapping[str, Any]] = {}
    for entry in listed if isinstance(listed, list | tuple) else ():
        whole = entry if isinstance(entry, Mapping) else {field: entry}
        word = whole.get(field)
        if isinstance(word, str) and word.strip():
            found.setdefault(word.strip().lower(), whole)
    return found


def _any_tracked(links: object) -> bool:
    """Whether a link is tracked; one that says nothing about it is."""
    if not isinstance(links, list | tuple):
        return False
    return any(not isinstance(link, Mapping) or link.get("tracked", True) for link in links)

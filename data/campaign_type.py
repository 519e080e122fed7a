"""What is a campaign type: how it is made, and what its report shows."""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary.campaign_state import Group


@dataclass(frozen=True, slots=True)
class TabPlace:
    """A tab at its place on a type's report.

    It shows only when the campaign has every feature in `needs` (see `data.campaign.features`).
    `label` overrides the tab's own name ("Trivia Prizes", "Redemption").
    """

    key: str
    label: str = ""
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KpiPlace:
    """A KPI at its place in a type's row; `needs` as for tabs.

    `label` may hold "{channel}", which becomes the channel's short name: "{channel} Sent".
    """

    metric: str
    label: str = ""
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CampaignType:
    """A type of campaign, as a declaration (specification 3).

    `overview` lists what Campaign Overview shows: the words "channel", "sender" and "recipients"
    are the campaign's own fields, every other word is a key of its `config`.
    """

    key: str  # the API's word: "e-swipe"
    label: str  # "E-Swipe"
    group: Group
    icon: str  # name of a Bootstrap icon
    description: str  # one sentence on the creation card
    channels: tuple[str, ...]  # channel keys that can deliver it, in the order of the chips
    steps: tuple[str, ...]  # the creator's steps in order (3.1)
    tabs: tuple[TabPlace, ...]  # in the documented order (3.3)
    kpis: tuple[KpiPlace, ...]  # the row above the tabs (3.4)
    recipients: tuple[str, ...] = ()  # which of api subscribers csv typed keyword form
    games: tuple[str, ...] = ()  # Raffle Giveaway's five
    leads_to: tuple[str, ...] = ()  # types that a Subscription Form may lead into (combos)
    overview: tuple[str, ...] = ()  # in the order of the page
    prize_logics: tuple[str, ...] = ()
    order: int = 0  # its place in its group's menu, lowest first

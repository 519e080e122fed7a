"""Which campaigns hang together, and what does pausing or resuming one mean for the others?

A form leads into other campaigns: its configuration lists them under `leads_to`, by external id or
by number. Campaigns that are joined so, in either direction and through others too, are a combo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import LARGEST_PAGE, Campaigns
from data.errors import NotFound, Refused
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.filters import CampaignFilters

_LEADING = frozenset(kind.key for kind in CAMPAIGN_TYPES.values() if kind.leads_to)


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to one campaign of a combo, and why; `campaign` has its present state."""

    campaign: Campaign
    after: State
    why: str

    @property
    def is_change(self) -> bool:
        """Whether its state will be another one."""
        return self.after is not self.campaign.state


def combo(campaigns: Campaigns, campaign: Campaign) -> tuple[Campaign, ...]:
    """Every other campaign of this one's combo, by id."""
    return _Net(campaigns).around(campaign)


def on_pause(campaigns: Campaigns, campaign: Campaign) -> tuple[Effect, ...]:
    """What pausing this one does to the others of its combo, changes first (F062).

    Live campaigns that lead into it are paused with it, because their people would come to a
    paused campaign; all others keep their state.
    """
    net = _Net(campaigns)
    leading = net.live_leading_into(campaign)
    stopped = {campaign.id, *(one.id for one in leading)}
    effects = []
    for one in net.around(campaign):
        if one.id in stopped:
            effects.append(Effect(one, State.PENDING, "Its people would come to a paused campaign"))
            continue
        effects.append(Effect(one, one.state, _unchanged(net, one, stopped)))
    return tuple(sorted(effects, key=lambda effect: not effect.is_change))


def _unchanged(net: _Net, one: Campaign, stopped: set[int]) -> str:
    sources = [source for source in net.leading_into(one) if source.id in stopped]
    if one.state is not State.LIVE or not sources:
        return "Not affected"
    return f"Gets nobody from {' and '.join(f'“{source.name}”' for source in sources)} any more"


def pause(
    campaigns: Campaigns,
    campaign_id: int,
    who: str,
    why: str = "",
    also: frozenset[int] | None = None,
) -> tuple[Campaign, ...]:
    """Pause a Live campaign and others of its combo, all or none; it comes first in the answer.

    `also` are the ids of the others; None: those that `on_pause` says. Raises NotFound, BadRequest
    for the reason, and Refused where it is not Live or one of `also` is no Live one of its combo.
    """
    campaign = campaigns.get(campaign_id)
    if campaign.state is not State.LIVE:
        raise Refused(
            f"Campaign {campaign.id} “{campaign.name}” is {campaign.state.label}; "
            "only a Live campaign can be paused"
        )
    effects = on_pause(campaigns, campaign)
    if also is None:
        also = frozenset(effect.campaign.id for effect in effects if effect.is_change)
    known = {e.campaign.id for e in effects if e.campaign.state is State.LIVE}
    if strange := sorted(also - known):
        raise Refused(f"Campaign {strange[0]} is not a Live one of the combo of {campaign.id}")
    reasons = {campaign.id: why}
    reasons |= dict.fromkeys(sorted(also), f"paused together with campaign {campaign.id}")
    return tuple(campaigns.change_all(reasons, State.PENDING, who))


def resume(campaigns: Campaigns, campaign_id: int, who: str, why: str = "") -> Campaign:
    """Bring a paused campaign back to Live. Raises NotFound, and Refused where it isn't paused."""
    campaign = campaigns.get(campaign_id)
    if campaign.group is not Group.INTERACTIVE or campaign.state is not State.PENDING:
        raise Refused(
            f"Campaign {campaign.id} “{campaign.name}” is {campaign.state.label}; "
            "only a Pending interactive campaign can be resumed"
        )
    return campaigns.change(campaign_id, State.LIVE, who, why)


def still_paused(campaigns: Campaigns, campaign: Campaign) -> tuple[Effect, ...]:
    """The others of its combo that are Pending and need resuming of their own (F063)."""
    return tuple(
        Effect(one, State.LIVE, "Stays paused until it is resumed")
        for one in combo(campaigns, campaign)
        if one.state is State.PENDING
    )


class _Net:
    """Who leads into whom, as configured now."""

    def __init__(self, campaigns: Campaigns) -> None:
        self._campaigns = campaigns
        self._sources: defaultdict[str | int, list[Campaign]] = defaultdict(list)
        for form in _forms(campaigns):
            for name in _targets(form):
                self._sources[name].append(form)

    def leading_into(self, campaign: Campaign) -> list[Campaign]:
        """The forms that list this campaign, each once, itself left out."""
        names: Iterable[str | int | None] = (campaign.external_id, campaign.id)
        found = {form.id: form for name in names if name for form in self._sources.get(name, ())}
        return [form for form in found.values() if form.id != campaign.id]

    def live_leading_into(self, campaign: Campaign) -> list[Campaign]:
        """The Live ones among them, and those that lead into these in turn."""
        found: dict[int, Campaign] = {}
        waiting = [campaign]
        while waiting:
            for form in self.leading_into(waiting.pop()):
                if form.state is State.LIVE and form.id not in {campaign.id, *found}:
                    found[form.id] = form
                    waiting.append(form)
        return list(found.values())

    def around(self, campaign: Campaign) -> tuple[Campaign, ...]:
        """Every other campaign that can be reached in either direction, by id."""
        found = {campaign.id: campaign}
        waiting = [campaign]
        while waiting:
            one = waiting.pop()
            for other in (*self.leading_into(one), *self._led_into(one)):
                if other.id not in found:
                    found[other.id] = other
                    waiting.append(other)
        return tuple(found[key] for key in sorted(found) if key != campaign.id)

    def _led_into(self, campaign: Campaign) -> Iterator[Campaign]:
        for name in _targets(campaign):
            places = self._campaigns.place
            place = places(None, name) if isinstance(name, str) else places(name, None)
            if place is not None:
                with suppress(NotFound):  # deleted by another process since its place was kept
                    yield self._campaigns.get(place.id)


def _forms(campaigns: Campaigns) -> Iterator[Campaign]:
    filters = CampaignFilters(Group.INTERACTIVE, types=_LEADING)
    for page in count():
        found = campaigns.find(filters, page, LARGEST_PAGE)
        yield from found.campaigns
        if (page + 1) * LARGEST_PAGE >= found.total:
            return


def _targets(campaign: Campaign) -> tuple[str | int, ...]:
    """What a form lists, whatever else its creator stored there left out."""
    listed = campaign.config.get("leads_to")
    if campaign.type not in _LEADING or not isinstance(listed, list | tuple):
        return ()
    words = (word for word in listed if isinstance(word, str | int) and not isinstance(word, bool))
    return tuple(dict.fromkeys(words))

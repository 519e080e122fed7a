"""What may be done to a campaign in its state, and does it (D-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data import combos
from data.api.guard import Visitor
from data.campaign import Campaign
from data.errors import BadRequest, Refused
from data.services import Services
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.formats import moment
from pages.campaign.carriage import carriage
from pages.campaign.when import read_when


class Deed(StrEnum):
    """What a person can do on this page; pausing is done on the report (F052)."""

    DATE = "date"
    SEND = "send"
    RESUME = "resume"
    DELETE = "delete"


# Whatever is not here is refused, also where a program may do it (F044 to F047, F053, F061, F067).
DEEDS: dict[tuple[Group, State], tuple[Deed, ...]] = {
    (Group.MESSAGING, State.SCHEDULED): (Deed.DATE, Deed.DELETE),
    (Group.MESSAGING, State.PENDING): (Deed.DATE, Deed.SEND, Deed.DELETE),
    (Group.INTERACTIVE, State.SCHEDULED): (Deed.DATE, Deed.DELETE),
    (Group.INTERACTIVE, State.PENDING): (Deed.RESUME,),
    (Group.INTERACTIVE, State.DRAFT): (Deed.DELETE,),
}
_VERBS = {
    Deed.DATE: "get another date",
    Deed.SEND: "be sent",
    Deed.RESUME: "be resumed",
    Deed.DELETE: "be deleted",
}


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it; no `campaign`: it is deleted."""

    told: str
    campaign: Campaign | None


def possible(campaign: Campaign) -> tuple[Deed, ...]:
    """What may be done to it now."""
    return DEEDS.get((campaign.group, campaign.state), ())


def check(campaign: Campaign, deed: Deed, visitor: Visitor) -> None:
    """Raise NotAllowed where the visitor only looks on, Refused where the state forbids it."""
    visitor.check_may("change campaigns")
    if deed not in possible(campaign):
        ways = [s.label for (g, s), d in DEEDS.items() if g is campaign.group and deed in d]
        only = f"only one that is {' or '.join(ways)} can" if ways else "no such campaign can"
        raise Refused(
            f"Campaign {campaign.id} “{campaign.name}” is a {campaign.group} campaign that is "
            f"{campaign.state.label} and can't {_VERBS[deed]}; {only}"
        )


def do(
    asked: Services, campaign_id: int, deed: Deed, filled: Mapping[str, str], visitor: Visitor
) -> Done:
    """Do it. `filled` are the form's day, time and reason.

    Raises as `check`, and NotFound, and BadRequest for what was filled in.
    """
    campaign = asked.campaigns.get(campaign_id)
    check(campaign, deed, visitor)
    who, why = visitor.name, filled.get("reason", "")
    if deed is Deed.DATE:
        return _dated(asked, campaign, filled, who)
    if deed is Deed.DELETE:
        asked.campaigns.delete(campaign_id, who, why)
        told = f"Campaign {campaign_id} “{campaign.name}” is deleted. Its history is kept."
        return Done(told, None)
    if deed is Deed.SEND:
        sent = asked.campaigns.change(campaign_id, State.IN_PROGRESS, who, why)
        return Done(f"The campaign is In Progress. {carriage(asked, sent)}", sent)
    live = combos.resume(asked.campaigns, campaign_id, who, why)
    return Done("The campaign is Live again.", live)


def new_date(asked: Services, filled: Mapping[str, str]) -> datetime:
    """The date that was filled in, in UTC. Raises BadRequest, also for one that is past."""
    at = read_when(filled.get("day", ""), filled.get("time", ""), asked.zone)
    if at <= asked.clock():
        raise BadRequest(
            f"{moment(at, asked.zone)} ({asked.zone.key}) is past; the delivery date must be in "
            "the future",
            "day",
        )
    return at


def _dated(asked: Services, campaign: Campaign, filled: Mapping[str, str], who: str) -> Done:
    at = new_date(asked, filled)
    changed = asked.campaigns.change(campaign.id, State.SCHEDULED, who, delivery_at=at)
    return Done(
        f"The campaign is Scheduled for {moment(at, asked.zone)} ({asked.zone.key}).", changed
    )

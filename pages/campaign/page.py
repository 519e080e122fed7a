"""A campaign's Details (1.6 to 1.8): what is known about it, and what can be done with it."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.follow import OFF, follow, word
from components.page_head import page_title
from components.shell import AS_OF
from data import combos
from data.api.guard import Visitor
from data.campaign import Campaign
from data.errors import BadRequest, HeliographError, NotFound
from data.sending import sending
from data.services import Services, services
from data.vocabulary.campaign_state import MOVING, Group
from data.vocabulary.campaign_state import State as CampaignState
from pages.campaign import deeds, forms
from pages.campaign.body import REFRESH, body, deleted, missing, said
from pages.campaign.carriage import carriage
from pages.campaign.deeds import Deed
from pages.campaign.under_way import leaves

ASKED, BODY, TOLD, SLOT, POLL = (
    f"campaign-{part}" for part in ("asked", "body", "told", "slot", "poll")
)


def exists(campaign_id: str) -> bool:
    """Whether the address leads to a campaign; the page's status is 404 if not."""
    try:
        services().campaigns.get(_id(campaign_id))
    except NotFound:
        return False
    return True


dash.register_page(
    __name__,
    path_template="/campaigns/<campaign_id>",
    title=lambda campaign_id="": page_title(_name(campaign_id)),
    exists=exists,
)


def layout(campaign_id: str = "", **_: object) -> Component:
    """The campaign's details, or that there is no such campaign."""
    if not exists(campaign_id):
        return missing(campaign_id)
    asked = services()
    campaign = asked.campaigns.get(_id(campaign_id))
    return html.Div(
        [
            dcc.Store(id=ASKED, data={"campaign": campaign.id, "state": campaign.state}),
            follow(POLL, moves=campaign.state in MOVING),
            html.Div(id=TOLD),
            html.Div(body(asked, campaign, _visitor()), id=BODY, **{"data-redrawn": ""}),
            html.Div(id=SLOT),
        ],
        className="campaign",
    )


@callback(
    output={
        "body": Output(BODY, "children"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
        "asked": Output(ASKED, "data"),
        "follow": Output(POLL, "data-follow"),
    },
    inputs={
        "_pressed": [
            Input({"campaign": "ask", "deed": EVERY}, "n_clicks"),
            Input({"campaign": "go", "deed": EVERY}, "n_clicks"),
            Input({"campaign": "other", "id": EVERY}, "n_clicks"),
        ],
    },
    state={
        "asked": State(ASKED, "data"),
        "day": State(forms.DAY, "value", allow_optional=True),
        "time": State(forms.TIME, "value", allow_optional=True),
        "reason": State(forms.REASON, "value", allow_optional=True),
    },
    prevent_initial_call=True,
)
def act(
    _pressed: list[list[int | None]],
    asked: dict[str, Any],
    day: str | None,
    time: str | None,
    reason: str | None,
) -> dict[str, Any]:
    """Ask before what needs asking, do the rest, and say what came of it."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    filled = {"day": day or "", "time": time or "", "reason": reason or ""}
    campaign_id, here, visitor = int(asked["campaign"]), services(), _visitor()
    try:
        if button["campaign"] == "other":
            return _resumed_other(here, campaign_id, int(button["id"]), visitor)
        deed = Deed(button["deed"])
        if button["campaign"] == "ask" and (dialog := _question(here, campaign_id, deed, filled)):
            return _answer(slot=dialog, told=None)
        return _done(here, campaign_id, deed, filled, visitor)
    except HeliographError as error:
        why = said(f"{error}.", "notice", here.clock())
        if isinstance(error, BadRequest):
            return _answer(told=why, slot=None)  # what was typed stays
        return {**_shown(here, campaign_id, visitor), "told": why}


@callback(
    output={
        "body": Output(BODY, "children", allow_duplicate=True),
        "asked": Output(ASKED, "data", allow_duplicate=True),
        "follow": Output(POLL, "data-follow", allow_duplicate=True),
    },
    inputs={
        "looks": Input(POLL, "n_clicks"),
        "clicks": Input(REFRESH, "n_clicks"),
        "asked": State(ASKED, "data"),
    },
    prevent_initial_call=True,
)
def look_again(looks: int | None, clicks: int | None, asked: dict[str, Any]) -> dict[str, Any]:
    """The campaign as it is now; what looks as before stays in its place (D-05)."""
    if not looks and not clicks:
        raise PreventUpdate  # the button has just been drawn, nobody has pressed it
    here, campaign_id = services(), int(asked["campaign"])
    try:
        campaign = here.campaigns.get(campaign_id)
    except NotFound:
        return {"body": missing(str(campaign_id)), "asked": no_update, "follow": OFF}
    now = here.clock()
    set_props(AS_OF, {"children": f"Data as of {now.astimezone(here.zone):%H:%M:%S}"})
    if ctx.triggered_id == POLL and asked["state"] == campaign.state:
        if campaign.state is CampaignState.IN_PROGRESS:
            far = sending(campaign, here.lake.view(), now)
            for part, props in leaves(campaign, far, now, here.zone).items():
                set_props(part, props)
        return dict.fromkeys(("body", "asked", "follow"), no_update)
    return {
        "body": body(here, campaign, _visitor()),
        "asked": {"campaign": campaign_id, "state": campaign.state},
        "follow": word(moves=campaign.state in MOVING),
    }


def _answer(**changed: Any) -> dict[str, Any]:
    unchanged = dict.fromkeys(("body", "told", "slot", "asked", "follow"), no_update)
    return {**unchanged, **changed}


def _shown(here: Services, campaign_id: int, visitor: Visitor) -> dict[str, Any]:
    """The campaign drawn anew, without a dialog; it may be gone by now."""
    try:
        campaign = here.campaigns.get(campaign_id)
    except NotFound:
        return _answer(body=missing(str(campaign_id)), slot=None, follow=OFF)
    return _answer(
        body=body(here, campaign, visitor),
        slot=None,
        asked={"campaign": campaign_id, "state": campaign.state},
        follow=word(moves=campaign.state in MOVING),
    )


def _question(
    here: Services, campaign_id: int, deed: Deed, filled: dict[str, str]
) -> Component | None:
    """The dialog that comes before `deed`; None where it is done at once. Raises as the deed."""
    campaign = here.campaigns.get(campaign_id)
    deeds.check(campaign, deed, _visitor())
    at = deeds.new_date(here, filled) if deed is Deed.DATE else None
    if deed is Deed.RESUME or (at and campaign.group is Group.MESSAGING):
        return None
    carried = carriage(here, campaign)
    return forms.question(campaign, deed, here.zone, at, carried, here.clock().isoformat())


def _done(
    here: Services, campaign_id: int, deed: Deed, filled: dict[str, str], visitor: Visitor
) -> dict[str, Any]:
    done = deeds.do(here, campaign_id, deed, filled, visitor)
    if done.campaign is None:
        return _answer(body=deleted(done.told), told=None, slot=None, follow=OFF)
    told = said(done.told, "campaign-done", here.clock())
    slot = _remaining(here, done.campaign) if deed is Deed.RESUME else None
    return {**_shown(here, campaign_id, visitor), "told": told, "slot": slot}


def _resumed_other(
    here: Services, campaign_id: int, other: int, visitor: Visitor
) -> dict[str, Any]:
    """Another campaign of the combo is Live again; which are still paused?"""
    deeds.check(here.campaigns.get(other), Deed.RESUME, visitor)
    live = combos.resume(here.campaigns, other, visitor.name, f"resumed after {campaign_id}")
    told = said(f"“{live.name}” is Live again, too.", "campaign-done", here.clock())
    return _answer(told=told, slot=_remaining(here, here.campaigns.get(campaign_id)))


def _remaining(here: Services, campaign: Campaign) -> Component | None:
    paused = combos.still_paused(here.campaigns, campaign)
    return forms.remaining(campaign, paused, here.clock().isoformat()) if paused else None


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor


def _id(text: str) -> int:
    """The number in the address. Raises NotFound for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise NotFound(f"{text[:40]!r} is no campaign's number")
    return int(text)


def _name(campaign_id: str) -> str:
    try:
        return services().campaigns.get(_id(campaign_id)).name
    except NotFound:
        return "No such campaign"

"""How is a Live campaign paused from its report (F052 to F056, F062)?"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.confirm import combo_list, confirm, reason_field
from data import combos
from data.campaign import Campaign
from data.combos import Effect
from data.errors import HeliographError, Refused
from data.services import Services, services
from data.vocabulary.campaign_state import State as CampaignState
from pages.report.compose_form import editor

DIALOG, SLOT, TOLD, SHOWN, REASON, GONE = (
    f"pause-{part}" for part in ("dialog", "slot", "told", "shown", "reason", "gone")
)
ASK, GO = {"pause": "ask", "campaign": EVERY}, {"pause": "go", "campaign": EVERY}


def also_id(campaign_id: int | Any) -> dict[str, Any]:
    """The id of the choice whether a campaign of the combo is paused, too."""
    return {"pause": "also", "id": campaign_id}


def pause_button(campaign: Campaign) -> Component | None:
    """The button on the report card; only Live campaigns have it (F053)."""
    if campaign.state is not CampaignState.LIVE:
        return None
    return html.Button(
        [icon("pause-fill"), " Pause"],
        id={"pause": "ask", "campaign": campaign.id},
        type="button",
        className="part-button",
    )


def pause_places() -> list[Component]:
    """Where dialog and refusals appear, and the way to Details once it is paused."""
    return [
        dcc.Location(id=GONE, refresh="callback-nav"),
        dcc.Store(id=SHOWN),
        html.Div(id=TOLD),
        html.Div(id=SLOT),
    ]


@callback(
    output={
        "slot": Output(SLOT, "children"),
        "told": Output(TOLD, "children"),
        "shown": Output(SHOWN, "data"),
        "gone": Output(GONE, "href"),
    },
    inputs={"_pressed": [Input(ASK, "n_clicks"), Input(GO, "n_clicks")]},
    state={
        "shown": State(SHOWN, "data"),
        "chosen": State(also_id(EVERY), "value"),
        "ids": State(also_id(EVERY), "id"),
        "reason": State(REASON, "value", allow_optional=True),
    },
    prevent_initial_call=True,
)
def act(
    _pressed: list[list[int | None]],
    shown: dict[str, str] | None,
    chosen: list[list[str]],
    ids: list[dict[str, Any]],
    reason: str | None,
) -> dict[str, Any]:
    """Ask, with everything that is affected, and pause once that is confirmed."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here, campaign_id = services(), int(button["campaign"])
    also = frozenset(int(i["id"]) for i, ticked in zip(ids, chosen, strict=True) if ticked)
    try:
        visitor = editor("pause campaigns")
        if button["pause"] == "ask":
            return _asked(here, campaign_id, "")
        if _states(_effects(here, campaign_id)) != shown:
            return _asked(here, campaign_id, "The combo has changed meanwhile. Look again.")
        combos.pause(here.campaigns, campaign_id, visitor.name, reason or "", also)
    except HeliographError as error:
        return {**_nothing(), "slot": None, "told": _told(here, f"{error}.")}
    return {**_nothing(), "slot": None, "gone": f"/campaigns/{campaign_id}"}


def _nothing() -> dict[str, Any]:
    return dict.fromkeys(("slot", "told", "shown", "gone"), no_update)


def _effects(here: Services, campaign_id: int) -> tuple[Effect, ...]:
    campaign = here.campaigns.get(campaign_id)
    if campaign.state is not CampaignState.LIVE:
        raise Refused(
            f"Campaign {campaign.id} “{campaign.name}” is {campaign.state.label}; "
            "only a Live campaign can be paused"
        )
    return combos.on_pause(here.campaigns, campaign)


def _states(effects: tuple[Effect, ...]) -> dict[str, str]:
    """What the dialog shows, as the browser keeps it."""
    return {str(one.campaign.id): f"{one.campaign.state} {one.after}" for one in effects}


def _asked(here: Services, campaign_id: int, notice: str) -> dict[str, Any]:
    effects = _effects(here, campaign_id)
    dialog = question(here.campaigns.get(campaign_id), effects, notice, here.clock().isoformat())
    return {"slot": dialog, "told": None, "shown": _states(effects), "gone": no_update}


def question(
    campaign: Campaign, effects: tuple[Effect, ...], notice: str, opened: str
) -> html.Dialog:
    """The dialog: what pausing does, to this campaign and to each of its combo."""
    body: list[Any] = [html.P(notice, className="notice")] if notice else []
    body.append(
        html.P(
            f"Campaign {campaign.id} becomes Pending: nobody can take part until it is resumed. "
            "Its Details keep the statistics gathered so far."
        )
    )
    if effects:
        body += [
            html.P("It is part of a combo. This is what happens to the other campaigns:"),
            combo_list(((e.campaign, e.after, e.why, _choice(e)) for e in effects), "Combo"),
        ]
    go = html.Button(
        "Pause",
        id={"pause": "go", "campaign": campaign.id},
        type="button",
        className="button primary",
    )
    return confirm(DIALOG, f"Pause “{campaign.name}”?", [*body, reason_field(REASON)], [go], opened)


def _choice(effect: Effect) -> Component | None:
    """Whether it is paused, too; ticked for those whose people would come to a paused campaign."""
    if effect.campaign.state is not CampaignState.LIVE:
        return None
    label = html.Span(
        ["Pause it, too", html.Span(effect.campaign.name, className="visually-hidden")]
    )
    return dbc.Checklist(
        options=[{"label": label, "value": "also"}],
        value=["also"] if effect.is_change else [],
        id=also_id(effect.campaign.id),
        className="combo-choice",
    )


def _told(here: Services, sentence: str) -> Component:
    return html.P(
        sentence,
        role="status",
        tabIndex=-1,
        className="campaign-told notice",
        **{"data-take-focus": here.clock().isoformat()},
    )

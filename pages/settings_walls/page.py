"""Wall screens: pair them, take them back, and put together what they show."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.page_head import page_head, page_title
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError
from data.services import Services, services
from pages.settings_walls import deeds, editing
from pages.settings_walls.ids import (
    BODY,
    CODE,
    FAULT,
    GONE,
    PATH,
    SCREEN_NAME,
    SCREEN_WALL,
    SLOT,
    TOLD,
    WALL_NAME,
    shows_id,
)
from pages.settings_walls.listing import walls
from pages.settings_walls.parts import said
from pages.settings_walls.screens import pairing, screens

dash.register_page(__name__, path=PATH, title=page_title("Wall screens"))


def layout(**_: object) -> Component:
    """Pairing, screens and walls."""
    here, visitor = services(), _visitor()
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            page_head("Wall screens", "Figures for a screen that everybody passes."),
            html.Div(id=TOLD),
            html.Div(id=FAULT, role="alert"),
            html.Div(_body(here, visitor), id=BODY),
            html.Div(id=SLOT),
        ],
        className="walls",
    )


def _body(here: Services, visitor: Visitor) -> list[Component]:
    choices, may = here.walls.choices(), visitor.may_change
    return [
        *([pairing(choices)] if may else []),
        screens(here.screens.every(), choices, here.zone, may),
        walls(here.walls.every(), choices, here.zone, may),
    ]


@callback(
    output={
        "body": Output(BODY, "children"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
        "fault": Output(FAULT, "children"),
        "gone": Output(GONE, "href"),
    },
    inputs={
        "_pressed": [
            Input({"walls": "ask", "deed": EVERY, "id": EVERY}, "n_clicks"),
            Input({"walls": "go", "deed": EVERY, "id": EVERY}, "n_clicks"),
            Input(shows_id(EVERY), "value"),
        ],
    },
    state={
        "filled": {
            name: State(control, "value", allow_optional=True)
            for name, control in (
                ("code", CODE),
                ("screen", SCREEN_NAME),
                ("wall", SCREEN_WALL),
                ("name", WALL_NAME),
            )
        },
    },
    prevent_initial_call=True,
)
def act(_pressed: list[Any], filled: dict[str, str | None]) -> dict[str, Any]:
    """Ask first where that is needed, then do it, and say what came of it."""
    control = ctx.triggered_id
    if not isinstance(control, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # it has just been drawn, nobody has pressed it
    here, visitor = services(), _visitor()
    typed = {name: value or "" for name, value in filled.items()}
    deed, key = str(control.get("deed", "show")), str(control["id"])
    unchanged = dict.fromkeys(("body", "told", "slot", "fault", "gone"), no_update)
    try:
        if control["walls"] == "ask":
            dialog = deeds.ask(here, deed, key, visitor)
            return {**unchanged, "told": None, "fault": None, "slot": dialog}
        if deed == "make":
            wall = editing.make(here, typed["name"], visitor)
            return {**unchanged, "gone": f"{PATH}/{wall.id}"}
        if deed == "show":
            told = deeds.show(here, key, str(ctx.triggered[0]["value"]), visitor)
        else:
            told = deeds.do(here, deed, key, typed, visitor)
    except HeliographError as error:
        _mark(error, deed)
        fault = html.P(f"{error}.", className="notice")
        return {**unchanged, "told": None, "slot": None, "fault": fault}
    if not told:
        raise PreventUpdate
    done = said(told, "campaign-done", here.clock())
    return {**unchanged, "body": _body(here, visitor), "told": done, "slot": None, "fault": None}


def _mark(error: HeliographError, deed: str) -> None:
    """Show which control is wrong; what was typed stays."""
    wrong = deeds.control_of(error.where, deed) if isinstance(error, BadRequest) else ""
    for control in (CODE, SCREEN_NAME, WALL_NAME):
        name = "field-line wrong" if control == wrong else "field-line"
        set_props(control, {"className": name})


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor


dash.register_page(
    f"{__name__}.one",
    path_template=f"{PATH}/<wall>",
    title=editing.title,
    layout=editing.layout,
    exists=editing.exists,
)

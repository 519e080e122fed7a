"""Which dashboard shall a figure stand on? The answer to "Add to dashboard" on any page."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.confirm import confirm
from components.date_range import period_label
from components.pin import ASKED, SLOT
from components.shell import TOAST, done
from data.api.guard import Visitor
from data.dashboard_deeds import LONGEST_NAME, LONGEST_TITLE
from data.errors import BadRequest, HeliographError
from data.own_dashboard import title_of
from data.own_dashboards import Dashboard, Part
from data.services import Services, services
from data.showing import showing
from pages.dashboards.own_cards import is_number

WHERE, NAME, TITLE, FAULT, DIALOG = (
    f"pin-{part}" for part in ("where", "name", "title", "fault", "dialog")
)
NEW = "new"
_MAY = "change dashboards"


def register() -> None:
    """Answer whenever a figure is meant, and when its dashboard was chosen."""
    callback(
        Output(SLOT, "children"),
        Input(ASKED, "data"),
        Input({"pin": ALL}, "n_clicks"),
        State(WHERE, "value", allow_optional=True),
        State(NAME, "value", allow_optional=True),
        State(TITLE, "value", allow_optional=True),
        prevent_initial_call=True,
    )(answer)


def answer(
    asked: dict[str, Any] | None, pressed: list[int | None], where: str, name: str, title: str
) -> Any:
    """The dialog; once a dashboard is chosen, a link to it in the place of the dialog."""
    if not asked or (ctx.triggered_id != ASKED and not any(pressed)):
        raise PreventUpdate
    here = services()
    visitor: Visitor = get_current_request().state.visitor
    if ctx.triggered_id == ASKED:
        try:
            return _dialog(here, asked, visitor)
        except HeliographError as error:
            return _refusal(error, str(asked.get("at")))
    try:
        board = _added(here, asked, where, name, title, visitor)
    except HeliographError as error:
        set_props(FAULT, {"children": f"{error}."})
        return no_update
    said = f"“{title.strip() or asked['title']}” is on “{board.name}”."
    set_props(TOAST, {"children": done(said, "Open dashboard", f"/dashboards/{board.id}")})
    return None


def _added(
    here: Services, asked: dict[str, Any], where: str, name: str, title: str, visitor: Visitor
) -> Dashboard:
    """The dashboard with one more tile; a new one is made where it is asked for."""
    visitor.check_may(_MAY)
    own, figure = here.own_dashboards, _figure(asked)
    if where == NEW:
        return own.create_with(name or "", *figure, title or "", by=visitor.name)
    if not is_number(where):
        raise BadRequest("Choose a dashboard")
    return own.add(int(where), *figure, title or "", by=visitor.name).dashboard


def _figure(asked: dict[str, Any]) -> tuple[str, Part, str]:
    """Address, part and key. Raises BadRequest where one is missing, or is none."""
    try:
        return str(asked["address"]), Part(asked["part"]), str(asked["key"])
    except (KeyError, ValueError):
        raise BadRequest("There is no figure here that could stand on a dashboard") from None


def _dialog(here: Services, asked: dict[str, Any], visitor: Visitor) -> Component:
    visitor.check_may(_MAY)
    address, part, key = _figure(asked)
    found = showing(here.desk, address)
    title = title_of(found, part, key)
    boards = here.own_dashboards.list()
    latest = max(boards, key=lambda board: board.changed_at, default=None)
    options = [{"value": str(board.id), "label": board.name} for board in boards]
    body = [
        html.P(id=FAULT, role="alert", className="field-fault"),
        html.P(f"From {found.title}, {period_label(found.period)}. The tile follows what arrives."),
        _field(
            "Dashboard",
            WHERE,
            dbc.Select(
                id=WHERE,
                options=[*options, {"value": NEW, "label": "New dashboard…"}],
                value=str(latest.id) if latest else NEW,
                className="filter-select",
            ),
        ),
        _field("Name of the new dashboard", NAME, _line(NAME, "", LONGEST_NAME), "pin-name"),
        _field("Title of the tile", TITLE, _line(TITLE, title[:LONGEST_TITLE], LONGEST_TITLE)),
    ]
    go = html.Button("Add", id={"pin": "add"}, type="button", className="button primary")
    return confirm(DIALOG, "Add to dashboard", body, (go,), str(asked.get("at")))


def _refusal(error: HeliographError, opened: str) -> Component:
    body = [html.P(f"{error}.")]
    return confirm(DIALOG, "This can't be added", body, (), opened, cancel="Close")


def _field(label: str, control_id: str, control: Component, kind: str = "") -> html.Div:
    return html.Div(
        [html.Label(label, htmlFor=control_id), control], className=f"confirm-field {kind}".strip()
    )


def _line(control_id: str, value: str, longest: int) -> dcc.Input:
    return dcc.Input(
        id=control_id, value=value, maxLength=longest, autoComplete="off", className="field-line"
    )

"""What happens on the pages of connections when a button is pressed, and as time goes by?"""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.exceptions import PreventUpdate

from components.page_head import page_title
from components.states import problem
from data.connections import Connection
from data.errors import BadRequest, HeliographError, NotFound
from data.services import Services, services
from pages.connections import deeds, forms, one, parts, unmatched
from pages.connections.forms import CLAIM, DELETE, MAP, ROTATE
from pages.connections.frame import ABOUT, BODY, FOLLOW, GONE, HEAD, SLOT, TOLD

_IN_DIALOG = frozenset({ROTATE, MAP, CLAIM})

dash.register_page(
    one.__name__,
    path_template=f"{parts.PATH}/<provider>/<name>",
    title=page_title("Connection"),
    layout=one.layout,
    exists=one.exists,
)
dash.register_page(
    unmatched.__name__,
    path=parts.WAITING,
    title=page_title("Waiting events"),
    layout=unmatched.layout,
)


@callback(
    Output(BODY, "children"),
    Output(HEAD, "children"),
    Input(FOLLOW, "n_clicks"),
    State(ABOUT, "data"),
    prevent_initial_call=True,
)
def look_again(_: int, about: dict[str, str]) -> tuple[Any, Any]:
    """The page as it is now."""
    here = services()
    deeds.check(parts.visitor())
    try:
        return _drawn(here, _connection(here, about), about)
    except NotFound as error:
        return problem(error, "Connections", parts.PATH), None


@callback(
    output={
        "body": Output(BODY, "children", allow_duplicate=True),
        "head": Output(HEAD, "children", allow_duplicate=True),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
        "gone": Output(GONE, "href"),
    },
    inputs={
        "_pressed": [
            Input({"connections": "ask", "deed": ALL, "key": ALL}, "n_clicks"),
            Input({"connections": "go", "deed": ALL, "key": ALL}, "n_clicks"),
        ],
    },
    state={
        "about": State(ABOUT, "data"),
        "filled": {
            name: State(control, "value", allow_optional=True)
            for name, control in (
                ("meaning", forms.MEANING),
                ("campaign", forms.CAMPAIGN),
                ("from_now", forms.FROM_NOW),
                ("grace", forms.GRACE),
            )
        },
        "_secrets": State({forms.SECRET: ALL}, "value"),
    },
    prevent_initial_call=True,
)
def act(
    _pressed: list[list[int | None]],
    about: dict[str, str],
    filled: dict[str, Any],
    _secrets: list[str | None],
) -> dict[str, Any]:
    """Ask first where it can't be taken back, then do it, and say what came of it."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here, visitor = services(), parts.visitor()
    deed, key = str(button["deed"]), str(button["key"])
    unchanged: dict[str, Any] = dict.fromkeys(("body", "head", "told", "slot", "gone"), no_update)
    try:
        deeds.check(visitor)
        connection = _connection(here, about)
        if button["connections"] == "ask":
            dialog = deeds.ask(here, connection, deed, key)
            return {**unchanged, "told": None, "slot": dialog}
        app = get_current_request().app
        filled = {**filled, "secrets": _secrets_by_name()}
        told = deeds.do(here, app, connection, deed, key, filled, visitor.name)
        if deed == DELETE:
            return {**unchanged, "gone": parts.PATH}
        body, head = _drawn(here, _connection(here, about), about)
    except BadRequest as error:
        if deed in _IN_DIALOG:
            set_props(forms.FAULT, {"children": deeds.sentence(error)})
            return unchanged
        return _failed(error, here, unchanged)
    except HeliographError as error:
        return _failed(error, here, unchanged)
    said = parts.said(told, here)
    return {**unchanged, "body": body, "head": head, "told": said, "slot": None}


def _secrets_by_name() -> dict[str, Any]:
    """The new secrets in the dialog, if one asks for some."""
    groups = [group for group in ctx.states_list if isinstance(group, list)]
    return {one["id"][forms.SECRET]: one.get("value") for group in groups for one in group}


def _failed(error: HeliographError, here: Services, unchanged: dict[str, Any]) -> dict[str, Any]:
    return {**unchanged, "told": parts.said(deeds.sentence(error), here, bad=True), "slot": None}


def _connection(here: Services, about: dict[str, str]) -> Connection | None:
    """The connection that a page is about; None where it is about all. Raises NotFound."""
    if not about["provider"]:
        return None
    return here.connections.get(about["provider"], about["name"])


def _drawn(here: Services, connection: Connection | None, about: dict[str, str]) -> tuple[Any, Any]:
    if connection is None:
        return unmatched.body(here), unmatched.head(here)
    return one.body(here, connection, about["call"]), one.head(here, connection)

"""Subscribers: search them, add and edit them, block and unblock them (specification 5.3)."""

from __future__ import annotations

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import ALL as EVERY
from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    dcc,
    html,
    no_update,
    set_props,
)
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.filter_bar import filter_bar, search_box
from components.page_head import page_head, page_title
from data.api.guard import Visitor
from data.channels import CHANNELS
from data.errors import BadRequest, HeliographError
from data.services import Services, services
from data.subscribers import by_name_only
from pages.subscribers import deeds, forms
from pages.subscribers.asked import LISTS, LONGEST_SEARCH, PAGE_SIZE, PATH, WORDS, Asked, read
from pages.subscribers.people import (
    ADD,
    ask_id,
    channel_label,
    people,
)

SEARCH, CHANNEL, ON, TAG = (f"subscribers-{part}" for part in ("q", "channel", "on", "tag"))
BODY, TOLD, SLOT, ASKED = (f"subscribers-{part}" for part in ("list", "told", "slot", "asked"))
DAYS, NAMES, GONE = (f"subscribers-{part}" for part in ("days", "words", "gone"))
BOARD = "/dashboards/subscribers"
_EVERY = "*"  # what a filter's control holds while nothing is chosen

dash.register_page(__name__, path=PATH, title=page_title("Subscribers"))


def layout(**words: str | list[str]) -> Component:
    """The list as the address asks for it."""
    here, visitor, asked = services(), _visitor(), read(words)
    told = asked.notices
    if not visitor.sees_recipients and by_name_only(asked.wanted) != asked.wanted:
        told += ("You may not see addresses, so the search looks at names alone.",)
    notices = [html.P(notice, className="notice") for notice in told]
    return html.Div(
        [
            dcc.Store(id=ASKED, data=dict(words)),
            dcc.Store(id=DAYS),
            dcc.Store(id=GONE),
            dcc.Store(id=NAMES, data={"words": WORDS, "usual": "", "drops": ["page"]}),
            page_head(
                "Subscribers",
                "The people on the main list, and who must not be written to.",
                actions=_actions(visitor),
            ),
            _filters(here, asked),
            html.Div(notices, className="report-notices", role="status") if notices else None,
            html.Div(id=TOLD),
            html.Div(_list(here, asked, visitor), id=BODY, **{"data-redrawn": ""}),
            html.Div(id=SLOT),
        ],
        className="subscribers",
    )


def _actions(visitor: Visitor) -> tuple[Component, ...]:
    board = dcc.Link([icon("graph-up"), "Dashboard"], href=BOARD, className="button")
    if not visitor.may_change:
        return (board,)
    bring = dcc.Link([icon("upload"), "Import CSV"], href=f"{PATH}/import", className="button")
    add = html.Button(
        [icon("person-plus"), "Add subscriber"],
        id=ask_id(ADD),
        type="button",
        className="button primary",
    )
    return board, bring, add


def _filters(here: Services, asked: Asked) -> Component:
    wanted = asked.wanted
    tags = dict.fromkeys([*here.subscribers.tags(), *([wanted.tag] if wanted.tag else [])])
    return filter_bar(
        [
            search_box(SEARCH, "Search by name, number or address", wanted.q, LONGEST_SEARCH),
            _choice(ON, "List", {_EVERY: "Everybody", **LISTS}, wanted.on),
            _choice(
                CHANNEL,
                "Channel",
                {_EVERY: "All channels", **{key: channel_label(key) for key in CHANNELS}},
                wanted.channel,
            ),
            _choice(TAG, "Tag", {_EVERY: "All tags", **{tag: tag for tag in tags}}, wanted.tag),
        ],
        html.A(
            "Clear filters",
            id="subscribers-clear",
            href=PATH,
            hidden=not asked.is_filtered,
            className="button",
            **{"data-route": ""},
        ),
    )


def _choice(control: str, label: str, options: dict[str, str], chosen: str) -> html.Div:
    offered = [{"value": value, "label": text} for value, text in options.items()]
    return html.Div(
        [
            html.Label(label, htmlFor=control, className="filter-label"),
            dbc.Select(
                id=control, options=offered, value=chosen or _EVERY, className="filter-select"
            ),
        ],
        className="filter",
    )


def _list(here: Services, asked: Asked, visitor: Visitor) -> Component:
    wanted = asked.wanted if visitor.sees_recipients else by_name_only(asked.wanted)
    found = here.subscribers.find(wanted, asked.page, PAGE_SIZE)
    return people(asked, found, here.zone, visitor)


@callback(
    output={
        "list": Output(BODY, "children"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
    },
    inputs={
        "_pressed": [
            Input({"subscribers": "ask", "deed": EVERY, "id": EVERY}, "n_clicks"),
            Input({"subscribers": "go", "deed": EVERY, "id": EVERY}, "n_clicks"),
        ],
    },
    state={
        "words": State(ASKED, "data"),
        "filled": {
            name: State(control, "value", allow_optional=True)
            for name, control in (
                ("first", forms.FIRST),
                ("last", forms.LAST),
                ("number", forms.NUMBER),
                ("email", forms.EMAIL),
                ("tags", forms.TAGS),
                ("channels", forms.CHANNELS),
                ("which", forms.WHICH),
            )
        },
    },
    prevent_initial_call=True,
)
def act(
    _pressed: list[list[int | None]], words: dict[str, Any], filled: dict[str, Any]
) -> dict[str, Any]:
    """Ask first, then do it, and say what came of it."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here, visitor = services(), _visitor()
    deed, key = str(button["deed"]), int(button["id"])
    unchanged = dict.fromkeys(("list", "told", "slot"), no_update)
    try:
        if button["subscribers"] == "ask":
            return {**unchanged, "told": None, "slot": deeds.ask(here, deed, key, visitor)}
        told = deeds.do(here, deed, key, filled, visitor)
    except BadRequest as error:
        _show_fault(error)
        return unchanged
    except HeliographError as error:
        return {**unchanged, "told": _said(f"{error}.", "notice", here), "slot": None}
    drawn = _list(here, read(words), visitor)
    return {"list": drawn, "told": _said(told, "campaign-done", here), "slot": None}


def _show_fault(error: BadRequest) -> None:
    """Say what is wrong in the dialog, which stays open with what was typed."""
    set_props(forms.FAULT, {"children": f"{error}."})
    for where in ("first_name", "last_name", "number", "email", "tags"):
        wrong = where == error.where
        if control := forms.field_of(where):
            set_props(control, {"className": "field-line wrong" if wrong else "field-line"})


def _said(sentence: str, kind: str, here: Services) -> Component:
    """What has just happened; it takes the focus, so that it is read out."""
    when = here.clock().isoformat()
    return html.P(
        sentence,
        role="status",
        tabIndex=-1,
        className=f"campaign-told {kind}",
        **{"data-take-focus": when},
    )


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor


clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(GONE, "data"),
    Input(DAYS, "data"),
    Input(SEARCH, "value"),
    Input(CHANNEL, "value"),
    Input(ON, "value"),
    Input(TAG, "value"),
    State(NAMES, "data"),
    prevent_initial_call=True,
)

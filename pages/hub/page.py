"""/hub: how is it all going, and what has changed? (D-17, F244)"""

from __future__ import annotations

from typing import Any

import dash
from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    no_update,
    set_props,
)
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.date_range import value_id
from components.filter_bar import chosen_id
from components.page_head import page_title
from components.shell import AS_OF
from data.hub.asked import hub_asked
from data.hub.hub import Hub, hub
from data.services import services
from pages.hub.controls import BREAKDOWN, GONE, MENUS, METRIC, NAMES, SHOW, SPLIT
from pages.hub.marking import marked_hub
from pages.hub.screen import ASKED, PARTS, POLL, REFRESH, VERSION, parts, screen

dash.register_page(__name__, path="/hub", title=page_title("Analytics Hub"))


def layout(**words: str | list[str]) -> Component:
    """The hub as its address says."""
    found, version = _found(words)
    return screen(found, words, version)


def _found(words: dict[str, Any]) -> tuple[Hub, tuple[int, ...]]:
    now_in = services()
    view = now_in.lake.view()
    found = hub(hub_asked(words, now_in.zone, now_in.clock()), view, now_in.engine)
    return marked_hub(found, now_in.engine), view.version


@callback(
    *(Output(part, "children") for part in PARTS),
    Output(VERSION, "data"),
    Input(REFRESH, "n_clicks"),
    Input(POLL, "n_clicks"),
    State(ASKED, "data"),
    State(VERSION, "data"),
    prevent_initial_call=True,
)
def look_again(
    clicks: int | None, ticks: int | None, words: dict[str, Any], version: list[int]
) -> tuple[Any, ...]:
    """The figures as they are now; a tick changes nothing while nothing has arrived (D-05)."""
    if not clicks and not ticks:
        raise PreventUpdate  # the button has just been drawn, nobody has pressed it
    now_in = services()
    if ctx.triggered_id == POLL and list(now_in.lake.version()) == version:
        return (no_update,) * (len(PARTS) + 1)
    found, seen = _found(words)
    as_of = found.numbers.as_of.astimezone(now_in.zone)
    set_props(AS_OF, {"children": f"Data as of {as_of:%H:%M:%S}"})
    return *parts(found), list(seen)


clientside_callback(
    ClientsideFunction("hub", "changed"),
    Output(GONE, "data"),
    Input(value_id(SHOW), "data"),
    *(Input(chosen_id(menu), "value") for menu in MENUS.values()),
    Input(METRIC, "value"),
    Input(SPLIT, "value"),
    Input(BREAKDOWN, "value"),
    State(NAMES, "data"),
    prevent_initial_call=True,
)

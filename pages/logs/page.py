"""What happened to each message? The log of all of them, newest first (specification 5.2)."""

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
    dcc,
    html,
    no_update,
    set_props,
)
from dash.development.base_component import Component

from components.date_range import value_id
from components.page_head import page_head, page_title
from components.shell import AS_OF
from data.services import services
from pages.logs import screen as parts

BODY, STAMP, POLL = (f"log-{part}" for part in ("body", "stamp", "poll"))
ASKED, VERSION, NAMES, GONE = (f"log-{part}" for part in ("asked", "version", "names", "gone"))
LOOK_AGAIN = 10_000  # milliseconds (D-05)


def layout(**words: str | list[str]) -> Component:
    """The log as the address asks for it."""
    now_in = services()
    screen = parts.looked_up(words, now_in)
    return html.Div(
        [
            dcc.Store(id=ASKED, data=words),
            dcc.Store(id=VERSION, data=list(screen.version)),
            dcc.Store(id=NAMES, data=parts.names(screen, now_in)),
            dcc.Store(id=GONE),
            dcc.Interval(id=POLL, interval=LOOK_AGAIN),
            page_head("Message Log", "Every message, newest first.", actions=(parts.refresh(),)),
            html.Div(
                parts.filters(screen, now_in),
                role="group",
                className="filter-bar",
                **{"aria-label": "Filters"},
            ),
            parts.notices(screen.address.notices),
            html.P(screen.stamp, id=STAMP, role="status", className="report-stamp"),
            html.Div(
                screen.body,
                id=BODY,
                className="board-body",
                **{"data-redrawn": "", "data-routed": ""},
            ),
            parts.dialog(screen, now_in),
        ],
        className="board",
    )


dash.register_page(__name__, path=parts.PATH, title=page_title("Message Log"), layout=layout)


@callback(
    Output(BODY, "children"),
    Output(STAMP, "children"),
    Output(VERSION, "data"),
    Input(parts.REFRESH, "n_clicks"),
    Input(POLL, "n_intervals"),
    State(ASKED, "data"),
    State(VERSION, "data"),
    prevent_initial_call=True,
)
def look_again(
    _clicks: int | None, _ticks: int | None, words: dict[str, Any], version: list[int]
) -> tuple[Any, ...]:
    """The log as it is now; a tick changes nothing while nothing has arrived (D-05)."""
    now_in = services()
    if ctx.triggered_id == POLL and list(now_in.lake.version()) == version:
        return no_update, no_update, no_update
    screen = parts.looked_up(words, now_in)
    at = now_in.clock().astimezone(now_in.zone)
    set_props(AS_OF, {"children": f"Data as of {at:%H:%M:%S}"})
    return screen.body, screen.stamp, list(screen.version)


clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(GONE, "data"),
    Input(value_id(parts.SHOW), "data"),
    Input(parts.CHANNEL, "value"),
    Input(parts.DIRECTION, "value"),
    Input(parts.STATUS, "value"),
    Input(parts.WHO, "value"),
    Input(parts.CAMPAIGN, "value"),
    State(NAMES, "data"),
    prevent_initial_call=True,
)

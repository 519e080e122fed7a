"""Connections: who calls us, how did it go, and what waits?"""

from __future__ import annotations

from datetime import timedelta

import dash
from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.follow import follow
from components.page_head import page_head, page_title
from components.states import empty
from data.connections import Connection, Traffic
from data.services import Services, services
from data.vocabulary.formats import number
from pages.connections import parts

BODY, FOLLOW = "connections-list", "connections-follow"
DAY = timedelta(hours=24)

dash.register_page(__name__, path=parts.PATH, title=page_title("Connections"))


def layout(**_: str | list[str]) -> Component:
    """All connections."""
    here = services()
    if parts.visitor().role != "owner":
        return parts.forbidden()
    return html.Div(
        [
            page_head(
                "Connections",
                "Providers that tell this workspace what became of messages and passes.",
                actions=(
                    dcc.Link(
                        [icon("hourglass-split"), "Waiting events"],
                        href=parts.WAITING,
                        className="button",
                    ),
                    dcc.Link(
                        [icon("plus-lg"), "New connection"],
                        href=parts.NEW,
                        className="button primary",
                    ),
                ),
            ),
            follow(FOLLOW, moves=True),
            html.Div(_list(here), id=BODY),
        ],
        className="connections",
    )


@callback(Output(BODY, "children"), Input(FOLLOW, "n_clicks"), prevent_initial_call=True)
def look_again(_: int) -> Component:
    """The list as it is now."""
    return _list(services()) if parts.visitor().role == "owner" else parts.forbidden()


def _list(here: Services) -> Component:
    connections = here.connections.list()
    if not connections:
        return empty(
            "No provider calls yet",
            "Make a connection, and paste its address at the provider.",
            "New connection",
            parts.NEW,
        )
    traffic = here.connections.traffic(here.clock() - DAY)
    waiting: dict[int, int] = {}
    for group in here.unmatched.groups():
        waiting[group.connection_id] = waiting.get(group.connection_id, 0) + group.events
    heads = ("Connection", "State", "Last call", "In 24 hours", "#Waiting events", "Address")
    lines = [
        _line(here, one, traffic.get(one.id, Traffic()), waiting.get(one.id, 0))
        for one in connections
    ]
    return html.Section(
        parts.rows("Connections", heads, lines),
        className="data-table",
        **{"aria-label": "List of connections"},
    )


def _line(here: Services, one: Connection, went: Traffic, waiting: int) -> list[object]:
    return [
        dcc.Link(parts.full_name(one), href=parts.href(one)),
        parts.state_pill(one),
        time_of(went.last_at, here.zone) if went.last_at else "Never",
        parts.counted_verdicts(went.by_verdict),
        number(waiting),
        html.Code(f"/webhooks/{one.provider}/{one.name}"),
    ]

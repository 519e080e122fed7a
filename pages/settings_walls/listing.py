"""Which walls are there, and what can be done with each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.data_table import time_of
from data.vocabulary.formats import number
from data.wall import Wall
from pages.settings_walls.ids import PATH, WALL_NAME, ask_id, go_id
from pages.settings_walls.parts import cell, field, line, scrolling, section


def walls(
    made: Sequence[Wall], choices: Mapping[str, str], zone: ZoneInfo, may_change: bool
) -> html.Section:
    """Every wall: those that people put together, then those that are there by themselves."""
    known = {wall.id for wall in made}
    rows = [_wall(wall, zone, may_change) for wall in made]
    rows += [_builtin(key, name) for key, name in choices.items() if key not in known]
    heads = ("Wall", "Shows", "Changed", "Actions")
    table = html.Table(
        [
            html.Caption("Walls", className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="rows wall-rows",
    )
    make = html.Div(
        [
            field(line(WALL_NAME), "Name of a new wall"),
            html.Button("Make a wall", id=go_id("make"), type="button", className="button"),
        ],
        className="wall-form",
    )
    lead = "What screens show. A dashboard is a wall by itself; put together others here."
    return section("Walls", lead, [scrolling(table, "Walls"), *([make] if may_change else [])])


def _wall(wall: Wall, zone: ZoneInfo, may_change: bool) -> html.Tr:
    count = len(wall.entries)
    shows = f"{number(count)} {'entry' if count == 1 else 'entries'}"
    buttons: list[Component] = [_open(wall.id, wall.name)]
    if may_change:
        whose = html.Span(f" {wall.name}", className="visually-hidden")
        buttons += [
            dcc.Link(["Edit", whose], href=f"{PATH}/{wall.id}", className="part-button"),
            html.Button(
                "Delete",
                id=ask_id("delete", wall.id),
                type="button",
                className="part-button",
                **{"aria-label": f"Delete {wall.name}"},
            ),
        ]
    changed = [time_of(wall.changed_at, zone), f" by {wall.changed_by}"] if wall.changed_at else ""
    return html.Tr(
        [
            html.Th(html.Bdi(wall.name), scope="row"),
            html.Td(shows),
            cell("Changed", changed),
            html.Td(html.Div(buttons, className="row-buttons")),
        ]
    )


def _builtin(key: str, name: str) -> html.Tr:
    shows = "Live and In Progress campaigns" if key == "live" else "This dashboard"
    return html.Tr(
        [
            html.Th(html.Bdi(name), scope="row"),
            html.Td(shows),
            cell("Changed", "By itself"),
            html.Td(html.Div([_open(key, name)], className="row-buttons")),
        ]
    )


def _open(key: str, name: str) -> html.A:
    return html.A(
        "Open", href=f"/wall/{key}", className="part-button", **{"aria-label": f"Open {name}"}
    )

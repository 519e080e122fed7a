"""What do both screens about walls draw: fields, notices, and the list of walls and screens?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.data_table import time_of
from data.screens import CODE_LENGTH, ScreenRow
from data.vocabulary.formats import number
from data.wall import Wall
from pages.settings_walls.ids import (
    CODE,
    PATH,
    SCREEN_NAME,
    SCREEN_WALL,
    WALL_NAME,
    ask_id,
    go_id,
    shows_id,
)

LONGEST_NAME = 200


def field(control: Component, label: str, help_: str = "") -> html.Div:
    """A control below its name."""
    told = [html.Span(help_, className="field-help")] if help_ else []
    name = html.Label([html.Span(label), *told], htmlFor=control.id)
    return html.Div([name, control], className="wall-field")


def line(control_id: str, value: str = "", longest: int = LONGEST_NAME, **more: Any) -> dcc.Input:
    """A line of text."""
    return dcc.Input(
        id=control_id,
        value=value,
        maxLength=longest,
        autoComplete="off",
        className="field-line",
        **more,
    )


def menu(control_id: Any, options: Mapping[str, str], value: str) -> dbc.Select:
    """A menu of one choice; a value that is not offered is named by itself."""
    named = {
        **options,
        **({value: f"{value} (not there any more)"} if value not in options else {}),
    }
    offered = [{"value": key, "label": label} for key, label in named.items()]
    return dbc.Select(id=control_id, options=offered, value=value, className="filter-select")


def section(title: str, lead: Any, parts: Sequence[Any]) -> html.Section:
    """A part of the screen with its name."""
    heading = [html.H2(title), *([html.P(lead, className="muted")] if lead else [])]
    return html.Section([*heading, *parts], className="wall-part", **{"aria-label": title})


def said(sentence: str, kind: str, now: datetime) -> html.P:
    """What has just happened; it takes the focus, so that it is read out."""
    return html.P(
        sentence,
        role="status",
        tabIndex=-1,
        className=f"campaign-told {kind}",
        **{"data-take-focus": now.isoformat()},
    )


def pairing(choices: Mapping[str, str]) -> html.Section:
    """The form that pairs a screen."""
    code = line(CODE, "", CODE_LENGTH + 6, placeholder="ABC-DEF", spellCheck=False)
    wall = menu(SCREEN_WALL, choices, next(iter(choices)))
    return section(
        "Pair a screen",
        [
            "Open ",
            html.Code("/wall?pair"),
            " of this server on the screen: it shows a code of six letters. A paired screen shows "
            "its wall and nothing else, with recipients masked, until it is revoked.",
        ],
        [
            html.Div(
                [
                    field(code, "Code on the screen"),
                    field(line(SCREEN_NAME), "Name of the screen"),
                    field(wall, "Shows"),
                    html.Button(
                        "Pair", id=go_id("pair"), type="button", className="button primary"
                    ),
                ],
                className="wall-form",
            )
        ],
    )


def screens(
    found: Sequence[ScreenRow], choices: Mapping[str, str], zone: ZoneInfo, may_change: bool
) -> html.Section:
    """The paired screens, each with its wall, and when it was last seen."""
    if not found:
        return section("Screens", "", [html.P("No screen is paired yet.", className="muted")])
    heads = ["Screen", "Shows", "Last seen", "Paired", *(["Actions"] if may_change else [])]
    table = html.Table(
        [
            html.Caption("Screens", className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_screen(one, choices, zone, may_change) for one in found]),
        ],
        className="rows wall-rows",
    )
    return section("Screens", "", [_scrolling(table, "Screens")])


def _screen(
    one: ScreenRow, choices: Mapping[str, str], zone: ZoneInfo, may_change: bool
) -> html.Tr:
    shows: Any = choices.get(one.wall, one.wall)
    if may_change:
        name = html.Span(f"What {one.name} shows", className="visually-hidden")
        shows = html.Label([name, menu(shows_id(one.id), choices, one.wall)])
    cells: list[Any] = [
        html.Th(html.Bdi(one.name), scope="row"),
        html.Td(shows),
        _cell("Last seen", time_of(one.seen_at, zone) if one.seen_at else "Not yet"),
        _cell("Paired", [time_of(one.paired_at, zone), f" by {one.paired_by}"]),
    ]
    if may_change:
        revoke = html.Button(
            "Revoke",
            id=ask_id("revoke", str(one.id)),
            type="button",
            className="part-button",
            **{"aria-label": f"Revoke {one.name}"},
        )
        cells.append(html.Td(revoke))
    return html.Tr(cells)


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
    return section("Walls", lead, [_scrolling(table, "Walls"), *([make] if may_change else [])])


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
            _cell("Changed", changed),
            html.Td(html.Div(buttons, className="row-buttons")),
        ]
    )


def _builtin(key: str, name: str) -> html.Tr:
    shows = "Live and In Progress campaigns" if key == "live" else "This dashboard"
    return html.Tr(
        [
            html.Th(html.Bdi(name), scope="row"),
            html.Td(shows),
            _cell("Changed", "By itself"),
            html.Td(html.Div([_open(key, name)], className="row-buttons")),
        ]
    )


def _cell(head: str, shown: Any) -> html.Td:
    """A cell that says what it is where there is no room for the table's head."""
    return html.Td(shown, **{"data-label": head})


def _open(key: str, name: str) -> html.A:
    return html.A(
        "Open", href=f"/wall/{key}", className="part-button", **{"aria-label": f"Open {name}"}
    )


def _scrolling(table: html.Table, name: str) -> html.Div:
    return html.Div(
        table,
        className="table-scroll",
        role="region",
        tabIndex=0,
        **{"aria-label": f"{name}, rows"},
    )

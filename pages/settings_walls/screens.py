"""How are screens paired, and which of them are?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from components.data_table import time_of
from data.screens import CODE_LENGTH, ScreenRow
from pages.settings_walls.ids import CODE, SCREEN_NAME, SCREEN_WALL, ask_id, go_id, shows_id
from pages.settings_walls.parts import cell, field, line, menu, scrolling, section


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
    return section("Screens", "", [scrolling(table, "Screens")])


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
        cell("Last seen", time_of(one.seen_at, zone) if one.seen_at else "Not yet"),
        cell("Paired", [time_of(one.paired_at, zone), f" by {one.paired_by}"]),
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

"""How does a tile stand on its dashboard: where it comes from, its figure, and what moves it?

assets/own_dashboards.js moves and resizes tiles, with the pointer and by keyboard.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.date_range import period_label
from components.tiles import TILES
from data.dashboard_deeds import SMALLEST
from data.shown_tiles import ShownTile

HOW_TO_MOVE = "own-how-to-move"  # the sentence that says which keys move a tile


def tile_id(number: int) -> dict[str, Any]:
    """The id of a tile."""
    return {"own": "tile", "id": number}


def deed_id(deed: str, number: int = 0) -> dict[str, Any]:
    """The id of a button that asks for something to be done, to a tile or to the dashboard."""
    return {"own": "ask", "deed": deed, "id": number}


def tile_frame(shown: ShownTile, *, may_change: bool = False, alone: bool = False) -> html.Article:
    """The tile at its place on the grid.

    With `may_change` there is what moves, renames and removes it. One that is `alone` is seen by
    people who see nothing else here: no link leads anywhere.
    """
    tile = shown.tile
    return html.Article(
        inside(shown, may_change=may_change, alone=alone),
        id=f"tile-{tile.id}" if alone else tile_id(tile.id),
        className=f"own-tile of-{tile.part}",
        style={
            "gridColumn": f"{tile.x + 1} / span {tile.width}",
            "gridRow": f"{tile.y + 1} / span {tile.height}",
        },
        **{
            "aria-label": tile.title,
            "data-tile": str(tile.id),
            "data-place": f"{tile.x} {tile.y} {tile.width} {tile.height}",
            "data-smallest": " ".join(map(str, SMALLEST[tile.part])),
            **({} if alone else {"data-address": tile.address}),
        },
    )


def inside(shown: ShownTile, *, may_change: bool, alone: bool) -> list[Component]:
    """All that is in the frame: what is drawn anew when the tile's answer is another one."""
    tile = shown.tile
    grip = [_grip(tile.title)] if may_change else []
    menu = [_menu(shown)] if may_change else []
    head = html.Div([*grip, _source(shown, alone=alone), *menu], className="own-head")
    drawn = _body(shown, may_change=may_change)
    body = html.Div(drawn, className="own-body", **{"data-redrawn": ""})
    notes = [html.P(note, className="own-note") for note in shown.notes]
    corner = [html.Span(className="own-corner", **{"aria-hidden": "true"})] if may_change else []
    return [head, body, *notes, *corner]


def _source(shown: ShownTile, *, alone: bool) -> Component:
    """Where the figure comes from, and of which days it is."""
    if shown.found is None:
        return html.Span(shown.tile.title, className="own-source")
    found = shown.found
    said = " · ".join(
        (
            "All days" if found.period.is_all else period_label(found.period),
            *(f"{name}: {value}" for name, value in found.filters),
            found.zone.key,
        )
    )
    title = html.Span(found.title) if alone else dcc.Link(found.title, href=shown.tile.address)
    return html.Div([title, html.Span(said)], className="own-source")


def _body(shown: ShownTile, *, may_change: bool) -> Component:
    if shown.figure is not None:
        return TILES[shown.tile.part].draw(shown)
    remove = html.Button(
        "Remove tile",
        id=deed_id("remove", shown.tile.id),
        type="button",
        className="button",
        **{"aria-label": f"Remove tile: {shown.tile.title}"},
    )
    told = [
        icon("signpost-split"),
        html.P("This figure can't be shown here any more."),
        html.P(shown.trouble, className="muted"),
    ]
    return html.Div([*told, *([remove] if may_change else [])], className="own-gone")


def _grip(title: str) -> html.Button:
    return html.Button(
        icon("grip-vertical"),
        type="button",
        className="own-grip",
        disable_n_clicks=True,
        title="Drag to move",
        **{
            "aria-label": f"Move {title}",
            "aria-pressed": "false",
            "aria-describedby": HOW_TO_MOVE,
            "data-grip": "",
        },
    )


def _menu(shown: ShownTile) -> html.Details:
    title, number = shown.tile.title, shown.tile.id
    entries = (("rename-tile", "Rename"), ("remove", "Remove"))
    items = [
        html.Li(html.Button(word, id=deed_id(deed, number), type="button", className="menu-item"))
        for deed, word in entries
        if deed != "remove" or shown.figure is not None
    ]
    summary = html.Summary(
        icon("three-dots"), className="own-more", **{"aria-label": f"More for {title}"}
    )
    return html.Details([summary, html.Ul(items, className="menu-items")], className="menu")

"""What is asked before something is done to a dashboard?"""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.confirm import confirm
from data.dashboard_deeds import LONGEST_NAME, LONGEST_TITLE
from data.own_dashboards import Dashboard, Tile

DIALOG, FAULT, WORD = "own-dialog", "own-fault", "own-word"


def go_id(deed: str, number: int = 0) -> dict[str, Any]:
    """The id of the button in a dialog that does it."""
    return {"own": "go", "deed": deed, "id": number}


def name_dialog(own_id: dict[str, Any], opened: str) -> Component:
    """Before a new dashboard is made; `own_id` is the button that does it."""
    go = html.Button("Create", id=own_id, type="button", className="button primary")
    return _line("New dashboard", "Name", "", LONGEST_NAME, go, opened)


def tile_dialog(tile: Tile, opened: str) -> Component:
    """Before a tile has another title."""
    go = html.Button(
        "Rename", id=go_id("rename-tile", tile.id), type="button", className="button primary"
    )
    return _line(f"Rename “{tile.title}”", "Title", tile.title, LONGEST_TITLE, go, opened)


def delete_dialog(board: Dashboard, links: int, opened: str) -> Component:
    """Before a dashboard is deleted."""
    told = [html.P("Nobody will see it any more, on any screen. It can be brought back.")]
    if links:
        what = "1 link that shows it stops" if links == 1 else f"{links} links that show it stop"
        told.append(html.P(f"{what} working until then."))
    go = html.Button(
        "Delete dashboard", id=go_id("delete"), type="button", className="button danger"
    )
    return confirm(DIALOG, f"Delete “{board.name}”?", told, (go,), opened)


def _line(
    title: str, label: str, value: str, longest: int, go: Component, opened: str
) -> Component:
    field = dcc.Input(
        id=WORD, value=value, maxLength=longest, autoComplete="off", className="field-line"
    )
    body = [
        html.P(id=FAULT, role="alert", className="field-fault"),
        html.Div([html.Label(label, htmlFor=WORD), field], className="confirm-field"),
    ]
    return confirm(DIALOG, title, body, (go,), opened)

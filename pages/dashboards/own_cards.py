"""Which dashboards are there? The built-in ones, those that people made, and a new one."""

from __future__ import annotations

from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.page_head import page_head
from data.api.guard import Visitor
from data.errors import HeliographError
from data.own_dashboards import Dashboard
from data.services import Services, services
from data.vocabulary.formats import moment, number
from pages.dashboards.board import Board
from pages.dashboards.boards import BOARDS
from pages.dashboards.own_dialogs import FAULT, WORD, name_dialog

SLOT, GONE = "own-cards-slot", "own-cards-gone"
_MAY = "change dashboards"


def index(deleted: str | list[str] = "", **_: object) -> Component:
    """A card a dashboard; `deleted` is the one that was just taken away."""
    here = services()
    visitor: Visitor = get_current_request().state.visitor
    new = html.Button(
        [icon("plus-lg"), "New dashboard"],
        id=_id("new"),
        type="button",
        className="button primary",
    )
    boards = sorted(BOARDS.values(), key=lambda board: board.order)
    own = here.own_dashboards.list()
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            page_head("Dashboards", actions=(new,) if visitor.may_change else ()),
            _told(here, deleted, visitor),
            html.Ul([html.Li(_card(board)) for board in boards], className="board-cards"),
            html.H2("Made in this workspace", className="own-heading"),
            _own(own, here) if own else _nothing(visitor),
            html.Div(id=SLOT),
        ]
    )


def _card(board: Board) -> Component:
    return dcc.Link(
        [
            icon(board.icon),
            html.Span(board.label, className="board-name"),
            html.Span(board.description, className="board-about"),
        ],
        href=f"/dashboards/{board.key}",
        className="board-card",
    )


def _own(own: tuple[Dashboard, ...], here: Services) -> Component:
    return html.Ul([html.Li(_own_card(board, here)) for board in own], className="board-cards")


def _own_card(board: Dashboard, here: Services) -> Component:
    count = len(board.tiles)
    tiles = "1 tile" if count == 1 else f"{number(count)} tiles"
    changed = f"changed {moment(board.changed_at, here.zone)} by {board.changed_by}"
    return dcc.Link(
        [
            icon("grid-1x2"),
            html.Bdi(board.name, className="board-name"),
            html.Span(f"{tiles}, {changed}", className="board-about"),
        ],
        href=f"/dashboards/{board.id}",
        className="board-card",
    )


def _nothing(visitor: Visitor) -> Component:
    step = "Press “New dashboard”, or choose" if visitor.may_change else "An editor can choose"
    return html.P(
        f"Nobody has made a dashboard yet. {step} “Add to dashboard” at any chart, table or "
        "figure.",
        className="own-none",
    )


def _told(here: Services, deleted: str | list[str], visitor: Visitor) -> Component | None:
    """What was just deleted, and the way back."""
    gone = here.own_dashboards.deleted(int(str(deleted))) if is_number(deleted) else None
    if gone is None:
        return None
    undo = html.Button("Undo", id=_id("restore", gone.id), type="button", className="button")
    return html.Div(
        [html.Span(f"“{gone.name}” is deleted."), *([undo] if visitor.may_change else [])],
        role="status",
        className="own-told campaign-told campaign-done",
    )


def _id(deed: str, board: int = 0) -> dict[str, Any]:
    return {"cards": deed, "id": board}


def is_number(text: str | list[str]) -> bool:
    """Whether a word of an address may be a dashboard's id."""
    return isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= 9


@callback(
    Output(SLOT, "children"),
    Output(GONE, "href"),
    Input({"cards": ALL, "id": ALL}, "n_clicks"),
    State(WORD, "value", allow_optional=True),
    prevent_initial_call=True,
)
def act(_pressed: list[int | None], word: str | None) -> tuple[Any, Any]:
    """Ask for a name and make a dashboard of it, or bring one back; then go there."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here = services()
    visitor: Visitor = get_current_request().state.visitor
    visitor.check_may(_MAY)
    if button["cards"] == "new":
        return name_dialog(_id("create"), here.clock().isoformat()), no_update
    try:
        if button["cards"] == "create":
            board = here.own_dashboards.create(word or "", visitor.name)
        else:
            board = here.own_dashboards.restore(int(button["id"]), by=visitor.name)
    except HeliographError as error:
        set_props(FAULT, {"children": f"{error}."})
        return no_update, no_update
    return None, f"/dashboards/{board.id}"

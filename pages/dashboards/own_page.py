"""A dashboard that people made: what can be done on its page, and how it follows what moves."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from dash import (
    ALL,
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
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.date_range import value_id
from components.shell import AS_OF
from components.states import state
from data.address import Words
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, NotFound
from data.own_dashboards import said
from data.services import Services, services
from pages.dashboards import own_deeds
from pages.dashboards.own_deed import is_in_dialog, meant
from pages.dashboards.own_dialogs import FAULT, WORD
from pages.dashboards.own_filters import CALLED, CHANNEL, KEEP, SHOW, ZONE, keep
from pages.dashboards.own_filters import GONE as FILTERED
from pages.dashboards.own_screen import (
    ANSWERED,
    ASKED,
    BAR,
    GONE,
    GRID,
    IGNORED,
    MOVED,
    NAME,
    POLL,
    SEEN,
    SLOT,
    STAMP,
    TOLD,
    TURNS,
    WANTED,
    Drawn,
    bar,
    changed_tiles,
    drawn,
    grid,
    ignored,
    screen,
    seen,
    stamp,
    told,
    turns,
)
from pages.dashboards.own_share import ENDS, FOR, PASSWORD

_HEADING = f"{NAME}-heading"
_PARTS = (
    *("grid", "bar", "keep", "ignored", "told", "slot"),
    *("name", "turns", "seen", "stamp", "gone"),
)


def own_layout(board_id: int, words: Words) -> Component:
    """The page of a dashboard. Raises NotFound, which the frame shows."""
    here, visitor = services(), _visitor()
    if (gone := here.own_dashboards.deleted(board_id)) is not None:
        return state(
            "trash",
            f"“{gone.name}” is deleted",
            f"{gone.changed_by} deleted it. Whoever may change dashboards can bring it back.",
            "Bring it back" if visitor.may_change else "Dashboards",
            f"/dashboards?deleted={board_id}" if visitor.may_change else "/dashboards",
            level=1,
        )
    board = here.own_dashboards.get(board_id)
    return screen(here, words, drawn(here, board, words, visitor))


@callback(
    output={
        "grid": Output(GRID, "children"),
        "bar": Output(BAR, "children"),
        "keep": Output(KEEP, "children"),
        "ignored": Output(IGNORED, "children"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
        "name": Output(_HEADING, "children"),
        "turns": Output(TURNS, "children"),
        "seen": Output(SEEN, "data"),
        "stamp": Output(STAMP, "children"),
        "gone": Output(GONE, "href"),
    },
    inputs={
        "_pressed": [
            Input({"own": "ask", "deed": ALL, "id": ALL}, "n_clicks"),
            Input({"own": "go", "deed": ALL, "id": ALL}, "n_clicks"),
            Input(NAME, "n_submit", allow_optional=True),
            Input(POLL, "n_clicks"),
        ],
        "moved": Input(MOVED, "data"),
        "wanted": Input(WANTED, "data"),
    },
    state={
        "asked": State(ASKED, "data"),
        "before": State(SEEN, "data"),
        "filled": {
            "name": State(NAME, "value", allow_optional=True),
            "word": State(WORD, "value", allow_optional=True),
            "for": State(FOR, "value", allow_optional=True),
            "ends": State(ENDS, "value", allow_optional=True),
            "password": State(PASSWORD, "value", allow_optional=True),
        },
    },
    prevent_initial_call=True,
)
def act(
    _pressed: list[Any],
    moved: dict[str, Any] | None,
    wanted: dict[str, Any] | None,
    asked: dict[str, Any],
    before: dict[str, Any],
    filled: dict[str, Any],
) -> dict[str, Any]:
    """Whatever was pressed, moved or filtered, or has arrived by itself."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here, visitor = services(), _visitor()
    unchanged: dict[str, Any] = dict.fromkeys(_PARTS, no_update)
    if wanted:
        asked = {**asked, "words": parse_qs(str(wanted.get("search")).removeprefix("?"))}
    try:
        if ctx.triggered_id == POLL:
            return {**unchanged, **_followed(here, asked, before, visitor)}
        if wanted and ctx.triggered_id == WANTED:
            return {**unchanged, **_filtered(here, asked, before, wanted, visitor)}
        deed = meant(ctx.triggered_id, moved)
        outcome = own_deeds.do(here, asked, deed, filled, before["revision"], visitor)
    except BadRequest as error:
        if is_in_dialog(ctx.triggered_id):
            set_props(FAULT, {"children": f"{error}."})
            return unchanged
        return {**unchanged, **_refused(here, asked, error, visitor)}
    except HeliographError as error:
        return {**unchanged, **_refused(here, asked, error, visitor), "slot": None}
    if outcome.leads_to:
        return {**unchanged, "gone": outcome.leads_to}
    found = {**unchanged, "slot": outcome.dialog}
    if outcome.redraws:
        found |= _redrawn(here, drawn(here, outcome.board, asked["words"], visitor))
        found["told"] = _said(here, outcome, before["revision"], visitor)
    return found


def _redrawn(here: Services, one: Drawn) -> dict[str, Any]:
    return {
        **_dated(here, one),
        "grid": grid(one),
        "bar": bar(here, one),
        "name": one.board.name,
        "turns": turns(one),
    }


def _dated(here: Services, one: Drawn) -> dict[str, Any]:
    """What tells of when the figures are, to the reader and to the next call."""
    set_props(AS_OF, {"children": f"Data as of {one.now.astimezone(here.zone):%H:%M:%S}"})
    return {"seen": seen(one), "stamp": stamp(one, here)}


def _refused(
    here: Services, asked: dict[str, Any], error: HeliographError, visitor: Visitor
) -> dict[str, Any]:
    """Nothing was done; what the page shows is what is there now."""
    at, focus = here.clock().isoformat(), ctx.triggered_id != POLL
    sentence = told((f"{error}.",), "notice", at, focus=focus)
    try:
        board = here.own_dashboards.get(asked["board"])
    except NotFound:
        return {"told": sentence}
    return {**_redrawn(here, drawn(here, board, asked["words"], visitor)), "told": sentence}


def _said(
    here: Services, outcome: own_deeds.Outcome, revision: int, visitor: Visitor
) -> Component | None:
    """What was done, and what others have done meanwhile."""
    mine = outcome.board.revision
    others = [
        f"{said(change, me=visitor.name)}."
        for change in here.own_dashboards.since(outcome.board.id, revision)
        if change.number < mine
    ]
    sentences = (*((outcome.said,) if outcome.said else ()), *(outcome.told or others))
    kind = "notice" if outcome.told else "campaign-done"
    at = here.clock().isoformat()
    return told(sentences, kind, at, undo=outcome.offers_undo, focus=outcome.offers_undo)


def _filtered(
    here: Services,
    asked: dict[str, Any],
    before: dict[str, Any],
    wanted: dict[str, Any],
    visitor: Visitor,
) -> dict[str, Any]:
    """What is another with the filters that the address has now; the controls where they moved."""
    one = drawn(here, here.own_dashboards.get(asked["board"]), asked["words"], visitor)
    if wanted.get("moved") or one.board.revision != before["revision"]:
        return _redrawn(here, one)
    return {
        **_dated(here, one),
        "grid": changed_tiles(one, before),
        "keep": keep(one.filters, may_change=one.may_change),
        "ignored": ignored(one),
    }


def _followed(
    here: Services, asked: dict[str, Any], before: dict[str, Any], visitor: Visitor
) -> dict[str, Any]:
    """What has arrived by itself: figures, and what others have changed (D-05)."""
    board = here.own_dashboards.get(asked["board"])
    now = here.clock()
    same = (board.revision, list(here.lake.version()), now.isoformat()[:16])
    if same == (before["revision"], before["version"], before["minute"]):
        raise PreventUpdate
    one = drawn(here, board, asked["words"], visitor)
    if board.revision != before["revision"]:
        changes = here.own_dashboards.since(board.id, before["revision"])
        sentences = [f"{said(change, me=visitor.name)}." for change in changes[-5:]]
        return {**_redrawn(here, one), "told": told(sentences, "notice", now.isoformat())}
    return {**_dated(here, one), "grid": changed_tiles(one, before)}


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor


clientside_callback(
    ClientsideFunction("ownDashboards", "filtered"),
    Output(FILTERED, "data"),
    Input(value_id(SHOW), "data"),
    Input(ZONE, "value"),
    Input(CHANNEL, "value"),
    State(CALLED, "data"),
    prevent_initial_call=True,
)

clientside_callback(
    ClientsideFunction("ownDashboards", "seen"),
    Output(ANSWERED, "data"),
    Input(SEEN, "data"),
)

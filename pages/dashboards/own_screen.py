"""How is a dashboard that people made drawn: its head, its filters, and its tiles on the grid?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import Patch, dcc, html, no_update
from dash.development.base_component import Component

from components.badges import icon
from components.document_menu import document_menu
from components.follow import follow
from components.schedule_link import schedule_link
from components.tile_frame import HOW_TO_MOVE, deed_id, inside, tile_frame
from components.wall_link import wall_link
from data.address import Words
from data.api.guard import Visitor
from data.dashboard_deeds import LONGEST_NAME
from data.own_dashboards import Dashboard, InReach
from data.services import Services
from data.shown_tiles import ShownTile, shown_tiles
from data.vocabulary.formats import moment
from pages.dashboards.own_filters import Filtered, filter_bar, filters_of

ASKED, SEEN, MOVED, ANSWERED = "own-asked", "own-seen", "own-moved", "own-answered"
GRID, BAR, NAME, NAMED, WANTED = "own-grid", "own-bar", "own-name", "own-named", "own-wanted"
IGNORED = "own-ignored"
TOLD, SLOT, STAMP, TURNS = "own-told", "own-slot", "own-stamp", "own-turns"
POLL, REFRESH, GONE = "own-poll", "own-refresh", "own-gone-to"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A dashboard as it is to be drawn: with which filters, for whom, and its tiles at `now`."""

    board: Dashboard
    filters: Filtered
    tiles: tuple[ShownTile, ...]
    version: tuple[int, ...]  # of the lake
    now: datetime
    may_change: bool
    reach: InReach


def drawn(here: Services, board: Dashboard, words: Words, visitor: Visitor) -> Drawn:
    """The dashboard as it is now, for a visitor, with the filters of an address."""
    now = here.clock()
    filters = filters_of(words, board, now, here.zone)
    shown = board.shown_with(filters.words)
    return Drawn(
        board,
        filters,
        shown_tiles(here.desk, shown, reveal=visitor.sees_recipients),
        here.lake.version(),
        now,
        visitor.may_change,
        here.own_dashboards.in_reach(board.id, visitor.name),
    )


def screen(here: Services, words: Words, one: Drawn) -> Component:
    """The whole page."""
    return html.Div(
        [
            dcc.Store(id=ASKED, data={"board": one.board.id, "words": dict(words)}),
            dcc.Store(id=SEEN, data=seen(one)),
            dcc.Store(id=MOVED),
            dcc.Store(id=WANTED),
            dcc.Store(id=ANSWERED),
            dcc.Location(id=GONE, refresh="callback-nav"),
            follow(POLL, moves=True),
            _head(one),
            html.Div(bar(here, one), id=BAR),
            html.Div(id=TOLD, className="own-telling", role="status"),
            html.P(stamp(one, here), id=STAMP, className="report-stamp"),
            html.P(
                "Press Enter to take hold of the tile, move it with the arrow keys, change its "
                "size with Shift and the arrow keys, put it down with Enter; Escape leaves it.",
                id=HOW_TO_MOVE,
                hidden=True,
            ),
            html.P(id="own-said", role="status", className="visually-hidden"),
            html.Div(
                grid(one),
                id=GRID,
                className="own-grid",
                **{"data-own-grid": ""},
            ),
            html.Div(id=SLOT),
        ],
        className="own-board wide-page",
        **{"data-own-board": f"/dashboards/{one.board.id}"},
    )


def grid(one: Drawn) -> list[Component]:
    """The tiles in reading order, or what to do where there is none."""
    if not one.tiles:
        return [_empty(one)]
    return [tile_frame(shown, may_change=one.may_change) for shown in one.tiles]


def seen(one: Drawn) -> dict[str, Any]:
    """What the browser has before it, so that only what is another gets drawn anew."""
    return {
        "revision": one.board.revision,
        "version": list(one.version),
        "minute": one.now.isoformat()[:16],
        "marks": [[shown.tile.id, shown.mark] for shown in one.tiles],
    }


def changed_tiles(one: Drawn, before: Mapping[str, Any]) -> Any:
    """What to draw anew in the grid, which the browser has as `seen` told; nothing for nothing.

    The dashboard itself must be the same: its tiles are counted in their order.
    """
    patch, is_empty = Patch(), True
    marks = dict(map(tuple, before["marks"]))
    for at, shown in enumerate(one.tiles):
        if marks.get(shown.tile.id) != shown.mark:
            fresh = inside(shown, may_change=one.may_change, alone=False)
            patch[at]["props"]["children"] = fresh
            is_empty = False
    return no_update if is_empty else patch


def bar(here: Services, one: Drawn) -> list[Component]:
    """The filters, and what of them was ignored."""
    line = filter_bar(one.board, one.filters, one.now, here.zone, may_change=one.may_change)
    return [line, html.Div(ignored(one), id=IGNORED)]


def ignored(one: Drawn) -> Component | None:
    """What of the filters was ignored."""
    told = [html.P(notice, className="notice") for notice in one.filters.notices]
    return html.Div(told, className="report-notices", role="status") if told else None


def turns(one: Drawn) -> list[Component]:
    """Undo and Redo, which say what they would do; for those who may change something."""
    if not one.may_change:
        return []
    return [
        _turn("undo", "Undo", "arrow-counterclockwise", one.reach.undo),
        _turn("redo", "Redo", "arrow-clockwise", one.reach.redo),
    ]


def stamp(one: Drawn, here: Services) -> str:
    """How fresh the figures are."""
    return f"Last updated {moment(one.now, here.zone)} ({here.zone.key}); follows what arrives."


def told(
    sentences: Sequence[str], kind: str, at: str, *, undo: bool = False, focus: bool = False
) -> Component | None:
    """What has just happened; `undo` offers the way back at once, `focus` takes the focus there."""
    if not sentences:
        return None
    button = html.Button("Undo", id=deed_id("undo", 1), type="button", className="button")
    lines = [html.P(sentence) for sentence in sentences]
    return html.Div(
        [html.Div(lines), *([button] if undo else [])],
        tabIndex=-1,
        className=f"own-told campaign-told {kind}",
        **({"data-take-focus": at} if focus else {}),
    )


def _turn(deed: str, word: str, picture: str, what: str) -> html.Button:
    return html.Button(
        [icon(picture), word],
        id=deed_id(deed),
        type="button",
        className="button",
        disabled=not what,
        title=f"{word}: {what}" if what else "",
        **{"data-turn": deed},
    )


def _head(one: Drawn) -> Component:
    refresh = html.Button(
        [icon("arrow-repeat"), "Refresh"], id=deed_id("refresh"), type="button", className="button"
    )
    return html.Div(
        [
            html.Div(_name(one.board.name, one.may_change), id=NAMED, className="own-title"),
            html.Div(
                [
                    html.Div(turns(one), id=TURNS, className="own-turns"),
                    *([_share()] if one.may_change else []),
                    document_menu("the dashboard", f"/dashboards/{one.board.id}"),
                    schedule_link(f"/dashboards/{one.board.id}", one.board.name),
                    wall_link(one.board.id),
                    *([_more()] if one.may_change else []),
                    refresh,
                ],
                className="actions",
            ),
        ],
        className="page-head",
    )


def _name(name: str, may_change: bool) -> list[Component]:
    """The heading; for those who may, a pencil that puts a field in its place."""
    heading = html.H1(name, id=f"{NAME}-heading")
    if not may_change:
        return [heading]
    pencil = html.Button(
        icon("pencil"),
        type="button",
        className="icon-button",
        disable_n_clicks=True,
        **{"aria-label": "Rename dashboard", "data-rename": ""},
    )
    field = html.Div(
        [
            html.Label("Name of the dashboard", htmlFor=NAME, className="visually-hidden"),
            dcc.Input(id=NAME, value=name, maxLength=LONGEST_NAME, autoComplete="off", n_submit=0),
            html.Button("Save", id=deed_id("rename"), type="button", className="button primary"),
            html.Button(
                "Cancel",
                type="button",
                className="button",
                disable_n_clicks=True,
                **{"data-rename-cancel": ""},
            ),
        ],
        className="own-naming",
        hidden=True,
    )
    return [heading, pencil, field]


def _share() -> Component:
    return html.Button(
        [icon("share"), "Share"], id=deed_id("share"), type="button", className="button"
    )


def _more() -> Component:
    items = [
        html.Li(html.Button(word, id=deed_id(deed), type="button", className="menu-item"))
        for deed, word in (("duplicate", "Duplicate"), ("delete", "Delete"))
    ]
    summary = html.Summary(
        [icon("three-dots"), "More"],
        className="button",
        **{"aria-label": "More for this dashboard"},
    )
    return html.Details([summary, html.Ul(items, className="menu-items")], className="menu")


def _empty(one: Drawn) -> Component:
    step = (
        "Choose “Add to dashboard” at any chart, table or figure, and it stands here."
        if one.may_change
        else "Whoever may change it has put nothing here yet."
    )
    return html.Div(
        [
            icon("grid-1x2"),
            html.H2("Nothing is on this dashboard yet"),
            html.P(step),
            dcc.Link("Performance Reports", href="/reports/messaging", className="button primary"),
        ],
        className="state own-empty",
    )

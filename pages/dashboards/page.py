"""Which dashboards are there, and what stands on this one?"""

from __future__ import annotations

import dash
from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.page_head import page_head, page_title
from data.errors import NotFound
from pages.dashboards.board import Board
from pages.dashboards.boards import BOARDS


def exists(board: str | list[str] = "", part: str | list[str] = "") -> bool:
    """Whether the address leads to a dashboard or a part of one; the status is 404 if not."""
    if not isinstance(board, str) or not isinstance(part, str):
        return False  # a word after "?" has taken the place of the path's
    return board in BOARDS and (not part or part in BOARDS[board].parts)


def title(board: str = "", part: str = "") -> str:
    """What the browser's tab says."""
    label = BOARDS[board].label if exists(board, part) else "No such dashboard"
    return page_title(f"{label} · Dashboards")


def layout(board: str = "", part: str = "", **words: str | list[str]) -> Component:
    """One dashboard, or a part of it. Raises NotFound, which the frame shows."""
    if not exists(board, part):
        raise NotFound(f"There is no dashboard {board!r:.40}")
    found = BOARDS[board]
    return found.parts[part](words) if part else found.layout(words)


def index(**_: object) -> Component:
    """A card a dashboard."""
    boards = sorted(BOARDS.values(), key=lambda board: board.order)
    return html.Div(
        [
            page_head("Dashboards"),
            html.Ul([html.Li(_card(board)) for board in boards], className="board-cards"),
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


dash.register_page(__name__, path="/dashboards", title=page_title("Dashboards"), layout=index)

for _name, _template in (("board", "/dashboards/<board>"), ("part", "/dashboards/<board>/<part>")):
    dash.register_page(
        f"{__name__}.{_name}", path_template=_template, title=title, layout=layout, exists=exists
    )

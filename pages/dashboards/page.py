"""Which dashboards are there, and what stands on this one?"""

from __future__ import annotations

import dash
from dash.development.base_component import Component

from components.page_head import page_title
from data.errors import NotFound
from data.services import services
from pages.dashboards import own_pin
from pages.dashboards.boards import BOARDS
from pages.dashboards.own_cards import index, is_number
from pages.dashboards.own_page import own_layout


def exists(board: str | list[str] = "", part: str | list[str] = "") -> bool:
    """Whether the address leads to a dashboard or a part of one; the status is 404 if not."""
    if not isinstance(board, str) or not isinstance(part, str):
        return False  # a word after "?" has taken the place of the path's
    if is_number(board) and not part:
        return _own_name(board) is not None
    return board in BOARDS and (not part or part in BOARDS[board].parts)


def title(board: str = "", part: str = "") -> str:
    """What the browser's tab says."""
    if is_number(board) and not part:
        label = _own_name(board) or "No such dashboard"
    else:
        label = BOARDS[board].label if exists(board, part) else "No such dashboard"
    return page_title(f"{label} · Dashboards")


def layout(board: str = "", part: str = "", **words: str | list[str]) -> Component:
    """One dashboard, or a part of it. Raises NotFound, which the frame shows."""
    if is_number(board) and not part:
        return own_layout(int(board), words)
    if not exists(board, part):
        raise NotFound(f"There is no dashboard {board!r:.40}")
    found = BOARDS[board]
    return found.parts[part](words) if part else found.layout(words)


def _own_name(board: str) -> str | None:
    try:
        return services().own_dashboards.get(int(board)).name
    except NotFound:
        return None


own_pin.register()
dash.register_page(__name__, path="/dashboards", title=page_title("Dashboards"), layout=index)

for _name, _template in (("board", "/dashboards/<board>"), ("part", "/dashboards/<board>/<part>")):
    dash.register_page(
        f"{__name__}.{_name}", path_template=_template, title=title, layout=layout, exists=exists
    )

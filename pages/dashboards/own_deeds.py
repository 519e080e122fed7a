"""What may be done on a dashboard's page, what is asked before, and does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import no_update

from data.api.guard import Visitor
from data.errors import BadRequest, NotFound
from data.own_dashboards import Dashboard, Done, Tile
from data.services import Services
from pages.dashboards import own_share
from pages.dashboards.own_deed import Deed
from pages.dashboards.own_dialogs import delete_dialog, tile_dialog
from pages.dashboards.own_filters import filters_of

_MAY = "change dashboards"
_DIALOGS = frozenset({"delete", "rename-tile", "share"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the dashboard, what to say, a dialog (None closes it), another place."""

    board: Dashboard
    said: str = ""
    told: tuple[str, ...] = ()
    dialog: Any = None
    leads_to: str = ""
    redraws: bool = True
    offers_undo: bool = False


def do(
    here: Services,
    asked: Mapping[str, Any],
    deed: Deed,
    filled: Mapping[str, Any],
    seen: int,
    visitor: Visitor,
) -> Outcome:
    """Do it, or ask first. Raises NotAllowed, NotFound, BadRequest, Refused."""
    own, by = here.own_dashboards, visitor.name
    board = own.get(asked["board"])
    if deed.name == "refresh":
        return Outcome(board)
    visitor.check_may(_MAY)
    if deed.name in own_share.DEEDS:
        return Outcome(board, dialog=own_share.do(here, board, deed, filled, by), redraws=False)
    if deed.name in _DIALOGS and not deed.confirmed:
        return Outcome(board, dialog=_dialog(here, board, deed), redraws=False)
    if deed.name == "delete":
        own.delete(board.id, by=by)
        return Outcome(board, leads_to=f"/dashboards?deleted={board.id}")
    if deed.name == "duplicate":
        return Outcome(board, leads_to=f"/dashboards/{own.duplicate(board.id, by).id}")
    done = _changed(here, board, asked, deed, filled, seen, by)
    return Outcome(
        done.dashboard, _sentence(board, deed), done.told, offers_undo=deed.name == "remove"
    )


def _changed(
    here: Services,
    board: Dashboard,
    asked: Mapping[str, Any],
    deed: Deed,
    filled: Mapping[str, Any],
    seen: int,
    by: str,
) -> Done:
    own = here.own_dashboards
    if deed.name == "move":
        return own.move(board.id, deed.of, *deed.place, by=by, seen=seen)
    if deed.name == "remove":
        return own.remove(board.id, deed.of, by=by, seen=seen)
    if deed.name == "rename-tile":
        return own.retitle(board.id, deed.of, str(filled["word"] or ""), by=by, seen=seen)
    if deed.name == "rename":
        return own.rename(board.id, str(filled["name"] or ""), by=by, seen=seen)
    if deed.name == "keep-filters":
        words = filters_of(asked["words"], board, here.clock(), here.zone).words
        return own.filter(board.id, words, by=by, seen=seen)
    if deed.name == "undo":
        return own.undo(board.id, by=by)
    if deed.name == "redo":
        return own.redo(board.id, by=by)
    raise BadRequest("This page does not know what to do with that")


def _sentence(board: Dashboard, deed: Deed) -> str:
    """What to say of it; what can be seen needs no words."""
    if deed.name == "remove":
        return f"“{_tile(board, deed.of).title}” is removed."
    if deed.name == "keep-filters":
        return "These filters are the dashboard's now."
    return ""


def _dialog(here: Services, board: Dashboard, deed: Deed) -> Any:
    opened = here.clock().isoformat()
    if deed.name == "delete":
        return delete_dialog(board, len(here.dashboard_links.list(board.id)), opened)
    if deed.name == "rename-tile":
        return tile_dialog(_tile(board, deed.of), opened)
    return no_update


def _tile(board: Dashboard, number: int) -> Tile:
    for tile in board.tiles:
        if tile.id == number:
            return tile
    raise NotFound("This tile is not on the dashboard any more")

"""What can be done to walls and screens from their list, and by whom?"""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.confirm import confirm
from data.api.guard import Visitor
from data.errors import BadRequest, NotFound
from data.screens import ScreenRow
from data.services import Services
from pages.settings_walls.ids import CODE, SCREEN_NAME, WALL_NAME, go_id

MAY = "change wall screens"
DIALOG = "walls-dialog"


def ask(here: Services, deed: str, key: str, visitor: Visitor) -> Component:
    """The dialog that comes before a deed. Raises NotAllowed, NotFound."""
    visitor.check_may(MAY)
    opened = here.clock().isoformat()
    if deed == "revoke":
        one = screen(here, key)
        title, word = f"Revoke {one.name}?", "Revoke"
        told = "It shows nothing from its next look on, and can be paired again with a new code."
    else:
        wall = here.walls.get(key)
        title, word = f"Delete {wall.name}?", "Delete"
        told = "The list of what it shows is lost; the figures stay where they are."
    go = html.Button(word, id=go_id(deed, key), type="button", className="button danger")
    return confirm(DIALOG, title, [html.P(told)], (go,), opened)


def do(here: Services, deed: str, key: str, filled: Mapping[str, str], visitor: Visitor) -> str:
    """Do it; what to say about it.

    Raises NotAllowed, BadRequest, Busy, NotFound, and Refused for a wall that a screen shows.
    """
    visitor.check_may(MAY)
    if deed == "pair":
        wall = here.walls.get(filled["wall"])
        one = here.screens.pair(filled["code"], filled["screen"], wall.id, visitor.name)
        return f"{one.name} is paired and shows {wall.name}."
    if deed == "revoke":
        return f"{here.screens.revoke(screen(here, key).id).name} is revoked."
    if deed == "delete":
        return f"{here.walls.delete(key).name} is deleted."
    raise BadRequest(f"There is no deed {deed[:40]!r}")


def show(here: Services, key: str, wall_id: str, visitor: Visitor) -> str:
    """Give a screen another wall; "" where it has this one. Raises NotAllowed, NotFound."""
    visitor.check_may(MAY)
    one = screen(here, key)
    if one.wall == wall_id:
        return ""
    wall = here.walls.get(wall_id)
    here.screens.show(one.id, wall.id)
    return f"{one.name} shows {wall.name} from its next look on."


def screen(here: Services, key: str) -> ScreenRow:
    """The paired screen with this id. Raises NotFound."""
    for one in here.screens.every():
        if str(one.id) == key:
            return one
    raise NotFound("This screen is not paired any more")


def control_of(where: str | None, deed: str) -> str:
    """The id of the control that an error is about; "" for none of them."""
    if deed == "make":
        return WALL_NAME
    return {"code": CODE, "name": SCREEN_NAME}.get(where or "", "")

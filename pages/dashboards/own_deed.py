"""What was asked for on a dashboard's page?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.errors import BadRequest
from pages.dashboards.own_screen import MOVED, NAME


@dataclass(frozen=True, slots=True)
class Deed:
    """What was asked for; `of` is a tile or a link. `confirmed`: in a dialog, after the question.

    `place` is where a tile was put: column, row, width, height.
    """

    name: str
    of: int = 0
    confirmed: bool = False
    place: tuple[int, int, int, int] = (0, 0, 0, 0)


def meant(triggered: Any, moved: Mapping[str, Any] | None) -> Deed:
    """What a press, or a tile put down, asks for. Raises BadRequest for what is none of them."""
    if triggered == MOVED and moved is not None:
        try:
            x, y, width, height = (int(value) for value in moved["place"])
            return Deed("move", int(moved["tile"]), place=(x, y, width, height))
        except (KeyError, TypeError, ValueError):
            raise BadRequest(
                "A tile is put at a column and a row, with a width and a height"
            ) from None
    if triggered == NAME:
        return Deed("rename")
    try:
        return Deed(str(triggered["deed"]), int(triggered["id"]), triggered["own"] == "go")
    except (KeyError, TypeError, ValueError):
        raise BadRequest("This page does not know what to do with that") from None


def is_in_dialog(triggered: Any) -> bool:
    """Whether it was asked for in a dialog, which then says what is wrong and stays open."""
    return isinstance(triggered, dict) and triggered["own"] == "go"

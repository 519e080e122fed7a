"""Which names do the controls of the two screens about walls have?"""

from __future__ import annotations

from typing import Any

PATH = "/settings/walls"

CODE, SCREEN_NAME, SCREEN_WALL = (f"walls-{part}" for part in ("code", "screen-name", "wall"))
WALL_NAME, FAULT, TOLD, SLOT, BODY, GONE = (
    f"walls-{part}" for part in ("name", "fault", "told", "slot", "body", "gone")
)
ASKED, TITLE, TAKEOVER, THEME = (f"wall-{part}" for part in ("asked", "title", "takeover", "theme"))
OFFER, ADDRESS, PART, PARTS = (f"wall-{part}" for part in ("offer", "address", "part", "parts"))


def ask_id(deed: str, key: str) -> dict[str, Any]:
    """A button that asks before it does something."""
    return {"walls": "ask", "deed": deed, "id": key}


def go_id(deed: str, key: str = "") -> dict[str, Any]:
    """A button that does it."""
    return {"walls": "go", "deed": deed, "id": key}


def shows_id(screen_id: Any) -> dict[str, Any]:
    """The menu that gives a paired screen another wall."""
    return {"walls": "shows", "id": screen_id}


def entry_id(deed: str, place: Any) -> dict[str, Any]:
    """A button of one entry of a wall's list."""
    return {"wall": "entry", "deed": deed, "place": place}


def seconds_id(place: Any) -> dict[str, Any]:
    """How long the slides of one entry stay."""
    return {"wall": "seconds", "place": place}

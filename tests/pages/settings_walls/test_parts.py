"""Who only looks on sees what there is and can change nothing."""

from __future__ import annotations

import pytest

from data.api.guard import Visitor
from data.errors import BadRequest, NotAllowed, NotFound
from data.services import Services
from data.wall import Entry, EntryKind
from pages.settings_walls import deeds, editing
from pages.settings_walls.listing import walls
from pages.settings_walls.screens import screens
from tests.drawn import text

OWNER = Visitor("Ada", "owner")
VIEWER = Visitor("Bea", "viewer")
LIVE = Entry(EntryKind.LIVE)


def paired(services: Services) -> int:
    code = services.screens.begin("here").code
    return services.screens.pair(code, "Lobby", "messaging", "Ada").id


def test_a_viewer_sees_screens_and_walls_without_a_button_that_changes_them(
    services: Services,
) -> None:
    paired(services)
    services.walls.create("Hall", (LIVE,), "Ada")
    choices = services.walls.choices()
    found, made = services.screens.every(), services.walls.every()
    words = ("Revoke", "Delete", "Edit", "Make a wall")
    for may_change in (True, False):
        drawn = text(screens(found, choices, services.zone, may_change)) + text(
            walls(made, choices, services.zone, may_change)
        )
        assert "Lobby" in drawn
        assert "Hall" in drawn
        assert [word in drawn for word in words] == [may_change] * len(words)


def test_a_viewer_can_do_nothing_to_them(services: Services) -> None:
    key = str(paired(services))
    wall = services.walls.create("Hall", (LIVE,), "Ada")
    for deed in (
        lambda: deeds.ask(services, "revoke", key, VIEWER),
        lambda: deeds.do(services, "revoke", key, {}, VIEWER),
        lambda: deeds.do(services, "delete", wall.id, {}, VIEWER),
        lambda: deeds.do(services, "pair", "", {}, VIEWER),
        lambda: deeds.show(services, key, "live", VIEWER),
        lambda: editing.make(services, "Mine", VIEWER),
    ):
        with pytest.raises(NotAllowed, match="Only owners and editors can change wall screens"):
            deed()
    assert [screen.wall for screen in services.screens.every()] == ["messaging"]
    assert services.walls.every() == (wall,)


def test_a_screen_cannot_be_given_a_wall_that_is_not_there(services: Services) -> None:
    key = str(paired(services))
    with pytest.raises(NotFound):
        deeds.show(services, key, "w9", OWNER)
    code = services.screens.begin("here").code
    with pytest.raises(NotFound):
        deeds.do(services, "pair", "", {"code": code, "screen": "Hall", "wall": "w9"}, OWNER)
    assert [screen.wall for screen in services.screens.every()] == ["messaging"]


def test_a_deed_that_there_is_not_is_refused(services: Services) -> None:
    with pytest.raises(BadRequest):
        deeds.do(services, "paint", "", {}, OWNER)

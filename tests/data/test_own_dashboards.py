"""Own dashboards: whatever two people do at once, nothing is lost, and all can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from data import dashboard_deeds
from data.errors import BadRequest, NotFound, Refused
from data.own_dashboard import filtered
from data.own_dashboards import Dashboard, OwnDashboards, Part, said
from data.services import Services
from data.store import dashboard_rows
from data.store.engine import read

AT = "/dashboards/subscribers?range=last-7-days"
CHART, TABLE = "subscriber_growth", "subscribers_per_channel"
WHO = st.sampled_from(["ada", "bo"])
WHICH = st.floats(0, 0.999)
FEW = settings(
    max_examples=12,
    derandomize=True,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def put(own: OwnDashboards, board: Dashboard, title: str, by: str = "ada") -> int:
    """A tile of that title more; its number."""
    done = own.add(board.id, AT, Part.KPI, "new_subscribers", title, by=by)
    return next(tile.id for tile in done.dashboard.tiles if tile.title == title)


def places(board: Dashboard) -> dict[str, tuple[int, int, int, int]]:
    """Where each tile stands, by its title."""
    return {tile.title: (tile.x, tile.y, tile.width, tile.height) for tile in board.tiles}


def seen_of(board: Dashboard) -> Any:
    """All that a person sees of a dashboard."""
    return board.name, board.tiles, board.words


class Two(RuleBasedStateMachine):
    """Ada and Bo work on one dashboard, each from what they saw last; `truth` is what it is then.

    `truth` holds title and size of each tile; `todo` what each of them can take back: a tile, its
    fields before, and those after.
    """

    own: OwnDashboards
    services: Services

    @initialize()
    def begin(self) -> None:
        """An empty dashboard that both have open."""
        self.id = self.own.create("Both", "ada").id
        self.truth: dict[int, dict[str, Any]] = {}
        self.seen = {"ada": 0, "bo": 0}
        self.done: dict[str, list[Any]] = {"ada": [], "bo": []}
        self.undone: dict[str, list[Any]] = {"ada": [], "bo": []}
        self.names = 0

    def tile(self, which: float) -> int | None:
        """One of the tiles there are."""
        return sorted(self.truth)[int(which * len(self.truth))] if self.truth else None

    def place(self, tile: int) -> Any:
        """Column, size and rank, which nobody sees and an undo must know all the same."""
        with read(self.services.engine) as connection:
            row = dashboard_rows.one(connection, self.id)
        assert row is not None
        return [row.content[tile][name] for name in ("x", "width", "height", "rank")]

    def did(self, by: str, tile: int, before: Any, after: Any) -> None:
        """Something new was done."""
        self.done[by].append((tile, before, after))
        self.undone[by].clear()

    @rule(by=WHO)
    def look(self, by: str) -> None:
        """Only now do they see what the other one did."""
        self.seen[by] = self.own.get(self.id).revision

    @rule(by=WHO)
    def add(self, by: str) -> None:
        """One more."""
        self.names += 1
        title = f"Tile {self.names}"
        tile = put(self.own, self.own.get(self.id), title, by)
        self.truth[tile] = {"title": title, "place": self.place(tile)}
        self.did(by, tile, None, self.truth[tile])

    @rule(by=WHO, which=WHICH, name=st.integers(0, 3))
    def retitle(self, by: str, which: float, name: int) -> None:
        """Another title."""
        if (tile := self.tile(which)) is None:
            return
        before, after = {"title": self.truth[tile]["title"]}, {"title": f"Other {name}"}
        self.own.retitle(self.id, tile, after["title"], by=by, seen=self.seen[by])
        if before != after:
            self.did(by, tile, before, after)
        self.truth[tile] = {**self.truth[tile], **after}

    @rule(
        by=WHO,
        which=WHICH,
        x=st.integers(0, 10),
        y=st.integers(0, 30),
        size=st.tuples(st.integers(2, 12), st.integers(4, 9)),
    )
    def move(self, by: str, which: float, x: int, y: int, size: tuple[int, int]) -> None:
        """Another place and size."""
        if (tile := self.tile(which)) is None:
            return
        x = min(x, 12 - size[0])
        self.own.move(self.id, tile, x, y, *size, by=by, seen=self.seen[by])
        before, after = {"place": self.truth[tile]["place"]}, {"place": self.place(tile)}
        assert after["place"][:3] == [x, *size]
        if before != after:
            self.did(by, tile, before, after)
        self.truth[tile] = {**self.truth[tile], **after}

    @rule(by=WHO, which=WHICH)
    def remove(self, by: str, which: float) -> None:
        """One less."""
        if (tile := self.tile(which)) is None:
            return
        self.own.remove(self.id, tile, by=by, seen=self.seen[by])
        self.did(by, tile, self.truth.pop(tile), None)

    @rule(by=WHO)
    def undo(self, by: str) -> None:
        """Take back one's own last change."""
        self.turn(by, self.own.undo, self.done[by], self.undone[by])

    @rule(by=WHO)
    def redo(self, by: str) -> None:
        """Do it again."""
        self.turn(by, self.own.redo, self.undone[by], self.done[by])

    def turn(self, by: str, act: Callable[..., Any], source: list[Any], goal: list[Any]) -> None:
        """What it found comes back, unless somebody has been at it since: then nothing moves."""
        if not source:
            with pytest.raises(Refused):
                act(self.id, by=by)
            return
        tile, before, after = source.pop()
        told = act(self.id, by=by).told
        now = self.truth.get(tile)
        if before == after == {}:  # nothing was moved the last time either
            assert not told
            goal.append((tile, {}, {}))
            return
        whole = now is None or after is None
        untouched = now == after if whole else {**now, **after} == now
        assert bool(told) is not untouched
        goal.append((tile, after, before) if untouched else (tile, {}, {}))
        if untouched and before is None:
            del self.truth[tile]
        elif untouched:
            self.truth[tile] = {**(now or {}), **before}

    @invariant()
    def everything_is_there(self) -> None:
        """What both did is what there is, and nothing stands on anything."""
        tiles = self.own.get(self.id).tiles
        assert {tile.id: tile.title for tile in tiles} == {
            tile: fields["title"] for tile, fields in self.truth.items()
        }
        assert {tile.id: [tile.x, tile.width, tile.height] for tile in tiles} == {
            tile: fields["place"][:3] for tile, fields in self.truth.items()
        }
        cells = [
            (column, row)
            for tile in tiles
            for column in range(tile.x, tile.x + tile.width)
            for row in range(tile.y, tile.y + tile.height)
        ]
        assert len(cells) == len(set(cells))


def test_whatever_two_people_do_nothing_is_lost(services: Services) -> None:
    class Here(Two):
        """In this workspace."""

    Here.own, Here.services = services.own_dashboards, services
    run(Here, settings=FEW)


deed = st.tuples(
    st.sampled_from(["add", "move", "retitle", "remove", "rename", "filter"]),
    st.integers(0, 100),
    st.integers(0, 100),
)


def do(own: OwnDashboards, board: Dashboard, deed: tuple[str, int, int]) -> None:
    """One change, of the tile that the numbers mean."""
    what, first, second = deed
    tile = board.tiles[first % len(board.tiles)].id if board.tiles else None
    if what == "rename":
        own.rename(board.id, f"Name {first}", by="ada")
    elif what == "filter":
        own.filter(board.id, {"range": ("today", "last-week")[first % 2]}, by="ada")
    elif what == "add" or tile is None:
        put(own, board, f"Tile {first}")
    elif what == "move":
        width = 2 + second % 11
        x, y = first % (13 - width), second % 20
        own.move(board.id, tile, x, y, width, 4 + first % 5, by="ada")
    elif what == "retitle":
        own.retitle(board.id, tile, f"Other {second}", by="ada")
    else:
        own.remove(board.id, tile, by="ada")


@given(st.lists(deed, min_size=1, max_size=12))
@FEW
def test_undo_goes_back_step_by_step_and_redo_forth(services: Services, steps: Any) -> None:
    own = services.own_dashboards
    board = own.create("One", "ada")
    states = [board]
    for step in steps:
        do(own, own.get(board.id), step)
        if own.get(board.id).revision > states[-1].revision:
            states.append(own.get(board.id))
    # Somebody else's hands: all of it is in the database.
    again = OwnDashboards(services.desk)
    for before in reversed(states[:-1]):
        assert seen_of(again.undo(board.id, by="ada").dashboard) == seen_of(before)
    assert again.in_reach(board.id, "ada").undo == ""
    for after in states[1:]:
        assert seen_of(again.redo(board.id, by="ada").dashboard) == seen_of(after)


def test_what_two_do_in_the_same_moment_is_all_there(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Both", "ada")

    def add(by: str) -> list[int]:
        return [put(own, board, f"{by} {n}", by) for n in range(5)]

    with ThreadPoolExecutor(2) as pool:
        ada, bo = pool.map(add, ["ada", "bo"])
    found = own.get(board.id)
    assert {tile.id for tile in found.tiles} == {*ada, *bo}
    assert [change.number for change in own.since(board.id, 0)] == list(range(1, 11))
    assert found.revision == len(set(ada) | set(bo)) == 10


def test_the_two_who_change_one_tile_are_told_of_each_other(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Both", "ada")
    tile = put(own, board, "Joined")
    other = put(own, board, "Other")
    seen = own.get(board.id).revision
    own.move(board.id, tile, 9, 0, 3, 4, by="ada", seen=seen)
    done = own.move(board.id, tile, 6, 0, 4, 4, by="bo", seen=seen)
    assert done.told == (
        "Ada moved “Joined” meanwhile. Your change came after that and counts; Undo puts the "
        "other one back.",
    )
    assert [said(change) for change in own.since(board.id, seen + 1)] == ["Bo resized “Joined”"]
    assert own.move(board.id, other, 0, 9, 3, 4, by="bo", seen=seen).told == ()
    own.undo(board.id, by="bo")
    assert places(own.undo(board.id, by="bo").dashboard)["Joined"] == (9, 0, 3, 4)


def test_what_somebody_else_has_at_hand_is_not_taken_back(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Both", "ada")
    tile = put(own, board, "Joined")
    own.retitle(board.id, tile, "New people", by="bo")
    done = own.undo(board.id, by="ada")
    assert [one.title for one in done.dashboard.tiles] == ["New people"]
    assert done.told == (
        "“New people” has been changed by somebody since, so it was left as it is.",
    )


def test_a_tile_that_is_gone_says_who_removed_it(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Both", "ada")
    tile = put(own, board, "Joined")
    own.remove(board.id, tile, by="ada")
    with pytest.raises(Refused, match="Ada removed “Joined”, so it can't be changed any more"):
        own.move(board.id, tile, 0, 0, 3, 4, by="bo")


def test_a_moved_tile_makes_the_others_give_way(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Rows", "ada")
    first, second, third = (put(own, board, name) for name in ("A", "B", "C"))
    assert places(own.get(board.id)) == {
        "A": (0, 0, 3, 4),
        "B": (3, 0, 3, 4),
        "C": (6, 0, 3, 4),
    }
    done = own.move(board.id, third, 0, 0, 6, 4, by="ada")
    assert places(done.dashboard) == {"C": (0, 0, 6, 4), "A": (0, 4, 3, 4), "B": (3, 4, 3, 4)}
    assert [tile.id for tile in done.dashboard.tiles] == [third, first, second]


def test_a_deleted_dashboard_comes_back_as_it_was(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Spring", "ada")
    put(own, board, "Joined")
    before = own.get(board.id)
    own.delete(board.id, by="bo")
    assert own.list() == ()
    with pytest.raises(NotFound, match="The dashboard “Spring” was deleted by bo"):
        own.get(board.id)
    with pytest.raises(NotFound):
        own.rename(board.id, "Other", by="ada")
    gone = own.deleted(board.id)
    assert gone is not None
    assert seen_of(gone) == seen_of(before)
    assert seen_of(own.restore(board.id, by="ada")) == seen_of(before)
    assert own.in_reach(board.id, "bo").undo == ""
    with pytest.raises(Refused):
        own.restore(board.id, by="ada")


def test_a_copy_has_the_same_tiles_and_goes_its_own_way(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Spring", "ada")
    put(own, board, "Joined")
    own.filter(board.id, {"range": "last-week", "channel": "sms"}, by="ada")
    copy = own.duplicate(board.id, by="bo")
    assert copy.name == "Copy of Spring"
    assert (copy.tiles, copy.words) == (own.get(board.id).tiles, own.get(board.id).words)
    put(own, copy, "Another")
    assert len(own.get(board.id).tiles) == 1
    assert own.in_reach(copy.id, "ada").undo == "added “Another”"
    assert [one.name for one in own.list()] == ["Copy of Spring", "Spring"]


def test_a_figure_keeps_its_own_title_where_none_is_given(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Spring", "ada")
    for part, key in ((Part.CHART, CHART), (Part.TABLE, TABLE), (Part.KPI, "new_subscribers")):
        own.add(board.id, AT, part, key, by="ada")
    assert {tile.title for tile in own.get(board.id).tiles} == {
        "Total Unique Subscribers Growth",
        "Subscribers per Channel Log",
        "New Subscribers",
    }


def test_what_cannot_be_is_refused_by_name(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Spring", "ada")
    tile = put(own, board, "Joined")
    before = own.get(board.id)
    wrong: list[tuple[type[Exception], str, Callable[[], object]]] = [
        (BadRequest, "needs a name", lambda: own.create("  ", "ada")),
        (BadRequest, "at most 80", lambda: own.rename(board.id, "x" * 81, by="ada")),
        (BadRequest, "needs a title", lambda: own.retitle(board.id, tile, "", by="ada")),
        (NotFound, "nothing called", lambda: own.add(board.id, AT, Part.KPI, "none", by="ada")),
        (NotFound, "no figures", lambda: own.add(board.id, "/hu", Part.KPI, "sent", by="ada")),
        (NotFound, "no dashboard 99", lambda: own.rename(99, "x", by="ada")),
        (NotFound, "no dashboard 99", lambda: own.get(99 * 10**9)),
        (BadRequest, "no channel", lambda: own.filter(board.id, {"channel": "x"}, by="ada")),
        (BadRequest, "no time zone", lambda: own.filter(board.id, {"tz": "Mars/One"}, by="ada")),
        (BadRequest, "no such range", lambda: own.filter(board.id, {"range": "x"}, by="ada")),
        (BadRequest, "no filter", lambda: own.filter(board.id, {"page": "3"}, by="ada")),
        (BadRequest, "2 to 12 columns", lambda: own.move(board.id, tile, 0, 0, 13, 4, by="ada")),
        (BadRequest, "the 12 columns", lambda: own.move(board.id, tile, 10, 0, 3, 4, by="ada")),
        (BadRequest, "the 12 columns", lambda: own.move(board.id, tile, 0, -1, 3, 4, by="ada")),
        (Refused, "not on the dashboard", lambda: own.remove(board.id, 77, by="ada")),
    ]
    for kind, words, act in wrong:
        with pytest.raises(kind, match=words):
            act()
    assert own.get(board.id) == before


def test_a_dashboard_has_at_most_so_many_tiles(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard_deeds, "MOST_TILES", 2)
    own = services.own_dashboards
    board = own.create("Full", "ada")
    for title in ("A", "B"):
        put(own, board, title)
    with pytest.raises(Refused, match="at most 2 tiles; remove one"):
        put(own, board, "C")


@pytest.mark.parametrize(
    ("address", "words", "wanted"),
    [
        ("/hub", {}, "/hub"),
        ("/hub?range=today&q=a", {"range": "all"}, "/hub?q=a&range=all"),
        ("/hub?range=today", {"from": "2026-03-01"}, "/hub?from=2026-03-01"),
        ("/hub?from=2026-03-01&to=2026-03-02", {"range": "all"}, "/hub?range=all"),
        ("/hub?tz=UTC&channel=sms", {"tz": "Asia/Tokyo"}, "/hub?channel=sms&tz=Asia%2FTokyo"),
        ("/hub?type=sms&type=push", {"channel": "rcs"}, "/hub?type=sms&type=push&channel=rcs"),
    ],
    ids=["none", "range", "days for a range", "range for days", "zone", "channel"],
)
def test_a_filter_takes_the_place_of_the_tiles_own(
    address: str, words: dict[str, str], wanted: str
) -> None:
    assert filtered(address, words) == wanted


def test_a_dashboard_shown_with_filters_has_them_in_every_address(services: Services) -> None:
    own = services.own_dashboards
    board = own.create("Spring", "ada")
    put(own, board, "Joined")
    shown = own.get(board.id).shown_with({"range": "all"})
    assert [tile.address for tile in shown.tiles] == ["/dashboards/subscribers?range=all"]
    assert replace(shown, tiles=(), words={}) == replace(own.get(board.id), tiles=(), words={})

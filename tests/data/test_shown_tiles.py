"""A dashboard's figures are those of their screens, asked once an address; what is gone says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest

from data.dashboard_change import ITSELF
from data.own_dashboard import Dashboard, Tile, tiles_of
from data.own_dashboards import Part
from data.services import Services
from data.showing import showing
from data.shown_tiles import shown_tiles
from data.source import Desk
from data.subscriber_draft import SubscriberDraft

AT = "/dashboards/subscribers?range=last-7-days"
NEVER = "/campaigns/99/report"


@pytest.fixture
def board(services: Services) -> Dashboard:
    """Every kind of tile twice, half of it of other days; one that is gone, and one unknown."""
    made = services.own_dashboards.create("Spring", "ada")
    found = showing(services.desk, AT).numbers
    tiles = [
        (at, part, one.key)
        for at in (AT, "/dashboards/subscribers")
        for part, one in (
            (Part.KPI, found.kpis[0]),
            (Part.KPI, found.kpis[1]),
            (Part.CHART, found.charts[0]),
            (Part.TABLE, found.tables[0]),
        )
    ]
    tiles += [(NEVER, Part.CHART, "messages_by_status"), (AT, Part.CHART, "none")]
    drawn = tuple(
        Tile(number, at, part, key, key, 0, number, 3, 4)
        for number, (at, part, key) in enumerate(tiles, 1)
    )
    return replace(made, tiles=drawn)


def test_the_figures_are_those_of_the_screens(services: Services, board: Dashboard) -> None:
    for shown in shown_tiles(services.desk, board)[:8]:
        found = showing(services.desk, shown.tile.address)
        at = {Part.KPI: found.kpi, Part.CHART: found.chart, Part.TABLE: found.table}
        assert shown.figure == at[shown.tile.part](shown.tile.key)
        assert (shown.found, shown.trouble) == (found, "")


def test_an_address_is_asked_once_however_many_tiles_it_has(
    services: Services, board: Dashboard
) -> None:
    times = count()

    def looked_at() -> datetime:
        next(times)
        return services.clock()

    one = Desk(**{name: getattr(services.desk, name) for name in Desk.__dataclass_fields__})
    shown_tiles(replace(one, clock=looked_at), board)
    assert next(times) == len({tile.address for tile in board.tiles})


def test_what_is_gone_says_so_in_its_own_place(services: Services, board: Dashboard) -> None:
    *others, gone, unknown = shown_tiles(services.desk, board)
    assert gone.figure is unknown.figure is None
    assert gone.trouble == "There is no campaign 99."
    assert unknown.trouble == "There is nothing called 'none' on Subscribers."
    assert all(shown.figure is not None for shown in others)


def test_only_tiles_whose_answer_is_another_one_have_another_mark(
    services: Services, board: Dashboard
) -> None:
    before = [shown.mark for shown in shown_tiles(services.desk, board)]
    assert [shown.mark for shown in shown_tiles(services.desk, board)] == before
    one = SubscriberDraft("Long ago", "", {"sms": "+4915100000001"})
    services.subscribers.join(one, at=services.clock().replace(year=2025))
    after = [shown.mark for shown in shown_tiles(services.desk, board)]
    changed = [
        shown.tile.key
        for shown, was, now in zip(shown_tiles(services.desk, board), before, after, strict=True)
        if was != now
    ]
    total, table = board.tiles[1].key, board.tiles[3].key
    assert sorted(changed) == sorted([total, table, total, table])


def test_a_tile_put_between_others_moves_only_what_it_must(services: Services) -> None:
    """B stands right of A, but came later than C, which is below A: C keeps its place."""
    own = services.own_dashboards
    board = own.create("Rows", "ada")

    def put(title: str, x: int, y: int, width: int) -> int:
        done = own.add(board.id, AT, Part.KPI, "new_subscribers", title, by="ada")
        tile = next(one.id for one in done.dashboard.tiles if one.title == title)
        own.move(board.id, tile, x, y, width, 4, by="ada")
        return tile

    put("A", 0, 0, 6)
    put("C", 0, 4, 6)
    put("B", 6, 0, 6)
    before = own.get(board.id)
    wide = put("T", 0, 99, 12)
    done = own.move(board.id, wide, 0, 4, 12, 4, by="ada")
    rows = {tile.title: (tile.x, tile.y) for tile in done.dashboard.tiles}
    assert rows == {"A": (0, 0), "B": (6, 0), "T": (0, 4), "C": (0, 8)}
    for _ in range(3):
        last = own.undo(board.id, by="ada")
        assert last.told == ()
    assert last.dashboard.tiles == before.tiles


def test_tiles_of_one_rank_stand_in_the_order_in_which_they_were_made() -> None:
    fields = {"address": AT, "part": "kpi", "key": "k", "x": 0, "width": 3, "height": 4}
    content = {
        ITSELF: {},
        **{n: {**fields, "title": str(n), "rank": "V"} for n in (3, 1, 2)},
    }
    assert [(tile.id, tile.y) for tile in tiles_of(content)] == [(1, 0), (2, 4), (3, 8)]

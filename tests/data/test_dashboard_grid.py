"""Tiles stand on the grid without overlapping, in the order of ranks that never run out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.dashboard_grid import COLUMNS, Spot, between, place_for, tops


@st.composite
def spot(draw: st.DrawFn) -> Spot:
    width = draw(st.integers(1, COLUMNS))
    return Spot(draw(st.integers(0, COLUMNS - width)), width, draw(st.integers(1, 6)))


def cells(spot: Spot, top: int) -> set[tuple[int, int]]:
    """Every cell that a tile takes."""
    columns, rows = range(spot.x, spot.x + spot.width), range(top, top + spot.height)
    return {(column, row) for column in columns for row in rows}


@given(st.lists(spot(), max_size=12))
def test_no_tile_stands_on_another_or_could_stand_higher(spots: list[Spot]) -> None:
    taken: set[tuple[int, int]] = set()
    for one, top in zip(spots, tops(spots), strict=True):
        assert not cells(one, top) & taken
        assert top == 0 or cells(one, top - 1) & taken
        taken |= cells(one, top)


@given(st.lists(spot(), max_size=8), spot(), st.integers(0, 40))
def test_a_tile_comes_as_near_to_the_wanted_row_as_any_order_lets_it(
    spots: list[Spot], one: Spot, row: int
) -> None:
    ways = [tops([*spots[:at], one])[-1] for at in range(len(spots) + 1)]
    chosen = place_for(spots, one, row)
    assert abs(ways[chosen] - row) == min(abs(way - row) for way in ways)
    assert all(abs(way - row) > abs(ways[chosen] - row) for way in ways[chosen + 1 :])


@given(st.lists(st.floats(0, 1), max_size=60))
def test_there_is_a_rank_between_any_two(places: list[float]) -> None:
    ranks: list[str] = []
    for place in places:
        at = int(place * len(ranks))
        low, high = (ranks[at - 1] if at else ""), (ranks[at] if at < len(ranks) else "")
        ranks.insert(at, between(low, high))
    assert ranks == sorted(set(ranks))


def test_a_rank_stays_short_where_tiles_are_always_put_last_or_first() -> None:
    last = first = between("", "")
    for _ in range(200):
        last, first = between(last, ""), between("", first)
    assert len(last) < 50
    assert len(first) < 50

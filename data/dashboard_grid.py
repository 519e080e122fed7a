"""Where does each tile of a dashboard stand, on a grid of twelve columns?

A tile has a column, a size, and a rank among the others. In the order of their ranks, each goes as
far up as it can without standing on one that came before it. So whoever moves a tile changes that
tile alone, and what two people do to two tiles fits together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = 12
TALLEST = 30  # rows of a tile

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # as texts are sorted


@dataclass(frozen=True, slots=True)
class Spot:
    """The columns that a tile takes, from `x` on, and its rows."""

    x: int
    width: int
    height: int


def tops(spots: Sequence[Spot]) -> list[int]:
    """The first row of each, in the order of their ranks."""
    free = [0] * COLUMNS
    found = []
    for spot in spots:
        columns = range(spot.x, min(spot.x + spot.width, COLUMNS))
        top = max(free[column] for column in columns)
        for column in columns:
            free[column] = top + spot.height
        found.append(top)
    return found


def place_for(spots: Sequence[Spot], spot: Spot, y: int, present: int | None = None) -> int:
    """How many of `spots` come before `spot`, so that it stands as near to row `y` as it can.

    Of several such numbers the `present` one, else the largest: what is there stays where it is.
    """

    def strangeness(before: int) -> tuple[int, bool, int]:
        row = tops([*spots[:before], spot])[-1]
        return abs(row - y), before != present, -before

    return min(range(len(spots) + 1), key=strangeness)


def between(low: str, high: str) -> str:
    """A rank after `low` and before `high`; "" is open on that side."""
    rank, at = "", 0
    while True:
        first = _DIGITS.index(low[at]) if at < len(low) else 0
        last = _DIGITS.index(high[at]) if high else len(_DIGITS)
        if last - first > 1:
            return rank + _DIGITS[(first + last) // 2]
        rank += _DIGITS[first]
        if last > first:
            high = ""  # whatever follows, it comes before
        at += 1

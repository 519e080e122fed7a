"""What does each thing that can be done to a dashboard change on it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.dashboard_change import ITSELF, Content, Fields, Kind, Step
from data.dashboard_grid import COLUMNS, TALLEST, Spot, between, place_for, tops
from data.errors import BadRequest, Refused
from data.own_dashboard import in_order, spot_of
from data.source import Part
from data.vocabulary.formats import number
from data.vocabulary.line import clean_line

MOST_TILES = 60
LONGEST_NAME, LONGEST_TITLE = 80, 160
# Columns and rows of a new tile, and the fewest that one can have.
SIZES = {Part.KPI: (3, 4), Part.CHART: (6, 9), Part.TABLE: (6, 9)}
SMALLEST = {Part.KPI: (2, 4), Part.CHART: (3, 7), Part.TABLE: (3, 5)}
_BOTTOM = 100_000  # a row below all others


@dataclass(frozen=True, slots=True)
class Made:
    """What a deed makes of a content: no steps where it changes nothing."""

    steps: tuple[Step, ...]
    said: str
    kind: Kind = Kind.NEW


# From the content as it is now, and a number that no tile has or had.
Deed = Callable[[Content, int], Made]


def rename(name: str) -> Deed:
    """Another name for the dashboard. Raises BadRequest."""
    clean = clean_name(name)
    return lambda content, _: _set(content, ITSELF, {"name": clean}, f"named it “{clean}”")


def filter_by(words: Mapping[str, str]) -> Deed:
    """The dashboard's own filters, checked ones."""
    said = "changed its filters" if words else "removed its filters"
    return lambda content, _: _set(content, ITSELF, {"words": dict(words)}, said)


def delete(content: Content, _: int) -> Made:
    """Take the whole dashboard away; `bring_back` undoes it."""
    step = Step(ITSELF, {"deleted": False}, {"deleted": True})
    return Made((step,), f"deleted “{content[ITSELF]['name']}”", Kind.LIFE)


def bring_back(content: Content, _: int) -> Made:
    """Show a deleted dashboard again. Raises Refused for one that isn't."""
    if not content[ITSELF]["deleted"]:
        raise Refused("This dashboard is not deleted")
    step = Step(ITSELF, {"deleted": True}, {"deleted": False})
    return Made((step,), f"brought “{content[ITSELF]['name']}” back", Kind.LIFE)


def add(address: str, part: Part, key: str, title: str) -> Deed:
    """One more tile, below all others. Raises BadRequest, and Refused where there are too many."""
    clean = _clean_title(title)
    width, height = SIZES[part]

    def deed(content: Content, free: int) -> Made:
        if len(content) - 1 >= MOST_TILES:
            raise Refused(
                f"A dashboard has at most {MOST_TILES} tiles; remove one, or begin another one"
            )
        placed, others = _placing(content, free, *_beside_the_last(content, width, height))
        figure = {"address": address, "part": str(part), "key": key, "title": clean}
        return Made((Step(free, None, {**figure, **placed}), *others), f"added “{clean}”")

    return deed


def move(tile: int, x: int, y: int, width: int, height: int) -> Deed:
    """Another place or size. Raises BadRequest for one off the grid."""

    def deed(content: Content, _: int) -> Made:
        fields = content[tile]
        _check_size(Part(fields["part"]), x, y, width, height)
        placed, others = _placing(content, tile, Spot(x, width, height), y)
        resized = (fields["width"], fields["height"]) != (width, height)
        made = _set(
            content, tile, placed, f"{'resized' if resized else 'moved'} “{fields['title']}”"
        )
        return replace(made, steps=(*made.steps, *others))

    return deed


def retitle(tile: int, title: str) -> Deed:
    """Another title for a tile. Raises BadRequest."""
    clean = _clean_title(title)

    def deed(content: Content, _: int) -> Made:
        said = f"renamed “{content[tile]['title']}” to “{clean}”"
        return _set(content, tile, {"title": clean}, said)

    return deed


def remove(tile: int) -> Deed:
    """Take a tile away."""

    def deed(content: Content, _: int) -> Made:
        fields = content[tile]
        return Made((Step(tile, dict(fields), None),), f"removed “{fields['title']}”")

    return deed


def clean_name(name: str) -> str:
    """A dashboard's name. Raises BadRequest."""
    clean = clean_line(name, "name")
    if not clean:
        raise BadRequest("A dashboard needs a name", "name")
    if len(clean) > LONGEST_NAME:
        raise BadRequest(f"A name has at most {LONGEST_NAME} characters", "name")
    return clean


def _clean_title(title: str) -> str:
    clean = clean_line(title, "title")
    if not clean:
        raise BadRequest("A tile needs a title", "title")
    if len(clean) > LONGEST_TITLE:
        raise BadRequest(f"A title has at most {LONGEST_TITLE} characters", "title")
    return clean


def _set(content: Content, thing: int, fields: Fields, said: str) -> Made:
    before = {name: content[thing][name] for name in fields}
    return Made((Step(thing, before, dict(fields)),) if before != dict(fields) else (), said)


def _check_size(part: Part, x: int, y: int, width: int, height: int) -> None:
    columns, rows = SMALLEST[part]
    if not columns <= width <= COLUMNS or not rows <= height <= TALLEST:
        raise BadRequest(
            f"A {part} takes {columns} to {COLUMNS} columns and {rows} to {TALLEST} rows, "
            f"not {number(width)} and {number(height)}",
            "width",
        )
    if not 0 <= x <= COLUMNS - width or not 0 <= y <= _BOTTOM:
        raise BadRequest(f"A tile stands on the {COLUMNS} columns of its dashboard", "x")


def _beside_the_last(content: Content, width: int, height: int) -> tuple[Spot, int]:
    """Where a new tile goes: right of the last one where there is room, else below all."""
    ordered = _as_read(content)
    spots = [spot_of(fields) for _, fields in ordered]
    if spots:
        top, last = tops(spots)[-1], spots[-1]
        beside = Spot(last.x + last.width, width, height)
        if beside.x + width <= COLUMNS and tops([*spots, beside])[-1] == top:
            return beside, top
    return Spot(0, width, height), _BOTTOM


def _placing(content: Content, tile: int, spot: Spot, y: int) -> tuple[dict[str, Any], list[Step]]:
    """Column, size and rank of a tile that shall stand at a spot, as near to a row as it can.

    The steps give others a later rank, where one that is read after the tile had an earlier one.
    """
    ordered = _as_read(content)
    others = [(at, fields) for at, fields in ordered if at != tile]
    present = next((n for n, (at, _) in enumerate(ordered) if at == tile), None)
    before = place_for([spot_of(fields) for _, fields in others], spot, y, present)
    place = {"x": spot.x, "width": spot.width, "height": spot.height}
    if before == present:
        return {**place, "rank": content[tile]["rank"]}, []
    low = max((fields["rank"] for _, fields in others[:before]), default="")
    high = min((fields["rank"] for _, fields in others[before:]), default="")
    if not high or low < high:
        return {**place, "rank": between(low, high)}, []
    rank = last = between(max(fields["rank"] for _, fields in others), "")
    later = []
    for at, fields in others[before:]:
        last = between(last, "")
        later.append(Step(at, {"rank": fields["rank"]}, {"rank": last}))
    return {**place, "rank": rank}, later


def _as_read(content: Content) -> list[tuple[int, Fields]]:
    """The tiles from the top, and from the left; in this order, too, they stand where they do."""
    ordered = in_order(content)
    rows = tops([spot_of(fields) for _, fields in ordered])
    placed = zip(rows, ordered, strict=True)
    return [tile for _, tile in sorted(placed, key=lambda one: (one[0], one[1][1]["x"]))]

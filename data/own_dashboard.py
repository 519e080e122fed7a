"""What is a dashboard that people make for themselves, and which figures stand on it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.channels import CHANNELS
from data.dashboard_change import ITSELF, Content, Fields
from data.dashboard_grid import Spot, tops
from data.errors import BadRequest
from data.source import Part, Showing
from data.vocabulary.filters import period_from_search

DAYS = ("range", "from", "to")
FILTERS = (*DAYS, "tz", "channel")


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure on a dashboard: the one of that `part` and `key` at an address of this workspace.

    `x` and `width` are columns of 12, `y` and `height` rows; no two tiles overlap.
    """

    id: int
    address: str
    part: Part
    key: str
    title: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard with its tiles in reading order: from the top, from the left.

    `words` are the dashboard's own filters, as an address says them: range, or from and to; tz;
    channel. Each takes the place of what a tile's address says, see `shown_with`.
    """

    id: int
    name: str
    tiles: tuple[Tile, ...]
    words: Mapping[str, str]
    revision: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str

    def shown_with(self, words: Mapping[str, str]) -> Dashboard:
        """The dashboard, its tiles at addresses in which these filters stand; see `filtered`."""
        tiles = tuple(replace(tile, address=filtered(tile.address, words)) for tile in self.tiles)
        return replace(self, words=words, tiles=tiles)


def filtered(address: str, words: Mapping[str, str]) -> str:
    """The address with the filters in `words` in the place of its own; others stay as they are."""
    parts = urlsplit(address)
    replaced = {*(DAYS if words.keys() & set(DAYS) else ()), *words}
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in replaced
    ]
    query = urlencode([*kept, *words.items()])
    return f"{parts.path}?{query}" if query else parts.path


def wanted_filters(dashboard: Dashboard, given: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address asks for: its own all together, else those of the dashboard.

    range=all stands for no days but the tiles' own; other words are left out.
    """
    named = {name: value for name, value in given.items() if name in FILTERS and value}
    if not named:
        return dict(dashboard.words)
    without = ("from", "to") if "range" in named else ()
    kept = {name: value for name, value in named.items() if name not in without}
    return {name: value for name, value in kept.items() if (name, value) != ("range", "all")}


def checked_filters(words: Mapping[str, str], now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """The filters that say something. Raises BadRequest for one that can't be followed."""
    given = {name: value for name, value in words.items() if value}
    for name, value in given.items():
        if name not in FILTERS:
            raise BadRequest(f"A dashboard has no filter {name[:40]!r}", name[:40])
        if name == "channel" and value not in CHANNELS:
            raise BadRequest(f"There is no channel {value[:40]!r}", name)
        if name == "tz" and not _is_zone(value):
            raise BadRequest(f"There is no time zone {value[:40]!r}", name)
    days = {name: given[name] for name in DAYS if name in given}
    _, wrong = period_from_search(days, now.astimezone(zone).date())
    if wrong:
        raise BadRequest(wrong[0].rstrip("."), next(iter(days)))
    return given


def in_order(content: Content) -> list[tuple[int, Fields]]:
    """The tiles by rank; of equal ones the older first."""
    tiles = [(number, fields) for number, fields in content.items() if number != ITSELF]
    return sorted(tiles, key=lambda tile: (tile[1]["rank"], tile[0]))


def spot_of(fields: Fields) -> Spot:
    """The columns and rows that a tile takes."""
    return Spot(fields["x"], fields["width"], fields["height"])


def tiles_of(content: Content) -> tuple[Tile, ...]:
    """The tiles where they stand, in reading order."""
    ordered = in_order(content)
    rows = tops([spot_of(fields) for _, fields in ordered])
    tiles = [
        Tile(
            number,
            fields["address"],
            Part(fields["part"]),
            fields["key"],
            fields["title"],
            fields["x"],
            y,
            fields["width"],
            fields["height"],
        )
        for (number, fields), y in zip(ordered, rows, strict=True)
    ]
    return tuple(sorted(tiles, key=lambda tile: (tile.y, tile.x)))


def title_of(found: Showing, part: Part, key: str) -> str:
    """What a figure is called where it comes from. Raises NotFound for one that isn't there."""
    if part is Part.KPI:
        return found.kpi(key).label
    return found.chart(key).title if part is Part.CHART else found.table(key).title


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True

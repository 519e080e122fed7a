"""Which figures stand on a dashboard now? Each address is asked once, however many tiles it has."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import orjson

from data.errors import NotFound, Refused
from data.own_dashboard import Dashboard, Tile
from data.report import Chart, Kpi, Table
from data.showing import showing
from data.source import Desk, Part, Showing


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A tile with its figure and all that stands at its address, or with what is wrong with it.

    `notes` are what to know before reading the figure. `mark` is another one as soon as anything
    that is to be seen of the tile is another.
    """

    tile: Tile
    figure: Kpi | Chart | Table | None = None
    found: Showing | None = None
    trouble: str = ""
    notes: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """See above."""
        found = self.found
        about = (found.period, found.zone.key, found.filters) if found else ()
        seen = (self.tile.title, self.tile.address, self.figure, about, self.trouble, self.notes)
        return blake2b(orjson.dumps(seen, default=str), digest_size=12).hexdigest()


def shown_tiles(desk: Desk, dashboard: Dashboard, *, reveal: bool = False) -> tuple[ShownTile, ...]:
    """The tiles of a dashboard, in its order, as they are now.

    The dashboard's filters are expected in its tiles' addresses, see Dashboard.shown_with. Without
    `reveal` recipients are masked (D-28). What can't be shown says so in its own place.
    """
    addresses = dict.fromkeys(tile.address for tile in dashboard.tiles)
    found = {address: _found(desk, address, reveal) for address in addresses}
    return tuple(_shown(tile, found[tile.address], dashboard) for tile in dashboard.tiles)


def _found(desk: Desk, address: str, reveal: bool) -> Showing | str:
    try:
        return showing(desk, address, reveal=reveal)
    except (NotFound, Refused) as error:
        return f"{error}."


def _shown(tile: Tile, found: Showing | str, dashboard: Dashboard) -> ShownTile:
    if isinstance(found, str):
        return ShownTile(tile, trouble=found)
    try:
        figure = _figure(tile, found)
    except NotFound as error:
        return ShownTile(tile, trouble=f"{error}.")
    return ShownTile(tile, figure, found, notes=_notes(found, dashboard))


def _figure(tile: Tile, found: Showing) -> Kpi | Chart | Table:
    if tile.part is Part.KPI:
        return found.kpi(tile.key)
    return found.chart(tile.key) if tile.part is Part.CHART else found.table(tile.key)


def _notes(found: Showing, dashboard: Dashboard) -> tuple[str, ...]:
    """What was ignored at the address, and that a figure is of all channels where it is."""
    notes = (*found.notices, *found.numbers.notices)
    if "channel" not in dashboard.words or "Channel" in dict(found.filters):
        return notes
    others = tuple(note for note in notes if "“channel”" not in note)
    return (*others, "This figure can't be filtered by channel.")

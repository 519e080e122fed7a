"""Which walls are there? Those that people put together, and one of each dashboard by itself.

A wall's id is the last word of its address: "w3" for one that people put together, the number of
somebody's own dashboard, the word of a built-in one ("messaging"), and "live" for every campaign
that is Live or In Progress.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from data.clock import Clock
from data.errors import BadRequest, NotFound, Refused
from data.own_dashboards import OwnDashboards
from data.sources import SOURCES
from data.store import screen_rows, wall_rows
from data.store.engine import Engine, read, write
from data.vocabulary.line import clean_line
from data.wall import LONGEST, SHORTEST, Entry, EntryKind, Wall

__all__ = ["BOARDS", "LIVE", "MOST_ENTRIES", "Walls"]

LIVE = "live"
MOST_ENTRIES = 50
MOST_WALLS = 200
LONGEST_ADDRESS, LONGEST_LABEL = 2000, 300
BOARDS = "/dashboards/"
_WITHOUT_ADDRESS = frozenset({EntryKind.LIVE, EntryKind.CAMPAIGN})


class Walls:
    """The walls of one workspace."""

    def __init__(self, engine: Engine, clock: Clock, own: OwnDashboards) -> None:
        self._engine, self._clock, self._own = engine, clock, own

    def get(self, wall_id: str) -> Wall:
        """The wall of that id. Raises NotFound."""
        if wall_id == LIVE:
            return Wall(LIVE, "Live campaigns", (Entry(EntryKind.LIVE),))
        if name := builtin().get(wall_id):
            return Wall(wall_id, name, (Entry(EntryKind.BOARD, f"{BOARDS}{wall_id}"),))
        if _is_number(wall_id):
            name = self._own.get(int(wall_id)).name
            return Wall(wall_id, name, (Entry(EntryKind.BOARD, f"{BOARDS}{wall_id}"),))
        with read(self._engine) as connection:
            return _there(connection, wall_id)

    def every(self) -> tuple[Wall, ...]:
        """Those that people put together, by name."""
        with read(self._engine) as connection:
            return wall_rows.every(connection)

    def choices(self) -> dict[str, str]:
        """The names of all walls by their ids: put together ones first, then the dashboards'."""
        made = {wall.id: wall.name for wall in self.every()}
        own = {str(board.id): board.name for board in self._own.list()}
        return {**made, LIVE: "Live campaigns", **builtin(), **own}

    def create(self, name: str, entries: Sequence[Entry], who: str) -> Wall:
        """A new wall. Raises BadRequest."""
        wall = Wall("", _name(name), _entries(entries), revision=1)
        wall = replace(wall, changed_at=self._clock(), changed_by=who)
        with write(self._engine) as connection:
            if len(wall_rows.every(connection)) >= MOST_WALLS:
                raise BadRequest(f"There are {MOST_WALLS} walls already; delete one first")
            return replace(wall, id=f"w{wall_rows.add(connection, wall)}")

    def save(self, wall: Wall, who: str) -> Wall:
        """Keep a wall as it was changed, if nobody else has saved it since it was read.

        Raises NotFound, BadRequest, and Refused where somebody was quicker.
        """
        after = replace(
            wall,
            name=_name(wall.name),
            entries=_entries(wall.entries),
            revision=wall.revision + 1,
            changed_at=self._clock(),
            changed_by=who,
        )
        with write(self._engine) as connection:
            known = _there(connection, wall.id)
            if not wall_rows.save(connection, _number(wall.id), after):
                raise Refused(
                    f"{known.changed_by} has just changed this wall; reload the page and change "
                    "it again"
                )
        return after

    def delete(self, wall_id: str) -> Wall:
        """Forget a wall. Raises NotFound, and Refused while a screen shows it."""
        with write(self._engine) as connection:
            wall = _there(connection, wall_id)
            shown = [s.name for s in screen_rows.paired(connection) if s.wall == wall_id]
            if shown:
                raise Refused(
                    f"“{wall.name}” is on {', '.join(shown[:3])}"
                    f"{' and other screens' if len(shown) > 3 else ''}; "
                    "give these screens another wall first"
                )
            wall_rows.remove(connection, _number(wall_id))
            return wall


def builtin() -> Mapping[str, str]:
    """The names of the built-in dashboards by the last word of their address."""
    words = {s.path.removeprefix(BOARDS): s.key for s in SOURCES.values() if BOARDS in s.path}
    return {word: key.capitalize() for word, key in words.items() if word.isalpha()}


def own_board(address: str) -> int | None:
    """The number of the own dashboard at an address; None for any other address."""
    number = address.removeprefix(BOARDS) if address.startswith(BOARDS) else ""
    return int(number) if _is_number(number) else None


def _there(connection: Connection, wall_id: str) -> Wall:
    number = _number(wall_id)
    found = wall_rows.one(connection, number) if number else None
    if found is None:
        raise NotFound(f"There is no wall {wall_id[:40]!r}")
    return found


def _number(wall_id: str) -> int:
    """The number of a wall that was put together; 0 for any other id."""
    number = wall_id[1:]
    return int(number) if wall_id.startswith("w") and _is_number(number) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _name(name: str) -> str:
    line = clean_line(name, "name")
    if not line:
        raise BadRequest("Give the wall a name", "name")
    return line


def _entries(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    if len(entries) > MOST_ENTRIES:
        raise BadRequest(f"A wall has at most {MOST_ENTRIES} entries", "entries")
    for place, entry in enumerate(entries, 1):
        if not SHORTEST <= entry.seconds <= LONGEST:
            raise BadRequest(
                f"Entry {place}: a slide stays for {SHORTEST} to {LONGEST} seconds", "seconds"
            )
        if entry.kind not in _WITHOUT_ADDRESS and not entry.address.startswith("/"):
            raise BadRequest(f"Entry {place}: an address begins with /", "address")
        if len(entry.address) > LONGEST_ADDRESS or len(entry.key) > 200:
            raise BadRequest(f"Entry {place}: the address is too long", "address")
    return tuple(replace(entry, label=entry.label[:LONGEST_LABEL]) for entry in entries)

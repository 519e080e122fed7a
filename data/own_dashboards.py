"""What can be done with the dashboards that people make: look at them, change them, take it back.

Whoever changes something works on what is newest, whatever they had before their eyes (`seen`, a
revision). Changes of different tiles fit together; of one tile the later change counts, and what
is said tells of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data import dashboard_deeds as deeds
from data.dashboard_change import (
    ITSELF,
    Change,
    Content,
    Kind,
    Step,
    applied,
    done_and_undone,
    fitting,
)
from data.dashboard_deeds import Deed, clean_name
from data.dashboard_telling import crossed, gone, left_alone, said
from data.errors import NotFound, Refused
from data.own_dashboard import Dashboard, Tile, checked_filters, tiles_of, title_of
from data.showing import showing
from data.source import Desk, Part
from data.store import dashboard_rows as rows
from data.store.dashboard_rows import DashboardRow
from data.store.engine import read, write

__all__ = ["Change", "Dashboard", "Done", "OwnDashboards", "Part", "Tile", "said"]

MOST_DASHBOARDS = 500


@dataclass(frozen=True, slots=True)
class Done:
    """The dashboard after a change, and what is to be said about what others did meanwhile."""

    dashboard: Dashboard
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InReach:
    """What somebody's Undo and Redo would do, in words; "" where there is nothing."""

    undo: str
    redo: str


class OwnDashboards:
    """The dashboards that people of one workspace made; `by` is the name of who changes one."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._engine, self._clock = desk, desk.engine, desk.clock

    def list(self) -> tuple[Dashboard, ...]:
        """All dashboards, by name."""
        with read(self._engine) as connection:
            found = rows.every(connection)
        there = [_dashboard(row) for row in found if not _is_deleted(row)]
        return tuple(sorted(there, key=lambda one: (one.name.casefold(), one.id)))

    def get(self, dashboard_id: int) -> Dashboard:
        """The dashboard of that id. Raises NotFound, for a deleted one too."""
        with read(self._engine) as connection:
            return _dashboard(_there(rows.one(connection, dashboard_id), dashboard_id))

    def deleted(self, dashboard_id: int) -> Dashboard | None:
        """The dashboard of that id if it was deleted, as it would come back."""
        with read(self._engine) as connection:
            row = rows.one(connection, dashboard_id)
        return _dashboard(row) if row is not None and _is_deleted(row) else None

    def create(self, name: str, by: str) -> Dashboard:
        """Make an empty dashboard. Raises BadRequest for a name that is none, and Refused."""
        return self._make(_empty(name), 0, by)

    def create_with(
        self, name: str, address: str, part: Part, key: str, title: str = "", *, by: str
    ) -> Dashboard:
        """Make a dashboard with a figure on it, or neither. Raises as `create` and `add`."""
        deed = self._adding(address, part, key, title)
        content = _empty(name)
        return self._make(applied(content, deed(content, 1).steps), 1, by)

    def duplicate(self, dashboard_id: int, by: str) -> Dashboard:
        """Make another one with the same tiles and filters. Raises NotFound, Refused."""
        with read(self._engine) as connection:
            row = _there(rows.one(connection, dashboard_id), dashboard_id)
        name = f"Copy of {_name(row)}"[: deeds.LONGEST_NAME].rstrip()
        content = applied(row.content, [Step(ITSELF, {}, {"name": name})])
        return self._make(content, row.last_tile, by)

    def rename(self, dashboard_id: int, name: str, *, by: str, seen: int | None = None) -> Done:
        """Give it another name. Raises NotFound, BadRequest."""
        return self._change(dashboard_id, deeds.rename(name), by, seen)

    def filter(
        self, dashboard_id: int, words: Mapping[str, str], *, by: str, seen: int | None = None
    ) -> Done:
        """Give it other filters of its own, see Dashboard. Raises NotFound, BadRequest."""
        checked = checked_filters(words, self._clock(), self._desk.zone)
        return self._change(dashboard_id, deeds.filter_by(checked), by, seen)

    def delete(self, dashboard_id: int, *, by: str) -> None:
        """Take it away, its links too; `restore` brings both back. Raises NotFound."""
        self._change(dashboard_id, deeds.delete, by)

    def restore(self, dashboard_id: int, *, by: str) -> Dashboard:
        """Bring a deleted one back. Raises NotFound, and Refused for one that isn't deleted."""
        return self._change(dashboard_id, deeds.bring_back, by).dashboard

    def add(
        self, dashboard_id: int, address: str, part: Part, key: str, title: str = "", *, by: str
    ) -> Done:
        """Put a figure on it, under its own title unless it is given one.

        Raises NotFound for what isn't there, BadRequest, and Refused where no more fit.
        """
        return self._change(dashboard_id, self._adding(address, part, key, title), by)

    def move(
        self,
        dashboard_id: int,
        tile: int,
        x: int,
        y: int,
        width: int,
        height: int,
        *,
        by: str,
        seen: int | None = None,
    ) -> Done:
        """Put a tile as near to a place as it can stand, at a size; other tiles make room.

        Raises NotFound, BadRequest for a place off the grid, Refused for a tile that is gone.
        """
        return self._change(dashboard_id, deeds.move(tile, x, y, width, height), by, seen, tile)

    def retitle(
        self, dashboard_id: int, tile: int, title: str, *, by: str, seen: int | None = None
    ) -> Done:
        """Give a tile another title. Raises NotFound, BadRequest, Refused."""
        return self._change(dashboard_id, deeds.retitle(tile, title), by, seen, tile)

    def remove(self, dashboard_id: int, tile: int, *, by: str, seen: int | None = None) -> Done:
        """Take a tile away. Raises NotFound, Refused for one that is gone."""
        return self._change(dashboard_id, deeds.remove(tile), by, seen, tile)

    def undo(self, dashboard_id: int, *, by: str) -> Done:
        """Take back the last change that `by` made and didn't take back yet.

        What somebody else has changed since is left alone, and told. Raises NotFound, and Refused
        where there is nothing to take back.
        """
        return self._turn(dashboard_id, by, Kind.UNDO)

    def redo(self, dashboard_id: int, *, by: str) -> Done:
        """Do again what `by` took back last. As `undo`."""
        return self._turn(dashboard_id, by, Kind.REDO)

    def in_reach(self, dashboard_id: int, by: str) -> InReach:
        """What `undo` and `redo` would do."""
        with read(self._engine) as connection:
            done, undone = done_and_undone(rows.changes(connection, dashboard_id, by=by))
        return InReach(done[-1].said if done else "", undone[-1].said if undone else "")

    def since(self, dashboard_id: int, revision: int) -> tuple[Change, ...]:
        """What was done after a revision, oldest first."""
        with read(self._engine) as connection:
            return rows.changes(connection, dashboard_id, after=revision)

    def _adding(self, address: str, part: Part, key: str, title: str) -> Deed:
        found = showing(self._desk, address)
        own = title_of(found, part, key)[: deeds.LONGEST_TITLE]
        return deeds.add(found.address, part, key, title or own)

    def _make(self, content: Content, last_tile: int, by: str) -> Dashboard:
        now = self._clock()
        row = DashboardRow(0, content, 0, last_tile, now, by, now, by)
        with write(self._engine) as connection:
            if sum(not _is_deleted(one) for one in rows.every(connection)) >= MOST_DASHBOARDS:
                raise Refused(
                    f"There are {MOST_DASHBOARDS} dashboards already; delete one that nobody needs"
                )
            return _dashboard(replace(row, id=rows.add(connection, row)))

    def _change(
        self,
        dashboard_id: int,
        deed: Deed,
        by: str,
        seen: int | None = None,
        tile: int | None = None,
    ) -> Done:
        with write(self._engine) as connection:
            row = rows.one(connection, dashboard_id)
            if deed is not deeds.bring_back or row is None:
                row = _there(row, dashboard_id)
            if tile is not None and tile not in row.content:
                raise Refused(gone(rows.changes(connection, dashboard_id), tile))
            made = deed(row.content, row.last_tile + 1)
            if not made.steps:
                return Done(_dashboard(row))
            before = () if seen is None else rows.changes(connection, dashboard_id, after=seen)
            number = row.revision + 1
            change = Change(number, self._clock(), by, made.kind, number, made.said, made.steps)
            after = rows.keep(connection, row, change)
        return Done(_dashboard(after), crossed(change, before))

    def _turn(self, dashboard_id: int, by: str, kind: Kind) -> Done:
        with write(self._engine) as connection:
            row = _there(rows.one(connection, dashboard_id), dashboard_id)
            done, undone = done_and_undone(rows.changes(connection, dashboard_id, by=by))
            found = done if kind is Kind.UNDO else undone
            if not found:
                what = "take back" if kind is Kind.UNDO else "do again"
                raise Refused(f"There is nothing of yours to {what} on this dashboard")
            steps, left = fitting(row.content, [step.inverse for step in reversed(found[-1].steps)])
            change = Change(
                row.revision + 1, self._clock(), by, kind, found[-1].of, found[-1].said, steps
            )
            after = rows.keep(connection, row, change)
        return Done(_dashboard(after), tuple(left_alone(row.content, step) for step in left))


def _empty(name: str) -> Content:
    return {ITSELF: {"name": clean_name(name), "words": {}, "deleted": False}}


def _there(row: DashboardRow | None, dashboard_id: int) -> DashboardRow:
    if row is None:
        raise NotFound(f"There is no dashboard {dashboard_id}")
    if _is_deleted(row):
        raise NotFound(f"The dashboard “{_name(row)}” was deleted by {row.changed_by}")
    return row


def _is_deleted(row: DashboardRow) -> bool:
    return bool(row.content[ITSELF]["deleted"])


def _name(row: DashboardRow) -> str:
    return str(row.content[ITSELF]["name"])


def _dashboard(row: DashboardRow) -> Dashboard:
    return Dashboard(
        row.id,
        _name(row),
        tiles_of(row.content),
        row.content[ITSELF]["words"],
        row.revision,
        row.created_at,
        row.created_by,
        row.changed_at,
        row.changed_by,
    )

"""What can be done with the dashboards that people make: look at them, arrange them, take it back.

Whoever changes something works on what is newest, whatever they had before their eyes (`seen`, a
revision): changes of different tiles fit together, and of one tile both people are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.dashboard_change import (
    ITSELF,
    Change,
    Step,
)
from data.errors import NotFound
from data.own_dashboard import (
    Dashboard,
    Tile,
    tiles_of,
)
from data.source import Desk, Part
from data.store import dashboard_rows as rows
from data.store.dashboard_rows import DashboardRow
from data.store.engine import read

__all__ = ["Change", "Dashboard", "Done", "OwnDashboards", "Part", "Tile"]

MOST_TILES, MOST_DASHBOARDS = 60, 500
LONGEST_NAME = 80
# Columns and rows of a new tile, and the fewest that it can have.
SIZES = {Part.KPI: (3, 4), Part.CHART: (6, 9), Part.TABLE: (6, 9)}
SMALLEST = {Part.KPI: (2, 3), Part.CHART: (3, 7), Part.TABLE: (3, 5)}
_BOTTOM = 10_000  # a row below all others

# What a change makes of the content: its steps, and what was done in words.
Deed = Callable[[DashboardRow], tuple[tuple[Step, ...], str]]


@dataclass(frozen=True, slots=True)
class Done:
    """The dashboard after a change, and what is to be said about what others did meanwhile."""

    dashboard: Dashboard
    told: tuple[str, ...] = ()


class OwnDashboards:
    """The dashboards that people of one workspace made."""

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

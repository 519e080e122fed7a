"""How are people's own dashboards, what was done to them, and their links kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.dashboard_change import Change, Content, Kind, Step, applied
from data.store.tables import dashboard_changes, dashboard_links, own_dashboards

_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class DashboardRow:
    """A dashboard as it is kept; `revision` is the number of its last change."""

    id: int
    content: Content
    revision: int
    last_tile: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link; `password` is a salted hash, "" where none is asked for."""

    id: int
    dashboard_id: int
    name: str
    password: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    opened_at: datetime | None = None
    tries: int = 0
    tried_at: datetime | None = None


def add(connection: Connection, row: DashboardRow) -> int:
    """Store a new dashboard, whose id is given; its id."""
    added = insert(own_dashboards).values(**_values(row)).returning(own_dashboards.c.id)
    return int(connection.execute(added).scalar_one())


def keep(connection: Connection, row: DashboardRow, change: Change) -> DashboardRow:
    """Store what a change makes of a dashboard, and the change; the dashboard afterwards."""
    after = replace(
        row,
        content=applied(row.content, change.steps),
        revision=change.number,
        last_tile=max(row.last_tile, *(step.thing for step in change.steps), 0),
        changed_at=change.at,
        changed_by=change.by,
    )
    of_it = own_dashboards.c.id == row.id
    connection.execute(update(own_dashboards).where(of_it).values(**_values(after)))
    _record(connection, row.id, change)
    return after


def one(connection: Connection, dashboard_id: int) -> DashboardRow | None:
    """The dashboard of that id, deleted or not; none has an id larger than its column holds."""
    if not 0 < dashboard_id <= _LARGEST:
        return None
    found = connection.execute(select(own_dashboards).where(own_dashboards.c.id == dashboard_id))
    row = found.mappings().first()
    return None if row is None else _dashboard(row)


def every(connection: Connection) -> tuple[DashboardRow, ...]:
    """All dashboards, by id, deleted ones among them."""
    found = connection.execute(select(own_dashboards).order_by(own_dashboards.c.id))
    return tuple(_dashboard(row) for row in found.mappings())


def _record(connection: Connection, dashboard_id: int, change: Change) -> None:
    connection.execute(
        insert(dashboard_changes).values(
            dashboard_id=dashboard_id,
            number=change.number,
            at=change.at,
            by=change.by,
            kind=change.kind,
            of=change.of,
            said=change.said,
            steps=[[step.thing, step.before, step.after] for step in change.steps],
        )
    )


def changes(
    connection: Connection, dashboard_id: int, *, after: int = 0, by: str = "", most: int = 500
) -> tuple[Change, ...]:
    """The last `most` changes that followed revision `after`, oldest first; `by` one person's."""
    table = dashboard_changes.c
    wanted = select(dashboard_changes).where(
        table.dashboard_id == dashboard_id, table.number > after
    )
    if by:
        wanted = wanted.where(table.by == by)
    found = connection.execute(wanted.order_by(table.number.desc()).limit(most)).mappings()
    return tuple(_change(row) for row in reversed(found.all()))


def add_link(connection: Connection, row: LinkRow, digest: str) -> int:
    """Store a new link; its id."""
    values = {name: getattr(row, name) for name in LinkRow.__dataclass_fields__ if name != "id"}
    added = insert(dashboard_links).values(**values, digest=digest)
    return int(connection.execute(added.returning(dashboard_links.c.id)).scalar_one())


def link_by_digest(connection: Connection, digest: str) -> LinkRow | None:
    """The link whose token has this digest, ended or not."""
    found = connection.execute(select(dashboard_links).where(dashboard_links.c.digest == digest))
    row = found.mappings().first()
    return None if row is None else _link(row)


def links(connection: Connection, dashboard_id: int) -> tuple[LinkRow, ...]:
    """A dashboard's links, the newest first."""
    table = dashboard_links.c
    wanted = select(dashboard_links).where(table.dashboard_id == dashboard_id)
    found = connection.execute(wanted.order_by(table.id.desc())).mappings()
    return tuple(_link(row) for row in found)


def change_link(connection: Connection, link_id: int, values: Mapping[str, Any]) -> None:
    """Give a link other values."""
    of_it = dashboard_links.c.id == link_id
    connection.execute(update(dashboard_links).where(of_it).values(**values))


def _values(row: DashboardRow) -> dict[str, Any]:
    fields = (name for name in DashboardRow.__dataclass_fields__ if name not in ("id", "content"))
    content = {str(thing): dict(fields) for thing, fields in row.content.items()}
    return {"content": content, **{name: getattr(row, name) for name in fields}}


def _dashboard(row: RowMapping) -> DashboardRow:
    content = {int(thing): fields for thing, fields in row["content"].items()}
    return DashboardRow(**{**row, "content": content})


def _change(row: RowMapping) -> Change:
    return Change(
        row["number"],
        row["at"],
        row["by"],
        Kind(row["kind"]),
        row["of"],
        row["said"],
        tuple(Step(*step) for step in row["steps"]),
    )


def _link(row: RowMapping) -> LinkRow:
    return LinkRow(**{name: row[name] for name in LinkRow.__dataclass_fields__})

"""How are notes about moments and days kept?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from data.store.tables import notes as table


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note about a moment `at` (UTC), or about whole days of whichever zone a chart is in.

    Without a `campaign_id` it is about the whole workspace. `changed_by` is who edited it last.
    """

    id: int
    text: str
    who: str
    created_at: datetime
    campaign_id: int | None = None
    at: datetime | None = None
    first: date | None = None
    last: date | None = None
    changed_by: str | None = None
    changed_at: datetime | None = None


def add(connection: Connection, note: Annotation) -> int:
    """Keep a new note; return its id, whatever the one given."""
    made = connection.execute(
        insert(table)
        .values(
            campaign_id=note.campaign_id,
            text=note.text,
            at=note.at,
            first=note.first,
            last=note.last,
            who=note.who,
            created_at=note.created_at,
        )
        .returning(table.c.id)
    )
    return int(made.scalar_one())


def edit(connection: Connection, note: Annotation) -> None:
    """Put another text, time or campaign in its place."""
    connection.execute(
        update(table)
        .where(table.c.id == note.id)
        .values(
            campaign_id=note.campaign_id,
            text=note.text,
            at=note.at,
            first=note.first,
            last=note.last,
            changed_by=note.changed_by,
            changed_at=note.changed_at,
        )
    )


def remove(connection: Connection, note_id: int) -> None:
    """Forget a note."""
    connection.execute(delete(table).where(table.c.id == note_id))


def by_id(connection: Connection, note_id: int) -> Annotation | None:
    """The note with this id."""
    row = connection.execute(select(table).where(table.c.id == note_id)).mappings().one_or_none()
    return None if row is None else _annotation(row)


def every(connection: Connection) -> tuple[Annotation, ...]:
    """All notes, the latest written first."""
    found = connection.execute(select(table).order_by(table.c.id.desc())).mappings()
    return tuple(_annotation(row) for row in found)


def about(connection: Connection, campaigns: Collection[int]) -> tuple[Annotation, ...]:
    """The workspace's notes, and those of these campaigns, in the order of writing."""
    of_all, of_some = table.c.campaign_id.is_(None), table.c.campaign_id.in_(list(campaigns))
    wanted = select(table).where(of_all | of_some).order_by(table.c.id)
    found = connection.execute(wanted).mappings()
    return tuple(_annotation(row) for row in found)


def _annotation(row: RowMapping) -> Annotation:
    return Annotation(
        row["id"],
        row["text"],
        row["who"],
        row["created_at"],
        row["campaign_id"],
        row["at"],
        row["first"],
        row["last"],
        row["changed_by"],
        row["changed_at"],
    )

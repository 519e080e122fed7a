"""How far has each file of subscribers come?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from data.store.tables import subscriber_imports as table

# A row that was not taken: the line on which it begins, why, and its cells as they came.
Rejected = tuple[int, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SubscriberImport:
    """One file on its way in: `done` of its `rows` good ones are dealt with. Times in UTC.

    `bad` rows were not taken: those that could not be read, and those that mixed different people.
    """

    id: int
    name: str
    who: str
    channels: tuple[str, ...]  # through which the people with a number agreed to be written to
    started_at: datetime
    finished_at: datetime | None
    rows: int
    done: int
    added: int
    updated: int
    bad: int
    heading: tuple[str, ...]


_KEPT = tuple(SubscriberImport.__dataclass_fields__)


def begin(
    connection: Connection, new: SubscriberImport, content: bytes, rejected: Sequence[Rejected]
) -> int:
    """Keep a file that is to be taken in, and its bad rows; its id."""
    row = {name: getattr(new, name) for name in _KEPT if name != "id"}
    row |= {"content": content, "rejected": list(rejected)}
    return int(connection.scalar(insert(table).returning(table.c.id), row) or 0)


def get(connection: Connection, import_id: int) -> SubscriberImport | None:
    """One file's way."""
    wanted = select(*(table.c[name] for name in _KEPT)).where(table.c.id == import_id)
    row = connection.execute(wanted).first()
    return None if row is None else _import(row)


def latest(connection: Connection, count: int) -> tuple[SubscriberImport, ...]:
    """The last files, the newest first."""
    wanted = select(*(table.c[name] for name in _KEPT)).order_by(table.c.id.desc()).limit(count)
    return tuple(_import(row) for row in connection.execute(wanted))


def unfinished(connection: Connection) -> int | None:
    """The id of the oldest file that is not in yet."""
    wanted = select(table.c.id).where(table.c.finished_at.is_(None)).order_by(table.c.id).limit(1)
    found = connection.scalar(wanted)
    return None if found is None else int(found)


def content(connection: Connection, import_id: int) -> bytes:
    """The file itself; empty once all of it is in."""
    found = connection.scalar(select(table.c.content).where(table.c.id == import_id))
    return b"" if found is None else bytes(found)


def rejected(connection: Connection, import_id: int) -> list[Rejected]:
    """The file's bad rows, by line."""
    found = connection.scalar(select(table.c.rejected).where(table.c.id == import_id)) or []
    return sorted((line, why, tuple(cells)) for line, why, cells in found)


def advance(
    connection: Connection,
    before: SubscriberImport,
    taken: tuple[int, int, int],
    bad: Sequence[Rejected],
    finished_at: datetime | None,
) -> None:
    """Note that more rows are dealt with: how many, how many of them new, how many known."""
    rows, added, updated = taken
    values: dict[str, object] = {
        "done": before.done + rows,
        "added": before.added + added,
        "updated": before.updated + updated,
        "finished_at": finished_at,
    }
    if bad:
        values["bad"] = before.bad + len(bad)
        values["rejected"] = [*rejected(connection, before.id), *bad]
    if finished_at is not None:
        values["content"] = None
    connection.execute(update(table).where(table.c.id == before.id).values(values))


def _import(row: Row[tuple[object, ...]]) -> SubscriberImport:
    values = dict(row._mapping)
    values["channels"], values["heading"] = tuple(row.channels), tuple(row.heading)
    return SubscriberImport(**values)

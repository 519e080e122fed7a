"""Which files were mapped and brought in, how far is each, and which mappings are remembered?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from data.store.tables import file_contents, file_imports, file_mappings, file_rejections


class Way(StrEnum):
    """Where a file is on its way."""

    UPLOADED = "uploaded"  # nobody said yet what is in it
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class FileImport:
    """One file; `done` thousandths of it are dealt with. Times in UTC."""

    id: int
    name: str
    digest: str
    who: str
    state: Way
    begun_at: datetime
    finished_at: datetime | None
    mapping: Mapping[str, Any]
    choice: Mapping[str, Any]
    done: int = 0
    accepted: int = 0
    duplicates: int = 0
    campaigns: int = 0
    bad: int = 0
    note: str = ""


_FIELDS = tuple(FileImport.__dataclass_fields__)
_table = file_imports


def add(connection: Connection, new: FileImport, content: bytes | None) -> int:
    """Keep a file, and its content if it can't be found elsewhere; its id."""
    row = {name: getattr(new, name) for name in _FIELDS if name != "id"}
    key = int(connection.scalar(insert(_table).returning(_table.c.id), row) or 0)
    if content is not None:
        connection.execute(insert(file_contents).values(import_id=key, content=content))
    return key


def get(connection: Connection, import_id: int) -> FileImport | None:
    """One file."""
    row = connection.execute(select(_table).where(_table.c.id == import_id)).first()
    return None if row is None else _import(row)


def latest(connection: Connection, count: int) -> tuple[FileImport, ...]:
    """The last files that are more than uploaded, the newest first."""
    wanted = select(_table).where(_table.c.state != Way.UPLOADED).order_by(_table.c.id.desc())
    return tuple(_import(row) for row in connection.execute(wanted.limit(count)))


def unfinished(connection: Connection) -> FileImport | None:
    """The oldest file that is kept here and is to be taken in."""
    wanted = (
        select(_table)
        .join(file_contents, file_contents.c.import_id == _table.c.id)
        .where(_table.c.state.in_((Way.WAITING, Way.RUNNING)))
    )
    row = connection.execute(wanted.order_by(_table.c.id).limit(1)).first()
    return None if row is None else _import(row)


def in_state(connection: Connection, state: Way) -> tuple[FileImport, ...]:
    """The files there, the oldest first."""
    wanted = select(_table).where(_table.c.state == state).order_by(_table.c.id)
    return tuple(_import(row) for row in connection.execute(wanted))


def of_digest(connection: Connection, digest: str) -> FileImport | None:
    """The last import of this content that was not undone."""
    wanted = select(_table).where(
        _table.c.digest == digest, _table.c.state.not_in((Way.UNDOING, Way.UNDONE))
    )
    row = connection.execute(wanted.order_by(_table.c.id.desc()).limit(1)).first()
    return None if row is None else _import(row)


def change(
    connection: Connection, import_id: int, since: Sequence[Way] = tuple(Way), **values: Any
) -> bool:
    """Change one file if it is in one of the states `since`; whether it was."""
    where = (_table.c.id == import_id, _table.c.state.in_(since))
    return connection.execute(update(_table).where(*where).values(values)).rowcount == 1


def content(connection: Connection, import_id: int) -> bytes | None:
    """The file itself, as long as it is kept."""
    wanted = select(file_contents.c.content).where(file_contents.c.import_id == import_id)
    found = connection.scalar(wanted)
    return None if found is None else bytes(found)


def drop_content(connection: Connection, import_id: int) -> None:
    """Keep the file no longer."""
    connection.execute(delete(file_contents).where(file_contents.c.import_id == import_id))


def drop_uploaded(connection: Connection, before: datetime) -> None:
    """Forget the files that were only uploaded, and long ago."""
    old = select(_table.c.id).where(_table.c.state == Way.UPLOADED, _table.c.begun_at < before)
    connection.execute(delete(file_contents).where(file_contents.c.import_id.in_(old)))
    connection.execute(
        delete(_table).where(_table.c.state == Way.UPLOADED, _table.c.begun_at < before)
    )


def reject(
    connection: Connection, import_id: int, bad: Sequence[tuple[str, str]], most: int
) -> int:
    """Keep (where, error) of more lines, at most `most` in all; how many new ones there were.

    A line that was looked at twice, before and after a break, is there once.
    """
    table = file_rejections
    mine = table.c.import_id == import_id
    kept = set(connection.scalars(select(table.c.where).where(mine)))
    last = connection.scalar(select(func.max(table.c.place)).where(mine)) or 0
    new = {where[:300]: error for where, error in bad if where[:300] not in kept}
    rows = [
        {"import_id": import_id, "place": place, "where": where, "error": error[:2000]}
        for place, (where, error) in enumerate(new.items(), start=last + 1)
        if place <= most
    ]
    if rows:
        connection.execute(insert(table), rows)
    return len(new)


def rejected(connection: Connection, import_id: int) -> list[tuple[str, str]]:
    """The (where, error) of the lines that were not taken, in order."""
    table = file_rejections
    wanted = select(table.c.where, table.c.error).where(table.c.import_id == import_id)
    return [(where, error) for where, error in connection.execute(wanted.order_by(table.c.place))]


def save_mapping(
    connection: Connection, name: str, mapping: Mapping[str, Any], at: datetime, who: str
) -> None:
    """Remember a mapping; one of that name is replaced."""
    connection.execute(delete(file_mappings).where(file_mappings.c.name == name))
    connection.execute(
        insert(file_mappings).values(name=name, mapping=dict(mapping), saved_at=at, saved_by=who)
    )


def mappings(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """The remembered mappings by name."""
    table = file_mappings
    wanted = select(table.c.name, table.c.mapping).order_by(table.c.name)
    return {row.name: row.mapping for row in connection.execute(wanted)}


def _import(row: Row[Any]) -> FileImport:
    values = {name: row._mapping[name] for name in _FIELDS}
    return FileImport(**{**values, "state": Way(values["state"])})

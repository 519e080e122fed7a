"""How far has each import come? So that a broken one goes on where it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data.store.engine import read, write
from data.store.tables import imports


@dataclass(frozen=True, slots=True)
class Import:
    """One import: `line` says how many of its lines are dealt with."""

    digest: str
    name: str
    line: int = 0
    finished_at: datetime | None = None


def begun(engine: Engine, digest: str, name: str) -> Import:
    """The import of this content, begun now if it is new. Raises Unavailable."""
    with write(engine) as connection:
        row = connection.execute(select(imports).where(imports.c.digest == digest)).first()
        if row is not None:
            return Import(row.digest, row.name, row.line, row.finished_at)
        fresh = Import(digest, name)
        connection.execute(insert(imports).values(digest=digest, name=name, line=0))
        return fresh


def advance(engine: Engine, digest: str, line: int, finished_at: datetime | None = None) -> None:
    """Note that everything up to `line` is dealt with, and whether that was all of it."""
    with write(engine) as connection:
        connection.execute(
            update(imports)
            .where(imports.c.digest == digest)
            .values(line=line, finished_at=finished_at)
        )


def forget(connection: Connection, digest: str) -> None:
    """Forget an import, so that the same content can come again."""
    connection.execute(delete(imports).where(imports.c.digest == digest))


def every(engine: Engine) -> tuple[Import, ...]:
    """All imports there were, by name. Raises Unavailable."""
    with read(engine) as connection:
        rows = connection.execute(select(imports).order_by(imports.c.name))
        return tuple(Import(r.digest, r.name, r.line, r.finished_at) for r in rows)

"""How are API keys kept in the database? By their digest; the keys themselves are nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, exists, insert, select, update

from data.store.tables import keys


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as it can be shown."""

    name: str
    scopes: frozenset[str]
    created_at: datetime
    revoked_at: datetime | None = None


def is_used(connection: Connection, name: str) -> bool:
    """Whether a key of this name was ever made; a revoked one keeps its name."""
    return bool(connection.scalar(select(exists().where(keys.c.name == name))))


def add(connection: Connection, row: KeyRow, digest: str) -> None:
    """Store a new key."""
    connection.execute(
        insert(keys).values(
            name=row.name, digest=digest, scopes=sorted(row.scopes), created_at=row.created_at
        )
    )


def by_digest(connection: Connection, digest: str) -> KeyRow | None:
    """The key with this digest, revoked or not."""
    row = connection.execute(select(keys).where(keys.c.digest == digest)).first()
    return None if row is None else _key(row)


def revoke(connection: Connection, name: str, at: datetime) -> None:
    """End a key's life; one that has ended before keeps its moment."""
    connection.execute(
        update(keys).where(keys.c.name == name, keys.c.revoked_at.is_(None)).values(revoked_at=at)
    )


def every(connection: Connection) -> tuple[KeyRow, ...]:
    """All keys that were ever made, by name."""
    return tuple(_key(row) for row in connection.execute(select(keys).order_by(keys.c.name)))


def _key(row: Row[tuple[object, ...]]) -> KeyRow:
    return KeyRow(row.name, frozenset(row.scopes), row.created_at, row.revoked_at)

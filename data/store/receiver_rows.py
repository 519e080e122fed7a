"""How are the programs kept that hear of alerts by webhook?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, exists, insert, select, update

from data.store.tables import webhook_receivers as table


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where calls go, without the secret that signs them. Times in UTC."""

    id: int
    name: str
    url: str
    created_at: datetime
    rotated_at: datetime | None = None
    gone_at: datetime | None = None


def add(connection: Connection, receiver: Receiver, sealed: str) -> int:
    """Keep a new one; return its id, whatever the one given."""
    made = connection.execute(
        insert(table)
        .values(name=receiver.name, url=receiver.url, secret=sealed, created_at=receiver.created_at)
        .returning(table.c.id)
    )
    return int(made.scalar_one())


def has_name(connection: Connection, name: str) -> bool:
    """Whether there is one of that name."""
    return bool(connection.scalar(select(exists().where(table.c.name == name))))


def every(connection: Connection) -> tuple[Receiver, ...]:
    """All of them, by name."""
    found = connection.execute(select(table).order_by(table.c.name)).mappings()
    return tuple(_receiver(row) for row in found)


def by_id(connection: Connection, receiver_id: int) -> tuple[Receiver, str] | None:
    """One of them, and its sealed secret."""
    found = select(table).where(table.c.id == receiver_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else (_receiver(row), row["secret"])


def rotate(connection: Connection, receiver_id: int, sealed: str, at: datetime) -> None:
    """Sign with another secret from now on; one that was gone is called again."""
    wanted = update(table).where(table.c.id == receiver_id)
    connection.execute(wanted.values(secret=sealed, rotated_at=at, gone_at=None))


def gone(connection: Connection, receiver_id: int, at: datetime) -> None:
    """It wants no more calls."""
    connection.execute(update(table).where(table.c.id == receiver_id).values(gone_at=at))


def remove(connection: Connection, receiver_id: int) -> None:
    """Forget one."""
    connection.execute(delete(table).where(table.c.id == receiver_id))


def _receiver(row: RowMapping) -> Receiver:
    return Receiver(
        row["id"],
        row["name"],
        row["url"],
        row["created_at"],
        row["rotated_at"],
        row["gone_at"],
    )

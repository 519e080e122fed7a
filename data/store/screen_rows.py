"""How are wall screens kept? By the digest of what they know; the tokens themselves are nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from data.store.tables import screens


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A screen; one with a `code` waits for somebody to enter it. Times in UTC."""

    id: int
    code: str | None
    code_until: datetime | None
    name: str
    wall: str
    paired_at: datetime | None
    paired_by: str
    seen_at: datetime | None


def add(connection: Connection, digest: str, code: str, until: datetime) -> None:
    """Store a screen that waits."""
    connection.execute(
        insert(screens).values(
            digest=digest, code=code, code_until=until, name="", wall="", paired_by=""
        )
    )


def forget_late(connection: Connection, now: datetime) -> None:
    """Forget the screens whose code nobody entered in time."""
    late = screens.c.code.is_not(None) & (screens.c.code_until <= now)
    connection.execute(delete(screens).where(late))


def waiting(connection: Connection) -> int:
    """How many wait."""
    count = select(func.count()).select_from(screens).where(screens.c.code.is_not(None))
    return connection.scalar(count) or 0


def by_digest(connection: Connection, digest: str) -> ScreenRow | None:
    """The screen with this token."""
    return _first(connection.execute(select(screens).where(screens.c.digest == digest)).first())


def by_code(connection: Connection, code: str) -> ScreenRow | None:
    """The screen that shows this code."""
    return _first(connection.execute(select(screens).where(screens.c.code == code)).first())


def by_id(connection: Connection, screen_id: int) -> ScreenRow | None:
    """The screen with this id."""
    return _first(connection.execute(select(screens).where(screens.c.id == screen_id)).first())


def pair(
    connection: Connection, screen_id: int, name: str, wall: str, at: datetime, who: str
) -> None:
    """Give a screen that waits its name and its wall."""
    one = update(screens).where(screens.c.id == screen_id)
    given = one.values(code=None, code_until=None, name=name, wall=wall)
    connection.execute(given.values(paired_at=at, paired_by=who))


def show(connection: Connection, screen_id: int, wall: str) -> None:
    """Give a screen another wall."""
    connection.execute(update(screens).where(screens.c.id == screen_id).values(wall=wall))


def saw(connection: Connection, screen_id: int, at: datetime) -> None:
    """Keep when a screen last asked."""
    connection.execute(update(screens).where(screens.c.id == screen_id).values(seen_at=at))


def remove(connection: Connection, screen_id: int) -> None:
    """Forget a screen."""
    connection.execute(delete(screens).where(screens.c.id == screen_id))


def paired(connection: Connection) -> tuple[ScreenRow, ...]:
    """The screens that have a wall, by name."""
    wanted = select(screens).where(screens.c.code.is_(None))
    rows = connection.execute(wanted.order_by(func.lower(screens.c.name), screens.c.id))
    return tuple(_screen(row) for row in rows)


def _first(row: Row[tuple[object, ...]] | None) -> ScreenRow | None:
    return None if row is None else _screen(row)


def _screen(row: Row[tuple[object, ...]]) -> ScreenRow:
    return ScreenRow(*(getattr(row, name) for name in ScreenRow.__dataclass_fields__))

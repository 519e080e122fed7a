"""How are the walls that people put together kept, and since when is a campaign as it is?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from data.store.tables import transitions, walls
from data.vocabulary.campaign_state import State
from data.wall import Entry, EntryKind, Wall, WallTheme


def add(connection: Connection, wall: Wall) -> int:
    """Store a new wall; its number."""
    statement = insert(walls).values(**_columns(wall)).returning(walls.c.id)
    return int(connection.scalar(statement) or 0)


def save(connection: Connection, number: int, wall: Wall) -> bool:
    """Store a wall instead of the one that its revision follows; False where that is not there."""
    known = (walls.c.id == number) & (walls.c.revision == wall.revision - 1)
    done = connection.execute(update(walls).where(known).values(**_columns(wall)))
    return done.rowcount == 1


def one(connection: Connection, number: int) -> Wall | None:
    """The wall of that number."""
    row = connection.execute(select(walls).where(walls.c.id == number)).first()
    return None if row is None else _wall(row)


def every(connection: Connection) -> tuple[Wall, ...]:
    """All of them, by name."""
    rows = connection.execute(select(walls).order_by(func.lower(walls.c.name), walls.c.id))
    return tuple(_wall(row) for row in rows)


def remove(connection: Connection, number: int) -> None:
    """Forget a wall."""
    connection.execute(delete(walls).where(walls.c.id == number))


def last_moves(
    connection: Connection, campaign_ids: Iterable[int]
) -> dict[int, tuple[State | None, datetime]]:
    """From which state campaigns came into the one that they are in, and when, by their ids."""
    wanted = transitions.c.campaign_id.in_(list(campaign_ids))
    newest = select(func.max(transitions.c.id)).where(wanted).group_by(transitions.c.campaign_id)
    rows = connection.execute(select(transitions).where(transitions.c.id.in_(newest)))
    return {row.campaign_id: (State(row.before) if row.before else None, row.at) for row in rows}


def _columns(wall: Wall) -> dict[str, object]:
    return {
        "name": wall.name,
        "entries": [[e.kind.value, e.address, e.key, e.seconds, e.label] for e in wall.entries],
        "takeover": wall.takeover,
        "theme": wall.theme.value,
        "revision": wall.revision,
        "changed_at": wall.changed_at,
        "changed_by": wall.changed_by,
    }


def _wall(row: Row[tuple[object, ...]]) -> Wall:
    return Wall(
        f"w{row.id}",
        row.name,
        tuple(
            Entry(EntryKind(kind), address, key, seconds, label)
            for kind, address, key, seconds, label in row.entries
        ),
        row.takeover,
        WallTheme(row.theme),
        row.revision,
        row.changed_at,
        row.changed_by,
    )

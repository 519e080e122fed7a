"""Which acknowledged events has the lake not taken yet? A queue in the operational database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from data.store.tables import inbox, seen

# One statement asks for so many keys; below the number of parameters that any database takes.
_ASKED = 1000
_KNOWN = select(seen.c.key).where(seen.c.key.in_(bindparam("keys", expanding=True)))

_ORIGINS = select(seen.c.key, seen.c.call_id, seen.c.claimed).where(
    seen.c.key.in_(bindparam("keys", expanding=True))
)


class Origin(NamedTuple):
    """Which kept call brought an event; `claimed`: a person said whose campaign it is."""

    call_id: int
    claimed: bool = False


def put(
    connection: Connection,
    rows: Sequence[tuple[bytes, str]],
    origins: Mapping[bytes, Origin] | None = None,
) -> int:
    """Take each (key, payload) whose key was never seen; return how many were taken.

    Call it inside `data.store.engine.write`, whose lock keeps the numbers in the order in which
    they become visible; the rows are durable once that has ended. A key that stands twice among
    `rows` is taken once, with its first payload. `origins` say which call brought a key.
    """
    fresh = dict(reversed(rows))
    for key in known(connection, list(fresh)):
        del fresh[key]
    if not fresh:
        return 0
    taken = list(reversed(fresh.items()))
    connection.execute(insert(seen), [_named(key, origins) for key, _ in taken])
    connection.execute(insert(inbox), [{"payload": payload} for _, payload in taken])
    return len(taken)


def _named(key: bytes, origins: Mapping[bytes, Origin] | None) -> dict[str, object]:
    if not origins:
        return {"key": key}
    origin = origins.get(key)
    if origin is None:
        return {"key": key, "call_id": None, "claimed": None}
    return {"key": key, "call_id": origin.call_id, "claimed": origin.claimed or None}


def known(connection: Connection, keys: Sequence[bytes]) -> set[bytes]:
    """Which of these keys were seen before."""
    found: set[bytes] = set()
    for start in range(0, len(keys), _ASKED):
        rows = connection.execute(_KNOWN, {"keys": keys[start : start + _ASKED]}).scalars()
        found.update(bytes(key) for key in rows)
    return found


def origins(connection: Connection, keys: Sequence[bytes]) -> dict[bytes, Origin | None]:
    """Which of these keys were seen before, and which call brought each, if that is known."""
    found: dict[bytes, Origin | None] = {}
    for start in range(0, len(keys), _ASKED):
        for row in connection.execute(_ORIGINS, {"keys": keys[start : start + _ASKED]}):
            found[bytes(row.key)] = (
                None if row.call_id is None else Origin(row.call_id, bool(row.claimed))
            )
    return found


def brought(connection: Connection, call_ids: Sequence[int]) -> dict[bytes, int]:
    """The keys that these calls brought, each with its call."""
    found: dict[bytes, int] = {}
    for start in range(0, len(call_ids), _ASKED):
        some = seen.c.call_id.in_(call_ids[start : start + _ASKED])
        for key, call_id in connection.execute(select(seen.c.key, seen.c.call_id).where(some)):
            found[bytes(key)] = call_id
    return found


def attribute(connection: Connection, calls: Mapping[bytes, int]) -> None:
    """Say that these keys were brought by these calls."""
    if not calls:
        return
    statement = update(seen).where(seen.c.key == bindparam("its_key"))
    rows = [{"its_key": key, "call_id": call_id} for key, call_id in calls.items()]
    connection.execute(statement, rows)


def last_call(connection: Connection) -> int:
    """The highest number of a call that ever brought one of the events; 0 for none."""
    asked = select(func.max(seen.c.call_id)).where(seen.c.call_id.is_not(None))
    return connection.scalar(asked) or 0


def forget(connection: Connection, keys: Sequence[bytes]) -> None:
    """Forget that these keys were ever seen; their events may come again."""
    for start in range(0, len(keys), _ASKED):
        connection.execute(delete(seen).where(seen.c.key.in_(keys[start : start + _ASKED])))


def tail(connection: Connection, after: int, limit: int | None = None) -> list[tuple[int, str]]:
    """The (number, payload) of the rows numbered above `after`, in order; at most `limit`."""
    wanted = (
        select(inbox.c.seq, inbox.c.payload)
        .where(inbox.c.seq > after)
        .order_by(inbox.c.seq)
        .limit(limit)
    )
    return [(seq, payload) for seq, payload in connection.execute(wanted)]


def depth(connection: Connection) -> int:
    """How many rows wait, at most: numbers that were never used are counted too.

    Two look-ups in the index, however deep it is.
    """
    # Two subqueries: with both in one SELECT, SQLite reads the whole table.
    first = select(func.min(inbox.c.seq)).scalar_subquery()
    last = select(func.max(inbox.c.seq)).scalar_subquery()
    low, high = connection.execute(select(first, last)).one()
    return 0 if low is None else int(high - low + 1)


def delete_up_to(connection: Connection, seq: int, most: int) -> int:
    """Delete the oldest rows numbered up to `seq`, at most `most`; return how many there were."""
    oldest = select(inbox.c.seq).where(inbox.c.seq <= seq).order_by(inbox.c.seq).limit(most)
    return connection.execute(delete(inbox).where(inbox.c.seq.in_(oldest))).rowcount

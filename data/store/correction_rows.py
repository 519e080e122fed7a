"""Which corrections of events wait to be made in the lake?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, insert, select

from data.store.tables import corrections

_ASKED = 500


@dataclass(frozen=True, slots=True)
class Correction:
    """What the lake is to say of an event: a row as JSON; None: that there is none.

    `call_id` is the call that says so.
    """

    key: bytes
    payload: str | None
    call_id: int | None = None
    id: int = 0


def add(connection: Connection, wanted: Sequence[Correction]) -> None:
    """Have these made; of several of one event the last one counts."""
    if wanted:
        rows = [{"key": o.key, "payload": o.payload, "call_id": o.call_id} for o in wanted]
        connection.execute(insert(corrections), rows)


def waits(connection: Connection) -> bool:
    """Whether any waits."""
    return bool(connection.scalar(select(exists().select_from(corrections))))


def first(connection: Connection, most: int) -> list[Correction]:
    """Those that have waited longest, of at most `most` events, with all that is about these."""
    column = corrections.c.key
    some = select(column).order_by(corrections.c.id).limit(most)
    asked = select(corrections).where(column.in_(some)).order_by(corrections.c.id)
    return [_correction(row) for row in connection.execute(asked)]


def of(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, Correction]:
    """What counts of that which waits about these events."""
    wanted, found = list(keys), {}
    for start in range(0, len(wanted), _ASKED):
        some = corrections.c.key.in_(wanted[start : start + _ASKED])
        asked = select(corrections).where(some).order_by(corrections.c.id)
        found.update({bytes(row.key): _correction(row) for row in connection.execute(asked)})
    return found


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """These are made."""
    for start in range(0, len(ids), _ASKED):
        some = corrections.c.id.in_(ids[start : start + _ASKED])
        connection.execute(delete(corrections).where(some))


def _correction(row: object) -> Correction:
    key, payload, call_id, number = (getattr(row, n) for n in ("key", "payload", "call_id", "id"))
    return Correction(bytes(key), payload, call_id, number)

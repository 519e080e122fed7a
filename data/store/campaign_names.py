"""What is known of these campaigns, for those who meet thousands of their ids in the lake?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, select

from data.store.engine import read
from data.store.tables import campaigns

_CHUNK = 500  # ids a statement


@dataclass(frozen=True, slots=True)
class Named:
    """What a line about a campaign says of it; `month` is its partition in the lake."""

    id: int
    name: str
    external_id: str | None
    channel: str
    sender: str
    month: str

    @property
    def shown_id(self) -> str:
        """The owner's own id of it where there is one, else its number (F235)."""
        return self.external_id or str(self.id)


def named(engine: Engine, ids: Iterable[int]) -> dict[int, Named]:
    """The campaigns with these ids; those that are no more there are left out."""
    wanted = sorted(set(ids))
    columns = [campaigns.c[name] for name in Named.__slots__]
    found: dict[int, Named] = {}
    with read(engine) as connection:
        for start in range(0, len(wanted), _CHUNK):
            chunk = select(*columns).where(campaigns.c.id.in_(wanted[start : start + _CHUNK]))
            found |= {row["id"]: _named(row) for row in connection.execute(chunk).mappings()}
    return found


def _named(row: RowMapping) -> Named:
    return Named(**{name: row[name] for name in Named.__slots__})

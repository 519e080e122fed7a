"""How are messages to the people of a campaign kept in the database?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.store.tables import communications


@dataclass(frozen=True, slots=True)
class Communication:
    """One message as it was composed; `sent` of `targeted` were handed to a carrier. Time in UTC.

    `title` is "" where it has none; `filters` are the words of the address that chose the audience.
    """

    id: int
    campaign_id: int
    kind: str
    title: str
    text: str
    filters: Mapping[str, str]
    at: datetime
    who: str
    targeted: int
    sent: int


_KEPT = tuple(Communication.__dataclass_fields__)


def add(connection: Connection, new: Communication, audience: Sequence[str]) -> int:
    """Store one with its audience; return the id that it gets."""
    row = {name: getattr(new, name) for name in _KEPT if name != "id"}
    row |= {"filters": dict(new.filters), "audience": list(audience)}
    return int(connection.scalar(insert(communications).returning(communications.c.id), row) or 0)


def of_campaign(connection: Connection, campaign_id: int, kind: str) -> tuple[Communication, ...]:
    """A campaign's messages of one kind without their audiences, the newest first."""
    table = communications.c
    rows = connection.execute(
        select(*(table[name] for name in _KEPT))
        .where(table.campaign_id == campaign_id, table.kind == kind)
        .order_by(table.id.desc())
    )
    return tuple(Communication(**row) for row in rows.mappings())


def audience(connection: Connection, communication_id: int) -> list[str]:
    """To whom one goes; nobody for an unknown one."""
    found = select(communications.c.audience).where(communications.c.id == communication_id)
    return list(connection.scalar(found) or ())

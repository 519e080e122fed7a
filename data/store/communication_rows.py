"""How are pushes to pass holders kept in the database?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.store.tables import communications


@dataclass(frozen=True, slots=True)
class Communication:
    """One push as it was composed; `sent` of `targeted` were handed to a carrier. Time in UTC."""

    id: int
    campaign_id: int
    title: str
    text: str
    at: datetime
    who: str
    targeted: int
    sent: int


def add(
    connection: Connection,
    campaign_id: int,
    title: str,
    text: str,
    at: datetime,
    who: str,
    audience: Sequence[str],
) -> int:
    """Store one with its audience; return its id."""
    row = {
        "campaign_id": campaign_id,
        "title": title,
        "text": text,
        "at": at,
        "who": who,
        "audience": list(audience),
        "targeted": len(audience),
        "sent": 0,
    }
    return int(connection.scalar(insert(communications).returning(communications.c.id), row) or 0)


def of_campaign(connection: Connection, campaign_id: int) -> tuple[Communication, ...]:
    """A campaign's pushes without their audiences, the newest first."""
    table = communications.c
    columns = [table[name] for name in Communication.__dataclass_fields__]
    rows = connection.execute(
        select(*columns).where(table.campaign_id == campaign_id).order_by(table.id.desc())
    )
    return tuple(Communication(**row) for row in rows.mappings())


def audience(connection: Connection, communication_id: int) -> list[str]:
    """To whom one goes; nobody for an unknown one."""
    found = select(communications.c.audience).where(communications.c.id == communication_id)
    return list(connection.scalar(found) or ())

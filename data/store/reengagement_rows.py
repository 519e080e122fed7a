"""How are messages to a campaign's participants kept in the database?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from data.store.tables import reengagements


@dataclass(frozen=True, slots=True)
class Reengagement:
    """One message as it was composed; `sent` of `targeted` were handed to a carrier. Time in UTC.

    `filters` are the words of the address that chose the audience.
    """

    id: int
    campaign_id: int
    text: str
    filters: Mapping[str, str]
    at: datetime
    who: str
    targeted: int
    sent: int


def add(
    connection: Connection,
    campaign_id: int,
    text: str,
    filters: Mapping[str, str],
    at: datetime,
    who: str,
    audience: Sequence[str],
) -> int:
    """Store one with its audience; return its id."""
    row = {
        "campaign_id": campaign_id,
        "text": text,
        "filters": dict(filters),
        "at": at,
        "who": who,
        "audience": list(audience),
        "targeted": len(audience),
        "sent": 0,
    }
    return int(connection.scalar(insert(reengagements).returning(reengagements.c.id), row) or 0)


def of_campaign(connection: Connection, campaign_id: int) -> tuple[Reengagement, ...]:
    """A campaign's messages without their audiences, the newest first."""
    table = reengagements.c
    columns = [table[name] for name in Reengagement.__dataclass_fields__]
    rows = connection.execute(
        select(*columns).where(table.campaign_id == campaign_id).order_by(table.id.desc())
    )
    return tuple(Reengagement(**row) for row in rows.mappings())


def audience(connection: Connection, reengagement_id: int) -> list[str]:
    """To whom one goes; nobody for an unknown one."""
    found = select(reengagements.c.audience).where(reengagements.c.id == reengagement_id)
    return list(connection.scalar(found) or ())

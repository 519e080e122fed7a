"""Who may work in this workspace, and how many campaigns of it are real?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, exists, func, insert, select

from data.errors import BadRequest
from data.store.engine import read, write
from data.store.tables import campaigns, people


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the workspace; `sees_recipients`: identifiers are shown unmasked (D-28)."""

    name: str
    role: str
    sees_recipients: bool
    created_at: datetime


def add_member(engine: Engine, member: Member) -> None:
    """Store a new member. Raises BadRequest for a name that is taken, and Unavailable."""
    with write(engine) as connection:
        if connection.scalar(select(exists().where(people.c.name == member.name))):
            raise BadRequest(f"There is somebody named {member.name!r} already", "name")
        connection.execute(
            insert(people).values(
                name=member.name,
                role=member.role,
                sees_recipients=member.sees_recipients,
                created_at=member.created_at,
            )
        )


def members(engine: Engine) -> tuple[Member, ...]:
    """Everybody of the workspace, by name. Raises Unavailable."""
    with read(engine) as connection:
        rows = connection.execute(select(people).order_by(people.c.name))
        return tuple(Member(r.name, r.role, r.sees_recipients, r.created_at) for r in rows)


def real_campaigns(engine: Engine) -> int:
    """How many campaigns are not part of a demonstration. Raises Unavailable."""
    with read(engine) as connection:
        count = select(func.count()).select_from(campaigns).where(~campaigns.c.demo)
        return int(connection.scalar(count) or 0)

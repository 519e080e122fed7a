"""How is what is told to people and programs outside kept until it has arrived?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from data.store.tables import notice_attempts, notices


class Way(StrEnum):
    """How something is told."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class Stage(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing for one recipient; `to` is an email address, or a webhook receiver's id.

    `content` is a whole mail or a body, and None once it is settled. `about` names what it is
    about: "alert:3". Of two with one `key` only the first is kept. Times in UTC.
    """

    key: str
    about: str
    way: Way
    to: str
    title: str
    content: bytes | None
    created_at: datetime
    id: int = 0
    stage: Stage = Stage.WAITING
    attempts: int = 0
    next_at: datetime | None = None
    done_at: datetime | None = None
    verdict: str = ""  # of the last attempt

    @property
    def mark(self) -> str:
        """Tells it from every other one, however often it is tried: by it receivers know twins."""
        return sha256(self.key.encode()).hexdigest()[:32]


def add(connection: Connection, new: Sequence[Notice]) -> None:
    """Keep what is to be told; one whose key is known is left as it is."""
    for one in new:
        known = select(notices.c.id).where(notices.c.key == one.key)
        if connection.scalar(known) is None:
            connection.execute(
                insert(notices).values(
                    key=one.key,
                    about=one.about,
                    way=one.way,
                    to=one.to,
                    title=one.title,
                    content=one.content,
                    state=Stage.WAITING,
                    attempts=0,
                    next_at=one.created_at,
                    created_at=one.created_at,
                )
            )


def due(connection: Connection, now: datetime, limit: int) -> tuple[Notice, ...]:
    """What is to be tried now, the longest due first."""
    wanted = (
        select(notices)
        .where(notices.c.next_at <= now, notices.c.state == Stage.WAITING)
        .order_by(notices.c.next_at, notices.c.id)
        .limit(limit)
    )
    return tuple(_notice(row) for row in connection.execute(wanted).mappings())


def claim(connection: Connection, notice: Notice, next_at: datetime) -> bool:
    """Count an attempt and set when the next one is; False where somebody else was quicker."""
    done = connection.execute(
        update(notices)
        .where(
            notices.c.id == notice.id,
            notices.c.state == Stage.WAITING,
            notices.c.attempts == notice.attempts,
        )
        .values(attempts=notice.attempts + 1, next_at=next_at)
    )
    return bool(done.rowcount)


def tried(connection: Connection, notice_id: int, at: datetime, verdict: str) -> None:
    """Keep what came of an attempt."""
    connection.execute(insert(notice_attempts).values(notice_id=notice_id, at=at, verdict=verdict))


def settle(connection: Connection, notice_id: int, stage: Stage, at: datetime) -> None:
    """It has arrived, or is given up; what it said goes."""
    connection.execute(
        update(notices)
        .where(notices.c.id == notice_id)
        .values(state=stage, content=None, next_at=None, done_at=at)
    )


def latest(connection: Connection, about: str, most: int) -> tuple[Notice, ...]:
    """What was told about one thing, the newest first, each with its last verdict."""
    last = (
        select(notice_attempts.c.verdict)
        .where(notice_attempts.c.notice_id == notices.c.id)
        .order_by(notice_attempts.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(notices, last.label("verdict"))
        .where(notices.c.about == about)
        .order_by(notices.c.id.desc())
        .limit(most)
    )
    return tuple(_notice(row) for row in connection.execute(wanted).mappings())


def attempts(connection: Connection, notice_id: int) -> tuple[tuple[datetime, str], ...]:
    """Every attempt of a notice with its verdict, the first one first."""
    found = select(notice_attempts.c.at, notice_attempts.c.verdict).where(
        notice_attempts.c.notice_id == notice_id
    )
    rows = connection.execute(found.order_by(notice_attempts.c.id)).all()
    return tuple((at, verdict) for at, verdict in rows)


def forget(connection: Connection, about: str) -> None:
    """Everything about a thing that is gone, told or not."""
    ids = select(notices.c.id).where(notices.c.about == about)
    connection.execute(delete(notice_attempts).where(notice_attempts.c.notice_id.in_(ids)))
    connection.execute(delete(notices).where(notices.c.about == about))


def forget_settled(connection: Connection, before: datetime) -> None:
    """Everything about what was settled before a moment."""
    old = notices.c.done_at < before
    ids = select(notices.c.id).where(old)
    connection.execute(delete(notice_attempts).where(notice_attempts.c.notice_id.in_(ids)))
    connection.execute(delete(notices).where(old))


def _notice(row: RowMapping) -> Notice:
    return Notice(
        key=row["key"],
        about=row["about"],
        way=Way(row["way"]),
        to=row["to"],
        title=row["title"],
        content=row["content"],
        created_at=row["created_at"],
        id=row["id"],
        stage=Stage(row["state"]),
        attempts=row["attempts"],
        next_at=row["next_at"],
        done_at=row["done_at"],
        verdict=row.get("verdict") or "",
    )

"""How far has each message of ours got? The outbox as the database keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    RowMapping,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from data.store.tables import outbox

_CHUNK = 500  # SQLite takes at most 32,766 values a statement, older ones 999
_OURS = outbox.c.campaign_id == bindparam("of_campaign")
_ONE = _OURS & (outbox.c.number == bindparam("of_number"))


class Stage(StrEnum):
    """Where a message stands; it only goes on, but for a claimed one that is put back."""

    WAITING = "waiting"  # not handed over, or to be handed over again
    CLAIMED = "claimed"  # may be with the carrier: the intent was written, the answer was not
    TOLD = "told"  # its status is known and was reported; only receipts can follow


UNSETTLED = (Stage.WAITING, Stage.CLAIMED)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message; times in UTC. `code` is the raw status that it got, `at` when it did.

    `next_at` is when a waiting one is tried again, and when the next receipt of a told one comes;
    None: at once, and none. `fields` are the recipient's own, empty once it is told.
    """

    campaign_id: int
    number: int
    recipient: str
    fields: Mapping[str, str] = field(default_factory=dict)
    stage: Stage = Stage.WAITING
    attempts: int = 0
    code: str = ""
    error: str = ""
    at: datetime | None = None
    next_at: datetime | None = None


def add(connection: Connection, new: Sequence[Outgoing]) -> None:
    """Put messages into the outbox; a number or a recipient that its campaign has is left out."""
    if not new:
        return
    kind = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: Insert = kind.insert(outbox).on_conflict_do_nothing()
    connection.execute(statement, [_columns(one) for one in new])


def counted(connection: Connection, campaign_id: int) -> int:
    """How many messages a campaign has."""
    mine = outbox.c.campaign_id == campaign_id
    return connection.scalar(select(func.count()).select_from(outbox).where(mine)) or 0


def waiting(
    connection: Connection, campaign_id: int, now: datetime, limit: int
) -> tuple[Outgoing, ...]:
    """Messages that may be handed over now, by number."""
    ready = outbox.c.next_at.is_(None) | (outbox.c.next_at <= now)
    return _found(connection, campaign_id, Stage.WAITING, limit, ready)


def in_stage(
    connection: Connection, campaign_id: int, stage: Stage, limit: int
) -> tuple[Outgoing, ...]:
    """Messages of a campaign that stand there, by number."""
    return _found(connection, campaign_id, stage, limit)


def _found(
    connection: Connection,
    campaign_id: int,
    stage: Stage,
    limit: int,
    *more: ColumnElement[bool],
) -> tuple[Outgoing, ...]:
    wanted = (
        select(outbox)
        .where(outbox.c.campaign_id == campaign_id, outbox.c.state == stage, *more)
        .order_by(outbox.c.number)
        .limit(limit)
    )
    return tuple(_outgoing(row) for row in connection.execute(wanted).mappings())


def unsettled(connection: Connection, campaign_id: int) -> bool:
    """Whether any message of a campaign has not got its status."""
    wanted = outbox.c.campaign_id == campaign_id, outbox.c.state.in_(UNSETTLED)
    return connection.scalar(select(outbox.c.number).where(*wanted).limit(1)) is not None


def claim(connection: Connection, campaign_id: int, numbers: Sequence[int]) -> frozenset[int]:
    """Write down that these are about to be handed over; return those that nobody had claimed."""
    claimed: set[int] = set()
    for chunk in _chunks(numbers):
        done = connection.execute(
            update(outbox)
            .where(
                outbox.c.campaign_id == campaign_id,
                outbox.c.number.in_(chunk),
                outbox.c.state == Stage.WAITING,
            )
            .values(state=Stage.CLAIMED, attempts=outbox.c.attempts + 1, next_at=None)
            .returning(outbox.c.number)
        )
        claimed.update(done.scalars())
    return frozenset(claimed)


def put_back(connection: Connection, again: Sequence[Outgoing]) -> None:
    """Let claimed messages wait until their `next_at`, with the attempts that they say."""
    if not again:
        return
    connection.execute(
        update(outbox)
        .where(_ONE, outbox.c.state == Stage.CLAIMED)
        .values(
            state=Stage.WAITING,
            attempts=bindparam("its_attempts"),
            next_at=bindparam("its_next"),
        ),
        [
            {
                "of_campaign": one.campaign_id,
                "of_number": one.number,
                "its_attempts": one.attempts,
                "its_next": one.next_at,
            }
            for one in again
        ],
    )


def tell(connection: Connection, told: Sequence[Outgoing]) -> None:
    """Keep `code`, `error`, `at` and `next_at` of messages; what is personal about them goes.

    One that was told before stays as it is.
    """
    if not told:
        return
    connection.execute(
        update(outbox)
        .where(_ONE, outbox.c.state != Stage.TOLD)
        .values(
            state=Stage.TOLD,
            fields={},
            code=bindparam("its_code"),
            error=bindparam("its_error"),
            at=bindparam("its_at"),
            next_at=bindparam("its_next"),
        ),
        [
            {
                "of_campaign": one.campaign_id,
                "of_number": one.number,
                "its_code": one.code,
                "its_error": one.error,
                "its_at": one.at,
                "its_next": one.next_at,
            }
            for one in told
        ],
    )


def await_next(connection: Connection, told: Sequence[Outgoing]) -> None:
    """Keep when the next receipt of told messages comes."""
    if not told:
        return
    connection.execute(
        update(outbox).where(_ONE).values(next_at=bindparam("its_next")),
        [
            {"of_campaign": one.campaign_id, "of_number": one.number, "its_next": one.next_at}
            for one in told
        ],
    )


def receipts_due(connection: Connection, now: datetime, limit: int) -> tuple[Outgoing, ...]:
    """Told messages whose next receipt has come by `now`, the longest due first."""
    wanted = (
        select(outbox)
        .where(outbox.c.next_at <= now, outbox.c.state == Stage.TOLD)
        .order_by(outbox.c.next_at)
        .limit(limit)
    )
    return tuple(_outgoing(row) for row in connection.execute(wanted).mappings())


def recipient_of(connection: Connection, campaign_id: int, number: int) -> str | None:
    """Whom a campaign's message of that number goes to; None for one that there is not."""
    wanted = outbox.c.campaign_id == campaign_id, outbox.c.number == number
    return connection.scalar(select(outbox.c.recipient).where(*wanted))


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


def _columns(one: Outgoing) -> dict[str, Any]:
    return {
        "campaign_id": one.campaign_id,
        "number": one.number,
        "recipient": one.recipient,
        "fields": dict(one.fields),
        "state": one.stage,
        "attempts": one.attempts,
        "code": one.code,
        "error": one.error,
        "at": one.at,
        "next_at": one.next_at,
    }


def _outgoing(row: RowMapping) -> Outgoing:
    return Outgoing(
        campaign_id=row["campaign_id"],
        number=row["number"],
        recipient=row["recipient"],
        fields=row["fields"],
        stage=Stage(row["state"]),
        attempts=row["attempts"],
        code=row["code"],
        error=row["error"],
        at=row["at"],
        next_at=row["next_at"],
    )

"""How are scheduled reports, and what became of each due time, kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from data.store.tables import report_runs as runs
from data.store.tables import report_schedules as schedules


class RunState(StrEnum):
    """How far a due report has come; `made`: its mails are with the notices."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule as it is kept. Times in UTC."""

    id: int
    schedule: Mapping[str, Any]
    who: str
    created_at: datetime
    changed_at: datetime
    paused_at: datetime | None
    next_due: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One due time of a schedule; `said` is what came of it so far."""

    id: int
    schedule_id: int
    due_at: datetime
    state: RunState
    attempts: int
    next_at: datetime | None
    said: str
    done_at: datetime | None


def add(
    connection: Connection, schedule: Mapping[str, Any], who: str, now: datetime, due: datetime
) -> int:
    """Keep a new schedule that is first due then; return its id."""
    made = connection.execute(
        insert(schedules)
        .values(schedule=dict(schedule), who=who, created_at=now, changed_at=now, next_due=due)
        .returning(schedules.c.id)
    )
    return int(made.scalar_one())


def edit(
    connection: Connection,
    schedule_id: int,
    schedule: Mapping[str, Any],
    now: datetime,
    due: datetime,
) -> None:
    """Put another schedule in its place."""
    wanted = update(schedules).where(schedules.c.id == schedule_id)
    connection.execute(wanted.values(schedule=dict(schedule), changed_at=now, next_due=due))


def pause(connection: Connection, schedule_id: int, at: datetime | None, due: datetime) -> None:
    """Send no more, or again from `due` on."""
    wanted = update(schedules).where(schedules.c.id == schedule_id)
    connection.execute(wanted.values(paused_at=at, next_due=due))


def remove(connection: Connection, schedule_id: int) -> None:
    """Forget a schedule and its runs."""
    connection.execute(delete(runs).where(runs.c.schedule_id == schedule_id))
    connection.execute(delete(schedules).where(schedules.c.id == schedule_id))


def every(connection: Connection) -> tuple[ScheduleRow, ...]:
    """All schedules, the oldest first."""
    found = connection.execute(select(schedules).order_by(schedules.c.id)).mappings()
    return tuple(_schedule(row) for row in found)


def by_id(connection: Connection, schedule_id: int) -> ScheduleRow | None:
    """The schedule with this id."""
    found = select(schedules).where(schedules.c.id == schedule_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _schedule(row)


def due(connection: Connection, now: datetime) -> tuple[ScheduleRow, ...]:
    """Schedules that are due."""
    wanted = select(schedules).where(schedules.c.next_due <= now, schedules.c.paused_at.is_(None))
    found = connection.execute(wanted.order_by(schedules.c.next_due)).mappings()
    return tuple(_schedule(row) for row in found)


def move_on(connection: Connection, row: ScheduleRow, next_due: datetime) -> bool:
    """Set when it is due next; False where somebody else has, or it was changed since."""
    done = connection.execute(
        update(schedules)
        .where(
            schedules.c.id == row.id,
            schedules.c.next_due == row.next_due,
            schedules.c.changed_at == row.changed_at,
            schedules.c.paused_at.is_(None),
        )
        .values(next_due=next_due)
    )
    return bool(done.rowcount)


def begin(connection: Connection, schedule_id: int, due_at: datetime, now: datetime) -> None:
    """A due time is to be served; one that is known already is left as it is."""
    known = select(runs.c.id).where(runs.c.schedule_id == schedule_id, runs.c.due_at == due_at)
    if connection.scalar(known) is None:
        connection.execute(
            insert(runs).values(
                schedule_id=schedule_id,
                due_at=due_at,
                state=RunState.WAITING,
                attempts=0,
                next_at=now,
                said="",
            )
        )


def waiting(connection: Connection, now: datetime) -> tuple[Run, ...]:
    """Due times to be served now, the longest due first."""
    wanted = select(runs).where(runs.c.next_at <= now, runs.c.state == RunState.WAITING)
    found = connection.execute(wanted.order_by(runs.c.next_at, runs.c.id)).mappings()
    return tuple(_run(row) for row in found)


def claim(connection: Connection, run: Run, next_at: datetime) -> bool:
    """Count an attempt and set when the next one is; False where somebody else was quicker."""
    done = connection.execute(
        update(runs)
        .where(
            runs.c.id == run.id,
            runs.c.state == RunState.WAITING,
            runs.c.attempts == run.attempts,
        )
        .values(attempts=run.attempts + 1, next_at=next_at)
    )
    return bool(done.rowcount)


def stumbled(connection: Connection, run_id: int, said: str) -> None:
    """Say why an attempt came to nothing; another one follows."""
    wanted = update(runs).where(runs.c.id == run_id, runs.c.state == RunState.WAITING)
    connection.execute(wanted.values(said=said))


def settle(connection: Connection, run_id: int, state: RunState, said: str, now: datetime) -> bool:
    """It is made, or has failed for good; False where it was settled before, or is gone."""
    done = connection.execute(
        update(runs)
        .where(runs.c.id == run_id, runs.c.state == RunState.WAITING)
        .values(state=state, said=said, next_at=None, done_at=now)
    )
    return bool(done.rowcount)


def latest(connection: Connection, schedule_id: int, most: int) -> tuple[Run, ...]:
    """A schedule's due times, the latest first."""
    wanted = select(runs).where(runs.c.schedule_id == schedule_id)
    found = connection.execute(wanted.order_by(runs.c.due_at.desc()).limit(most)).mappings()
    return tuple(_run(row) for row in found)


def _schedule(row: RowMapping) -> ScheduleRow:
    return ScheduleRow(
        row["id"],
        row["schedule"],
        row["who"],
        row["created_at"],
        row["changed_at"],
        row["paused_at"],
        row["next_due"],
    )


def _run(row: RowMapping) -> Run:
    return Run(
        row["id"],
        row["schedule_id"],
        row["due_at"],
        RunState(row["state"]),
        row["attempts"],
        row["next_at"],
        row["said"],
        row["done_at"],
    )

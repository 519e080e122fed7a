"""Which reports are sent on a schedule, and is one of them due?

Each due time is served once: it is a row of its own, and its mails are kept as notices in the
transaction that says it is made. After a standstill only the latest due time of a schedule is
served, since older figures can't be had any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from data.clock import Clock
from data.errors import BadRequest, Busy, HeliographError, NotFound, Refused, Unavailable
from data.notice_mail import NO_SERVER, Letter, MailWay
from data.picture import Painter
from data.report_content import content
from data.report_letter import letter
from data.report_schedule import Schedule, as_json, from_json
from data.source import Desk
from data.store import notice_rows
from data.store import report_rows as rows
from data.store.engine import read, write
from data.store.notice_rows import Notice, Way
from data.store.report_rows import Run, RunState, ScheduleRow

MOST_SCHEDULES = 200
# After the first, second … attempt to make one; after the last it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30))
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule, when it is due next, and its last due times, the latest first."""

    id: int
    schedule: Schedule
    who: str
    paused_at: datetime | None
    next_due: datetime
    runs: tuple[Run, ...]


def about(schedule_id: int) -> str:
    """The name under which a schedule's notices are kept."""
    return f"report:{schedule_id}"


class ReportSchedules:
    """The scheduled reports of one workspace."""

    def __init__(self, desk: Desk, mail: MailWay, painter: Painter, origin: str) -> None:
        self._desk = desk
        self._engine = desk.engine
        self._clock: Clock = desk.clock
        self._mail = mail
        self._painter = painter
        self._origin = origin

    def list(self) -> tuple[Scheduled, ...]:
        """All of them, the oldest first."""
        with read(self._engine) as connection:
            return tuple(_scheduled(connection, row, 1) for row in rows.every(connection))

    def get(self, schedule_id: int) -> Scheduled:
        """One of them. Raises NotFound."""
        with read(self._engine) as connection:
            return _scheduled(connection, _row(connection, schedule_id), _SHOWN)

    def add(self, schedule: Schedule, who: str) -> int:
        """Keep a new one; return its id. Raises BadRequest naming a field."""
        self._check(schedule)
        now = self._clock()
        with write(self._engine) as connection:
            if len(rows.every(connection)) >= MOST_SCHEDULES:
                raise BadRequest(f"There are {MOST_SCHEDULES} scheduled reports already", "name")
            due = schedule.due_after(now)
            return rows.add(connection, as_json(schedule), who, now, due)

    def edit(self, schedule_id: int, schedule: Schedule) -> None:
        """Put another one in its place. Raises NotFound, BadRequest naming a field."""
        self._check(schedule)
        now = self._clock()
        with write(self._engine) as connection:
            _row(connection, schedule_id)
            rows.edit(connection, schedule_id, as_json(schedule), now, schedule.due_after(now))

    def pause(self, schedule_id: int, paused: bool = True) -> None:
        """Send it no more, or again; what was due meanwhile is left out. Raises NotFound."""
        now = self._clock()
        with write(self._engine) as connection:
            schedule = from_json(_row(connection, schedule_id).schedule)
            due = schedule.due_after(now)
            rows.pause(connection, schedule_id, now if paused else None, due)

    def remove(self, schedule_id: int) -> None:
        """Forget it, and what was not sent yet. Raises NotFound."""
        with write(self._engine) as connection:
            _row(connection, schedule_id)
            rows.remove(connection, schedule_id)
            notice_rows.forget(connection, about(schedule_id))

    def send_now(self, schedule_id: int) -> None:
        """Send it once more, besides its due times. Raises NotFound, Refused without a server."""
        if not self._mail.is_open:
            raise Refused(NO_SERVER)
        now = self._clock()
        with write(self._engine) as connection:
            _row(connection, schedule_id)
            rows.begin(connection, schedule_id, now, now)

    @property
    def is_due(self) -> bool:
        """Whether there is anything to begin or to make."""
        now = self._clock()
        with read(self._engine) as connection:
            return bool(rows.due(connection, now) or rows.waiting(connection, now))

    def step(self) -> None:
        """Begin what is due, and make what waits."""
        now = self._clock()
        with read(self._engine) as connection:
            due = rows.due(connection, now)
        for row in due:
            self._begin(row, now)
        with read(self._engine) as connection:
            waiting = rows.waiting(connection, now)
        for run in waiting:
            self._make(run)

    def _check(self, schedule: Schedule) -> None:
        """Raise BadRequest for an address at which nothing stands that could be sent."""
        try:
            content(self._desk, schedule.address)
        except NotFound as error:
            raise BadRequest(str(error), "address") from None
        except Refused:
            return  # a report that isn't open yet may be by the time it is due

    def _begin(self, row: ScheduleRow, now: datetime) -> None:
        schedule = from_json(row.schedule)
        due = schedule.latest_due(row.next_due, now)
        with write(self._engine) as connection:
            if rows.move_on(connection, row, schedule.due_after(due)):
                rows.begin(connection, row.id, due, now)

    def _make(self, run: Run) -> None:
        now = self._clock()
        is_last = run.attempts >= len(WAITS)
        wait = WAITS[min(run.attempts, len(WAITS) - 1)]
        with write(self._engine) as connection:
            if not rows.claim(connection, run, now + wait):
                return
            row = _row(connection, run.schedule_id)
        schedule = from_json(row.schedule)
        try:
            made = self._letter(schedule)
        except (Unavailable, Busy) as error:
            self._failed(run, f"{error}", again=not is_last)
            return
        except HeliographError as error:
            self._failed(run, f"{error}", again=False)
            return
        self._keep(run, schedule, made)

    def _letter(self, schedule: Schedule) -> Letter:
        told = content(self._desk, schedule.address)
        return letter(
            schedule.name,
            told,
            self._desk,
            origin=self._origin,
            painter=self._painter if schedule.pictures else None,
            csv=schedule.csv,
        )

    def _keep(self, run: Run, schedule: Schedule, made: Letter) -> None:
        now = self._clock()
        key = f"report:{run.schedule_id}:{run.due_at.isoformat()}"
        mails = [
            Notice(
                f"{key}:{address}",
                about(run.schedule_id),
                Way.EMAIL,
                address,
                made.title,
                self._mail.written(made, f"{key}:{address}", address, now),
                now,
            )
            for address in schedule.emails
        ]
        drawn = len(made.pictures)
        said = f"Made with {drawn} {'picture' if drawn == 1 else 'pictures'}"
        with write(self._engine) as connection:
            if rows.settle(connection, run.id, RunState.MADE, said, now):
                notice_rows.add(connection, mails)

    def _failed(self, run: Run, said: str, *, again: bool) -> None:
        with write(self._engine) as connection:
            if again:
                rows.stumbled(connection, run.id, f"{said}; it is tried again")
            else:
                rows.settle(connection, run.id, RunState.FAILED, said, self._clock())


def _row(connection: Connection, schedule_id: int) -> ScheduleRow:
    row = rows.by_id(connection, schedule_id)
    if row is None:
        raise NotFound(f"There is no scheduled report {schedule_id} any more")
    return row


def _scheduled(connection: Connection, row: ScheduleRow, most: int) -> Scheduled:
    runs = rows.latest(connection, row.id, most)
    schedule = from_json(row.schedule)
    return Scheduled(row.id, schedule, row.who, row.paused_at, row.next_due, runs)

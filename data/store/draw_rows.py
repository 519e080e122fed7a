"""How are winner draws and their schedules kept in the database?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from data.store.tables import draw_schedules, draws


class Rhythm(StrEnum):
    """How often a schedule draws."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is drawn, how many times, and among whom."""

    prize: str
    wanted: int
    statuses: tuple[str, ...]
    exclude_winners: bool = True


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw with all that it takes to draw again; times in UTC. See data/draws.py.

    `eligible` and `fingerprint` are the number of eligible IDs and the SHA-256 of their list;
    `as_of` is the moment by which an event had to have arrived, `lake` the store's version.
    """

    id: int
    campaign_id: int
    terms: Terms
    at: datetime
    who: str
    method: str
    seed: str
    algorithm: int
    eligible: int
    fingerprint: str
    as_of: datetime
    lake: tuple[int, ...]
    winners: tuple[str, ...]
    schedule_id: int | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to draw again and again: at `at_time` ("18:30") on the clocks of `zone`.

    `last_day` is inclusive; None goes on until it is stopped. `next_due` is UTC, and None once
    the schedule has ended or was stopped.
    """

    id: int
    campaign_id: int
    terms: Terms
    rhythm: Rhythm
    first_day: date
    at_time: str
    zone: str
    last_day: date | None
    who: str
    created_at: datetime
    next_due: datetime | None


def add(connection: Connection, draw: Draw) -> int:
    """Store a draw, whatever its id; return the id that it has got."""
    row = _flat(draw) | {"lake": list(draw.lake), "winners": list(draw.winners)}
    return int(connection.scalar(insert(draws).returning(draws.c.id), row) or 0)


def of_campaign(connection: Connection, campaign_id: int) -> tuple[Draw, ...]:
    """A campaign's draws, the newest first."""
    found = select(draws).where(draws.c.campaign_id == campaign_id).order_by(draws.c.id.desc())
    return tuple(_draw(row) for row in connection.execute(found).mappings())


def last_id(connection: Connection, campaign_id: int) -> int:
    """The id of a campaign's newest draw; 0 before the first."""
    newest = select(func.max(draws.c.id)).where(draws.c.campaign_id == campaign_id)
    return int(connection.scalar(newest) or 0)


def add_schedule(connection: Connection, schedule: Schedule) -> int:
    """Store a schedule, whatever its id; return the id that it has got."""
    row = _flat(schedule)
    new = connection.scalar(insert(draw_schedules).returning(draw_schedules.c.id), row)
    return int(new or 0)


def schedules(connection: Connection, campaign_id: int) -> tuple[Schedule, ...]:
    """A campaign's schedules, ended ones included, the newest first."""
    table = draw_schedules.c
    found = select(draw_schedules).where(table.campaign_id == campaign_id)
    rows = connection.execute(found.order_by(table.id.desc())).mappings()
    return tuple(_schedule(row) for row in rows)


def schedule(connection: Connection, schedule_id: int) -> Schedule | None:
    """One schedule; None for an unknown one."""
    found = select(draw_schedules).where(draw_schedules.c.id == schedule_id)
    row = connection.execute(found).mappings().one_or_none()
    return _schedule(row) if row else None


def due(connection: Connection, now: datetime) -> tuple[Schedule, ...]:
    """Schedules of all campaigns whose next draw should have happened by `now`, earliest first."""
    table = draw_schedules.c
    found = select(draw_schedules).where(table.next_due <= now).order_by(table.next_due, table.id)
    return tuple(_schedule(row) for row in connection.execute(found).mappings())


def set_next(connection: Connection, schedule_id: int, next_due: datetime | None) -> None:
    """Say when a schedule draws next; None ends it."""
    table = draw_schedules
    connection.execute(update(table).where(table.c.id == schedule_id).values(next_due=next_due))


def _flat(record: Draw | Schedule) -> dict[str, Any]:
    row = {name: getattr(record, name) for name in record.__dataclass_fields__ if name != "id"}
    terms = asdict(row.pop("terms"))
    return row | terms | {"statuses": list(record.terms.statuses)}


def _terms(row: RowMapping) -> Terms:
    return Terms(row["prize"], row["wanted"], tuple(row["statuses"]), row["exclude_winners"])


def _draw(row: RowMapping) -> Draw:
    own = {name: row[name] for name in Draw.__dataclass_fields__ if name != "terms"}
    own |= {"lake": tuple(row["lake"]), "winners": tuple(row["winners"])}
    return Draw(terms=_terms(row), **own)


def _schedule(row: RowMapping) -> Schedule:
    own = {name: row[name] for name in Schedule.__dataclass_fields__ if name != "terms"}
    return Schedule(terms=_terms(row), **own | {"rhythm": Rhythm(row["rhythm"])})

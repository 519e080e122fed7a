"""Draws and their schedules in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from data.store import draw_rows as rows
from data.store.draw_rows import Draw, Rhythm, Schedule, Terms
from data.store.engine import Engine, read, write

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
DRAW = Draw(
    id=0,
    campaign_id=7,
    terms=Terms("Büchlein", 2, ("Participant", "Participant*"), exclude_winners=False),
    at=NOW,
    who="ada",
    method="At once",
    seed="5eed",
    algorithm=1,
    eligible=3,
    fingerprint="f" * 64,
    as_of=NOW,
    lake=(1, 2, 3),
    winners=("+12025550101", "b@example.com"),
)
SCHEDULE = Schedule(
    id=0,
    campaign_id=7,
    terms=Terms("Cap", 1, ("Participant",)),
    rhythm=Rhythm.DAILY,
    first_day=date(2026, 3, 12),
    at_time="18:00",
    zone="Europe/Berlin",
    last_day=date(2026, 4, 1),
    who="ada",
    created_at=NOW,
    next_due=NOW + timedelta(days=1),
)


def test_a_draw_comes_back_as_it_was_stored(database: Engine):
    with write(database) as connection:
        new = rows.add(connection, DRAW)
    with read(database) as connection:
        assert rows.of_campaign(connection, 7) == (replace(DRAW, id=new),)
        assert rows.of_campaign(connection, 8) == ()


def test_draws_come_the_newest_first_and_its_id_is_the_last(database: Engine):
    with write(database) as connection:
        assert rows.last_id(connection, 7) == 0
        first, second = rows.add(connection, DRAW), rows.add(connection, DRAW)
        rows.add(connection, replace(DRAW, campaign_id=8))
        assert [draw.id for draw in rows.of_campaign(connection, 7)] == [second, first]
        assert rows.last_id(connection, 7) == second


def test_no_schedule_draws_twice_for_one_due_time(database: Engine):
    due = replace(DRAW, schedule_id=1, due_at=NOW)
    with write(database) as connection:
        rows.add(connection, due)
        rows.add(connection, replace(due, schedule_id=2))
        rows.add(connection, replace(due, due_at=NOW + timedelta(days=1)))
    with pytest.raises(IntegrityError), write(database) as connection:
        rows.add(connection, due)


def test_draws_at_once_may_be_many_at_one_moment(database: Engine):
    with write(database) as connection:
        assert rows.add(connection, DRAW) != rows.add(connection, DRAW)


def test_a_schedule_comes_back_as_it_was_stored(database: Engine):
    with write(database) as connection:
        new = rows.add_schedule(connection, SCHEDULE)
    with read(database) as connection:
        assert rows.schedule(connection, new) == replace(SCHEDULE, id=new)
        assert rows.schedules(connection, 7) == (replace(SCHEDULE, id=new),)
        assert rows.schedule(connection, new + 1) is None
        assert rows.schedules(connection, 8) == ()


def test_due_schedules_are_those_of_now_and_before_the_earliest_first(database: Engine):
    def at(hours: int) -> Schedule:
        return replace(SCHEDULE, next_due=NOW + timedelta(hours=hours))

    with write(database) as connection:
        later, now = rows.add_schedule(connection, at(1)), rows.add_schedule(connection, at(0))
        before = rows.add_schedule(connection, at(-1))
        rows.add_schedule(connection, replace(SCHEDULE, next_due=None))
        assert [one.id for one in rows.due(connection, NOW)] == [before, now]
        rows.set_next(connection, before, None)
        rows.set_next(connection, now, NOW + timedelta(hours=2))
        assert rows.due(connection, NOW) == ()
        assert [one.id for one in rows.due(connection, NOW + timedelta(hours=2))] == [later, now]

"""Facts of the workspace, and leases on its chores."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from data.store.engine import Engine
from data.store.workspace_rows import fact, hold, keep_fact, release
from tests.conftest import SetClock

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("value", [7, "seed", None, {"a": [1, 2.5, "ü"]}, False])
def test_a_fact_is_kept_until_another_takes_its_place(database: Engine, value: object):
    keep_fact(database, "seed", "old")
    keep_fact(database, "seed", value)
    assert fact(database, "seed") == value


def test_a_fact_that_nobody_kept_is_none(database: Engine):
    assert fact(database, "seed") is None


def test_one_holder_at_a_time(database: Engine, clock: SetClock):
    until = clock.now + MINUTE
    assert hold(database, "compaction", "a", until, clock)
    assert not hold(database, "compaction", "b", until, clock)
    assert hold(database, "another task", "b", until, clock)


def test_a_holder_can_go_on(database: Engine, clock: SetClock):
    assert hold(database, "compaction", "a", clock.now + MINUTE, clock)
    clock.forward(seconds=50)
    assert hold(database, "compaction", "a", clock.now + MINUTE, clock)
    clock.forward(seconds=50)
    assert not hold(database, "compaction", "b", clock.now + MINUTE, clock)


def test_a_lease_that_ran_out_can_be_taken_over(database: Engine, clock: SetClock):
    hold(database, "compaction", "a", clock.now + MINUTE, clock)
    clock.forward(seconds=60)
    assert hold(database, "compaction", "b", clock.now + MINUTE, clock)
    assert not hold(database, "compaction", "a", clock.now + MINUTE, clock)


def test_a_task_is_given_back_by_its_holder_only(database: Engine, clock: SetClock):
    until = clock.now + MINUTE
    hold(database, "compaction", "a", until, clock)
    release(database, "compaction", "b")
    assert not hold(database, "compaction", "b", until, clock)
    release(database, "compaction", "a")
    assert hold(database, "compaction", "b", until, clock)


def test_of_many_who_ask_at_once_one_gets_it(database: Engine, clock: SetClock):
    start = threading.Barrier(4)
    got: list[bool] = []

    def ask(who: str) -> None:
        start.wait(timeout=20)
        got.append(hold(database, "compaction", who, clock.now + MINUTE, clock))

    threads = [threading.Thread(target=ask, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(got) == [False, False, False, True]

"""Every event goes through one door: once, durably, and without harm to its neighbours."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from data.campaigns import Campaigns, parse_draft
from data.errors import Busy, Unavailable
from data.ingest.accept import Accept, Rejection, Verdict
from data.ingest.cloudevents import Unreadable
from data.ingest.counters import IGNORED_FIELDS, UNKNOWN_STATUSES
from data.store import inbox
from data.store.engine import Engine, migrate, open_database, read, write
from data.store.tables import inbox as inbox_table
from data.store.tables import seen
from tests.data.event_samples import GONE, event

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
SMS = {"name": "Launch", "group": "messaging", "type": "sms", "status": "completed"}


def door(engine: Engine, clock: Any, **limits: int) -> Accept:
    campaigns = Campaigns(engine, clock, None)  # type: ignore[arg-type]
    campaigns.register(parse_draft({**SMS, "external_id": "launch"}), "test")
    return Accept(engine, campaigns, clock, **limits)


def stored(engine: Engine) -> list[dict[str, Any]]:
    with read(engine) as connection:
        return [json.loads(payload) for _, payload in inbox.tail(connection, 0)]


def test_good_events_are_in_the_inbox_when_the_verdict_is_there(database, clock):
    accept = door(database, clock)
    assert accept.events([event(1), event(2)]) == Verdict(2, 0, ())
    assert [row["message_id"] for row in stored(database)] == ["m1", "m2"]


def test_a_bad_event_is_named_by_its_place_and_its_neighbours_are_taken(database, clock):
    bad = [event(2, data={"latitude": 400}), 7, Unreadable("line 4: x"), event(5, id=5)]
    verdict = door(database, clock).events([event(1), *bad, event(6)])
    assert verdict == Verdict(
        2,
        0,
        (
            Rejection(1, "e2", "data.latitude must be between -90 and 90, not 400"),
            Rejection(2, "", "an event must be a JSON object, not 7"),
            Rejection(3, "", "line 4: x"),
            Rejection(4, "", "id must be a string, not 5"),
        ),
    )
    assert [row["message_id"] for row in stored(database)] == ["m1", "m6"]


def test_an_event_is_a_duplicate_in_the_same_batch_a_later_one_and_another_process(database, clock):
    accept = door(database, clock)
    assert accept.events([event(1), event(1)]) == Verdict(1, 1, ())
    assert accept.events([event(1), event(2)]) == Verdict(1, 1, ())
    assert door(database, clock).events([event(2), event(1)]) == Verdict(0, 2, ())
    assert len(stored(database)) == 2


def test_a_redelivery_that_says_something_else_changes_nothing(database, clock):
    accept = door(database, clock)
    accept.events([event(1)])
    clock.forward(hours=1)
    accept.events([event(1, time="2026-03-11T10:00:00Z", data={"status": "UNDELIVERED"})])
    assert [row["status"] for row in stored(database)] == ["SENT"]


def test_a_redelivery_after_compaction_is_still_a_duplicate(database, clock):
    accept = door(database, clock)
    accept.events([event(1)])
    with write(database) as connection:
        inbox.delete_up_to(connection, 10**9, 10)
    assert accept.events([event(1)]) == Verdict(0, 1, ())


def test_nothing_is_taken_from_nothing(database, clock):
    assert door(database, clock).events([]) == Verdict(0, 0, ())


def test_a_campaign_registered_a_moment_ago_is_known(database, clock):
    accept = door(database, clock)
    item = event(1, data={"campaign_id": GONE, "external_id": "later"})
    assert accept.events([item]).accepted == 0
    Campaigns(database, clock, None).register(  # type: ignore[arg-type]
        parse_draft({**SMS, "external_id": "later"}), "test"
    )
    assert accept.events([item]).accepted == 1


@pytest.fixture
def file_database(migrated_sqlite, tmp_path):
    path = tmp_path / "one.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    engine = open_database(f"sqlite:///{path}", patience=0.05)
    yield engine
    engine.dispose()


def test_an_unknown_status_is_counted_each_time_and_logged_once(file_database, clock, caplog):
    accept = door(file_database, clock)
    before = UNKNOWN_STATUSES.labels("sms")._value.get()
    accept.events([event(n, data={"status": "TELEPORTED"}) for n in range(3)])
    assert UNKNOWN_STATUSES.labels("sms")._value.get() - before == 3
    assert [record.args[1] for record in caplog.records] == ["'TELEPORTED'"]


def test_an_unknown_field_is_counted_and_logged_once(file_database, clock, caplog):
    accept = door(file_database, clock)
    before = IGNORED_FIELDS._value.get()
    accept.events([event(n, data={"colour": "red"}) for n in range(3)])
    assert IGNORED_FIELDS._value.get() - before == 3
    assert [record.args[1] for record in caplog.records] == ["'colour'"]


def test_too_deep_an_inbox_is_busy_and_says_when_to_come_again(file_database, clock):
    accept = door(file_database, clock, deepest=2)
    accept.ready()
    accept.events([event(n) for n in range(3)])
    with pytest.raises(Busy, match="3 events wait") as caught:
        door(file_database, clock, deepest=2).ready()
    assert caught.value.retry_after > 0


def test_nothing_is_taken_while_another_program_holds_the_database(file_database, clock):
    accept = door(file_database, clock)
    with write(file_database), pytest.raises(Unavailable):
        accept.events([event(1)])
    assert stored(file_database) == []
    assert accept.events([event(1)]) == Verdict(1, 0, ())


@pytest.fixture(scope="module")
def module_database(tmp_path_factory):
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('accept')}/heliograph.db")
    migrate(engine)
    yield engine
    engine.dispose()


SENT = [event(n) for n in range(8)] + [event(n, data={"segments": 0}) for n in range(100, 104)]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(range(len(SENT))), min_size=1, max_size=40),
    st.integers(1, 5),
    st.randoms(use_true_random=False),
)
def test_however_events_are_shuffled_split_and_repeated_the_same_are_taken(
    module_database: Engine, numbers: list[int], batches: int, chance: random.Random
) -> None:
    with write(module_database) as connection:
        connection.execute(delete(seen))
        connection.execute(delete(inbox_table))
    accept = door(module_database, lambda: NOW)
    chance.shuffle(numbers)
    cuts = sorted(chance.randrange(len(numbers) + 1) for _ in range(batches - 1))
    for start, end in zip([0, *cuts], [*cuts, len(numbers)], strict=True):
        some = numbers[start:end]
        verdict = accept.events([SENT[n] for n in some])
        assert [r.index for r in verdict.rejected] == [i for i, n in enumerate(some) if n >= 8]
        assert verdict.accepted + verdict.duplicates + len(verdict.rejected) == len(some)
    good = {n for n in numbers if n < 8}
    assert sorted(row["message_id"] for row in stored(module_database)) == sorted(
        f"m{n}" for n in good
    )

"""Are connections and their calls kept alike in both databases?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.connections import Connections
from data.errors import NotFound
from data.store.connection_rows import RawCall

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
CALL = RawCall(
    "unmatched", "why", "POST", "", {"content-type": "text/plain"}, b"\0\xff", NOON, NOON
)


@pytest.fixture
def connections(database, clock) -> Connections:
    return Connections(database, b"a key", clock)


@pytest.fixture
def main(connections):
    return connections.add("twilio", "main", "signature", "sms", {"auth_token": "t"}, {"url": "u"})


def test_a_connection_comes_back_as_it_was_made(connections, main):
    assert connections.get("twilio", "main") == main
    assert connections.opened("twilio", "main") == (main, ({"auth_token": "t"},))
    assert connections.list() == (main,)


def test_one_that_was_never_made_is_not_found(connections):
    for name in ("main", "", "a" * 1000, "\0"):
        with pytest.raises(NotFound):
            connections.get("twilio", name)


def test_the_same_call_counts_up_and_another_stands_beside_it(connections, main):
    later = NOON + timedelta(hours=1)
    connections.record(main, CALL, (b"1",))
    connections.record(main, replace(CALL, last_at=later), (b"1",))
    connections.record(main, CALL, (b"2",))
    again, other = connections.calls(main)
    assert (again.times, again.first_at, again.last_at, again.body) == (2, NOON, later, b"\0\xff")
    assert other.times == 1


def test_a_duplicate_keeps_what_became_of_it_and_a_match_replaces_it(connections, main):
    for verdict in ("unmatched", "accepted", "duplicate"):
        connections.record(main, replace(CALL, verdict=verdict), (b"1",))
    assert [call.verdict for call in connections.calls(main)] == ["accepted"]


def test_after_a_month_only_calls_that_made_trouble_are_kept(connections, main):
    connections.record(main, replace(CALL, verdict="accepted"), (b"1",))
    connections.record(main, CALL, (b"2",))
    late = NOON + timedelta(days=31)
    fresh = replace(CALL, verdict="accepted", first_at=late, last_at=late)
    connections.record(main, fresh, (b"3",))
    assert [call.verdict for call in connections.calls(main)] == ["accepted", "unmatched"]

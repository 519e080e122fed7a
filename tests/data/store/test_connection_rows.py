"""Are connections and their calls kept alike in both databases?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.connections import Connections
from data.errors import NotFound
from data.store.connection_rows import RawCall
from data.store.engine import write

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
    assert [one.body for one in connections.calls(main, bodies=False)] == [b"", b""]


def test_a_duplicate_keeps_what_became_of_it_and_a_match_replaces_it(connections, main):
    for verdict in ("unmatched", "accepted", "duplicate"):
        connections.record(main, replace(CALL, verdict=verdict), (b"1",))
    assert [call.verdict for call in connections.calls(main)] == ["accepted"]


def test_calls_are_kept_for_a_month_whatever_became_of_them(connections, main):
    connections.record(main, replace(CALL, verdict="accepted"), (b"1",))
    connections.record(main, CALL, (b"2",))
    late = NOON + timedelta(days=31)
    fresh = replace(CALL, verdict="accepted", first_at=late, last_at=late)
    connections.record(main, fresh, (b"3",))
    assert [call.last_at for call in connections.calls(main)] == [late]


def test_calls_are_kept_for_as_long_as_the_settings_say(database, clock):
    connections = Connections(database, b"a key", clock, kept=timedelta(days=2))
    main = connections.add("twilio", "main", "signature", "sms", {"auth_token": "t"}, {})
    for days in range(4):
        at = NOON + timedelta(days=days)
        connections.record(main, replace(CALL, first_at=at, last_at=at), (b"%d" % days,))
    assert [call.last_at.day for call in connections.calls(main)] == [14, 13, 12]


def test_the_kept_calls_come_in_order_and_by_when_they_came(connections, main, database):
    for hour in range(3):
        at = NOON + timedelta(hours=hour)
        connections.record(main, replace(CALL, first_at=at, last_at=at), (b"%d" % hour,))
    since, until = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    assert [call.first_at.hour for call in connections.kept(main)] == [12, 13, 14]
    assert [call.first_at.hour for call in connections.kept(main, since, until)] == [13]
    first = next(connections.kept(main))
    judged = replace(first, verdict="accepted", why="", counts={"accepted": 1})
    with write(database) as link:
        connections.judge(judged, link)
    assert connections.call(main, first.id).counts == {"accepted": 1}


def test_traffic_counts_calls_by_what_became_of_them(connections, main):
    for number, verdict in enumerate(("accepted", "accepted", "unknown")):
        connections.record(main, replace(CALL, verdict=verdict), (b"%d" % number,))
    told = connections.traffic(NOON - timedelta(hours=1))[main.id]
    assert (told.last_at, dict(told.by_verdict)) == (NOON, {"accepted": 2, "unknown": 1})
    assert connections.traffic(NOON + timedelta(hours=1))[main.id].by_verdict == {}


def test_a_deleted_connection_leaves_nothing_behind(connections, main):
    connections.record(main, CALL, (b"1",), {"odd": (1, True)})
    connections.give_meaning(main, "odd", "ignore", "Ada")
    connections.delete("twilio", "main")
    assert connections.list() == ()
    again = connections.add("twilio", "main", "signature", "sms", {"auth_token": "t"}, {})
    assert (connections.calls(again), connections.words(again)) == ((), ())


def test_words_count_up_and_keep_what_people_say_they_mean(connections, main):
    connections.record(main, CALL, (b"1",), {"odd": (2, False)})
    connections.record(main, CALL, (b"2",), {"odd": (1, True), "new": (1, False)})
    assert {one.word: (one.times, one.names_message) for one in connections.words(main)} == {
        "odd": (3, True),
        "new": (1, False),
    }
    connections.give_meaning(main, "odd", "fate:delivered", "Ada")
    assert connections.readings(main).meanings == {"odd": "fate:delivered"}
    with pytest.raises(NotFound):
        connections.give_meaning(main, "never", "ignore", "Ada")

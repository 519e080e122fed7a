"""Whatever ends the program, and wherever: does each recipient get one message?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from data.campaign import Campaign
from data.carrier import Answer, Carrier, Envelope, Message, Receipt
from data.carriers.demonstration import Demonstration
from data.dispatch.dispatch import Dispatch
from data.errors import Unavailable
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from tests.conftest import SetClock
from tests.outbound import events, number, published, rows, statuses

PEOPLE = 7
NOON = datetime.fromisoformat("2026-03-11T12:00:00+00:00")


class Killed(BaseException):
    """The end of a process, which nothing catches."""


class Noting:
    """A carrier that notes what it got, one at a time, and can't tell a repeated message.

    `breaks` counts the calls until it can't be reached once.
    """

    batch = 1
    repeats = False

    def __init__(self, got: list[str], breaks: int = 0) -> None:
        self.got, self._breaks = got, breaks

    def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
        self._breaks -= 1
        if self._breaks == 0:
            raise Unavailable("The line is down")
        self.got += [message.envelope.recipient for message in messages]
        return [Answer("SENT") for _ in messages]

    def receipts(self, envelope: Envelope, handed_at: datetime) -> Sequence[Receipt]:
        return ()

    def close(self) -> None:
        """Nothing is open."""


class Repeating(Noting):
    """One that knows a repeated message, and takes three at once."""

    batch = 3
    repeats = True

    def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
        new = [m for m in messages if m.envelope.recipient not in self.got]
        super().hand_over(new, now)
        return [Answer("SENT") for _ in messages]


def process(services: Services, carrier: Carrier) -> Dispatch:
    """What a new process has: nothing but the database."""
    return Dispatch(
        services.engine,
        services.campaigns,
        services.accept,
        services.lake,
        services.clock,
        audiences=services.audience,
        blocklist=services.subscribers,
        links=services.short_links,
        unsubscribing=services.unsubscribing,
        carriers={"demonstration": carrier},
    )


@contextmanager
def killed_before_commit(services: Services, count: int) -> Iterator[None]:
    """End the process as the database is about to keep its `count`-th transaction."""
    left = count

    def end(_: Connection) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    event.listen(services.engine, "commit", end)
    try:
        yield
    except Killed:
        pass
    finally:
        event.remove(services.engine, "commit", end)


def send(services: Services, carrier: Carrier, most: int = 40) -> None:
    """One process's life: turns until nothing is left to do, a second apart."""
    dispatch = process(services, carrier)
    clock = services.clock
    assert isinstance(clock, SetClock)
    idle = 0
    for _ in range(most):
        idle = 0 if dispatch.step() else idle + 1
        clock.forward(seconds=1)
        if idle >= 3 and not dispatch.under_way():
            return


@contextmanager
def workspace(template: Path) -> Iterator[Services]:
    """An empty one, at noon."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "heliograph.db").write_bytes(template.read_bytes())
        built = build(Settings(_env_file=None, data_dir=Path(folder)), SetClock(NOON))  # type: ignore[call-arg]
        yield built
        built.engine.dispose()


def outcome(services: Services, campaign: Campaign) -> tuple[State, int, Counter[str]]:
    found = services.campaigns.get(campaign.id)
    return found.state, len(rows(services, campaign)), statuses(services, campaign)


KILLS = st.lists(st.integers(1, 30), max_size=6)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kills=KILLS, rate=st.sampled_from([None, 120]))
def test_a_carrier_that_knows_repeated_messages_gets_each_once_and_all_is_told(
    migrated_sqlite: Path, kills: list[int], rate: int | None
) -> None:
    with workspace(migrated_sqlite) as services:
        more = {} if rate is None else {"send_rate": rate}
        campaign = published(services, [number(n) for n in range(PEOPLE)], **more)
        got: list[str] = []
        for count in kills:
            with killed_before_commit(services, count):
                send(services, Repeating(got))
        send(services, Repeating(got))
        assert sorted(got) == [number(n) for n in range(PEOPLE)]
        told = Counter({"SENT": PEOPLE})
        assert outcome(services, campaign) == (State.COMPLETED, PEOPLE, told)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kills=KILLS, breaks=st.integers(0, 9))
def test_one_that_doesnt_know_them_gets_none_twice_and_the_uncertain_ones_are_named(
    migrated_sqlite: Path, kills: list[int], breaks: int
) -> None:
    """At most one message a kill is uncertain; all others arrive, and none is without status."""
    with workspace(migrated_sqlite) as services:
        campaign = published(services, [number(n) for n in range(PEOPLE)])
        got: list[str] = []
        for count in kills:
            with killed_before_commit(services, count):
                send(services, Noting(got, breaks))
        services.clock.forward(minutes=1)  # type: ignore[attr-defined]
        send(services, Noting(got))
        assert max(Counter(got).values()) == 1
        found = {row.recipient: (row.code, row.error) for row in rows(services, campaign)}
        uncertain = {who for who, said in found.items() if said == ("NOT_SENT", "interrupted")}
        uncertain |= {who for who, said in found.items() if said == ("EXHAUSTED", "interrupted")}
        assert len(uncertain) <= len(kills)
        assert {who for who, (code, _) in found.items() if code == "SENT"} | uncertain == set(found)
        assert set(got) | uncertain == {number(n) for n in range(PEOPLE)}
        state, count, told = outcome(services, campaign)
        assert (state, count) == (State.COMPLETED, PEOPLE)
        assert told.total() == PEOPLE


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 11])
def test_killed_at_any_transaction_the_demonstration_ends_as_if_it_never_was(
    services: Services, clock: SetClock, count: int
) -> None:
    """Also what is left of its receipts: they are told after a restart as before it."""
    campaign = published(services, [number(n) for n in range(20)])
    with killed_before_commit(services, count):
        send(services, Demonstration(batch=8))
    for _ in range(3):
        send(services, Demonstration(batch=8))
        clock.forward(days=2)
    send(services, Demonstration(batch=8))
    assert services.campaigns.get(campaign.id).state is State.COMPLETED
    told = Counter((e["message_id"], e["status"]) for e in events(services, campaign))
    assert set(told.values()) == {1}
    carrier = Demonstration()
    for row in rows(services, campaign):
        one = Envelope(campaign.id, row.number, "sms", "12345", row.recipient, True)
        expected = {row.code, *(r.data["status"] for r in carrier.receipts(one, row.at))}
        assert {status for message, status in told if message == one.id} == expected


def test_a_message_put_off_is_tried_again_and_given_up_in_the_end(
    services: Services, clock: SetClock
) -> None:
    class Busy(Noting):
        def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
            super().hand_over(messages, now)
            return [Answer("BOUNCED", "4.2.2", again=True) for _ in messages]

    got: list[str] = []
    campaign = published(services, ["ana@example.com"], "email")
    dispatch = process(services, Busy(got))
    for _ in range(10):
        dispatch.step()
        clock.forward(hours=1)
    assert len(got) == 5
    assert [(row.code, row.error, row.attempts) for row in rows(services, campaign)] == [
        ("EXHAUSTED", "4.2.2", 5)
    ]
    assert statuses(services, campaign) == Counter({"EXHAUSTED": 1})
    assert services.campaigns.get(campaign.id).state is State.COMPLETED


def test_a_carrier_that_cant_be_reached_costs_no_attempt_and_is_asked_again(
    services: Services, clock: SetClock
) -> None:
    got: list[str] = []
    campaign = published(services, [number(1)])
    dispatch = process(services, Noting(got, breaks=1))
    for _ in range(5):
        dispatch.step()
        clock.forward(seconds=1)
    assert got == []
    assert rows(services, campaign)[0].attempts == 0
    clock.forward(seconds=10)
    dispatch.step()
    assert got == [number(1)]


def test_nothing_leaves_once_a_campaign_was_stopped_between_two_batches(
    services: Services, clock: SetClock
) -> None:
    """Looked at in the same transaction that lets a batch leave."""
    got: list[str] = []
    campaign = published(services, [number(n) for n in range(6)])

    class Stopping(Repeating):
        def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
            answers = super().hand_over(messages, now)
            services.campaigns.change(campaign.id, State.COMPLETED, "somebody")
            return answers

    dispatch = process(services, Stopping(got))
    for _ in range(10):
        dispatch.step()
        clock.forward(seconds=1)
    assert len(got) == 3

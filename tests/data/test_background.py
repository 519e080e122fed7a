"""Who does what runs beside the requests, and what happens when one is ended?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from threading import Event

import pytest

from data.background import Background
from data.errors import Unavailable
from data.services import Services
from data.settings import Settings
from data.store.workspace_rows import hold, holder_of
from data.vocabulary.campaign_state import State
from tests.conftest import SetClock, built
from tests.outbound import number, published, rows


def test_one_turn_sends_and_a_second_process_keeps_out(services: Services, clock: SetClock):
    campaign = published(services, [number(1)])
    first, second = Background(services), Background(services)
    assert first.send() is True
    assert second.send() is False
    while first.send():
        assert second.send() is False
    assert rows(services, campaign)[0].code
    clock.forward(minutes=1)
    assert second.send() is False  # there is nothing left to do, but the turn is its own
    assert holder_of(services.engine, "sending") == second._holder


def test_threads_send_until_they_are_stopped_and_leave_no_lease(services: Services):
    """A stop finishes the step at hand, and a restart need not wait."""
    campaign = published(services, [number(n) for n in range(3)])
    background = Background(services)
    background.start()
    done = Event()
    while not done.wait(0.05):
        if services.campaigns.get(campaign.id).state is State.IN_PROGRESS and rows(
            services, campaign
        ):
            done.set()
    background.stop()
    for task in ("background", "sending"):
        assert holder_of(services.engine, task) is None


def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize(
    ("host", "pid", "taken"),
    [
        ("here", "dead", True),
        ("here", "alive", False),
        ("here", "reborn", True),
        ("elsewhere", "dead", False),
    ],
)
def test_the_lease_of_a_killed_process_of_this_machine_is_free_at_once(
    settings: Settings, clock: SetClock, host: str, pid: str, taken: bool
):
    """Beside SQLite, whose processes all run here. A reborn one has its number, another mark."""
    name = socket.gethostname() if host == "here" else "another-host"
    numbers = {"dead": dead(), "alive": os.getppid(), "reborn": os.getpid()}
    holder = f"{name}:{numbers[pid]}:0a0b0c:1"
    later = clock().replace(hour=23)
    with built(settings, clock) as services:
        for task in ("background", "sending"):
            assert hold(services.engine, task, holder, later, clock)
        background = Background(services)
        background.start()
        background.stop()
        assert (holder_of(services.engine, "sending") is None) is taken


class Waits(Event):
    """A stop that comes after six waits, and none of them lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0)
        return len(self.seconds) > 6


@pytest.mark.parametrize("error", [Unavailable("The disk is full"), OSError("No space left")])
def test_what_keeps_failing_is_tried_less_often_and_what_works_again_as_before(
    services: Services, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    turns = iter([error, error, False, True, error, error])

    def turn() -> bool:
        found = next(turns)
        if isinstance(found, Exception):
            raise found
        return found

    background = Background(services)
    background._stopping = waits = Waits()
    background._run("sending", turn)
    assert waits.seconds == [1, 2, 4, 1, 0, 2, 4]
    assert str(error) in caplog.text


def test_even_what_fails_all_day_is_tried_every_fifteen_seconds(services: Services) -> None:
    def turn() -> bool:
        raise Unavailable("The disk is full")

    background = Background(services)
    background._stopping = waits = Waits()
    background._run("sending", turn)
    assert waits.seconds == [1, 2, 4, 8, 15, 15, 15]

"""Tries are counted by name and forgotten with time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.errors import Busy
from data.tries import Tries
from tests.conftest import SetClock


def test_only_so_many_tries_are_made_within_the_time(clock: SetClock) -> None:
    tries = Tries(2, timedelta(seconds=60), clock)
    tries.count("ada")
    clock.forward(seconds=20)
    tries.count("ada")
    with pytest.raises(Busy) as refused:
        tries.check("ada")
    assert refused.value.retry_after == 40
    tries.check("bea")
    clock.forward(seconds=40)  # the first one is forgotten
    tries.check("ada")


def test_looking_whether_one_may_try_is_no_try(clock: SetClock) -> None:
    tries = Tries(1, timedelta(seconds=60), clock)
    for _ in range(3):
        tries.check("ada")

"""How many messages may leave, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dispatch.pace import MINUTE, Pace, pace_of, within_a_minute
from data.errors import BadRequest

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)  # a Wednesday
OFFICE = {"from": "09:00", "until": "20:00", "days": [1, 2, 3, 4, 5], "zone": "Europe/Berlin"}


def paced(rate: int, ticks: list[float]) -> list[tuple[datetime, int]]:
    """What leaves when the clock moves on by so many seconds from turn to turn."""
    pace, now, left = Pace(rate), NOON, ()
    every: list[tuple[datetime, int]] = []
    for seconds in ticks:
        now += timedelta(seconds=seconds)
        n = pace.allowance(left, now, 10_000)
        if n:
            every.append((now, n))
            left = (*within_a_minute(left, now), (now, n))
    return every


@given(st.integers(1, 700), st.lists(st.floats(0.01, 90), max_size=200))
def test_in_no_minute_do_more_leave_than_the_rate(rate: int, ticks: list[float]):
    every = paced(rate, ticks)
    for start, _ in every:
        assert sum(n for at, n in every if start <= at < start + MINUTE) <= rate


@pytest.mark.parametrize("rate", [1, 7, 60, 600, 100_000])
def test_with_a_turn_a_second_the_rate_is_reached_and_spread(rate: int):
    """A full rate in the first minute, and no ten seconds have more than their share."""
    every = paced(rate, [1.0] * 60)
    assert sum(n for _, n in every) == rate
    for start, _ in every:
        ten = sum(n for at, n in every if start <= at < start + MINUTE / 6)
        assert ten <= rate / 6 + 1


def test_without_a_rate_all_may_leave():
    assert Pace().allowance((), NOON, 1234) == 1234


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-11 08:59", False),
        ("2026-03-11 09:00", True),
        ("2026-03-11 19:59", True),
        ("2026-03-11 20:00", False),
        ("2026-03-14 12:00", False),  # a Saturday
        ("2026-03-29 12:00", False),  # a Sunday, the clocks go forward
        ("2026-03-30 09:00", True),
    ],
)
def test_a_timetable_goes_by_the_clocks_of_its_zone(local: str, expected: bool):
    pace = pace_of({"timetable": OFFICE})
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert (pace.allowance((), now, 5) == 5) is expected


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-13 21:59", False),
        ("2026-03-13 22:00", True),  # a Friday
        ("2026-03-14 01:59", True),
        ("2026-03-14 02:00", False),
        ("2026-03-14 22:00", False),
        ("2026-03-13 01:00", False),  # that night began on Thursday
    ],
)
def test_hours_past_midnight_belong_to_the_evening_before(local: str, expected: bool):
    timetable = {"from": "22:00", "until": "02:00", "days": [5], "zone": "UTC"}
    now = datetime.fromisoformat(local).replace(tzinfo=UTC)
    assert (pace_of({"timetable": timetable}).allowance((), now, 1) == 1) is expected


@pytest.mark.parametrize(
    ("config", "where"),
    [
        ({"send_rate": 0}, "send_rate"),
        ({"send_rate": True}, "send_rate"),
        ({"send_rate": "60"}, "send_rate"),
        ({"timetable": "always"}, "timetable"),
        ({"timetable": {**OFFICE, "from": "9"}}, "timetable.from"),
        ({"timetable": {**OFFICE, "until": 20}}, "timetable.until"),
        ({"timetable": {**OFFICE, "days": [0]}}, "timetable.days"),
        ({"timetable": {**OFFICE, "days": []}}, "timetable.days"),
        ({"timetable": {**OFFICE, "days": [[1]]}}, "timetable.days"),
        ({"timetable": {**OFFICE, "zone": "Berlin"}}, "timetable.zone"),
        ({"timetable": {**OFFICE, "zone": 7}}, "timetable.zone"),
    ],
    ids=str,
)
def test_what_cant_be_read_is_named(config: dict[str, Any], where: str):
    with pytest.raises(BadRequest) as problem:
        pace_of(config)
    assert problem.value.where == where

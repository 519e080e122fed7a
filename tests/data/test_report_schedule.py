"""When is a scheduled report due, though clocks change and months end?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.errors import BadRequest
from data.report_schedule import Schedule, as_filled, as_json, from_json, read_schedule


def schedule(**filled: str) -> Schedule:
    usual = {
        "name": "Weekly figures",
        "address": "/dashboards/messaging?range=last-7-days",
        "rhythm": "daily",
        "at_time": "02:30",
        "zone": "Europe/Berlin",
        "emails": "ada@example.com",
    }
    return read_schedule({**usual, **filled})


def dues(one: Schedule, after: str, count: int) -> list[str]:
    found, at = [], datetime.fromisoformat(after).replace(tzinfo=UTC)
    for _ in range(count):
        at = one.due_after(at)
        found.append(f"{at:%m-%d %H:%M}")
    return found


def test_an_hour_that_is_left_out_is_put_off_and_one_that_comes_twice_counts_once():
    spring = dues(schedule(), "2026-03-27T12:00", 3)
    assert spring == ["03-28 01:30", "03-29 01:30", "03-30 00:30"]
    autumn = dues(schedule(), "2026-10-23T12:00", 3)
    assert autumn == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]


def test_a_week_is_a_week_on_the_clock():
    one = schedule(rhythm="weekly", weekday="0", at_time="08:00")
    assert dues(one, "2026-03-23T08:00", 2) == ["03-30 06:00", "04-06 06:00"]


def test_a_month_without_the_day_has_its_last_one():
    one = schedule(rhythm="monthly", month_day="31", at_time="08:00", zone="UTC")
    assert dues(one, "2026-01-31T08:00", 3) == ["02-28 08:00", "03-31 08:00", "04-30 08:00"]


def test_of_missed_times_the_latest_counts():
    one = schedule(zone="UTC", at_time="08:00")
    first = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert one.latest_due(first, datetime(2026, 3, 9, 7, 59, tzinfo=UTC)).day == 8
    assert one.latest_due(first, first) == first


def test_a_schedule_survives_its_form_and_its_storage():
    one = schedule(pictures="yes", csv="yes", rhythm="monthly", month_day="31")
    assert read_schedule(as_filled(one)) == one
    assert from_json(as_json(one)) == one


def test_a_whole_address_of_this_workspace_may_be_pasted():
    one = schedule(address="https://reports.example.com/hub?range=all")
    assert one.address == "/hub?range=all"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("address", "hub"),
        ("rhythm", "hourly"),
        ("at_time", ""),
        ("at_time", "8 o'clock"),
        ("zone", ""),
        ("emails", ""),
        ("emails", ", ".join(f"a{n}@example.com" for n in range(11))),
        ("weekday", "7"),
        ("month_day", "0"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: str):
    with pytest.raises(BadRequest) as caught:
        schedule(**{field: value})
    assert caught.value.where == field

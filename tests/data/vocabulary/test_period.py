"""The date ranges against days counted by hand on a calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.vocabulary.period import ALL, PRESETS, Period, midnight, preset


def test_the_panel_offers_eight_predefined_ranges_in_order():
    """F015 (D-01)."""
    assert list(PRESETS.values()) == [
        "Today",
        "Yesterday",
        "This Week",
        "Last Week",
        "This Month",
        "Last Month",
        "Last 7 Days",
        "Last 30 Days",
    ]


# today, range, first day, last day; 1 Jan 2024 was a Monday, 9 Feb 2022 a Wednesday.
BY_HAND = """
    2022-02-09 today        2022-02-09 2022-02-09
    2022-02-09 yesterday    2022-02-08 2022-02-08
    2022-02-09 this-week    2022-02-07 2022-02-13
    2022-02-09 last-week    2022-01-31 2022-02-06
    2022-02-09 this-month   2022-02-01 2022-02-28
    2022-02-09 last-month   2022-01-01 2022-01-31
    2022-02-09 last-7-days  2022-02-03 2022-02-09
    2022-02-09 last-30-days 2022-01-11 2022-02-09

    2024-01-01 yesterday    2023-12-31 2023-12-31
    2024-01-01 this-week    2024-01-01 2024-01-07
    2024-01-01 last-week    2023-12-25 2023-12-31
    2024-01-01 this-month   2024-01-01 2024-01-31
    2024-01-01 last-month   2023-12-01 2023-12-31
    2024-01-01 last-7-days  2023-12-26 2024-01-01
    2024-01-01 last-30-days 2023-12-03 2024-01-01

    2024-02-29 today        2024-02-29 2024-02-29
    2024-02-29 this-week    2024-02-26 2024-03-03
    2024-02-29 this-month   2024-02-01 2024-02-29
    2024-02-29 last-month   2024-01-01 2024-01-31
    2024-02-29 last-30-days 2024-01-31 2024-02-29

    2024-03-01 yesterday    2024-02-29 2024-02-29
    2024-03-31 last-month   2024-02-01 2024-02-29
    2023-03-01 yesterday    2023-02-28 2023-02-28
    2023-03-31 last-month   2023-02-01 2023-02-28
    2024-03-01 last-30-days 2024-02-01 2024-03-01
    2023-03-01 last-30-days 2023-01-31 2023-03-01

    2023-12-31 this-week    2023-12-25 2023-12-31
    2023-12-31 last-week    2023-12-18 2023-12-24
    2023-12-31 this-month   2023-12-01 2023-12-31
    2023-12-31 last-month   2023-11-01 2023-11-30
    2023-04-30 this-month   2023-04-01 2023-04-30
    2023-05-31 last-month   2023-04-01 2023-04-30
    2025-01-31 this-week    2025-01-27 2025-02-02
    2100-02-28 this-month   2100-02-01 2100-02-28
"""
ROWS = [tuple(line.split()) for line in BY_HAND.splitlines() if line.strip()]


@pytest.mark.parametrize(("today", "key", "first", "last"), ROWS)
def test_a_predefined_range_has_the_days_of_the_calendar(today, key, first, last):
    """F015, F021 (D-01, D-02): both ends inclusive, weeks from Monday."""
    expected = Period(date.fromisoformat(first), date.fromisoformat(last), key)
    assert preset(key, date.fromisoformat(today)) == expected


@pytest.mark.parametrize("key", PRESETS)
def test_every_predefined_range_is_well_formed_on_every_day_of_four_years(key):
    lengths = {
        "today": {1},
        "yesterday": {1},
        "this-week": {7},
        "last-week": {7},
        "this-month": {28, 29, 30, 31},
        "last-month": {28, 29, 30, 31},
        "last-7-days": {7},
        "last-30-days": {30},
    }[key]
    found = set()
    for n in range(4 * 365 + 1):
        period = preset(key, date(2023, 1, 1) + timedelta(days=n))
        found.add((period.last - period.first).days + 1)
    assert found == lengths


def test_all_has_no_bounds():
    """F016, F017."""
    assert preset("all", date(2022, 2, 9)) == ALL
    assert ALL.is_all
    assert ALL.instants(ZoneInfo("UTC")) == (None, None)


def test_all_is_none_of_the_eight():
    """F023."""
    assert "all" not in PRESETS


def test_an_unknown_range_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        preset("fortnight", date(2022, 2, 9))


@pytest.mark.parametrize("period", [Period(first=date(2022, 2, 9)), Period(last=date(2022, 2, 9))])
def test_a_range_with_one_bound_is_not_all(period):
    assert not period.is_all


def test_both_days_of_a_range_belong_to_it_whole():
    """F021 (D-02)."""
    period = Period(date(2022, 2, 9), date(2022, 2, 10))
    assert period.instants(ZoneInfo("UTC")) == (
        datetime(2022, 2, 9, tzinfo=UTC),
        datetime(2022, 2, 11, tzinfo=UTC),
    )


def test_days_are_those_of_the_workspaces_zone():
    """D-02."""
    period = Period(date(2022, 2, 9), date(2022, 2, 9))
    assert period.instants(ZoneInfo("Asia/Kolkata")) == (
        datetime(2022, 2, 8, 18, 30, tzinfo=UTC),
        datetime(2022, 2, 9, 18, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(("day", "hours"), [(date(2024, 3, 31), 23), (date(2024, 10, 27), 25)])
def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(day, hours):
    start, until = Period(day, day).instants(ZoneInfo("Europe/Berlin"))
    assert until - start == timedelta(hours=hours)


def test_a_day_without_midnight_begins_when_it_begins():
    """Beirut skipped 00:00 to 01:00 on 31 Mar 2024; the day began at 22:00 UTC."""
    assert midnight(date(2024, 3, 31), ZoneInfo("Asia/Beirut")) == datetime(
        2024, 3, 30, 22, tzinfo=UTC
    )


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_the_calendars_own_ends_are_open_and_never_an_error(zone):
    """An address may ask for any day there is."""
    period = Period(date.min, date.max)
    assert period.instants(ZoneInfo(zone)) == (None, None)
    for day in (date.min, date.max, date.min + timedelta(days=1), date.max - timedelta(days=1)):
        Period(day, day).instants(ZoneInfo(zone))

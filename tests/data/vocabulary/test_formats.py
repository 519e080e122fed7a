"""How values look, at the edges."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from data.vocabulary.formats import Unit, day, moment, number, share, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (5_000_000, "5,000,000"),
        (3.0, "3"),
        (1234.5, "1,234.50"),
        (-1200, "-1,200"),
    ],
)
def test_a_count_has_thousands_separators_and_nothing_is_a_dash(value, text):
    """F280: nothing is not zero."""
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0.0 %"),
        (1.0, "100.0 %"),
        (0.973, "97.3 %"),
        (2 / 3, "66.7 %"),
        (0.0004, "0.0 %"),
        (1.25, "125.0 %"),
    ],
)
def test_a_share_is_in_percent_with_one_decimal_and_nothing_is_a_dash(value, text):
    """F280 (D-08)."""
    assert share(value) == text


def test_a_value_is_shown_by_its_unit():
    assert (shown(0.5, Unit.SHARE), shown(50, Unit.COUNT)) == ("50.0 %", "50")


@pytest.mark.parametrize("unit", Unit)
def test_nothing_is_a_dash_in_every_unit(unit):
    """F280."""
    assert shown(None, unit) == "–"


def test_a_day_has_no_leading_zero():
    assert day(date(2022, 2, 9)) == "Feb 9, 2022"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2022, 2, 9, 13, 7, tzinfo=UTC), "Feb 9, 2022, 1:07 PM"),
        (datetime(2022, 12, 31, 0, 0, tzinfo=UTC), "Dec 31, 2022, 12:00 AM"),
        (datetime(2022, 12, 31, 12, 5, tzinfo=UTC), "Dec 31, 2022, 12:05 PM"),
        (datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC), "Dec 31, 2022, 11:59 PM"),
    ],
)
def test_a_moment_is_written_as_in_the_example(at, text):
    """F026."""
    assert moment(at, ZoneInfo("UTC")) == text


def test_a_moment_is_shown_in_the_zone_even_over_the_years_end():
    at = datetime(2022, 12, 31, 23, 30, tzinfo=UTC)
    assert moment(at, ZoneInfo("Asia/Tokyo")) == "Jan 1, 2023, 8:30 AM"
    assert moment(at, ZoneInfo("America/New_York")) == "Dec 31, 2022, 6:30 PM"


def test_no_moment_is_a_dash():
    """F048: a pending campaign has no delivery date."""
    assert moment(None, ZoneInfo("UTC")) == "–"

"""Days in full, for files that are read long after."""

from __future__ import annotations

from datetime import date

import pytest

from data.vocabulary.days import days_in_full
from data.vocabulary.period import ALL, Period

FIRST, LAST = date(2026, 2, 2), date(2026, 2, 8)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        pytest.param(ALL, "All days", id="all"),
        pytest.param(Period(FIRST, LAST), "Feb 2, 2026 to Feb 8, 2026", id="both"),
        pytest.param(
            Period(FIRST, LAST, "last-week"),
            "Feb 2, 2026 to Feb 8, 2026 (Last Week)",
            id="a-preset-names-its-days",
        ),
        pytest.param(Period(FIRST, FIRST), "Feb 2, 2026", id="one"),
        pytest.param(Period(first=FIRST), "Feb 2, 2026 to now", id="open-end"),
        pytest.param(Period(last=LAST), "the beginning to Feb 8, 2026", id="open-beginning"),
    ],
)
def test_days_are_said_so_that_they_hold_when_last_week_is_long_ago(period, said):
    assert days_in_full(period) == said

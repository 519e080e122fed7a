"""Is an address with days read as it was meant, and written so that it can be sent on?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from data.address import Address, read

NOW = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)


def address(**words: str | list[str]) -> Address:
    """An address of a place that knows `sort` and `page` beside the days."""
    return read("/there", words, ("sort", "page"), ZoneInfo("UTC"), NOW)


def test_an_address_without_days_is_of_the_last_30() -> None:
    period = address().period
    assert (period.first, period.last) == (date(2026, 2, 10), date(2026, 3, 11))
    berlin = address(tz="Europe/Berlin").period
    assert berlin.last == date(2026, 3, 12)  # it is tomorrow there


def test_what_cannot_be_read_is_ignored_with_a_notice() -> None:
    told = address(range="all", tz="Nowhere", odd="1", sort=["a", "b"])
    assert told.word("sort") == "a"
    assert told.period == address().period  # All is not offered here (F023)
    assert told.zone.key == "UTC"
    for part in ("tz=“Nowhere”", "“odd”", "range=“all”"):
        assert any(part in notice for notice in told.notices)
    assert address(tz="../../etc/passwd").zone.key == "UTC"


def test_links_keep_the_filters_and_lose_the_first_page() -> None:
    here = address(range="today", sort="-n", page="3")
    assert here.link({"sort": "n", "page": "0"}) == "/there?range=today&sort=n"
    assert here.csv("t") == "/there.csv?range=today&sort=-n&page=3&table=t"
    assert here.elsewhere("/logs", q="+1 & 2") == "/logs?range=today&q=%2B1+%26+2"
    assert address().elsewhere("/logs") == "/logs?range=last-30-days"

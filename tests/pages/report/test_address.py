"""Do the addresses of a report say what they mean, and survive being wrong?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from data.errors import NotFound
from data.vocabulary.period import Period
from pages.report.address import Address, read

NOW = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)


def at(tab: str = "recipients", **search: str | list[str]) -> Address:
    return read("7", tab, search, ZoneInfo("UTC"), NOW)


def test_without_days_a_report_covers_everything() -> None:
    assert at().period.is_all
    assert at().notices == ()


def test_other_tabs_keep_days_and_zone_and_nothing_else() -> None:
    address = at(**{"from": "2026-03-01", "to": "2026-03-02", "tz": "Europe/Berlin", "q": "+49"})
    assert address.to("preview") == (
        "/campaigns/7/report/preview?from=2026-03-01&to=2026-03-02&tz=Europe%2FBerlin"
    )
    assert address.copy.startswith("/campaigns/7/report.zip?from=2026-03-01")
    assert "q=" not in address.copy


def test_a_table_keeps_its_search_when_it_is_sorted_and_paged() -> None:
    address = at(q="+49", sort="recipient", page="3")
    assert address.table("recipients", {"sort": "-status", "page": "0"}) == (
        "/campaigns/7/report/recipients?q=%2B49&sort=-status&page=0"
    )
    assert address.csv("recipients") == (
        "/campaigns/7/report/recipients.csv?q=%2B49&sort=recipient&table=recipients"
    )


def test_days_and_zone_can_each_be_taken_back() -> None:
    address = at(range="today", tz="Asia/Tokyo", q="a")
    assert address.whole_time == "/campaigns/7/report/recipients?tz=Asia%2FTokyo&q=a"
    assert address.without("tz") == "/campaigns/7/report/recipients?range=today&q=a"


def test_today_is_the_day_of_the_asked_zone() -> None:
    assert at(range="today").period == Period(date(2026, 3, 11), date(2026, 3, 11), "today")
    assert at(range="today", tz="Asia/Tokyo").period.first == date(2026, 3, 12)


@pytest.mark.parametrize(
    "search",
    [
        {"range": "tomorrow"},
        {"from": "2026-13-01"},
        {"tz": "Mars/Olympus"},
        {"tz": "../../etc/passwd"},
        {"tz": "x" * 500},
        {"range": ["today", "all"]},
    ],
)
def test_what_cannot_be_read_is_ignored_with_a_notice(search: dict[str, str | list[str]]) -> None:
    address = at(**search)
    assert len(address.notices) == 1
    assert "ignored" in address.notices[0]
    assert len(address.notices[0]) < 200


@pytest.mark.parametrize("number", ["", "x", "-1", "1.0", "٣", "9" * 30])
def test_a_campaign_that_is_no_number_is_not_found(number: str) -> None:
    with pytest.raises(NotFound):
        read(number, "", {}, ZoneInfo("UTC"), NOW)

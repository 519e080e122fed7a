"""Does Recipient Search find a recipient's messages, and only them? (F078, F081, D-09)"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from data.campaign import Campaign
from data.report import Table
from data.reports import whole
from data.services import Services
from pages.report.tabs import TABS
from pages.report.tabs.recipients import one_page
from tests.pages.report.conftest import Register, Tell


@pytest.fixture
def sms(register: Register, tell: Tell) -> Campaign:
    """Thirty recipients: every third failed, every seventh was blocklisted."""
    campaign = register("sms", recipients=30)
    for number in range(30):
        recipient = f"+49151{number:04}"
        if number % 7 == 0:
            tell(campaign, recipient, "BLACKLISTED", number / 10)
            continue
        more = {"sender": "61222", "carrier": "Aster", "segments": 1 + number % 2}
        tell(campaign, recipient, "SENT", number / 10, **more)
        status = "UNDELIV" if number % 3 == 0 else "DELIVRD"
        tell(campaign, recipient, status, 1 + number / 10, **more)
    return campaign


def search(workspace: Services, campaign: Campaign, reveal: bool = True, **params: str) -> Table:
    numbers = workspace.reports.tab(campaign.id, "recipients", params=params, reveal=reveal)
    return numbers.tables[0]


def column(table: Table, key: str) -> list[Any]:
    return [row[key] for row in table.rows]


def test_a_recipient_is_found_with_what_became_of_the_message(
    workspace: Services, sms: Campaign
) -> None:
    """F081."""
    table = search(workspace, sms, q="+491510003")
    assert table.total == 1
    assert table.rows == [
        {
            "recipient": "+491510003",
            "sender": "61222",
            "status": "UNDELIV",
            "category": "Failed",
            "status_date": datetime(2026, 3, 9, 13, 18, tzinfo=UTC),
            "sent_date": datetime(2026, 3, 9, 12, 18, tzinfo=UTC),
            "carrier": "Aster",
            "segments": 2,
        }
    ]


def test_the_beginning_of_a_number_finds_all_that_begin_so(
    workspace: Services, sms: Campaign
) -> None:
    assert search(workspace, sms, q="+49151001").total == 10
    assert search(workspace, sms, q="49151001").total == 0
    assert search(workspace, sms, q="  +49151001 ").total == 10
    assert search(workspace, sms, q=".*").total == 0, "a search is text, no pattern"


def test_category_and_raw_status_narrow_it_down(workspace: Services, sms: Campaign) -> None:
    failed = [n for n in range(30) if n % 7 and n % 3 == 0]
    assert search(workspace, sms, category="failed").total == len(failed)
    assert search(workspace, sms, status="UNDELIV", category="failed").total == len(failed)
    assert search(workspace, sms, status="UNDELIV", category="delivered").total == 0
    assert search(workspace, sms, status="BLACKLISTED").total == 5


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("sms", ["carrier", "segments"]),
        ("email", []),
        ("push", ["platform"]),
        ("rcs", []),
        ("whatsapp", []),
    ],
)
def test_every_channel_has_the_same_columns_and_its_own(
    workspace: Services, register: Register, kind: str, own: list[str]
) -> None:
    """F078."""
    keys = [c.key for c in search(workspace, register(kind)).columns]
    common = ["recipient", "sender", "status", "category", "status_date", "sent_date"]
    assert keys == [*common, *own]


@pytest.mark.parametrize(
    "key",
    [
        "recipient",
        "sender",
        "status",
        "category",
        "status_date",
        "sent_date",
        "carrier",
        "segments",
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_column_sorts_both_ways_and_pages_join_up(
    workspace: Services, sms: Campaign, key: str, sign: str
) -> None:
    pages = [search(workspace, sms, sort=sign + key, size="7", page=str(n)) for n in range(5)]
    rows = [row for page in pages for row in page.rows]
    assert len({row["recipient"] for row in rows}) == len(rows) == 30
    order = {"Unsent": 0, "Delivered": 1, "Transit": 2, "Failed": 3}
    values = [order.get(row[key], row[key]) if key == "category" else row[key] for row in rows]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=sign == "-")
    assert values[: len(known)] == known, "what is not known comes last"


def test_the_latest_status_comes_first_unless_asked_otherwise(
    workspace: Services, sms: Campaign
) -> None:
    table = search(workspace, sms)
    assert table.sort == "-status_date"
    assert column(table, "status_date") == sorted(column(table, "status_date"), reverse=True)
    assert (table.total, table.size, len(table.rows)) == (30, 25, 25)


@pytest.mark.parametrize(
    "params",
    [{"sort": "'; drop"}, {"page": "-1"}, {"page": "x"}, {"size": "many"}],
)
def test_what_cannot_be_read_is_ignored_with_a_notice(
    workspace: Services, sms: Campaign, params: dict[str, str]
) -> None:
    numbers = workspace.reports.tab(sms.id, "recipients", params=params, reveal=True)
    assert len(numbers.notices) == 1
    assert numbers.tables[0].rows == search(workspace, sms).rows


def test_a_page_beyond_the_last_is_empty_and_knows_the_total(
    workspace: Services, sms: Campaign
) -> None:
    table = search(workspace, sms, page="99")
    assert (table.rows, table.total) == ([], 30)


def test_without_the_right_recipients_are_masked_and_found_whole_only(
    workspace: Services, sms: Campaign
) -> None:
    """D-28: otherwise the search would give away what the mask hides, digit by digit."""
    table = search(workspace, sms, reveal=False)
    assert all("•" in recipient for recipient in column(table, "recipient"))
    assert search(workspace, sms, reveal=False, q="+49151000").total == 0
    found = search(workspace, sms, reveal=False, q="+491510003")
    assert found.total == 1
    assert "•" in found.rows[0]["recipient"]


def test_all_rows_come_in_the_order_of_the_pages(workspace: Services, sms: Campaign) -> None:
    """F277."""
    report = workspace.reports.open(
        sms.id, "recipients", params={"sort": "recipient", "category": "delivered"}, reveal=True
    )
    pieces = list(whole(TABS["recipients"], report.ask, "recipients").pieces)
    rows = [row for piece in pieces for row in piece]
    assert rows == report.numbers.tables[0].rows
    assert len(rows) == report.numbers.tables[0].total


@pytest.mark.parametrize("near", [0, 10_000])
@pytest.mark.parametrize("descending", [True, False])
def test_a_page_is_the_same_however_it_is_found(
    monkeypatch: pytest.MonkeyPatch, near: int, descending: bool
) -> None:
    """Equal keys go by message, and nulls come last, near the beginning and far from it."""
    monkeypatch.setattr("pages.report.tabs.recipients._NEAR", near)
    keys = [3, None, 1, 3, 2, None, 3, 1, 1, 2, None, 3]
    names = [f"m{n:02}" for n in range(len(keys))]
    rows = pl.LazyFrame({"key": keys, "message_id": names}).reverse()
    known = [(key, n) for key, n in zip(keys, names, strict=True) if key is not None]
    known.sort(key=lambda one: -one[0] if descending else one[0])
    unknown = [n for key, n in zip(keys, names, strict=True) if key is None]
    truth = [n for _, n in known] + unknown
    for size in (1, 2, 3, 5, 12):
        for offset in range(0, 14, size):
            page = one_page(rows, pl.col("key"), descending, offset, size)
            assert page.get_column("message_id").to_list() == truth[offset : offset + size]

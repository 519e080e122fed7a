"""XLSX and Parquet: does every value come back, to the last digit and with its type?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exports import workbook
from data.exports.formats import FORMATS, IN_ORDER
from data.exports.sheet import About, Field, Kind, Sheet
from data.metrics import METRICS

BERLIN = ZoneInfo("Europe/Berlin")
FIELDS = (
    Field("who", "Recipient"),
    Field("n", "Messages", Kind.NUMBER),
    Field("rate", "Delivery Rate", Kind.SHARE),
    Field("at", "Status Date", Kind.MOMENT),
    Field("day", "Day", Kind.DAY),
    Field("won", "Won", Kind.FLAG),
)
NOON = datetime(2026, 3, 11, 12, 0, 30, tzinfo=UTC)
ROWS = [
    {"who": "+4915112345", "n": 3, "rate": 2 / 3, "at": NOON, "day": NOON.date(), "won": True},
    {"who": "عرض 🎉", "n": 9_007_199_254_740_991, "rate": 0.1 + 0.2, "at": None, "won": False},
    {"who": None, "n": None, "rate": None, "at": datetime(2026, 7, 1, 0, 0), "day": None},
]
ABOUT = About(
    (("Days", "Mar 1, 2026 to Mar 11, 2026"), ("Time zone", "Europe/Berlin")),
    (METRICS["delivery_rate"],),
    {"address": "/dashboards/messaging?tz=Europe%2FBerlin", "key": "t"},
)


def sheet(rows: list[dict[str, Any]] = ROWS, fields=FIELDS, size: int = 2) -> Sheet:
    pieces = (rows[at : at + size] for at in range(0, len(rows), size))
    return Sheet("t", "Tries", fields, pieces, BERLIN, ABOUT)


def written(key: str, of: Sheet) -> BytesIO:
    return BytesIO(b"".join(FORMATS[key].write(of)))


def cells(book: BytesIO, page: str = "Data") -> list[list[Any]]:
    found = openpyxl.load_workbook(book)[page]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def test_a_workbook_gives_numbers_unrounded_and_times_of_the_zone():
    """F277, D-25."""
    head, first, second, third = cells(written("xlsx", sheet()))
    assert head == [
        "Recipient",
        "Messages",
        "Delivery Rate",
        "Status Date (Europe/Berlin)",
        "Day",
        "Won",
    ]
    local = datetime(2026, 3, 11, 13, 0, 30)
    assert first == ["+4915112345", 3, 2 / 3, local, datetime(2026, 3, 11), True]
    assert second == ["عرض 🎉", 9_007_199_254_740_991, 0.30000000000000004, None, None, False]
    assert third == [None, None, None, datetime(2026, 7, 1, 2), None, None]


def test_shares_are_shown_in_percent_and_days_without_hours():
    page = openpyxl.load_workbook(written("xlsx", sheet()))["Data"]
    assert [page.cell(2, n).number_format for n in (2, 3, 4, 5)] == [
        "#,##0.##",
        "0.0%",
        "yyyy-mm-dd hh:mm:ss",
        "yyyy-mm-dd",
    ]


def test_text_like_a_formula_stays_text_in_a_workbook_and_is_not_changed():
    texts = ["=1+1", "+49151", "-x", "@SUM", "\tx", '=HYPERLINK("http://x")', "http://x.y", "12"]
    rows = [{"who": text} for text in texts]
    page = openpyxl.load_workbook(written("xlsx", sheet(rows, FIELDS[:1])))["Data"]
    found = [page.cell(n, 1) for n in range(2, len(texts) + 2)]
    assert [cell.value for cell in found] == texts
    assert {cell.data_type for cell in found} <= {"s", "inlineStr"}
    assert [cell.quotePrefix for cell in found] == [True] * 6 + [False] * 2
    assert all(cell.hyperlink is None for cell in found)


def test_a_workbook_says_what_it_is_about():
    book = written("xlsx", sheet())
    assert cells(book, "About") == [
        ["Title", "Tries", None, None],
        ["Days", "Mar 1, 2026 to Mar 11, 2026", None, None],
        ["Time zone", "Europe/Berlin", None, None],
        [None, None, None, None],
        ["Metric", "Definition", "Formula", "Left out"],
        [
            "Delivery Rate",
            METRICS["delivery_rate"].definition,
            METRICS["delivery_rate"].formula,
            METRICS["delivery_rate"].exclusions or None,
        ],
    ]
    subject = openpyxl.load_workbook(book).properties.subject
    assert json.loads(subject) == dict(ABOUT.origin)


def test_rows_that_one_sheet_can_not_hold_go_on_the_next(monkeypatch: pytest.MonkeyPatch):
    """A workbook's sheet ends after 1,048,576 rows; nothing is cut off there."""
    assert workbook.MOST_ROWS == 2**20 - 1
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    rows = [{"n": n} for n in range(9)]
    book = written("xlsx", sheet(rows, FIELDS[1:2]))
    assert openpyxl.load_workbook(book).sheetnames == ["Data", "Data 2", "Data 3", "About"]
    found = [cells(book, page) for page in ("Data", "Data 2", "Data 3")]
    assert [page[0] for page in found] == [["Messages"]] * 3
    assert [n for page in found for (n,) in page[1:]] == list(range(9))


def test_exactly_full_sheets_leave_no_empty_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    book = written("xlsx", sheet([{"n": n} for n in range(4)], FIELDS[1:2]))
    assert openpyxl.load_workbook(book).sheetnames == ["Data", "Data 2", "About"]


def test_parquet_keeps_every_type():
    frame = pl.read_parquet(written("parquet", sheet()))
    assert dict(frame.schema) == {
        "who": pl.String,
        "n": pl.Int64,
        "rate": pl.Float64,
        "at": pl.Datetime("us", "UTC"),
        "day": pl.Date,
        "won": pl.Boolean,
    }
    assert frame["who"].to_list() == ["+4915112345", "عرض 🎉", None]
    assert frame["n"].to_list() == [3, 9_007_199_254_740_991, None]
    assert frame["rate"].to_list() == [2 / 3, 0.1 + 0.2, None]
    assert frame["at"].to_list() == [NOON, None, datetime(2026, 7, 1, tzinfo=UTC)]
    assert frame["day"].to_list() == [date(2026, 3, 11), None, None]
    assert frame["won"].to_list() == [True, False, None]


def test_parquet_says_what_it_is_about_in_its_metadata():
    told = pl.read_parquet_metadata(written("parquet", sheet()))
    assert json.loads(told["heliograph"]) == dict(ABOUT.origin)
    assert json.loads(told["about"]) == dict(ABOUT.facts)
    assert json.loads(told["columns"])["at"] == "Status Date"
    meaning = json.loads(told["metrics"])["delivery_rate"]
    assert meaning["formula"] == METRICS["delivery_rate"].formula


@pytest.mark.parametrize("key", [one.key for one in IN_ORDER])
def test_a_table_without_rows_is_a_file_all_the_same(key: str):
    content = written(key, sheet([]))
    if key == "csv":
        assert content.read().decode().startswith("Recipient,Messages,")
    elif key == "xlsx":
        assert len(cells(content)) == 1
    else:
        assert pl.read_parquet(content).shape == (0, 6)


@pytest.mark.parametrize("key", [one.key for one in IN_ORDER])
def test_rows_are_asked_for_only_as_they_are_written(key: str):
    """However many there are, few of them are in memory at once."""
    asked = []

    def pieces() -> Iterator[list[dict[str, Any]]]:
        for n in range(30):
            asked.append(n)
            yield [{"n": n}] * 1000

    content = FORMATS[key].write(Sheet("t", "T", FIELDS[1:2], pieces(), BERLIN))
    assert asked == []
    size = sum(len(chunk) for chunk in content)
    assert asked == list(range(30))
    assert size


@settings(deadline=None, max_examples=12)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=1e-300), max_size=20))
def test_every_fraction_comes_back_to_the_last_digit(values: list[float]):
    rows = [{"rate": value} for value in values]
    book = cells(written("xlsx", sheet(rows, FIELDS[2:3])))
    assert [value for (value,) in book[1:]] == values
    frame = pl.read_parquet(written("parquet", sheet(rows, FIELDS[2:3])))
    assert frame["rate"].to_list() == values

"""A table as CSV is read back as it was, and is no program to any spreadsheet."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exports.formats.csv_lines import lines as pieces
from data.report import Column

COLUMNS = (Column("a", "A"), Column("b", "=B"))


def lines(rows: list[dict[str, object]]) -> list[list[str]]:
    return list(csv.reader(StringIO("".join(pieces(COLUMNS, rows)), newline="")))


def test_the_first_line_names_the_columns():
    assert "".join(pieces(COLUMNS, [])) == "A,'=B\r\n"


def test_values_are_written_plainly():
    berlin = timezone(timedelta(hours=1))
    rows = [
        {"a": 0.1 + 0.2, "b": -5},
        {"a": None, "b": True},
        {"a": datetime(2026, 3, 11, 12, tzinfo=berlin), "b": datetime(2026, 3, 11, tzinfo=UTC)},
        {"a": 'x, "y"\r\nz'},
    ]
    assert lines(rows)[1:] == [
        ["0.30000000000000004", "-5"],
        ["", "true"],
        ["2026-03-11T11:00:00Z", "2026-03-11T00:00:00Z"],
        ['x, "y"\r\nz', ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+49151", "-x", "@SUM", "\tx", "\r=1", "="])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert lines([{"a": text}])[1] == [f"'{text}", ""]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=30))
def test_every_text_comes_back_whole_or_behind_an_apostrophe(texts):
    found = [line[0] for line in lines([{"a": text} for text in texts])[1:]]
    live = ("=", "+", "-", "@", "\t", "\r")
    assert found == [f"'{text}" if text.startswith(live) else text for text in texts]


def test_long_tables_leave_in_pieces():
    rows = [{"a": n} for n in range(2500)]
    assert len(list(pieces(COLUMNS, rows))) == 4
    assert [line[0] for line in lines(rows)[1:]] == [str(n) for n in range(2500)]

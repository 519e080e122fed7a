"""A frame as a file: read back as it was, and no program to any spreadsheet."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exports.formulas import harmless, harmless_column
from data.exports.frame_file import FileFormat, write

FRAME = pl.LazyFrame(
    {
        "text": ["=1+1", "+49151", "-x", "@SUM", "\tx", "\r=1", "a=b", "", None],
        "n": [-1, 2, 3, 4, 5, 6, 7, 8, None],
        "at": [datetime(2026, 3, 11, 12, tzinfo=UTC)] * 9,
    }
)


def test_a_csv_neutralises_text_and_leaves_numbers_and_times_as_they_are(tmp_path: Path):
    write(FRAME, FileFormat.CSV, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [
        "'=1+1",
        "'+49151",
        "'-x",
        "'@SUM",
        "'\tx",
        "'\r=1",
        "a=b",
        "",
        "",
    ]
    assert [row["n"] for row in rows] == ["-1", "2", "3", "4", "5", "6", "7", "8", ""]
    assert {row["at"] for row in rows} == {"2026-03-11T12:00:00.000000Z"}


def test_a_heading_is_no_formula_either(tmp_path: Path):
    write(pl.LazyFrame({"=A": [1], "B": [2]}), FileFormat.CSV, tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text().splitlines()[0] == "'=A,B"


@pytest.mark.parametrize(
    ("kind", "read"), [(FileFormat.PARQUET, pl.read_parquet), (FileFormat.JSONL, pl.read_ndjson)]
)
def test_other_formats_keep_every_text_as_it_is(tmp_path: Path, kind, read):
    write(FRAME, kind, tmp_path / "x")
    assert read(tmp_path / "x")["text"].to_list() == FRAME.collect()["text"].to_list()


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=5), max_size=30))
def test_a_column_is_neutralised_as_each_of_its_texts_is(texts):
    column = pl.DataFrame({"t": texts}, {"t": pl.String}).select(harmless_column(pl.col("t")))
    assert column["t"].to_list() == [harmless(text) for text in texts]

"""Files that other programs wrote read as the rows that stand in them."""

from __future__ import annotations

import codecs
import gzip
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data.errors import BadRequest
from data.ingest.tables import open_table

ROWS = [{"name": "Zoë", "note": "one\ntwo"}, {"name": "Bo", "note": 'says "hi"; again'}]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    return [dict(row.cells) for row in open_table(path).rows() if not row.error]


@pytest.mark.parametrize(
    "separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"]
)
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("cp1252", b""),
    ],
    ids=["utf-8", "utf-8-mark", "utf-16-le-mark", "utf-16-be-mark", "utf-16-le", "windows-1252"],
)
def test_every_encoding_and_separator_gives_the_same_rows(
    tmp_path: Path, encoding: str, mark: bytes, separator: str
) -> None:
    """Quoted line ends and quotation marks stay in their cells."""
    text = separator.join(("name", "note")) + "\r\n"
    text += f'Zoë{separator}"one\ntwo"\r\n\r\nBo{separator}"says ""hi""; again"\r\n'
    path = written(tmp_path, mark + text.encode(encoding))
    table = open_table(path)
    assert table.format == "CSV"
    assert rows(path) == ROWS
    assert [row.line for row in table.rows()] == [2, 5]


def test_a_row_with_too_many_cells_is_one_error_at_its_line(tmp_path: Path) -> None:
    """Its neighbours are read; a short row has empty cells."""
    path = written(tmp_path, b"a,b\n1,2\n1,2,3\n4\n")
    found = list(open_table(path).rows())
    assert [(row.line, dict(row.cells), row.error) for row in found] == [
        (2, {"a": "1", "b": "2"}, ""),
        (3, {}, "has 3 cells, and the heading has 2"),
        (4, {"a": "4", "b": ""}, ""),
    ]


def test_columns_without_a_name_or_with_the_same_one_can_be_told_apart(tmp_path: Path) -> None:
    """And Excel's own first line, which names the separator, is no heading."""
    assert open_table(written(tmp_path, b"sep=;\na;;a\n1;2;3\n")).columns == (
        "a",
        "column 2",
        "a (2)",
    )


def test_packed_files_and_json_lines_are_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    """What stands inside an object is a column named by its way."""
    lines = b'{"id":1,"p":{"url":"u","n":null}}\n\n[]\n{"id":2,"p":{"url":"v"},"tags":["x"]}\nno\n'
    path = written(tmp_path, gzip.compress(lines))
    table = open_table(path)
    assert table.columns == ("id", "p.url", "p.n", "tags")
    assert [(row.line, dict(row.cells)) for row in table.rows() if not row.error] == [
        (1, {"id": "1", "p.url": "u", "p.n": ""}),
        (4, {"id": "2", "p.url": "v", "tags": '["x"]'}),
    ]
    assert [row.line for row in table.rows() if row.error] == [3, 5]


def test_a_packed_file_that_breaks_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    """Rather than read as if it ended there."""
    whole = gzip.compress(b"a,b\n" + b"1,2\n" * 1000)
    with pytest.raises(BadRequest, match="export.csv is damaged"):
        open_table(written(tmp_path, whole[: len(whole) // 2]), "export.csv")


def test_parquet_and_excel_give_the_texts_that_a_csv_would(tmp_path: Path) -> None:
    """Whole numbers stay whole beside gaps, and times are ISO 8601."""
    at = datetime(2026, 3, 1, 9, 30, 5)
    frame = pl.DataFrame({"id": [17.0, None], "at": [at, None], "ok": [True, False]})
    frame.write_parquet(tmp_path / "a")
    assert rows(tmp_path / "a") == [
        {"id": "17", "at": "2026-03-01T09:30:05", "ok": "true"},
        {"id": "", "at": "", "ok": "false"},
    ]
    book = xlsxwriter.Workbook(str(tmp_path / "b"), {"default_date_format": "dd.mm.yyyy hh:mm"})
    sheet = book.add_worksheet()
    for place, name in enumerate(("id", "at", "who")):
        sheet.write(1, place, name)
    sheet.write(2, 0, 17)
    sheet.write(2, 1, at)
    sheet.write(4, 2, "x@example.com")
    book.close()
    table = open_table(tmp_path / "b")
    assert [(row.line, dict(row.cells)) for row in table.rows()] == [
        (3, {"id": "17", "at": "2026-03-01 09:30:05", "who": ""}),
        (5, {"id": "", "at": "", "who": "x@example.com"}),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b'[{"a":1}]', "one JSON list"),
        (b"PAR1 is no such thing", "can't be read"),
        (b"PK\x03\x04 neither", "can't be read"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Excel"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no table"),
    ],
    ids=["nothing", "blank", "json-list", "parquet", "excel", "old-excel", "picture"],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    """With a sentence that says why."""
    with pytest.raises(BadRequest, match=f"export.bin .*{said}"):
        open_table(written(tmp_path, content), "export.bin")


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    """The first rows are there before the last ones are looked at."""
    path = written(tmp_path, b"a\n" + b"1234567\n" * 500_000)
    first = next(iter(open_table(path).rows()))
    assert first.cells == {"a": "1234567"}
    assert first.done < 0.1

"""Which rows does a file have that somebody hands over, whatever program wrote it?

CSV, JSON Lines and Parquet are read piece by piece, so that a file may be larger than memory; a
workbook is read whole. Every cell is text: what it means is for others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import fastexcel
import orjson
import polars as pl

from data.errors import BadRequest
from data.ingest.text_tables import TextFile, csv_cells, text_file

LARGEST_WORKBOOK = 512 * 2**20  # bytes, unpacked: it is held in memory
_LOOKED_AT = 200  # objects of a JSON Lines file, for the names in them
_CHUNK = 10_000  # rows of a Parquet file at once
_PARQUET, _ZIP, _OLD_EXCEL = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it begins (a line, or a row of a sheet, from 1), and its cells by column.

    `error` says why it can't be read; it has no cells then. `done` is the share of the whole file
    that is read with it.
    """

    line: int
    cells: Mapping[str, str]
    done: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file that has rows; `rows` begins anew at each call, and blank rows are left out."""

    name: str
    format: str  # "CSV", "JSON Lines", "Parquet" or "Excel"
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def open_table(path: Path, name: str = "") -> Table:
    """The table in a file, told by its content; `name` is what people call it.

    Raises BadRequest that names the file, for one that has no table or can't be read.
    """
    called = name or path.name
    try:
        with path.open("rb") as content:
            head = content.read(4)
        if head == _PARQUET:
            return _parquet(path, called)
        if head == _ZIP:
            return _workbook(path, called)
        if head == _OLD_EXCEL:
            raise BadRequest(f"{called} is of an old Excel: save it as .xlsx or as CSV", "file")
        if not path.stat().st_size:
            raise BadRequest(f"{called} is empty", "file")
        text = text_file(path, called)
        first = text.beginning.lstrip()[:1]
        if first == "[":
            raise BadRequest(
                f"{called} is one JSON list: write its objects one a line, without the brackets",
                "file",
            )
        return _json_lines(text) if first == "{" else _csv(text)
    except (OSError, EOFError) as error:
        raise BadRequest(f"{called} can't be read: {error}", "file") from None


def _csv(text: TextFile) -> Table:
    lines = csv_cells(text)
    heading = next((cells for _, cells, error, _ in lines if not error), ())
    if not heading:
        raise BadRequest(f"{text.name} has no heading", "file")
    columns = _named(heading)

    def rows() -> Iterator[Row]:
        found = csv_cells(text)
        for _, _, error, _ in found:
            if not error:
                break
        for line, cells, error, done in found:
            if error:
                yield Row(line, {}, done, error)
            elif len(cells) > len(columns) and any(cells[len(columns) :]):
                told = f"has {len(cells)} cells, and the heading has {len(columns)}"
                yield Row(line, {}, done, told)
            else:
                blank = ("",) * (len(columns) - len(cells))
                yield Row(line, dict(zip(columns, (*cells, *blank), strict=False)), done)

    return Table(text.name, "CSV", columns, rows)


def _named(heading: tuple[str, ...]) -> tuple[str, ...]:
    """The heading with a name for each column, no two alike."""
    names: dict[str, None] = {}
    for place, given in enumerate(heading, start=1):
        name, again = given or f"column {place}", 2
        while name in names:
            name, again = f"{given or f'column {place}'} ({again})", again + 1
        names[name] = None
    return tuple(names)


def _json_lines(text: TextFile) -> Table:
    def rows() -> Iterator[Row]:
        for line, content, done in text.lines():
            if not content.strip():
                continue
            try:
                found: Any = orjson.loads(content)
            except orjson.JSONDecodeError as error:
                yield Row(line, {}, done, f"is no JSON: {error}")
                continue
            if isinstance(found, dict):
                yield Row(line, dict(_flat(found)), done)
            else:
                yield Row(line, {}, done, "must be a JSON object")

    names: dict[str, None] = {}
    for seen, row in enumerate(rows()):
        names.update(dict.fromkeys(row.cells))
        if seen >= _LOOKED_AT:
            break
    if not names:
        raise BadRequest(f"{text.name} has no line with a JSON object", "file")
    return Table(text.name, "JSON Lines", tuple(names), rows)


def _flat(found: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The values inside an object, named by their way: "properties.subject"."""
    for name, value in found.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", _text(value)


def _parquet(path: Path, name: str) -> Table:
    try:
        frame = pl.scan_parquet(path, glob=False)
        columns = tuple(frame.collect_schema().names())
        total = frame.select(pl.len()).collect().item() or 1
    except pl.exceptions.PolarsError as error:
        raise _unreadable(name, error) from None

    def rows() -> Iterator[Row]:
        number = 0
        try:
            for chunk in frame.collect_batches(chunk_size=_CHUNK):
                for values in chunk.iter_rows():
                    number += 1
                    cells = map(_text, values)
                    yield Row(number, dict(zip(columns, cells, strict=True)), number / total)
        except pl.exceptions.PolarsError as error:
            yield Row(number + 1, {}, 1.0, str(_unreadable("the rest", error)))

    return Table(name, "Parquet", columns, rows)


def _workbook(path: Path, name: str) -> Table:
    try:
        with ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > LARGEST_WORKBOOK:
            most = LARGEST_WORKBOOK // 2**20
            raise BadRequest(f"{name} unpacks to more than {most} MB: save it as CSV", "file")
        sheet = fastexcel.read_excel(path).load_sheet(
            0, header_row=None, skip_rows=0, dtypes="string"
        )
        cells = sheet.to_polars()
    except (BadZipFile, fastexcel.FastExcelError) as error:
        raise _unreadable(name, error) from None
    found = [
        (line, tuple(_text(value).strip() for value in values))
        for line, values in enumerate(cells.iter_rows(), start=1)
    ]
    filled = [(line, values) for line, values in found if any(values)]
    if not filled:
        raise BadRequest(f"{name} has no heading on its first sheet", "file")
    columns = _named(filled[0][1])

    def rows() -> Iterator[Row]:
        for line, values in filled[1:]:
            yield Row(line, dict(zip(columns, values, strict=True)), line / len(found))

    return Table(name, "Excel", columns, rows)


def _unreadable(name: str, error: Exception) -> BadRequest:
    reason = str(error).partition("\n")[0]
    return BadRequest(f"{name} can't be read: {reason}", "file")


def _text(value: object) -> str:
    """A value as an export would have written it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))  # a column of whole numbers with gaps
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=str).decode()
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)

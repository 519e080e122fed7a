"""Which rows does a CSV file have, and on which line does each begin? Never an exception."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from data.exports.formulas import LIVE
from data.ingest.csv_file import decoded

SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: the line (from 1) on which it begins, and its cells, trimmed.

    `error` says why it can't be read; it has no cells then.
    """

    line: int
    cells: tuple[str, ...]
    error: str = ""


def csv_rows(content: bytes) -> Iterator[CsvRow]:
    """The rows of a file that has any, its heading included; blank lines are left out.

    Takes what `decoded` takes, and commas, semicolons, tabs or bars between the cells.
    """
    text = decoded(content)
    heading = next((line for line in StringIO(text, newline=None) if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=None), delimiter=_separator(heading))
    while True:
        line = reader.line_num + 1
        try:
            cells = tuple(_plain(cell) for cell in next(reader))
        except StopIteration:
            return
        except csv.Error:
            yield CsvRow(line, (), "is too long: perhaps a quotation mark is never closed")
            continue
        if any(cells):
            yield CsvRow(line, cells)


def _plain(cell: str) -> str:
    """The cell trimmed, without the apostrophe that kept a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(LIVE) else text


def _separator(heading: str) -> str:
    return max(SEPARATORS, key=heading.count)

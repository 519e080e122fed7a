"""CSV (RFC 4180) that no spreadsheet runs as a program: rows and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from itertools import chain, islice
from typing import Any, Protocol

from data.exports.format import Format
from data.exports.formulas import harmless
from data.exports.sheet import Row, Sheet, text_of

_ROWS_A_PIECE = 1000


class Named(Protocol):
    """A column of whatever kind."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


def lines(columns: Sequence[Named], rows: Iterable[Row]) -> Iterator[str]:
    """The file, some rows at a time, its first line the columns' labels.

    Text that could be taken for a formula gets an apostrophe before it, other recipients' numbers
    ("+49…") included; numbers stay as they are. Times are RFC 3339 in UTC; nothing is an empty
    cell.
    """
    yield _lines([[harmless(column.label) for column in columns]])
    remaining = iter(rows)
    while some := list(islice(remaining, _ROWS_A_PIECE)):
        yield _lines([[_cell(row.get(column.key)) for column in columns] for row in some])


def _written(sheet: Sheet) -> Iterator[bytes]:
    for text in lines(sheet.fields, chain.from_iterable(sheet.pieces)):
        yield text.encode()


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = text_of(value)
    return text if isinstance(value, datetime) else harmless(text)


FORMAT = Format("csv", "CSV", "text/csv; charset=utf-8; header=present", 1, _written)

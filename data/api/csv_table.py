"""A table as CSV (RFC 4180) that no spreadsheet runs as a program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from itertools import chain, islice
from typing import Any

from data.exports.formulas import harmless
from data.report import Column
from data.reports import Whole

_ROWS_A_PIECE = 1000


def of_report(whole: Whole) -> Iterator[str]:
    """The file of a report's chart or table, whose rows never are in memory as a whole."""
    columns = [Column(key, heading) for key, heading in whole.columns.items()]
    return pieces(columns, chain.from_iterable(whole.pieces))


def pieces(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The file, some rows at a time, its first line the columns' labels.

    Text that could be taken for a formula gets an apostrophe before it, other recipients' numbers
    ("+49…") included; numbers stay as they are. Times are RFC 3339 in UTC; nothing is an empty
    cell.
    """
    yield _lines([[harmless(column.label) for column in columns]])
    remaining = iter(rows)
    while some := list(islice(remaining, _ROWS_A_PIECE)):
        yield _lines([[_cell(row.get(column.key)) for column in columns] for row in some])


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, int | float):
        return value
    return harmless(str(value))

"""A table as CSV (RFC 4180) that no spreadsheet runs as a program."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from data.report import Column

# A cell that begins with one of these is a formula to some spreadsheet.
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_ROWS_A_PIECE = 1000


def pieces(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The file, some rows at a time, its first line the columns' labels.

    Text that could be taken for a formula gets an apostrophe before it, other recipients' numbers
    ("+49…") included; numbers stay as they are. Times are RFC 3339 in UTC; nothing is an empty
    cell.
    """
    yield _lines([[_safe(column.label) for column in columns]])
    for start in range(0, len(rows), _ROWS_A_PIECE):
        some = rows[start : start + _ROWS_A_PIECE]
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
    return _safe(str(value))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_LIVE) else text

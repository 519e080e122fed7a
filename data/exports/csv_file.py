"""How do rows become CSV that spreadsheets read, and that runs no formula in them?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

# A spreadsheet takes text that begins so for a formula (D-25).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(
    columns: Mapping[str, str] | Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """The header, then each row, as lines of RFC 4180; the caller encodes them as UTF-8.

    `columns` are the keys to write, or each key with its heading. Times are RFC 3339 in UTC,
    numbers as they are and unrounded; nothing is an empty cell.
    """
    headings = columns.values() if isinstance(columns, Mapping) else columns
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([cell(heading) for heading in headings])
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([cell(row.get(key)) for key in columns])
        yield buffer.getvalue()


def cell(value: Any) -> str:
    """One value as text; text that a spreadsheet would run begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        value = "; ".join(str(item) for item in value)
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text

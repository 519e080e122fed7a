"""A workbook: rows with types and formats on the first sheets, what they are about on the last."""

from __future__ import annotations

from collections.abc import Iterator

from data.exports.format import Format
from data.exports.sheet import Sheet


def _written(sheet: Sheet) -> Iterator[bytes]:
    # Its library takes a tenth of a second to load, which no start should wait for.
    from data.exports.workbook import written

    return written(sheet)


FORMAT = Format(
    "xlsx",
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    2,
    _written,
)

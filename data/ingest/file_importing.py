"""How does a mapped file become the lines of an import?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from data.channels import CHANNELS
from data.errors import BadRequest
from data.ingest.file_events import Choice, Find, Reader
from data.ingest.file_mapping import FileMapping, Role, parse
from data.ingest.file_mappings import FILE_MAPPINGS
from data.ingest.file_totals import TotalsReader
from data.ingest.importer import Importer, Line
from data.ingest.tables import Row, Table, open_table

_LARGEST_MAPPING = 2**20  # bytes


@dataclass(slots=True)
class _Made:
    """A campaign that a file names: when it began there, and what it is called."""

    name: str
    channel: str
    at: datetime


def mapping_of(named: str) -> FileMapping:
    """The ready-made mapping of that name, or the one in a JSON file. Raises BadRequest."""
    if named in FILE_MAPPINGS:
        return FILE_MAPPINGS[named]
    path = Path(named)
    if not path.is_file():
        raise BadRequest(
            f"{named!r} is neither a mapping nor a file; the mappings are "
            f"{', '.join(FILE_MAPPINGS)}",
            "--mapping",
        )
    if path.stat().st_size > _LARGEST_MAPPING:
        raise BadRequest(f"{named} is too large for a mapping", "--mapping")
    try:
        item = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"{named} is no JSON: {error}", "--mapping") from None
    return parse(item, path.stem)


def importer_of(mapping: FileMapping, choice: Choice, find: Find, name: str = "") -> Importer:
    """The importer of files that read as `mapping` says; `name` is what people call the file."""

    def lines(path: Path) -> Iterator[Line]:
        table = open_table(path, name)
        if mapping.of_totals:
            return totals_lines(table, totals_reader_of(table, mapping, choice, find))
        return file_lines(table, reader_of(table, mapping, choice, find))

    def files(path: Path) -> tuple[Path, ...]:
        return (path,) if path.is_file() else ()

    return Importer(f"mapped-{mapping.key}", mapping.label, mapping.description, files, lines)


def reader_of(table: Table, mapping: FileMapping, choice: Choice, find: Find) -> Reader:
    """What reads the rows of `table`. Raises BadRequest where the mapping does not fit them."""
    reader = Reader(mapping, choice, table.columns, find)
    if not reader.fits:
        wanted = ", ".join(mapping.columns)
        raise BadRequest(
            f"{table.name} has none of the columns that say when and what; {mapping.label} "
            f"knows {wanted}, and the file has {', '.join(table.columns)[:400]}",
            "mapping",
        )
    return reader


def totals_reader_of(
    table: Table, mapping: FileMapping, choice: Choice, find: Find
) -> TotalsReader:
    """What reads the totals in `table`. Raises BadRequest where the mapping does not fit it."""
    reader = TotalsReader(Reader(mapping, choice, table.columns, find))
    if not reader.fits:
        wanted = ", ".join(mapping.columns)
        raise BadRequest(
            f"{table.name} needs a column that says which campaign a row is about, and one with a "
            f"total; {mapping.label} knows {wanted}, and the file has "
            f"{', '.join(table.columns)[:400]}",
            "mapping",
        )
    return reader


def totals_lines(table: Table, reader: TotalsReader) -> Iterator[Line]:
    """The table's lines, two numbers a row: a campaign that is new, and its totals."""
    number = 0
    try:
        for number, row in enumerate(table.rows(), start=1):
            where = _where(table, row)
            try:
                if row.error:
                    raise BadRequest(row.error)
                told = reader.row(row.cells, row.line)
            except BadRequest as error:
                yield Line(2 * number, where, row.done, error=str(error))
                continue
            if told is None:
                continue
            if reader.is_new(told):
                yield Line(2 * number - 1, where, row.done, campaign=told.draft())
            yield Line(2 * number, where, row.done, told=told)
    except BadRequest as error:
        yield Line(2 * number + 1, table.name, 1.0, error=str(error))


def _where(table: Table, row: Row) -> str:
    what = "row" if table.format in ("Parquet", "Excel") else "line"
    return f"{table.name} {what} {row.line}"


def file_lines(table: Table, reader: Reader) -> Iterator[Line]:
    """The file's lines: a campaign before the first row that names it, and the events of each row.

    A row has as many numbers as it can have lines, so that they are the same in every run.
    """
    made = _campaigns(table, reader) if reader.choice.make else {}
    step = reader.most + 1
    number = 0
    try:
        for number, row in enumerate(table.rows(), start=1):
            where = _where(table, row)
            for more, line in enumerate(_of_row(row, reader, made)):
                place = (number - 1) * step + more + 1
                yield Line(place, where, row.done, **line)
    except BadRequest as error:
        # What stands before the damage is read and counts; the damage is one bad line.
        yield Line(number * step + 1, table.name, 1.0, error=str(error))


def _of_row(row: Row, reader: Reader, made: dict[str, _Made]) -> Iterator[dict[str, Any]]:
    if row.error:
        yield {"error": row.error}
        return
    name = reader.named(row.cells) if made else ""
    new = made.pop(name, None)
    if new is not None:
        yield {"campaign": _draft(new, reader.external_id(name))}
    try:
        events = reader.events(row.cells)
    except BadRequest as error:
        yield {"error": str(error)}
        return
    for event in events:
        yield {"event": event}


def _campaigns(table: Table, reader: Reader) -> dict[str, _Made]:
    """The campaigns that the file names: the whole of it is read for when each began."""
    found: dict[str, _Made] = {}
    for row in table.rows():
        name = reader.named(row.cells)
        at = reader.first_time(row.cells) if name else None
        if at is None:
            continue
        known = found.get(name)
        if known is None:
            called = reader.cell(row.cells, Role.CAMPAIGN_NAME) or name
            try:
                channel = reader.channel(row.cells)
            except BadRequest:
                continue
            found[name] = _Made(called, channel, at)
        else:
            known.at = min(known.at, at)
    return found


def _draft(new: _Made, external_id: str) -> dict[str, Any]:
    at = new.at.isoformat()
    return {
        "external_id": external_id,
        "name": new.name[:200],
        "group": "messaging",
        "type": new.channel if new.channel in CHANNELS else "",
        "channel": new.channel,
        "status": "completed",
        "created_at": at,
        "delivery_at": at,
    }

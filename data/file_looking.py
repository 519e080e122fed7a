"""What would the first rows of a file bring, before anything of it is taken in?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from data.errors import BadRequest
from data.ingest.file_events import Choice, Event, Find
from data.ingest.file_guess import MOST_WORDS
from data.ingest.file_importing import reader_of
from data.ingest.file_mapping import FileMapping, checked
from data.ingest.tables import Row, Table

LOOKED_AT = 2_000  # rows that a mapping is guessed and tried by
SHOWN = 10  # of them


@dataclass(frozen=True, slots=True)
class Tried:
    """One row as it was tried: what it says, or what is wrong in it."""

    row: Row
    events: tuple[Event, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the beginning of a file holds, read by a mapping."""

    format: str
    columns: tuple[str, ...]
    words: Mapping[str, int]  # of the status column, with its detail where that says more
    rows: int  # that were looked at
    first: tuple[Tried, ...]
    bad: tuple[Tried, ...]
    bad_rows: int
    events: int
    ignored: int
    campaigns: Mapping[str, int]  # that rows name


def look(table: Table, mapping: FileMapping, choice: Choice, find: Find) -> Seen:
    """What a table's first rows say by `mapping`. Raises BadRequest."""
    checked(mapping)
    reader = reader_of(table, mapping, choice, find)
    tried: list[Tried] = []
    words: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for row in islice(table.rows(), LOOKED_AT):
        if row.error:
            tried.append(Tried(row, error=row.error))
            continue
        if word := reader.word(row.cells).lower():
            words[word] += 1
        named[reader.named(row.cells)] += 1
        try:
            tried.append(Tried(row, reader.events(row.cells)))
        except BadRequest as error:
            tried.append(Tried(row, error=str(error)))
    del named[""]
    bad = [one for one in tried if one.error]
    return Seen(
        table.format,
        table.columns,
        dict(words.most_common(MOST_WORDS)),
        len(tried),
        tuple(tried[:SHOWN]),
        tuple(bad[:SHOWN]),
        len(bad),
        sum(len(one.events) for one in tried),
        sum(reader.ignored.values()),
        dict(named.most_common(SHOWN)),
    )

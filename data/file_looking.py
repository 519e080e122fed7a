"""What would the first rows of a file bring, before anything of it is taken in?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from data.errors import BadRequest
from data.ingest.file_events import Choice, Event, Find
from data.ingest.file_guess import MOST_WORDS
from data.ingest.file_importing import reader_of, totals_reader_of
from data.ingest.file_mapping import FileMapping, checked
from data.ingest.file_totals import Totals, not_taken
from data.ingest.tables import Row, Table

LOOKED_AT = 2_000  # rows that a mapping is guessed and tried by
SHOWN = 10  # of them


@dataclass(frozen=True, slots=True)
class Tried:
    """One row as it was tried: what it says, or what is wrong in it."""

    row: Row
    events: tuple[Event, ...] = ()
    told: Totals | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the beginning of a file holds, read by a mapping.

    Of a table of totals: how many campaigns' `totals`, the columns that are `not_taken`, and the
    campaigns that are `outdone`, because events of theirs are known.
    """

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
    totals: int = 0
    not_taken: tuple[str, ...] = ()
    outdone: tuple[str, ...] = ()


WithEvents = Callable[[Sequence[int]], frozenset[int]]  # those of campaigns that have any


def look(
    table: Table, mapping: FileMapping, choice: Choice, find: Find, with_events: WithEvents
) -> Seen:
    """What a table's first rows say by `mapping`. Raises BadRequest."""
    checked(mapping)
    if mapping.of_totals:
        return _look_at_totals(table, mapping, choice, find, with_events)
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


def _look_at_totals(
    table: Table, mapping: FileMapping, choice: Choice, find: Find, with_events: WithEvents
) -> Seen:
    reader = totals_reader_of(table, mapping, choice, find)
    tried: list[Tried] = []
    for row in islice(table.rows(), LOOKED_AT):
        try:
            if row.error:
                raise BadRequest(row.error)
            tried.append(Tried(row, told=reader.row(row.cells, row.line)))
        except BadRequest as error:
            tried.append(Tried(row, error=str(error)))
    bad = [one for one in tried if one.error]
    told = [one.told for one in tried if one.told]
    ids = {one.campaign_id or find(one.external_id): one.name for one in told}
    known = with_events([one for one in ids if one is not None])
    return Seen(
        table.format,
        table.columns,
        {},
        len(tried),
        tuple(tried[:SHOWN]),
        tuple(bad[:SHOWN]),
        len(bad),
        0,
        reader.ignored,
        dict.fromkeys([one.name for one in told[:SHOWN]], 1),
        len(told),
        not_taken(table.columns, reader.reader),
        tuple(name for one, name in ids.items() if one in known),
    )

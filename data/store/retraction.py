"""How is everything that came from one source taken out of the lake, whatever is killed when?

Month by month: first the keys are forgotten and the derived tables made anew from the other
events, and only then are the events themselves rewritten. As long as any of them is there, it is
known what is left to do; killed between any two steps, the next run does the month again.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from deltalake import DeltaTable

from data.store import inbox
from data.store.compaction import compact, parts_of, replace_month, rows_of
from data.store.engine import write
from data.store.lake import SETTLED, Lake
from data.store.lake_tables import DERIVED, TABLES, LakeTable

_SLICE = 5_000  # keys a transaction


def retract(lake: Lake, source: str) -> bool:
    """Take what came from `source` out of one month's tables; whether there was any.

    Nothing may take events of this source meanwhile, and nothing else may write the lake: whoever
    asks holds its lease, and is told by a DeltaError where something did. Readers may for a moment
    find them in some tables alone.
    """
    compact(lake)
    handles = {name: lake.table(name) for name in TABLES}
    files = lake.view().files["events"]
    for month in sorted({file.month for file in files}):
        events = rows_of(TABLES["events"], files, month)
        theirs = pl.col("source").eq_missing(source)
        keys = events.filter(theirs).select("key").collect().get_column("key").to_list()
        if keys:
            _forget(lake, [bytes.fromhex(key) for key in keys])
            rewrite_month(handles, month, events.filter(~theirs))
            return True
    return False


def rewrite_month(handles: Mapping[str, DeltaTable], month: str, events: pl.LazyFrame) -> None:
    """Let one month be these events: the derived tables first, and the events themselves last.

    `handles` are the tables as they were before the events were read; see `retract` for who may
    ask.
    """
    for table in (*DERIVED, TABLES["events"]):
        _rewrite(handles[table.name], table, month, events)


def _forget(lake: Lake, keys: list[bytes]) -> None:
    for start in range(0, len(keys), _SLICE):
        with write(lake.engine) as connection:
            inbox.forget(connection, keys[start : start + _SLICE])


def _rewrite(handle: DeltaTable, table: LakeTable, month: str, events: pl.LazyFrame) -> None:
    chunks = (
        (own, table.fold(table.derive(events.filter(part))))
        for own, part in parts_of(events, table)
    )
    replace_month(handle, table, month, chunks, SETTLED)

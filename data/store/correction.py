"""How does the lake come to say what a corrected reading says, whatever is killed when?

What each event is to be, or that it is not to be, stands in the database until the lake says so:
the months that hold it, or are to hold it, are rewritten whole, and what stands there already is
put there once more. Only then is the correction struck off, and the key of an event that is gone
forgotten; killed between any two steps, the next run does it again.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from data.store import correction_rows as rows
from data.store import inbox
from data.store.compaction import compact, rows_of
from data.store.correction_rows import Correction
from data.store.engine import read, write
from data.store.lake import Lake
from data.store.lake_tables import TABLES
from data.store.retraction import rewrite_month
from data.store.schema import events_from_payloads

KEYS = 20_000  # events that are corrected at once, for a month is rewritten whole


def correct(lake: Lake, beat: Callable[[], object]) -> bool:
    """Make some of the corrections that wait; whether there were any.

    Whoever asks holds the lease of the lake's upkeep, which is all that `beat` need renew: it is
    called before each month. What it raises ends the work, which the next call begins anew. Readers
    may for a moment find the corrected events in some tables alone.
    """
    with read(lake.engine) as connection:
        told = rows.first(connection, KEYS)
    if not told:
        return False
    compact(lake)
    wanted = {one.key: one for one in told}
    keys = [key.hex() for key in wanted]
    events = events_from_payloads([one.payload for one in wanted.values() if one.payload])
    for month in sorted(_months(lake, keys, told)):
        beat()
        # Before the events are read: had something else written meanwhile, Delta would refuse ours.
        handles = {name: lake.table(name) for name in TABLES}
        stored = rows_of(TABLES["events"], lake.view().files["events"], month)
        others = stored.filter(~pl.col("key").is_in(keys))
        mine = events.filter(pl.col("month") == month).lazy()
        rewrite_month(handles, month, pl.concat([others, mine]))
    _strike_off(lake, told)
    return True


def _months(lake: Lake, keys: list[str], told: list[Correction]) -> set[str]:
    """Where these events are, and where they are to be; and where they were to be by an earlier
    correction, which may have been broken off half-way.
    """
    stored = lake.view().stored("events").filter(pl.col("key").is_in(keys))
    months = stored.select(pl.col("month").unique()).collect().get_column("month")
    meant = events_from_payloads([one.payload for one in told if one.payload])
    return {*months, *meant.get_column("month")}


def _strike_off(lake: Lake, made: list[Correction]) -> None:
    last = {one.key: one for one in made}
    with write(lake.engine) as connection:
        newer = rows.of(connection, last)
        done = [one for key, one in last.items() if newer[key].id == one.id]
        inbox.forget(connection, [one.key for one in done if one.payload is None])
        calls = {o.key: o.call_id for o in done if o.payload is not None}
        inbox.attribute(connection, {key: id_ for key, id_ in calls.items() if id_ is not None})
        rows.remove(connection, [one.id for one in made])

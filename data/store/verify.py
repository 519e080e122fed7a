"""Do the lake's tables still say what its events say?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from sqlalchemy import func, select

from data.store import tables
from data.store.compaction import parts_of, rows_of
from data.store.engagement import SETTLED_ACTS, acts, all_telling
from data.store.engine import read
from data.store.lake import Lake, View
from data.store.lake_tables import DERIVED, TABLES, LakeTable, standing_counts
from data.store.made_files import ACTED
from data.store.schema import STANDINGS

SHOWN = 3  # examples named for each difference


def verify(lake: Lake) -> list[str]:
    """Recompute every derived table from the events; a sentence for each difference.

    An empty list means that every figure follows from the stored events.
    """
    view = lake.view()
    differences = (d for table in DERIVED for d in _differences(view, table))
    return [*_events(lake, view), *differences, *_counts(view), *_acts(view)]


def _events(lake: Lake, view: View) -> Iterator[str]:
    """Every accepted event is there once, in the lake or in the inbox."""
    keys = view.stored("events").select("key")
    total, distinct = (
        keys.select(total=pl.len(), distinct=pl.col("key").n_unique()).collect().row(0)
    )
    if total != distinct:
        yield f"events: {total - distinct} events are stored more than once"
    with read(lake.engine) as connection:
        accepted = connection.execute(select(func.count()).select_from(tables.seen)).scalar_one()
    if accepted != distinct:
        yield f"events: {accepted} were accepted and {distinct} are stored"


def _differences(view: View, table: LakeTable) -> Iterator[str]:
    files = view.files["events"]
    months = {file.month for file in (*files, *view.files[table.name])}
    months |= set(view.tails["events"].get_column("month").to_list())
    held = view.stored(table.name)
    held = table.fold(held) if table.adds_up else held
    for month in sorted(months):
        tail = view.tails["events"].lazy().filter(pl.col("month") == month)
        events = pl.concat([rows_of(TABLES["events"], files, month), tail])
        mine = held.filter(pl.col("month") == month)
        # Of both, so that rows of a campaign without any event are looked at, too.
        campaigns = pl.concat([rows.select("campaign_id") for rows in (events, mine)])
        for _, part in parts_of(campaigns, table):
            expected = table.fold(table.derive(events.filter(part))).collect()
            yield from _named(table, month, expected, mine.filter(part).collect())


def _counts(view: View) -> Iterator[str]:
    """What is kept of the messages' standings is what the messages come to."""
    keys = [name for name in STANDINGS if name not in ("n", "segments")]
    kept = view.stored("standings").group_by(keys).agg(pl.col("n", "segments").sum())
    kept = kept.filter(pl.col("n") != 0).select(*STANDINGS)
    counted = standing_counts(view.stored("messages"))
    odd = kept.collect().join(counted.collect(), on=list(STANDINGS), how="anti", nulls_equal=True)
    if len(odd):
        row = odd.row(0, named=True)
        yield f"standings: {len(odd)} counts differ, for example of campaign {row['campaign_id']}"


def _acts(view: View) -> Iterator[str]:
    """What is kept of opens and clicks is what the settled events say."""
    columns = list(SETTLED_ACTS)
    for month in sorted({file.month for file in view.files["events"] if file.settled}):
        settled = [file for file in view.files["events"] if file.settled]
        events = rows_of(TABLES["events"], settled, month)
        expected = acts(events, all_telling()).select(columns).collect()
        kept = view.made(ACTED, month).select(columns).collect()
        odd = sum(
            len(these.join(those, on=columns, how="anti", nulls_equal=True))
            for these, those in ((expected, kept), (kept, expected))
        )
        if odd or len(expected) != len(kept):
            yield f"acts {month}: {odd} opens and clicks differ from the events"


def _named(
    table: LakeTable, month: str, expected: pl.DataFrame, actual: pl.DataFrame
) -> Iterator[str]:
    columns = list(table.schema)
    for what, these, those in (
        ("missing or different from the events", expected, actual),
        ("not founded on the events", actual, expected),
    ):
        odd = these.join(those, on=columns, how="anti", nulls_equal=True)
        if len(odd):
            named = "; ".join(
                ", ".join(f"{k} {row[k]}" for k in table.names if row[k] is not None)
                for row in odd.head(SHOWN).to_dicts()
            )
            yield f"{table.name} {month}: {len(odd)} rows {what}, for example {named}"

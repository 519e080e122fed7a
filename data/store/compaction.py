"""How do events get from the inbox into the lake, exactly once, whatever is killed when?

Each table's Delta log carries, in the same commit as the rows, the number of the last inbox row
that it holds. Compaction appends to each table the inbox rows above that table's own number, and
only then deletes them from the inbox. Killed between any two steps, the next run finds each
table's number and goes on: nothing is lost, nothing is there twice. Two runs at once can't both
commit, since Delta refuses the second commit of one application transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
from arro3.core import RecordBatch, RecordBatchReader
from arro3.core import Schema as ArrowSchema
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake

from data.store import inbox
from data.store.engine import read, write
from data.store.lake import FRESH, INBOX, SETTLED, Lake, LakeFile
from data.store.lake_tables import DERIVED, TABLES, LakeTable
from data.store.made_files import MADE
from data.store.schema import events_from_payloads

BATCH = 200_000  # inbox rows folded into one commit a table
DELETE_SLICE = 10_000  # rows a delete, so that ingest never waits long for the database
FRESH_FILES = 8  # a month with more fresh files gets them merged into one
SETTLE_SHARE = 0.25  # fresh rows above this share of the settled ones are folded in for good
CHECKPOINT_EVERY = 32  # commits
VACUUM_HOURS = 1  # no query runs as long
CHUNK = 1_000_000  # rows folded and sorted in memory at once

# Small row groups, so that one campaign's rows are found without reading its neighbours.
_WRITER = WriterProperties(max_row_group_size=128 * 1024, compression="ZSTD", compression_level=1)


def compact(lake: Lake, batch: int = BATCH) -> int:
    """Move everything that is in the inbox now to the lake; say how many events that was."""
    moved = 0
    while True:
        # Read and written through one handle each: had another run committed meanwhile, Delta
        # would refuse ours.
        handles = {name: lake.table(name) for name in TABLES}
        done = {name: handle.transaction_version(INBOX) or 0 for name, handle in handles.items()}
        with read(lake.engine) as connection:
            rows = inbox.tail(connection, min(done.values()), batch)
        if not rows:
            return moved
        last = rows[-1][0]
        # All tables stand at the same row, unless something was killed: the rows are read once.
        for start in sorted({at for at in done.values() if at < last}):
            events = events_from_payloads([payload for seq, payload in rows if seq > start])
            for name, table in TABLES.items():
                if done[name] == start:
                    _append(handles[name], table, events, last)
        _delete(lake, last)
        moved += len(rows)


def _append(handle: DeltaTable, table: LakeTable, events: pl.DataFrame, last: int) -> None:
    rows = table.derive(events.lazy()).sort(table.order).collect()
    write_deltalake(
        handle,
        rows.with_columns(tier=pl.lit(FRESH)),
        mode="append",
        writer_properties=_WRITER,
        commit_properties=CommitProperties(app_transactions=[Transaction(INBOX, last)]),
    )


def _delete(lake: Lake, last: int) -> None:
    while True:
        with write(lake.engine) as connection:
            if not inbox.delete_up_to(connection, last, DELETE_SLICE):
                return


def settle(lake: Lake, *, everything: bool = False) -> int:
    """Keep files few, sorted and folded; say how many months of tables were rewritten.

    A month's fresh files are merged into one when they are many, and folded into its settled
    file when they hold much; so each row is rewritten a logarithmic number of times. Answers
    before, during and after are the same.
    """
    rewritten = 0
    # The handles first: what is added to a month after its files were looked up is refused.
    handles = {name: lake.table(name) for name in TABLES}
    files = lake.view().files
    for name, table in TABLES.items():
        for month in sorted({file.month for file in files[name]}):
            mine = [file for file in files[name] if file.month == month]
            rewritten += _settle_month(handles[name], table, month, mine, everything=everything)
        _tidy(handles[name])
    if rewritten:
        _make(lake)
    return rewritten


def _make(lake: Lake) -> None:
    """Make of the settled files what is read instead, before anyone asks for it."""
    view = lake.view()
    for made in MADE:
        months = {file.month for file in view.files[made.table] if file.settled}
        for month in months:
            view.made(made, month)
        made.forget(lake.path, {view.made_file(made, month) for month in months})


def _settle_month(
    handle: DeltaTable, table: LakeTable, month: str, files: list[LakeFile], *, everything: bool
) -> bool:
    fresh = [file for file in files if not file.settled]
    settled = [file for file in files if file.settled]
    weight = sum(file.rows for file in fresh)
    if everything and fresh or weight > SETTLE_SHARE * _rows(settled):
        _rewrite(handle, table, month, files, SETTLED)
        return True
    if len(fresh) > FRESH_FILES:
        _rewrite(handle, table, month, fresh, FRESH)
        return True
    return False


def _rows(files: Iterable[LakeFile]) -> int:
    return sum(file.rows for file in files)


def _rewrite(
    handle: DeltaTable, table: LakeTable, month: str, files: list[LakeFile], tier: str
) -> None:
    rows = rows_of(table, files, month)
    chunks = ((own, table.fold(rows.filter(part))) for own, part in parts_of(rows, table))
    replace_month(handle, table, month, chunks, tier)


def rows_of(table: LakeTable, files: Iterable[LakeFile], month: str) -> pl.LazyFrame:
    """Everything that `files` hold of one partition."""
    paths = [file.path for file in files if file.month == month]
    if not paths:
        return pl.LazyFrame(schema=table.schema)
    wire = {name: kind for name, kind in table.schema.items() if name != "month"}
    return (
        pl.scan_parquet(paths, schema=wire, hive_partitioning=False, glob=False)
        .with_columns(month=pl.lit(month))
        .select(*table.schema)
    )


def parts_of(rows: pl.LazyFrame, table: LakeTable) -> Iterator[tuple[int | None, pl.Expr]]:
    """Conditions that cut `rows` into parts of about CHUNK rows, in the order of campaigns.

    All rows of one key fall into one part, so each can be folded alone. With a part that belongs
    to one large campaign comes its id.
    """
    sizes = rows.group_by("campaign_id").len().sort("campaign_id", nulls_last=True).collect()
    small: list[int] = []
    weight = 0
    for campaign, n in sizes.iter_rows():
        if campaign is None:
            yield None, pl.col("campaign_id").is_null()
        elif n > CHUNK and table.split:
            mine = pl.col("campaign_id") == campaign
            cuts = -(-n // CHUNK)
            for cut in range(cuts):
                yield campaign, mine & (pl.col(table.split).hash() % cuts == cut)
        else:
            if small and weight + n > CHUNK:
                yield None, pl.col("campaign_id").is_in(small)
                small, weight = [], 0
            small.append(campaign)
            weight += n
    if small:
        yield None, pl.col("campaign_id").is_in(small)


def replace_month(
    handle: DeltaTable,
    table: LakeTable,
    month: str,
    chunks: Iterable[tuple[int | None, pl.LazyFrame]],
    tier: str,
) -> None:
    """Put `chunks` in the place of the month's files (of its fresh ones alone for that tier).

    With each chunk comes the campaign that it belongs to alone, if it is a large one's. What was
    added since `handle` was taken makes Delta refuse: a DeltaError.
    """
    predicate = f"month = '{month}'" + (f" AND tier = '{FRESH}'" if tier == FRESH else "")

    def batches() -> Iterator[RecordBatch]:
        for own, chunk in chunks:
            name = f"{tier}-{own}" if own is not None and tier == SETTLED else tier
            rows = chunk.sort(table.order, nulls_last=True).collect()
            yield from RecordBatchReader.from_stream(rows.with_columns(tier=pl.lit(name)))

    schema = ArrowSchema.from_arrow(pl.Schema({**table.schema, "tier": pl.String}))
    write_deltalake(
        handle,
        RecordBatchReader.from_batches(schema, batches()),
        mode="overwrite",
        predicate=predicate,
        writer_properties=_WRITER,
    )


def _tidy(table: DeltaTable) -> None:
    if table.version() and table.version() % CHECKPOINT_EVERY == 0:
        table.create_checkpoint()
        table.cleanup_metadata()
    table.vacuum(retention_hours=VACUUM_HOURS, enforce_retention_duration=False, dry_run=False)


def rebuild(lake: Lake) -> None:
    """Make every derived table anew from the events, month by month.

    The inbox is emptied first, so that all tables hold the same events when it begins.
    """
    compact(lake)
    files = lake.view().files
    for table in DERIVED:
        months = {file.month for file in (*files["events"], *files[table.name])}
        for month in sorted(months):
            events = rows_of(TABLES["events"], files["events"], month)
            chunks = (
                (own, table.fold(table.derive(events.filter(part))))
                for own, part in parts_of(events, table)
            )
            replace_month(lake.table(table.name), table, month, chunks, SETTLED)

"""What has happened? The event lake as readers see it: Delta tables plus the inbox's tail."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from threading import Lock, RLock
from typing import TypeVar

import polars as pl
from deltalake import DeltaTable, Schema
from deltalake.exceptions import DeltaError
from sqlalchemy import Engine

from data.actors import RuleSet, classified
from data.errors import Unavailable
from data.store import actor_rows, inbox, total_rows
from data.store.answers import Answers
from data.store.counting import LEFT_OUT, TAKE_OUT, Owner, Owners, counted, left_out
from data.store.engagement import ACTS, SETTLED_ACTS, acts, all_telling, how_many, telling
from data.store.engine import read
from data.store.lake_tables import TABLES, LakeTable, standing_counts
from data.store.made_files import ACTED, COUNTED, Made
from data.store.pauses import Pause, Pauses, later
from data.store.schema import EVENTS, STANDINGS, events_from_payloads
from data.store.subscriber_counts import LISTS, list_counts
from data.store.total_rows import Totals
from data.store.workspace_rows import facts

# The name under which each table's log keeps the last inbox row that it holds.
INBOX = "inbox"
# `settled` files hold one row a key and are sorted; `fresh` ones wait to be folded in. A large
# campaign has settled files of its own, in the tier "settled-<its id>".
SETTLED, FRESH = "settled", "fresh"
Found = TypeVar("Found")

_MOST_ACTS = 2_000_000  # some hundred megabytes


@dataclass(frozen=True, slots=True)
class LakeFile:
    """One Parquet file; `low` and `high` bound its campaign ids (None: no campaign in it).

    `stray` rows have no campaign.
    """

    path: str
    month: str
    tier: str
    rows: int
    low: int | None
    high: int | None
    stray: int

    @property
    def settled(self) -> bool:
        """Whether it holds folded rows, one a key."""
        return self.tier != FRESH

    def may_hold(self, wanted: Owners) -> bool:
        """Whether rows of one of these campaigns can be in it."""
        if wanted is None:
            return True
        if self.low is None or self.high is None:
            return self.rows > self.stray
        return any(c.month == self.month and self.low <= c.id <= self.high for c in wanted)

    def holds_only(self, campaign_id: int) -> bool:
        """Whether every row is this campaign's, so that none need be looked at to know it."""
        return self.low == self.high == campaign_id and not self.stray


@dataclass(frozen=True, slots=True)
class Late:
    """What fresh rows do to settled ones: the keys they touch, and their rows before and after."""

    keys: pl.LazyFrame
    before: pl.DataFrame
    after: pl.DataFrame


@dataclass(slots=True)
class View:
    """The lake at one moment: it never changes, so figures read from one view fit together.

    `answers` are those of the lake: what was counted from an earlier view is still right where
    none of its rows has changed.
    """

    version: tuple[int, ...]
    files: dict[str, tuple[LakeFile, ...]]
    tails: dict[str, pl.DataFrame]  # events of the inbox that a table does not hold yet
    path: Path  # the folder of the lake
    pauses: Pauses = field(default_factory=Pauses)
    answers: Answers = field(default_factory=Answers)
    rules: RuleSet = field(default_factory=RuleSet)  # by which opens and clicks are classified
    lists: Callable[[], pl.DataFrame] = partial(pl.DataFrame, schema=LISTS)  # of subscribers
    totals: Totals = field(default_factory=Totals)  # that files brought; no rows of the lake
    _states: dict[tuple[int, ...], bytes] = field(default_factory=dict)
    _derived: dict[str, pl.DataFrame] = field(default_factory=dict)
    _changes: dict[tuple[str, tuple[int, ...] | None], Late | None] = field(default_factory=dict)
    _left_out: dict[tuple[Pause, ...], pl.DataFrame] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def kept(self, name: Hashable, campaigns: Owners, find: Callable[[], Found]) -> Found:
        """What `find` finds among these campaigns' rows (None: all rows), looked for only once.

        `name` must tell it from everything else that is found among them, and hold whatever it
        depends on beside the rows: configuration, period, zone.
        """
        state = self.version if campaigns is None else self._state(campaigns)
        return self.answers.get((state, name), find)

    def _state(self, campaigns: Sequence[Owner]) -> bytes:
        """Equal where the same rows belong to these campaigns.

        Files never change. The rows of a campaign that wait in the inbox only become more, until
        some go into a file, which then is another one.
        """
        ids = tuple(campaign.id for campaign in campaigns)
        if ids not in self._states:
            known = (ids, self.pauses.of(ids), self.rules.version, self.totals.state(ids))
            told = blake2b(repr(known).encode(), digest_size=16)
            for name, files in self.files.items():
                own = sorted(file.path for file in files if file.may_hold(campaigns))
                waiting = self.tails[name].filter(_only(campaigns)).get_column("key")
                told.update(repr((name, own, len(waiting), waiting[-1:].to_list())).encode())
            self._states[ids] = told.digest()
        return self._states[ids]

    def scan(self, table: str, campaigns: Owners = None) -> pl.LazyFrame:
        """What counts of `table`: as `stored`, without `left_out`."""
        if table not in TAKE_OUT:
            return self.stored(table, campaigns)
        return counted(self.stored, table, campaigns, self.left_out(campaigns))

    def engagement(
        self, campaigns: Owners = None, rules: RuleSet | None = None, splits: Sequence[str] = ()
    ) -> pl.LazyFrame:
        """The opens and clicks that count, as data.store.engagement.ACTS, with `actor` and `rule`.

        By the workspace's rules, or by others to see what they would change; `splits` are more
        columns. They are classified once, unless they are those of several campaigns and too many
        to be kept.
        """
        chosen = self.rules if rules is None else rules
        found = self._acts(campaigns, splits)
        if campaigns is None or len(campaigns) > 1:
            if how_many(self.scan("hourly", campaigns)) > _MOST_ACTS:
                return classified(found, chosen)
        once = partial(self.kept, ("acts", *splits), campaigns, found.collect)
        name = ("engagement", chosen.identity, *splits)
        return self.kept(
            name, campaigns, lambda: classified(once().lazy(), chosen).collect()
        ).lazy()

    def _acts(self, campaigns: Owners, splits: Sequence[str]) -> pl.LazyFrame:
        """The opens and clicks that count, as ACTS and `splits`."""
        if splits:  # what was made of settled events doesn't have these
            told = telling(self.scan("hourly", campaigns))
            return acts(self.scan("events", campaigns), told, splits).drop("key")
        spec = TABLES["events"]
        files = [f for f in self.files["events"] if f.settled and f.may_hold(campaigns)]
        made = [self.made(ACTED, month) for month in sorted({file.month for file in files})]
        found = pl.concat([pl.LazyFrame(schema=SETTLED_ACTS), *made]).filter(_only(campaigns))
        fresh = self._fresh(spec, campaigns)
        if fresh is not None:
            found = pl.concat([found, acts(fresh, all_telling())])
        out = self.left_out(campaigns)
        if not out.is_empty():
            found = found.join(out.lazy().select("key"), on="key", how="anti")
        return found.select(*ACTS)

    def left_out(self, campaigns: Owners = None) -> pl.DataFrame:
        """What happened while one of these campaigns was paused: in no figure (F060)."""
        ids = None if campaigns is None else [campaign.id for campaign in campaigns]
        pauses = self.pauses.of(ids)
        if not pauses:
            return pl.DataFrame(schema=LEFT_OUT)
        with self._lock:
            if pauses not in self._left_out:
                self._left_out[pauses] = left_out(self.stored, pauses)
            return self._left_out[pauses]

    def marked(self, campaigns: Owners = None) -> pl.LazyFrame:
        """Every stored event of these campaigns; `paused` marks those that are `left_out`."""
        keys = self.left_out(campaigns).get_column("key").implode()
        return self.stored("events", campaigns).with_columns(paused=pl.col("key").is_in(keys))

    def stored(self, table: str, campaigns: Owners = None) -> pl.LazyFrame:
        """Rows of `table` for these campaigns (None: all), one a key; `hourly` rows add up.

        Times are UTC. The inbox's tail is part of it, so nothing acknowledged is missing.
        """
        if table == "standings":
            return self._standings(campaigns)
        spec = TABLES[table]
        settled, fresh = self._settled(spec, campaigns), self._fresh(spec, campaigns)
        if fresh is None:
            return settled
        if spec.adds_up:
            return pl.concat([settled, fresh])
        late = self._late(spec, campaigns, fresh)
        if late is None:
            return settled
        untouched = settled.join(late.keys, on=spec.key, how="anti", nulls_equal=True)
        return pl.concat([untouched, late.after.lazy()])

    def _settled(self, spec: LakeTable, campaigns: Owners) -> pl.LazyFrame:
        files = [f for f in self.files[spec.name] if f.settled and f.may_hold(campaigns)]
        if campaigns is None or len(campaigns) > 1:
            return _scan(files, spec).filter(_only(campaigns))
        # Looking at each row's campaign costs more than the rest of a question about a large one.
        own = [file for file in files if file.holds_only(campaigns[0].id)]
        others = [file for file in files if file not in own]
        return pl.concat([_scan(own, spec), _scan(others, spec).filter(_only(campaigns))])

    def _fresh(self, spec: LakeTable, campaigns: Owners) -> pl.LazyFrame | None:
        """What is not settled yet, not folded either; None where there is nothing."""
        files = [f for f in self.files[spec.name] if not f.settled and f.may_hold(campaigns)]
        tail = self._tail(spec)
        if not files and tail.is_empty():
            return None
        return pl.concat([_scan(files, spec), tail.lazy()]).filter(_only(campaigns))

    def _late(self, spec: LakeTable, campaigns: Owners, fresh: pl.LazyFrame) -> Late | None:
        """What fresh rows change; kept, since several questions about a campaign need it."""
        ids = None if campaigns is None else tuple(campaign.id for campaign in campaigns)
        with self._lock:
            if (spec.name, ids) not in self._changes:
                rows = fresh.collect()
                late = None if rows.is_empty() else self._changed(spec, campaigns, rows)
                self._changes[spec.name, ids] = late
            return self._changes[spec.name, ids]

    def _changed(self, spec: LakeTable, campaigns: Owners, rows: pl.DataFrame) -> Late:
        keys = rows.lazy().select(spec.key).unique()
        settled = self._settled(spec, _owners(rows) if campaigns is None else campaigns)
        if spec.split:  # read in full only the rows that can be meant
            column = pl.col(spec.split)
            settled = settled.filter(column.is_in(rows.get_column(spec.split).unique().implode()))
        before = settled.join(keys, on=spec.key, how="semi", nulls_equal=True).collect()
        after = spec.fold(pl.concat([before.lazy(), rows.lazy()])).collect()
        return Late(keys, before, after)

    def _standings(self, campaigns: Owners) -> pl.LazyFrame:
        """Counts of messages by standing: the settled ones as kept, and what fresh rows change.

        A message that moved is taken out where it stood (a count of -1) and put in where it stands.
        """
        spec = TABLES["messages"]
        files = [f for f in self.files[spec.name] if f.settled and f.may_hold(campaigns)]
        counts = [self.made(COUNTED, month) for month in sorted({file.month for file in files})]
        kept = pl.concat([pl.LazyFrame(schema=STANDINGS), *counts]).filter(_only(campaigns))
        fresh = self._fresh(spec, campaigns)
        if fresh is None:
            return kept
        late = self._late(spec, campaigns, fresh)
        if late is None:
            return kept
        out = standing_counts(late.before.lazy()).with_columns(-pl.col("n", "segments"))
        return pl.concat([kept, out, standing_counts(late.after.lazy())])

    def made(self, made: Made, month: str) -> pl.LazyFrame:
        """What is made of the settled files of one month; made once, then kept in a file."""
        settled = self._settled_of(made, month)
        return made.read(self.made_file(made, month), lambda: _scan(settled, TABLES[made.table]))

    def made_file(self, made: Made, month: str) -> Path:
        """Where that is kept."""
        return made.path(self.path, month, [file.path for file in self._settled_of(made, month)])

    def _settled_of(self, made: Made, month: str) -> list[LakeFile]:
        return [file for file in self.files[made.table] if file.settled and file.month == month]

    def _tail(self, spec: LakeTable) -> pl.DataFrame:
        with self._lock:
            if spec.name not in self._derived:
                self._derived[spec.name] = spec.derive(self.tails[spec.name].lazy()).collect()
            return self._derived[spec.name]


@dataclass(frozen=True, slots=True)
class _Owned:
    """A campaign as its rows tell of it."""

    id: int
    month: str


def _owners(rows: pl.DataFrame) -> Owners:
    """The campaigns of these rows; None where some have no campaign, and may be of any month."""
    found = rows.select("campaign_id", "month").unique()
    if found.get_column("campaign_id").has_nulls():
        return None
    return [_Owned(*row) for row in found.iter_rows()]


def _only(campaigns: Owners) -> pl.Expr:
    if campaigns is None:
        return pl.lit(value=True)
    if len(campaigns) == 1:
        return pl.col("campaign_id") == campaigns[0].id
    return pl.col("campaign_id").is_in([campaign.id for campaign in campaigns])


def _scan(files: Sequence[LakeFile], spec: LakeTable) -> pl.LazyFrame:
    """The files as one frame; the month is not in them but in their partition."""
    if not files:
        return pl.LazyFrame(schema=spec.schema)
    wire = {name: kind for name, kind in spec.schema.items() if name != "month"}
    months: dict[str, list[str]] = {}
    for file in files:
        months.setdefault(file.month, []).append(file.path)
    return pl.concat(
        [
            pl.scan_parquet(paths, schema=wire, hive_partitioning=False, glob=False)
            .with_columns(month=pl.lit(month))
            .select(*spec.schema)
            for month, paths in sorted(months.items())
        ]
    )


class Lake:
    """The event lake of one workspace; safe to use from several threads."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self.engine = engine
        self.answers = Answers()
        self._lock = Lock()
        self._tables = {name: self._open(spec) for name, spec in TABLES.items()}
        self._tail = pl.DataFrame(schema={"seq": pl.Int64, **EVENTS})
        self._last_seq = 0
        self._pauses = Pauses()
        self._rules = RuleSet()
        self._totals = Totals()
        self._marks: dict[str, tuple[int, int]] = {}  # by table: its version, and its mark
        self._looked: dict[str, int] = {}  # by table: when its log had last changed, nanoseconds
        self._view: View | None = None

    def _open(self, spec: LakeTable) -> DeltaTable:
        return DeltaTable.create(
            self.path / spec.name,
            schema=Schema.from_arrow(pl.Schema({"tier": pl.String, **spec.schema})),
            partition_by=["month", "tier"],
            mode="ignore",
            configuration={"delta.logRetentionDuration": "interval 1 days"},
        )

    def table(self, name: str) -> DeltaTable:
        """The Delta table `name` at its newest version, for the one who writes it."""
        return DeltaTable(self.path / name)

    def view(self) -> View:
        """The lake as it is now. Raises Unavailable when database or files can't be read."""
        with self._lock:
            # The tail first, then the lake: the other way round, rows that compaction moves in
            # between would be in neither.
            self._fetch_tail()
            try:
                for name in self._tables:
                    self._refresh(name)
                return self._current()
            except (DeltaError, OSError) as error:
                raise Unavailable(f"The event store can't be read: {error}") from error

    def version(self) -> tuple[int, ...]:
        """Changes whenever a figure may change."""
        return self.view().version

    def scan(self, table: str, campaigns: Owners = None) -> pl.LazyFrame:
        """See View.scan; use one view where several figures must fit together."""
        return self.view().scan(table, campaigns)

    def _fetch_tail(self) -> None:
        with read(self.engine) as connection:
            rows = inbox.tail(connection, self._last_seq)
            self._pauses = later(connection, self._pauses)
            kept = facts(connection, actor_rows.NAME, total_rows.NAME)
            self._rules = actor_rows.last_of(kept.get(actor_rows.NAME))
            version = int(kept.get(total_rows.NAME, 0))
            self._totals = total_rows.later(connection, self._totals, version)
        if not rows:
            return
        frame = events_from_payloads([payload for _, payload in rows])
        seqs = pl.Series("seq", [seq for seq, _ in rows], pl.Int64)
        self._tail = self._tail.vstack(frame.insert_column(0, seqs))
        self._last_seq = rows[-1][0]

    def _refresh(self, name: str) -> None:
        # Reading a log that has not grown takes longer than most questions. A commit that came in
        # the same tick of the file system's clock as our last look shows by its name.
        log = self.path / name / "_delta_log"
        looked = log.stat().st_mtime_ns
        following = log / f"{self._tables[name].version() + 1:020}.json"
        if looked == self._looked.get(name) and not following.exists():
            return
        try:
            self._tables[name].update_incremental()
        except DeltaError:
            # The log between our version and the newest one was cleaned away while we slept.
            self._tables[name] = DeltaTable(self.path / name)
        self._looked[name] = looked

    def _current(self) -> View:
        marks = {name: self._mark(name) for name in self._tables}
        self._tail = self._tail.filter(pl.col("seq") > min(marks.values()))
        # A lake that was restored or rebuilt may be ahead of the rows that we have seen.
        tables = (table.version() for table in self._tables.values())
        known = (self._pauses.version, self._rules.version, self._totals.version)
        version = (*tables, self._last_seq, *known)
        if self._view is None or self._view.version != version:
            self._view = View(
                version,
                {name: self._files(name) for name in self._tables},
                {n: self._tail.filter(pl.col("seq") > m).drop("seq") for n, m in marks.items()},
                self.path,
                self._pauses,
                self.answers,
                self._rules,
                lists=partial(list_counts, self.engine),
                totals=self._totals,
            )
        return self._view

    def _mark(self, name: str) -> int:
        """The last inbox row that a table holds, as its own log says."""
        version = self._tables[name].version()
        if self._marks.get(name, (-1, 0))[0] != version:
            mark = self._tables[name].transaction_version(INBOX) or 0
            self._marks[name] = (version, mark)
        return self._marks[name][1]

    def _files(self, name: str) -> tuple[LakeFile, ...]:
        held = self._view
        position = list(self._tables).index(name)
        table = self._tables[name]
        if held is not None and held.version[position] == table.version():
            return held.files[name]
        actions = pl.DataFrame(table.get_add_actions(flatten=True))
        low, high, stray = (
            actions.get_column(c).to_list() if c in actions.columns else [None] * len(actions)
            for c in ("min.campaign_id", "max.campaign_id", "null_count.campaign_id")
        )
        return tuple(
            LakeFile(str(self.path / name / path), month, tier, rows, least, most, empty or 0)
            for path, month, tier, rows, least, most, empty in zip(
                actions.get_column("path").to_list(),
                actions.get_column("partition.month").to_list(),
                actions.get_column("partition.tier").to_list(),
                actions.get_column("num_records").to_list(),
                low,
                high,
                stray,
                strict=True,
            )
        )

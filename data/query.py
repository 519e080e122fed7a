"""How many, and what share? One question as a value, and its answer from the lake.

Counts first, arithmetic last: each tally is counted through Narwhals over the table that its
grain names, and metrics are computed from the summed counts, so a rate is never averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import narwhals as nw
import orjson
import polars as pl

from data.campaign import Campaign, entries
from data.dimension import Dimension
from data.dimensions import DIMENSIONS
from data.errors import BadRequest
from data.metric import Metric
from data.metrics import METRICS
from data.store.engagement import SPLITS
from data.store.lake import Lake, View
from data.store.lake_tables import TABLES
from data.store.schema import HOURLY, MOMENT, STANDINGS
from data.store.subscriber_counts import JOINED
from data.tallies import TALLIES
from data.tally import Grain, Tally
from data.totals import rows as totals

# Granularity, in the words of the address and the API, to Polars' words.
GRANULARITIES = {"hour": "1h", "day": "1d", "week": "1w", "month": "1mo"}
ELAPSED = "elapsed"  # buckets are whole hours since each campaign's origin
TIME = "time"
COUNT = "#"  # before a tally's name in the answer

LEFT = "left"  # when a message was sent or, where it never was, first heard of
ACTED = "acted_at"  # when its recipient first did what is counted

Narwhal = nw.LazyFrame[pl.LazyFrame]
T = TypeVar("T")
# By these a plain tally picks its rows; grouped by them, one pass serves all plain tallies.
_STANDING = ("channel", "status", "outcome", "opened")
_PICKED_BY = {
    "messages": _STANDING,
    "standings": _STANDING,
    "hourly": ("kind", "channel"),
    "acts": ("act", "actor"),
}
# Tables whose rows are counts already, and their times, by the one that is asked for.
_COUNTS = {
    "hourly": {"at": "hour"},
    "standings": {
        "status_at": "since",
        "sent_at": LEFT,
        "delivered_at": "arrived",
        LEFT: LEFT,
    },
}


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: metrics, split by dimensions and time, of some campaigns in some period.

    `start` and `until` bound [start, until) in UTC. `where` keeps rows whose dimension has one of
    the values. `granularity` ("hour", "day", "week", "month") adds a column "time": the beginning
    of each bucket in `zone`. With "elapsed" it has the whole hours since the moment that `origins`
    has for the campaign's id, 0 for anything earlier. `axis`: "event" books a message when it
    reached what is counted, "send" when it was sent (a cohort), "act" its recipient when they first
    did what is counted.
    """

    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    campaigns: tuple[Campaign, ...] | None = None
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    start: datetime | None = None
    until: datetime | None = None
    granularity: str = ""
    zone: str = "UTC"
    axis: str = "event"
    origins: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for questions with the same answer on the same lake."""
        campaigns = self.campaigns
        return (
            self.metrics,
            self.dimensions,
            None if campaigns is None else tuple(campaign.id for campaign in campaigns),
            tuple(sorted((name, tuple(sorted(values))) for name, values in self.where.items())),
            self.start,
            self.until,
            self.granularity,
            self.zone,
            self.axis,
            tuple(sorted(self.origins.items())),
            self._fields,
            self._configuration,
        )

    @property
    def is_everywhere(self) -> bool:
        """Whether a metric counts what happened in other campaigns, too."""
        return any(tally.everywhere for tally in self._tallies)

    @property
    def _tallies(self) -> Iterator[Tally]:
        return (TALLIES[t] for m in self.metrics if m in METRICS for t in METRICS[m].tallies)

    @property
    def _fields(self) -> tuple[tuple[str, ...], ...]:
        """The campaigns' own fields by which is split or picked; they may change."""
        known = (DIMENSIONS[name] for name in (*self.dimensions, *self.where) if name in DIMENSIONS)
        fields = [dimension.campaign_field for dimension in known if dimension.campaign_field]
        return tuple(
            tuple(str(getattr(campaign, field)) for field in fields)
            for campaign in (self.campaigns or () if fields else ())
        )

    @property
    def _configuration(self) -> bytes:
        """What the campaigns are configured with, where a metric counts that; it may change."""
        if not any(tally.grain is Grain.CONFIG or tally.configured for tally in self._tallies):
            return b""
        return orjson.dumps([dict(campaign.config) for campaign in self.campaigns or ()])


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value with the counts behind it."""

    value: float | int | None
    counts: Mapping[str, int]


def run(query: Query, lake: Lake | View) -> pl.DataFrame:
    """Answer `query`: time?, dimensions, metrics, and each tally as "#tally"; sorted by the first.

    Without dimensions and granularity there is exactly one row. Raises BadRequest for a name that
    isn't known, or a split that a metric's counts don't have.
    """
    view = lake.view() if isinstance(lake, Lake) else lake
    campaigns = None if query.is_everywhere else query.campaigns
    return view.kept(query.identity, campaigns, lambda: _answer(query, view))


def figures(query: Query, lake: Lake | View) -> dict[str, Figure]:
    """The metrics of a question without splits, by key, each with its counts."""
    row = run(query, lake).row(0, named=True)
    return {
        key: Figure(row[key], {tally: row[COUNT + tally] for tally in METRICS[key].tallies})
        for key in query.metrics
    }


def summed(answer: pl.DataFrame, by: Sequence[str], metrics: Sequence[str]) -> pl.DataFrame:
    """An answer's rows put together by some of its splits; shares are those of the summed counts.

    In the order of `by`; without it there is exactly one row. Only counts that add up may be in it:
    no distinct people.
    """
    counts = pl.col([name for name in answer.columns if name.startswith(COUNT)]).sum()
    rows = (
        answer.group_by(by).agg(counts).sort(by, nulls_last=True) if by else answer.select(counts)
    )
    return rows.with_columns(_value(METRICS[key]).alias(key) for key in metrics)


def _answer(query: Query, view: View) -> pl.DataFrame:
    metrics = [_known(METRICS, key, "metric") for key in query.metrics]
    dimensions = [_known(DIMENSIONS, key, "dimension") for key in query.dimensions]
    known = {"", *GRANULARITIES, *((ELAPSED,) if query.origins else ())}
    if query.granularity not in known:
        raise BadRequest(f"{query.granularity!r} is no granularity", "granularity")
    tallies = list(dict.fromkeys(name for metric in metrics for name in metric.tallies))
    index = _index(query)
    counted = _joined(_parts(query, view, [TALLIES[t] for t in tallies], dimensions), index)
    if not index:
        counted = counted if len(counted) else pl.DataFrame({COUNT + t: [0] for t in tallies})
    counted = _with_totals(counted, query, view, [TALLIES[t] for t in tallies], dimensions)
    return counted.with_columns(_value(metric).alias(metric.key) for metric in metrics).select(
        *index, *query.metrics, *(COUNT + tally for tally in tallies)
    )


def _known(registry: Mapping[str, T], key: str, what: str) -> T:
    try:
        return registry[key]
    except KeyError:
        raise BadRequest(f"{key!r} is no {what}", f"{what}s") from None


def _value(metric: Metric) -> pl.Expr:
    top = pl.sum_horizontal(COUNT + name for name in metric.top)
    if metric.minus:
        top = top - pl.sum_horizontal(COUNT + name for name in metric.minus)
    if not metric.over:
        return top
    over = pl.sum_horizontal(COUNT + name for name in metric.over)
    return pl.when(over > 0).then(top / over)


def _joined(parts: Sequence[pl.DataFrame], index: list[str]) -> pl.DataFrame:
    """The tallies side by side; what one of them has not counted is 0 there."""
    whole = parts[0]
    for part in parts[1:]:
        if index:
            whole = whole.join(part, on=index, how="full", coalesce=True, nulls_equal=True)
        else:
            whole = pl.concat([whole, part], how="horizontal")
    whole = whole.with_columns(pl.col(f"^{COUNT}.*$").fill_null(0))
    if not index:
        return whole
    # Where only things happened that nobody asked about, there is nothing to say.
    counted = pl.any_horizontal(pl.col(f"^{COUNT}.*$") != 0)
    return whole.filter(counted).sort(index, nulls_last=True)


def _parts(
    query: Query, view: View, tallies: Sequence[Tally], dimensions: Sequence[Dimension]
) -> list[pl.DataFrame]:
    """The counts by time and dimensions; plain tallies of one table are counted in one pass."""
    passes: dict[tuple[str, str, str], list[Tally]] = {}
    parts: list[pl.DataFrame] = []
    for tally in tallies:
        if tally.grain is Grain.CONFIG:
            parts.append(_configured(query, tally))
            continue
        for dimension in (*dimensions, *(_known(DIMENSIONS, w, "dimension") for w in query.where)):
            if tally.grain not in dimension.grains:
                raise BadRequest(f"{tally.key} can't be split by {dimension.key}", "dimensions")
        if tally.grain is Grain.LISTS:
            parts.append(_of_lists(query, view, tally, dimensions))
            continue
        table = _table(query, tally)
        if _is_plain(tally, table):
            passes.setdefault(_pass(query, tally, table), []).append(tally)
        else:
            parts.append(_alone(query, view, tally, table, dimensions))
    for (table, at, total), together in passes.items():
        parts.append(_together(query, view, together, (table, at, total), dimensions))
    return parts


def _with_totals(
    counted: pl.DataFrame,
    query: Query,
    view: View,
    tallies: Sequence[Tally],
    dimensions: Sequence[Dimension],
) -> pl.DataFrame:
    """Add what is known in sum alone: booked when the campaign was sent, and split by little."""
    timed = query.granularity or query.start or query.until
    if query.granularity == ELAPSED or (timed and query.axis == "act"):
        return counted  # it says nothing of when something was done
    found = totals(view, query.campaigns, tallies)
    if found.is_empty():
        return counted
    asked = {DIMENSIONS[name].column for name in (*query.dimensions, *query.where)} - {""}
    unknown = [pl.lit(None, pl.String).alias(c) for c in sorted(asked - {*found.columns})]
    rows = _wanted(nw.from_native(found.with_columns(unknown).lazy()), query)
    keys = _keys(query, dimensions)
    sums = [nw.col(tally.key).sum().alias(COUNT + tally.key) for tally in tallies]
    rows = _placed(rows, query, "at")
    told = _named(_grouped(rows, keys, *sums), query, dimensions)
    told = told.select(pl.col(name).cast(kind) for name, kind in counted.schema.items())
    if index := _index(query):
        told = told.filter(pl.any_horizontal(pl.col(f"^{COUNT}.*$") != 0))
    return summed(pl.concat([counted, told]), index, ())


def _is_plain(tally: Tally, table: str) -> bool:
    """Whether the few columns that standing is told by say all about a row."""
    if table == "acts":
        return not tally.distinct
    own_rows = tally.acts or tally.people or (tally.total and table == "messages")
    return table in _PICKED_BY and not own_rows


def _pass(query: Query, tally: Tally, table: str) -> tuple[str, str, str]:
    """Tallies with the same table, time and column are counted together."""
    timed = bool(query.granularity or query.start or query.until)
    return table, _at(query, tally, table) if timed else "", tally.total


def _together(
    query: Query,
    view: View,
    tallies: Sequence[Tally],
    one: tuple[str, str, str],
    dimensions: Sequence[Dimension],
) -> pl.DataFrame:
    table, at, total = one
    rows = _placed(_rows(query, view, tallies[0], table), query, at)
    by = list(dict.fromkeys([*_keys(query, dimensions), *_PICKED_BY[table]]))
    counted = nw.col(total or "n").sum() if table in _COUNTS else nw.len()
    few = _named(_grouped(rows, by, counted.alias("n")), query, dimensions)
    sums = [
        nw.when(*_conditions(tally)).then(nw.col("n")).sum().cast(nw.Int64).alias(COUNT + tally.key)
        for tally in tallies
    ]
    index = _index(query)
    frame = nw.from_native(few, eager_only=True)
    return (frame.group_by(*index).agg(*sums) if index else frame.select(*sums)).to_native()


def _alone(
    query: Query, view: View, tally: Tally, table: str, dimensions: Sequence[Dimension]
) -> pl.DataFrame:
    rows = _picked(_rows(query, view, tally, table), query, view, tally)
    counts = _count(_placed(rows, query, _at(query, tally, table)), query, tally, dimensions)
    return _told(counts, query, tally, dimensions)


def _of_lists(
    query: Query, view: View, tally: Tally, dimensions: Sequence[Dimension]
) -> pl.DataFrame:
    """Who is on the subscribers' lists; people have no channel, and running totals no time."""
    people = tally.total == JOINED
    if (query.granularity and not tally.at) or (people and (query.where or dimensions)):
        raise BadRequest(f"{tally.key} can't be split like this", "dimensions")
    rows = nw.from_native(view.lists().lazy()).filter(nw.col("what") == tally.total)
    for name, values in query.where.items():
        rows = rows.filter(nw.col(DIMENSIONS[name].column).is_in(list(values)))
    if tally.at:
        rows = _placed(rows, query, tally.at)
    counts = _grouped(rows, _keys(query, dimensions), nw.col("n").sum().alias("n"))
    return _told(counts, query, tally, dimensions)


def _told(
    counts: pl.DataFrame, query: Query, tally: Tally, dimensions: Sequence[Dimension]
) -> pl.DataFrame:
    total = pl.col("n").sum().cast(pl.Int64).alias(COUNT + tally.key)
    frame, index = _named(counts, query, dimensions), _index(query)
    return frame.group_by(index).agg(total) if index else frame.select(total)


def _index(query: Query) -> list[str]:
    return [*([TIME] if query.granularity else []), *query.dimensions]


def _named(frame: pl.DataFrame, query: Query, dimensions: Sequence[Dimension]) -> pl.DataFrame:
    """Counts by the lake's columns as counts by the question's dimensions."""
    frame = _with_fields(frame, query, dimensions)
    frame = frame.rename({d.column: d.key for d in dimensions if d.column and d.column != d.key})
    if query.granularity == "week":
        frame = frame.with_columns(pl.col(TIME).dt.truncate(GRANULARITIES["week"]))
    return frame


def _keys(query: Query, dimensions: Sequence[Dimension]) -> list[str]:
    """The lake's columns to group by; a campaign's own fields are found by its id."""
    columns = [d.column or "campaign_id" for d in dimensions]
    return list(dict.fromkeys([*columns, *([TIME] if query.granularity else [])]))


def _configured(query: Query, tally: Tally) -> pl.DataFrame:
    """What the campaigns were configured with; it knows neither time nor splits."""
    if query.granularity or query.dimensions or query.campaigns is None:
        raise BadRequest(f"{tally.key} is configured a campaign and can't be split", "dimensions")
    name, _, summed = tally.total.partition(".")
    entries = [entry for c in query.campaigns for entry in _listed(c.config.get(name))]
    n = sum(_amount(entry, summed) for entry in entries) if summed else len(entries)
    return pl.DataFrame({COUNT + tally.key: [n]})


def _listed(stored: object) -> Sequence[object]:
    """What a creator stored is whatever it stored; only lists have entries."""
    return stored if isinstance(stored, list | tuple) else ()


def _amount(entry: object, name: str) -> int:
    value = entry.get(name) if isinstance(entry, Mapping) else None
    return int(value) if isinstance(value, int | float) else 0


def _rows(query: Query, view: View, tally: Tally, table: str) -> Narwhal:
    """The rows of the asked campaigns with the asked dimension values."""
    return _wanted(_scanned(query, view, tally, table), query)


def _wanted(rows: Narwhal, query: Query) -> Narwhal:
    """The rows with the asked dimension values."""
    for name, values in query.where.items():
        dimension = _known(DIMENSIONS, name, "dimension")
        if dimension.campaign_field:
            ids = [
                c.id
                for c in query.campaigns or ()
                if str(getattr(c, dimension.campaign_field)) in values
            ]
            rows = rows.filter(nw.col("campaign_id").is_in(ids))
        elif dimension.column == "campaign_id":
            rows = rows.filter(nw.col("campaign_id").is_in([int(value) for value in values]))
        else:
            rows = rows.filter(nw.col(dimension.column).is_in(list(values)))
    return rows


def _scanned(query: Query, view: View, tally: Tally, table: str) -> Narwhal:
    """The table for the asked campaigns; of those present in a period, what they did in it."""
    if not tally.present or (query.start is None and query.until is None):
        rows = _asked(query, view, tally, table)
        left = nw.coalesce("sent_at", "first_at").alias(LEFT)
        return rows.with_columns(left) if table == "messages" else rows
    events = _placed(_asked(query, view, tally, "events"), replace(query, granularity=""), "at")
    return nw.from_native(TABLES[table].derive(events.to_native()))


def _asked(query: Query, view: View, tally: Tally, table: str) -> Narwhal:
    """The rows of the asked campaigns; everywhere, of all but not what belongs to none of them."""
    if table == "acts":
        named = (DIMENSIONS[name].column for name in (*query.dimensions, *query.where))
        splits = sorted(set(named) & set(SPLITS))
        return nw.from_native(view.engagement(query.campaigns, splits=splits))
    if not tally.everywhere:
        return nw.from_native(view.scan(table, query.campaigns))
    return nw.from_native(view.scan(table, None)).filter(~nw.col("campaign_id").is_null())


def _placed(rows: Narwhal, query: Query, at: str) -> Narwhal:
    """Only what lies in the period, and each row in its bucket of time."""
    if query.start is not None:
        rows = rows.filter(nw.col(at) >= query.start)
    if query.until is not None:
        rows = rows.filter(nw.col(at) < query.until)
    if not query.granularity:
        return rows
    if query.granularity == ELAPSED:
        return _since(rows, query, at)
    time = nw.col(at).dt.convert_time_zone(query.zone)
    # Narwhals knows no weeks: days are counted, and put together to weeks once they are few.
    every = "1d" if query.granularity == "week" else GRANULARITIES[query.granularity]
    return rows.with_columns(time.dt.truncate(every).alias(TIME))


def _since(rows: Narwhal, query: Query, at: str) -> Narwhal:
    """Each row in its hour since its campaign's origin; one without an origin is left out."""
    columns = {"campaign_id": list(query.origins), "origin": list(query.origins.values())}
    origins = pl.LazyFrame(columns, {"campaign_id": pl.Int64, "origin": MOMENT})
    rows = rows.join(nw.from_native(origins), on="campaign_id", how="inner")
    hours = (nw.col(at) - nw.col("origin")).dt.total_minutes() // 60
    return rows.with_columns(nw.when(hours < 0).then(0).otherwise(hours).alias(TIME))


def _table(query: Query, tally: Tally) -> str:
    """The cheapest table that answers exactly; the only place that knows what lies where."""
    splits = {DIMENSIONS[name].column for name in (*query.dimensions, *query.where)} - {""}
    bounds = [at for at in (query.start, query.until) if at is not None]
    if tally.grain is Grain.MESSAGES and not tally.acts and not tally.people:
        timed = bounds or query.granularity
        edges = [*bounds, *query.origins.values()]
        fits = all(at.minute % 15 == at.second == at.microsecond == 0 for at in edges)
        booked = _at(query, tally, "messages") in _COUNTS["standings"]
        if splits <= STANDINGS.keys() and (not timed or (fits and booked)):
            return "standings"
    if tally.grain is not Grain.EVENTS:
        return tally.grain.value
    whole = all(at.minute == at.second == at.microsecond == 0 for at in bounds)
    plain = not tally.distinct and not tally.flag and splits <= HOURLY.keys()
    return "hourly" if whole and plain and _hours_fit(query) else "events"


def _hours_fit(query: Query) -> bool:
    """Whether buckets of whole UTC hours can be put together to the asked ones."""
    if not query.granularity:
        return True
    if query.granularity == ELAPSED:
        return all(at.minute == at.second == at.microsecond == 0 for at in query.origins.values())
    zone = ZoneInfo(query.zone)
    # Offsets of a zone differ over the years; half-hour ones are never whole in any of them.
    moments = [m for m in (query.start, query.until) if m is not None]
    moments = moments or [datetime(y, m, 1, tzinfo=zone) for y in (2000, 2026) for m in (1, 7)]
    return all(
        (m.astimezone(zone).utcoffset() or timedelta()) % timedelta(hours=1) == timedelta()
        for m in moments
    )


def _at(query: Query, tally: Tally, table: str) -> str:
    """The time at which a tally is booked: when it happened, or in the cohort of its sending."""
    if tally.grain is Grain.MESSAGES and tally.acts and query.axis == "act":
        return ACTED
    at = LEFT if tally.grain is Grain.MESSAGES and query.axis == "send" else tally.at
    return _COUNTS.get(table, {}).get(at, at)


def _picked(rows: Narwhal, query: Query, view: View, tally: Tally) -> Narwhal:
    """Keep what the tally counts."""
    if conditions := _conditions(tally):
        rows = rows.filter(*conditions)
    if tally.configured:
        rows = _of_configured(rows, query, tally)
    if not tally.acts or tally.grain is Grain.ACTS:
        return rows
    acts = list(tally.acts)
    if tally.grain is Grain.PEOPLE:
        return _standing(rows, tally) if tally.undone_by else rows.filter(nw.col("act").is_in(acts))
    table = view.engagement if tally.actors else partial(view.scan, "people")
    doers = nw.from_native(table(query.campaigns)).filter(nw.col("act").is_in(acts))
    if tally.actors:
        doers = doers.filter(nw.col("actor").is_in(list(tally.actors)))
    # Of one campaign, the person alone says enough, and one key is found faster than two.
    keys = ["person"] if _is_of_one(query) else ["campaign_id", "person"]
    if query.axis == "act":
        at = "at" if tally.actors else "first_at"
        firsts = doers.group_by(*keys).agg(nw.col(at).min().alias(ACTED))
        return rows.join(firsts, on=keys, how="inner")
    return rows.join(doers.select(keys).unique(), on=keys, how="semi")


def _conditions(tally: Tally) -> list[nw.Expr]:
    """What a row must be like, told by its own columns."""
    named = {
        "kind": [kind.value for kind in tally.kinds],
        "outcome": [outcome.value for outcome in tally.outcomes],
        "status": list(tally.statuses),
        "channel": list(tally.channels),
    }
    if tally.grain is Grain.ACTS:
        named |= {"act": list(tally.acts), "actor": list(tally.actors)}
    flags = [tally.flag] if tally.flag else []
    if tally.opened:
        flags.append("opened")
    return [
        *(nw.col(column).is_in(values) for column, values in named.items() if values),
        *(nw.col(flag) for flag in flags),
    ]


def _of_configured(rows: Narwhal, query: Query, tally: Tally) -> Narwhal:
    """Events whose value the campaign's configuration holds; its letters' case is made one."""
    column = tally.distinct
    pairs = [
        (c.id, word) for c in query.campaigns or () for word in entries(c, tally.configured, column)
    ]
    listed = pl.LazyFrame(pairs, {"campaign_id": pl.Int64, column: pl.String}, orient="row")
    rows = rows.with_columns(nw.col(column).str.strip_chars().str.to_lowercase())
    return rows.join(nw.from_native(listed.unique()), on=["campaign_id", column], how="semi")


def _standing(rows: Narwhal, tally: Tally) -> Narwhal:
    """Acts that the same person has not undone since."""
    keys = ["campaign_id", "person"]
    undoing = rows.filter(nw.col("act") == tally.undone_by)
    undoing = undoing.select(*keys, nw.col("last_at").alias("undone_at"))
    done = rows.filter(nw.col("act").is_in(list(tally.acts)))
    done = done.join(undoing, on=keys, how="left")
    later = nw.col("last_at") > nw.col("undone_at")
    if tally.undone_by < min(tally.acts):
        later = later | (nw.col("last_at") == nw.col("undone_at"))
    return done.filter(nw.col("undone_at").is_null() | later).drop("undone_at")


def _count(
    rows: Narwhal, query: Query, tally: Tally, dimensions: Sequence[Dimension]
) -> pl.DataFrame:
    """Counts in a column n, for tallies that need their rows one by one."""
    keys = _keys(query, dimensions)
    if tally.total:
        return _grouped(rows, keys, nw.col(tally.total).sum().alias("n"))
    distinct = tally.distinct or ("person" if _is_of_people(tally) else "")
    if not distinct:
        return _grouped(rows, keys, nw.len().alias("n"))
    if tally.everywhere:
        return _grouped(rows, keys, nw.col(distinct).n_unique().alias("n"))
    # Each person counts once a campaign, on an axis in the bucket of the first time.
    if not keys and _is_of_one(query):
        return _grouped(rows, keys, nw.col(distinct).n_unique().alias("n"))
    by = list(dict.fromkeys([*(key for key in keys if key != TIME), "campaign_id"]))
    if TIME in keys:
        firsts = rows.group_by(*by, distinct).agg(nw.col(TIME).min())
        return _grouped(firsts, keys, nw.len().alias("n"))
    return _grouped(rows, by, nw.col(distinct).n_unique().alias("n"))


def _is_of_one(query: Query) -> bool:
    return query.campaigns is not None and len(query.campaigns) == 1


def _is_of_people(tally: Tally) -> bool:
    if tally.grain is Grain.PEOPLE:
        return len(tally.acts) != 1  # with one act there is one row a person already
    return tally.people or bool(tally.acts)


def _grouped(rows: Narwhal, keys: list[str], *counts: nw.Expr) -> pl.DataFrame:
    counted = rows.group_by(*keys).agg(*counts) if keys else rows.select(*counts)
    return pl.DataFrame(counted.collect("polars").to_native())


def _with_fields(
    frame: pl.DataFrame, query: Query, dimensions: Sequence[Dimension]
) -> pl.DataFrame:
    """Add the campaigns' own fields; one that the question doesn't name stays without."""
    wanted = [dimension for dimension in dimensions if dimension.campaign_field]
    if not wanted:
        return frame
    known = query.campaigns or ()
    fields = pl.DataFrame(
        {
            "campaign_id": [campaign.id for campaign in known],
            **{d.key: [str(getattr(c, d.campaign_field)) for c in known] for d in wanted},
        },
        schema={"campaign_id": pl.Int64, **{d.key: pl.String for d in wanted}},
    )
    return frame.join(fields, on="campaign_id", how="left")

"""Which opens and clicks were there, one by one? Made from the events as they are read."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from data.store.lake_tables import standings, with_standing
from data.store.schema import EVENTS
from data.tally import CLICKED, CLICKED_STATUS, OPENED
from data.vocabulary.event_kind import EventKind

_OWN = ("campaign_id", "at", "person", "link", "user_agent")
ACTS: dict[str, pl.DataType | type[pl.DataType]] = {
    **{name: EVENTS[name] for name in _OWN},
    "act": pl.String,
}
SETTLED_ACTS = {**ACTS, "key": EVENTS["key"]}
# By these they can be split besides; reading them takes time, so only who asks gets them.
SPLITS = ("channel", "sender", "carrier", "country", "platform", "status")
_KINDS = (EventKind.LINK_OPEN.value, CLICKED)


def acts(events: pl.LazyFrame, told: pl.DataFrame, splits: Sequence[str] = ()) -> pl.LazyFrame:
    """The opens and clicks among `events`, as SETTLED_ACTS and `splits`.

    `act`: "message.open" (a status that says opened or read), "message.click" (one that says
    clicked), "link.open" (the short link) and "link.click" (a tracked link). `told` are the
    statuses that say so, of those that can be among the events: see `telling`.
    """
    kind, columns = pl.col("kind"), (*SETTLED_ACTS, *splits)
    linked = events.filter(kind.is_in(_KINDS)).with_columns(act=kind).select(columns)
    if told.is_empty():  # as with SMS: the statuses of millions of messages need not be read
        return linked
    of_status = events.filter(
        kind == EventKind.MESSAGE_STATUS.value,
        pl.col("status").is_in(told.get_column("status").unique().implode()),
    )
    of_status = of_status.join(told.lazy(), on=("channel", "status"))
    return pl.concat([linked, of_status.select(columns)])


def how_many(hourly: pl.LazyFrame) -> int:
    """How many acts at most lie behind these counts."""
    told = telling(hourly)
    linked = pl.col("kind").is_in(_KINDS)
    of_status = pl.col("status").is_in(told.get_column("status").unique().implode())
    found = hourly.filter(linked | of_status).select(pl.col("n").sum()).collect().item()
    return int(found or 0)


def telling(hourly: pl.LazyFrame) -> pl.DataFrame:
    """The statuses among the counted ones that say opened or clicked, and the act of each."""
    statuses = hourly.filter(pl.col("kind") == EventKind.MESSAGE_STATUS.value)
    return _acts_of(with_standing(statuses.select("channel", "status").unique()))


def all_telling() -> pl.DataFrame:
    """All statuses that say opened or clicked, and the act of each."""
    return _acts_of(standings().lazy())


def _acts_of(statuses: pl.LazyFrame) -> pl.DataFrame:
    act = pl.when("clicked").then(pl.lit(CLICKED_STATUS)).otherwise(pl.lit(OPENED))
    return statuses.filter("opened").select("channel", "status", act=act).collect()

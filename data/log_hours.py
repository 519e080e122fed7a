"""Where in time do the log's messages lie? An index, so that no page reads more than its hours.

The lake keeps messages by campaign, and counts of them by time beside. The counts tell how many
messages each hour has and whose they are: so the total of a question is known without reading a
message, and a page anywhere in a hundred million of them reads only the hours that it is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from data.channels import CHANNELS
from data.log_rows import TWO_WAY, Direction, LogFilters, rows
from data.store.campaign_rows import Place
from data.store.lake import View
from data.store.schema import MOMENT
from data.vocabulary.event_kind import EventKind

HOUR = timedelta(hours=1)
_BY = ("hour", "month", "campaign_id", "channel", "direction")
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "hour": MOMENT,
    "month": pl.String,
    "campaign_id": pl.Int64,
    "channel": pl.String,
    "direction": pl.String,
    "n": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Window:
    """Some hours, newest first: their bounds, whose messages lie there, and how many."""

    start: datetime
    until: datetime
    owners: tuple[Place, ...]
    strays: bool
    n: int


@dataclass(frozen=True, slots=True)
class Hours:
    """How many messages satisfy the filters, by hour, campaign, channel and direction."""

    counts: pl.DataFrame
    filters: LogFilters

    @property
    def total(self) -> int:
        """All of them."""
        return int(self.counts.get_column("n").sum())

    def window(self, offset: int, size: int) -> tuple[Window, int] | None:
        """The hours in which `size` messages from `offset` on lie, and how many to skip there."""
        by_hour = self._by_hour()
        found = by_hour.filter(pl.col("end") > offset, pl.col("end") - pl.col("n") < offset + size)
        if found.is_empty():
            return None
        before = int(found.item(0, "end")) - int(found.item(0, "n"))
        return self._window(found.get_column("hour")), offset - before

    def windows(self, most: int) -> Iterator[Window]:
        """All hours, newest first, so many together that they have about `most` messages."""
        pieces = self._by_hour().with_columns(piece=(pl.col("end") - pl.col("n")) // most)
        for _, piece in pieces.group_by("piece", maintain_order=True):
            yield self._window(piece.get_column("hour"))

    def _by_hour(self) -> pl.DataFrame:
        by_hour = self.counts.group_by("hour").agg(pl.col("n").sum())
        by_hour = by_hour.filter(pl.col("n") > 0).sort("hour", descending=True)
        return by_hour.with_columns(end=pl.col("n").cum_sum())

    def _window(self, hours: pl.Series) -> Window:
        here = self.counts.filter(pl.col("hour").is_in(hours.implode()), pl.col("n") > 0)
        first, last = hours.min(), hours.max()
        assert isinstance(first, datetime)
        assert isinstance(last, datetime)
        start, until = self.filters.start, self.filters.until
        return Window(
            first if start is None else max(first, start),
            last + HOUR if until is None else min(last + HOUR, until),
            owners(here),
            strays(here),
            int(here.get_column("n").sum()),
        )


def hours(view: View, filters: LogFilters) -> Hours:
    """The index of what satisfies the filters, but for the recipient, whom no count knows.

    Hours that are asked for in part are counted message by message.
    """
    places = _places(view, filters)
    parts = [pl.LazyFrame(schema=_SCHEMA)]
    if filters.wants(Direction.OUT):
        parts.append(_outgoing(view, filters, places))
    if filters.wants(Direction.IN):
        parts.append(_incoming(view, filters, places))
    counts = pl.concat(parts)
    if filters.start is not None:
        counts = counts.filter(pl.col("hour") >= _floor(filters.start))
    if filters.until is not None:
        counts = counts.filter(pl.col("hour") < filters.until)
    whole = counts.group_by(_BY).agg(pl.col("n").sum()).collect()
    return Hours(_exact(view, filters, whole), filters)


def owners(counts: pl.DataFrame) -> tuple[Place, ...]:
    """The campaigns that occur in counts, with their partitions."""
    pairs = counts.filter(pl.col("campaign_id").is_not_null()).select("campaign_id", "month")
    return tuple(Place(number, month, "") for number, month in sorted(pairs.unique().iter_rows()))


def strays(counts: pl.DataFrame) -> bool:
    """Whether messages of no campaign occur in counts."""
    return bool(counts.get_column("campaign_id").null_count())


def _places(view: View, filters: LogFilters) -> Sequence[Place] | None:
    """The asked campaigns with their partitions; None for all, and for messages of none."""
    if filters.campaigns is None:
        return None
    ids = list(filters.campaigns)
    known = [
        view.scan(table).filter(pl.col("campaign_id").is_in(ids)).select("campaign_id", "month")
        for table in ("standings", "hourly")
    ]
    return owners(pl.concat(known).unique().collect())


def _outgoing(view: View, filters: LogFilters, places: Sequence[Place] | None) -> pl.LazyFrame:
    counts = view.scan("standings", places)
    counts = counts.filter(pl.col("channel").is_in(list(filters.channels or CHANNELS)))
    if filters.statuses:
        counts = counts.filter(pl.col("status").is_in(list(filters.statuses)))
    return counts.select(
        hour=pl.col("left").dt.truncate("1h"),
        month="month",
        campaign_id="campaign_id",
        channel="channel",
        direction=pl.lit(Direction.OUT.value),
        n="n",
    )


def _incoming(view: View, filters: LogFilters, places: Sequence[Place] | None) -> pl.LazyFrame:
    channels = TWO_WAY & filters.channels if filters.channels else TWO_WAY
    counts = view.scan("hourly", places).filter(
        pl.col("kind") == EventKind.MESSAGE_INBOUND.value, pl.col("channel").is_in(list(channels))
    )
    return counts.select(
        hour="hour",
        month="month",
        campaign_id="campaign_id",
        channel="channel",
        direction=pl.lit(Direction.IN.value),
        n="n",
    )


def _exact(view: View, filters: LogFilters, whole: pl.DataFrame) -> pl.DataFrame:
    """The counts, those of hours that begin before `start` or end after `until` made exact."""
    bounds = (filters.start, filters.until)
    cut = sorted({_floor(at) for at in bounds if at is not None and at != _floor(at)})
    for hour in cut:
        here = whole.filter(pl.col("hour") == hour)
        if here.is_empty():
            continue
        start = hour if filters.start is None else max(hour, filters.start)
        until = hour + HOUR if filters.until is None else min(hour + HOUR, filters.until)
        found = rows(view, filters, start, until, owners(here), strays=strays(here))
        by = [name for name in _BY if name not in ("hour", "month")]
        counted = found.group_by(by).agg(n=pl.len().cast(pl.Int64)).collect()
        exact = here.drop("n").join(counted, on=by, how="left", nulls_equal=True)
        exact = exact.with_columns(pl.col("n").fill_null(0))
        whole = pl.concat([whole.filter(pl.col("hour") != hour), exact.select(whole.columns)])
    return whole


def _floor(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)

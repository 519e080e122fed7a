"""Which tables does the lake have, and how is each one made from the events?

Each is a fold of the events: `derive` makes partial rows from any set of events, `fold` joins
partial rows of one key into one. Both are indifferent to order and grouping, so a table can be
built from one batch after another, or from everything at once, and comes out the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from data.channel import UNKNOWN_RANK
from data.channels import CHANNELS
from data.store.schema import EVENTS, HOURLY, MESSAGES, PEOPLE, STANDINGS
from data.tally import CLICKED, OPENED
from data.vocabulary.event_kind import EventKind
from data.vocabulary.outcome import Outcome

Frame = pl.LazyFrame


@dataclass(frozen=True, slots=True)
class LakeTable:
    """One table of the lake, as a declaration."""

    name: str
    schema: dict[str, pl.DataType | type[pl.DataType]]
    key: tuple[str, ...]  # one row each, once folded
    # How its files are sorted: a campaign's rows lie together, and numbers sort faster than texts.
    order: tuple[str, ...]
    # Rows of one key agree in this column, which the events have, too, so that a large campaign
    # can be folded in parts; None where even the largest has few rows.
    split: str | None
    derive: Callable[[Frame], Frame]
    fold: Callable[[Frame], Frame]
    # Readers add its rows up, so several of one key may stand side by side.
    adds_up: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns by which a person would name a row."""
        return tuple(name for name in (*self.key, "message_id") if name in self.schema)


def _same(frame: Frame) -> Frame:
    return frame


def _hourly(events: Frame) -> Frame:
    return (
        events.with_columns(hour=pl.col("at").dt.truncate("1h"))
        .group_by(_HOURLY_KEY)
        .agg(n=pl.len().cast(pl.Int64))
        .select(*HOURLY)
    )


def _fold_hourly(rows: Frame) -> Frame:
    return rows.group_by(_HOURLY_KEY).agg(pl.col("n").sum()).select(*HOURLY)


def standings() -> pl.DataFrame:
    """What every known status of every channel means, one row each."""
    return pl.DataFrame(
        [
            {
                "channel": channel.key,
                "status": status.code,
                "rank": status.rank,
                "outcome": channel.category(status.category).outcome.value,
                "opened": channel.category(status.category).opened,
                "clicked": status.clicked,
            }
            for channel in CHANNELS.values()
            for status in channel.statuses
        ],
        schema={
            "channel": pl.String,
            "status": pl.String,
            "rank": pl.Int16,
            "outcome": pl.String,
            "opened": pl.Boolean,
            "clicked": pl.Boolean,
        },
    )


def with_standing(events: Frame) -> Frame:
    """Message events with rank, outcome, opened and clicked of the status each one carries."""
    return events.join(standings().lazy(), on=("channel", "status"), how="left").with_columns(
        pl.col("rank").fill_null(UNKNOWN_RANK),
        pl.col("outcome").fill_null(Outcome.TRANSIT.value),  # an unknown code (D-07)
        pl.col("opened").fill_null(value=False),
        pl.col("clicked").fill_null(value=False),
    )


def _messages(events: Frame) -> Frame:
    at = pl.col("at")
    rows = with_standing(events.filter(pl.col("kind") == EventKind.MESSAGE_STATUS.value))
    return _fold_messages(
        rows.with_columns(
            status_at=at,
            first_at=at,
            sent_at=pl.when(pl.col("outcome") != Outcome.UNSENT.value).then(at),
            delivered_at=pl.when(pl.col("outcome") == Outcome.DELIVERED.value).then(at),
            opened_at=pl.when(pl.col("opened")).then(at),
        )
    )


def _fold_messages(rows: Frame) -> Frame:
    """The standing of a message is its highest rank, whatever came last (D-27, F278).

    Rank and time are packed into one number whose maximum is the highest rank at its earliest
    time; the rank then says which status it is. Unknown codes share one rank, and the last in the
    alphabet stands, so that order makes no difference there either.
    """
    at = pl.col("status_at").dt.epoch("us")
    standing = pl.col("rank").cast(pl.Int64) * _PACKED + (_PACKED - 1 - at)
    unknown = pl.when(pl.col("rank") == UNKNOWN_RANK).then("status")
    first = ("first_at", "sent_at", "delivered_at", "opened_at")
    stood = ("rank", "status", "outcome", "opened", "status_at")
    known = [name for name in MESSAGES if name not in (*stood, *first, *_MESSAGE_KEY)]
    folded = rows.group_by(_MESSAGE_KEY).agg(
        standing.max().alias("standing"),
        unknown.max().alias("unknown"),
        pl.col(known).max(),
        pl.col(first).min(),
    )
    named = standings().lazy().select("channel", "rank", "status", "outcome", "opened")
    return (
        folded.with_columns(
            rank=(pl.col("standing") // _PACKED).cast(pl.Int16),
            status_at=pl.from_epoch(
                _PACKED - 1 - pl.col("standing") % _PACKED, time_unit="us"
            ).dt.replace_time_zone("UTC"),
        )
        .join(named, on=("channel", "rank"), how="left")
        .with_columns(
            pl.col("status").fill_null(pl.col("unknown")),
            pl.col("outcome").fill_null(Outcome.TRANSIT.value),
            pl.col("opened").fill_null(value=False),
        )
        .select(*MESSAGES)
    )


def standing_counts(messages: Frame) -> Frame:
    """Folded messages as STANDINGS."""
    return (
        messages.with_columns(
            since=pl.col("status_at").dt.truncate("15m"),
            left=pl.coalesce("sent_at", "first_at").dt.truncate("15m"),
            arrived=pl.col("delivered_at").dt.truncate("15m"),
        )
        .group_by(name for name in STANDINGS if name not in ("n", "segments"))
        .agg(n=pl.len().cast(pl.Int64), segments=pl.col("segments").sum())
        .select(*STANDINGS)
    )


def _people(events: Frame) -> Frame:
    is_status = pl.col("kind") == EventKind.MESSAGE_STATUS.value
    acts = events.filter(~is_status).with_columns(act=pl.col("kind"))
    standing = with_standing(events.filter(is_status))
    opened = standing.filter(pl.col("opened")).with_columns(act=pl.lit(OPENED))
    clicked = standing.filter(pl.col("clicked")).with_columns(act=pl.lit(CLICKED))
    columns = ("month", "campaign_id", "person", "recipient", "act", "at")
    return _fold_people(
        pl.concat([acts.select(columns), opened.select(columns), clicked.select(columns)])
        .with_columns(n=pl.lit(1, pl.Int64), first_at=pl.col("at"), last_at=pl.col("at"))
        .drop("at")
    )


def _fold_people(rows: Frame) -> Frame:
    return (
        rows.group_by(_PEOPLE_KEY)
        .agg(
            pl.col("recipient").max(),
            pl.col("n").sum(),
            pl.col("first_at").min(),
            pl.col("last_at").max(),
        )
        .select(*PEOPLE)
    )


# More than the microseconds from 1970 to the year 3000; times a rank of two digits it fits into
# 64 bits.
_PACKED = 2**55
_HOURLY_KEY = tuple(name for name in HOURLY if name != "n")
_MESSAGE_KEY = ("campaign_id", "message")
_PEOPLE_KEY = ("month", "campaign_id", "person", "act")

TABLES: dict[str, LakeTable] = {
    table.name: table
    for table in (
        LakeTable(
            "events", EVENTS, ("key",), ("campaign_id", "at"), "key", _same, _same, adds_up=True
        ),
        LakeTable(
            "hourly",
            HOURLY,
            _HOURLY_KEY,
            ("campaign_id", "hour"),
            None,
            _hourly,
            _fold_hourly,
            adds_up=True,
        ),
        LakeTable(
            "messages",
            MESSAGES,
            _MESSAGE_KEY,
            ("campaign_id", "message"),
            "message",
            _messages,
            _fold_messages,
        ),
        LakeTable(
            "people",
            PEOPLE,
            _PEOPLE_KEY,
            ("campaign_id", "act", "person"),
            "person",
            _people,
            _fold_people,
        ),
    )
}
DERIVED = tuple(table for name, table in TABLES.items() if name != "events")

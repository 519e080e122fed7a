"""What is a message in the log, whether it went out or came in? Both read from the lake alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import polars as pl

from data.channels import CHANNELS
from data.event import person_of
from data.store.campaign_rows import Place
from data.store.lake import View
from data.store.schema import MOMENT
from data.vocabulary.event_kind import EventKind

RECEIVED = "RECEIVED"  # the status of every incoming message: it is here
LEFT = pl.coalesce("sent_at", "first_at")
TWO_WAY = frozenset(channel.key for channel in CHANNELS.values() if channel.two_way)
# `person` and `ours` are the two ends; `number` or `key` names the message within its campaign.
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "at": MOMENT,
    "campaign_id": pl.Int64,
    "direction": pl.String,
    "number": pl.Int64,
    "key": pl.String,
    "channel": pl.String,
    "person": pl.String,
    "ours": pl.String,
    "carrier": pl.String,
    "status": pl.String,
    "status_at": MOMENT,
    "message_id": pl.String,
    "text": pl.String,
}
# Newest first; what happened at the same moment stands in an order that is always the same.
ORDER = ("at", "campaign_id", "number", "key")


class Direction(StrEnum):
    """Which way a message went, in the words of the log's API."""

    OUT = "MT"
    IN = "MO"

    @property
    def label(self) -> str:
        """The word on a screen."""
        return "Outgoing" if self is Direction.OUT else "Incoming"


@dataclass(frozen=True, slots=True)
class LogFilters:
    """Which messages: of the moments [start, until); empty sets are everything.

    `recipient` is a person's whole number or address, whichever way the messages went. `campaigns`
    are ids; None are all, and messages of none, too.
    """

    start: datetime | None = None
    until: datetime | None = None
    channels: frozenset[str] = field(default_factory=frozenset)
    directions: frozenset[Direction] = field(default_factory=frozenset)
    statuses: frozenset[str] = field(default_factory=frozenset)
    recipient: str = ""
    campaigns: frozenset[int] | None = None

    def wants(self, direction: Direction) -> bool:
        """Whether messages of this direction can be among them."""
        if self.directions and direction not in self.directions:
            return False
        return direction is Direction.OUT or not self.statuses or RECEIVED in self.statuses


def rows(
    view: View,
    filters: LogFilters,
    start: datetime | None,
    until: datetime | None,
    owners: Sequence[Place],
    *,
    strays: bool,
) -> pl.LazyFrame:
    """The messages of these campaigns in [start, until) as SCHEMA; `strays`: and of none."""
    parts = [pl.LazyFrame(schema=SCHEMA)]
    if filters.wants(Direction.OUT) and owners:
        parts.append(_outgoing(view.scan("messages", owners), filters, start, until))
    if filters.wants(Direction.IN):
        if owners:
            parts.append(_incoming(view.scan("events", owners), filters, start, until))
        if strays:
            rest = view.scan("events").filter(pl.col("campaign_id").is_null())
            parts.append(_incoming(rest, filters, start, until))
    return pl.concat(parts)


def _outgoing(
    messages: pl.LazyFrame, filters: LogFilters, start: datetime | None, until: datetime | None
) -> pl.LazyFrame:
    found = messages.filter(pl.col("channel").is_in(list(filters.channels or CHANNELS)))
    if filters.statuses:
        found = found.filter(pl.col("status").is_in(list(filters.statuses)))
    if until is not None:
        found = found.filter(pl.col("first_at") < until)  # known of whole groups of rows
    found = _within(_of_person(found, filters), LEFT, start, until)
    return found.select(
        at=LEFT,
        campaign_id="campaign_id",
        direction=pl.lit(Direction.OUT.value),
        number="message",
        key=pl.lit(None, pl.String),
        channel="channel",
        person="recipient",
        ours="sender",
        carrier="carrier",
        status="status",
        status_at="status_at",
        message_id="message_id",
        text=pl.lit(None, pl.String),
    )


def _incoming(
    events: pl.LazyFrame, filters: LogFilters, start: datetime | None, until: datetime | None
) -> pl.LazyFrame:
    channels = TWO_WAY & filters.channels if filters.channels else TWO_WAY
    found = events.filter(
        pl.col("kind") == EventKind.MESSAGE_INBOUND.value, pl.col("channel").is_in(list(channels))
    )
    at = pl.col("at")
    return _within(_of_person(found, filters), at, start, until).select(
        at=at,
        campaign_id="campaign_id",
        direction=pl.lit(Direction.IN.value),
        number=pl.lit(None, pl.Int64),
        key="key",
        channel="channel",
        person="recipient",
        ours="sender",
        carrier="carrier",
        status=pl.lit(RECEIVED),
        status_at=at,
        message_id="message_id",
        text="text",
    )


def _within(
    found: pl.LazyFrame, at: pl.Expr, start: datetime | None, until: datetime | None
) -> pl.LazyFrame:
    if start is not None:
        found = found.filter(at >= start)
    return found if until is None else found.filter(at < until)


def _of_person(found: pl.LazyFrame, filters: LogFilters) -> pl.LazyFrame:
    if not filters.recipient:
        return found
    numbers = [person_of(name) for name in spellings(filters.recipient)]
    return found.filter(pl.col("person").is_in(numbers))


def spellings(recipient: str) -> Collection[str]:
    """How a person may be written: a number also with the plus that addresses turn into a space."""
    name = recipient.strip()
    plus = [f"+{name}"] if name[:1].isdigit() else []
    return list(dict.fromkeys([name, name.lower(), *plus]))

"""Which messages were exchanged, newest first, among a hundred million of them? (5.2, 7.1)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from data.campaign import Campaign
from data.campaigns import Campaigns
from data.channel import RawStatus
from data.channels import CHANNELS
from data.errors import NotFound, TooLarge
from data.event import microseconds
from data.log_hours import Hours, hours, owners, strays
from data.log_rows import ORDER, SCHEMA, Direction, LogFilters, rows
from data.query import GRANULARITIES
from data.store.campaign_names import Named, named
from data.store.campaign_rows import Place
from data.store.lake import Lake, View
from data.vocabulary.event_kind import EventKind
from data.vocabulary.recipients import mask

LARGEST = 10_000_000  # messages that one report may have
TOO_BIG = "The size of the report is too big. Please contact support"
_PIECE = 20_000  # messages that an export has in memory at once
_FEW = 50_000  # rows that are read whole for the sake of one page
_KEYS = ["at", "campaign_id", "number", "key"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the log shows it; times in UTC.

    `sender` and `recipient` are who wrote it and to whom: of an incoming message the sender is the
    person. `key` names it in addresses; `text` is what a person wrote, of incoming ones alone.
    """

    key: str
    at: datetime
    channel: str
    direction: Direction
    sender: str | None
    recipient: str | None
    carrier: str | None
    status: str
    status_at: datetime
    campaign_id: int | None
    external_id: str | None
    campaign_name: str | None
    message_id: str | None
    text: str | None

    @property
    def shown_campaign(self) -> str | None:
        """The column Campaign ID: the owner's own id where there is one (F235)."""
        return self.external_id or (str(self.campaign_id) if self.campaign_id else None)

    @property
    def meaning(self) -> str:
        """What its status says, in a sentence."""
        if self.direction is Direction.IN:
            return "Received from the person"
        return CHANNELS[self.channel].status(self.status).meaning


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page; `total` counts every message that satisfies the filters."""

    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Step:
    """One report about a message: the status it told, and when."""

    at: datetime
    status: RawStatus
    error_code: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that is known of one message; `steps` in the order of their times."""

    entry: Entry
    campaign: Campaign | None
    steps: tuple[Step, ...]


class MessageLog:
    """The message log of one workspace."""

    def __init__(self, lake: Lake, campaigns: Campaigns, largest: int = LARGEST) -> None:
        self._lake, self._campaigns, self._largest = lake, campaigns, largest

    def page(
        self, filters: LogFilters, page: int = 0, size: int = 100, *, reveal: bool = False
    ) -> LogPage:
        """One page of what satisfies the filters, newest first; `page` counts from 0.

        Without `reveal` people are masked (D-28). Raises TooLarge for a report beyond all bounds.
        """
        view = self._lake.view()
        index = self._index(view, filters)
        offset = page * size
        if filters.recipient:
            found = _of_person(view, index)
            self._check(len(found))
            return LogPage(self._entries(found.slice(offset, size), reveal), len(found))
        self._check(index.total)
        return LogPage(self._entries(_page(view, index, offset, size), reveal), index.total)

    def pieces(self, filters: LogFilters, *, reveal: bool = False) -> Iterator[tuple[Entry, ...]]:
        """Everything that satisfies the filters, newest first, some thousand at a time.

        Raises TooLarge before the first piece.
        """
        view = self._lake.view()
        index = self._index(view, filters)
        self._check(index.total)
        return self._pieces(view, index, reveal)

    def counts(self, filters: LogFilters, granularity: str) -> list[dict[str, Any]]:
        """How many by "hour", "day" or "month" of UTC, channel and direction, oldest first."""
        view = self._lake.view()
        index = self._index(view, filters)
        counts = index.counts
        if filters.recipient:
            counts = _of_person(view, index).with_columns(hour="at", n=pl.lit(1))
        time = pl.col("hour").dt.truncate(GRANULARITIES[granularity])
        by = ("time", "channel", "direction")
        summed = counts.with_columns(time=time).group_by(by).agg(pl.col("n").sum())
        return summed.filter(pl.col("n") > 0).sort(by).to_dicts()

    def detail(self, key: str, *, reveal: bool = False) -> Detail:
        """One message with its campaign and its history. Raises NotFound."""
        direction, campaign_id, name = _parsed(key)
        view = self._lake.view()
        place = self._place(campaign_id)
        found = _one(view, direction, place, name)
        if found.is_empty():
            raise NotFound("There is no such message in the log")
        (entry,) = self._entries(found, reveal)
        campaign = self._campaigns.get(campaign_id) if campaign_id else None
        steps = _steps(view, place, entry, name) if place and direction is Direction.OUT else ()
        return Detail(entry, campaign, steps)

    def campaigns(self, text: str) -> frozenset[int]:
        """The campaigns that `text` names, by their number or their owner's own id of them."""
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
        by_number = self._campaigns.place(number, None) if number else None
        by_name = self._campaigns.place(None, text)
        return frozenset(place.id for place in (by_number, by_name) if place is not None)

    def _index(self, view: View, filters: LogFilters) -> Hours:
        whole = replace(filters, recipient="")
        counts = view.kept(("message log", whole), None, lambda: hours(view, whole).counts)
        return Hours(counts, filters)

    def _check(self, total: int) -> None:
        if total > self._largest:
            raise TooLarge(TOO_BIG)

    def _pieces(self, view: View, index: Hours, reveal: bool) -> Iterator[tuple[Entry, ...]]:
        if index.filters.recipient:
            yield self._entries(_of_person(view, index), reveal)
            return
        for window in index.windows(_PIECE):
            there = rows(
                view,
                index.filters,
                window.start,
                window.until,
                window.owners,
                strays=window.strays,
            )
            found = _ordered(there.collect())
            for piece in found.iter_slices(_PIECE):
                yield self._entries(piece, reveal)

    def _entries(self, found: pl.DataFrame, reveal: bool) -> tuple[Entry, ...]:
        ids = found.get_column("campaign_id").drop_nulls().unique().to_list()
        known = named(self._lake.engine, ids)
        return tuple(_entry(row, known.get(row["campaign_id"]), reveal) for row in found.to_dicts())

    def _place(self, campaign_id: int | None) -> Place | None:
        if campaign_id is None:
            return None
        place = self._campaigns.place(campaign_id, None)
        if place is None:
            raise NotFound("There is no such message in the log")
        return place


def _of_person(view: View, index: Hours) -> pl.DataFrame:
    """All messages with one person, which no index knows: the one column is looked through."""
    filters = index.filters
    found = rows(
        view,
        filters,
        filters.start,
        filters.until,
        owners(index.counts),
        strays=strays(index.counts),
    )
    return _ordered(found.collect())


def _page(view: View, index: Hours, offset: int, size: int) -> pl.DataFrame:
    """The rows of a page, from no more hours than it is of."""
    at = index.window(offset, size)
    if at is None:
        return pl.DataFrame(schema=SCHEMA)
    window, skipped = at
    filters = index.filters
    there = rows(view, filters, window.start, window.until, window.owners, strays=window.strays)
    if window.n <= _FEW:
        return _ordered(there.collect()).slice(skipped, size)
    # Of an hour with millions of messages first the few columns that their order needs.
    keys = _ordered(there.select(_KEYS).collect()).slice(skipped, size)
    near = there.filter(pl.col("at").is_between(keys["at"].min(), keys["at"].max()))
    return _ordered(near.join(keys.lazy(), on=_KEYS, how="semi", nulls_equal=True).collect())


def _ordered(found: pl.DataFrame) -> pl.DataFrame:
    descending = [True] + [False] * (len(ORDER) - 1)
    return found.sort(ORDER, descending=descending, nulls_last=True)


def _entry(row: dict[str, Any], campaign: Named | None, reveal: bool) -> Entry:
    direction = Direction(row["direction"])
    person = row["person"] if reveal or not row["person"] else mask(row["person"])
    ours = row["ours"] or (campaign.sender if campaign else None) or None
    sender, recipient = (ours, person) if direction is Direction.OUT else (person, ours)
    shows_carrier = direction is Direction.OUT and "carrier" in CHANNELS[row["channel"]].breakdowns
    return Entry(
        key=_key(row, direction),
        at=row["at"],
        channel=row["channel"],
        direction=direction,
        sender=sender,
        recipient=recipient,
        carrier=row["carrier"] if shows_carrier else None,  # F234
        status=row["status"],
        status_at=row["status_at"],
        campaign_id=row["campaign_id"],
        external_id=campaign.external_id if campaign else None,
        campaign_name=campaign.name if campaign else None,
        message_id=row["message_id"],
        text=row["text"],
    )


def _key(row: dict[str, Any], direction: Direction) -> str:
    """What finds a message again: its campaign, and its number there, or its moment and its key."""
    if direction is Direction.OUT:
        return f"out.{row['campaign_id']}.{row['number']}"
    return f"in.{row['campaign_id'] or 0}.{microseconds(row['at'])}-{row['key']}"


def _parsed(key: str) -> tuple[Direction, int | None, str]:
    """A key taken apart. Raises NotFound for what is none."""
    way, _, rest = key.partition(".")
    number, _, name = rest.partition(".")
    known = {"out": Direction.OUT, "in": Direction.IN}
    if way not in known or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound("There is no such message in the log")
    return known[way], int(number) or None, name


def _one(view: View, direction: Direction, place: Place | None, name: str) -> pl.DataFrame:
    """The row of one message; none where there is no such one."""
    places = [place] if place else []
    filters = LogFilters(directions=frozenset({direction}))
    if direction is Direction.OUT:
        found = rows(view, filters, None, None, places, strays=False)
        return found.filter(pl.col("number") == _whole(name)).collect()
    moment, _, key = name.partition("-")
    at = pl.from_epoch(pl.lit(_whole(moment)), time_unit="us").dt.replace_time_zone("UTC")
    found = rows(view, filters, None, None, places, strays=place is None)
    return found.filter(pl.col("at") == at, pl.col("key") == key).collect()


def _whole(text: str) -> int:
    """A number of at most 64 bits. Raises NotFound for anything else."""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdecimal() and len(digits) < 20 and abs(int(text)) < 2**63:
        return int(text)
    raise NotFound("There is no such message in the log")


def _steps(view: View, place: Place, entry: Entry, name: str) -> tuple[Step, ...]:
    """What was reported of a message that went out, oldest first."""
    channel = CHANNELS[entry.channel]
    events = (
        view.scan("events", [place])
        .filter(
            pl.col("message") == _whole(name),
            pl.col("kind") == EventKind.MESSAGE_STATUS.value,
        )
        .select("at", "status", "error_code")
        .collect()
        .unique()
    )
    told = [
        Step(row["at"], channel.status(row["status"]), row["error_code"])
        for row in events.to_dicts()
    ]
    return tuple(sorted(told, key=lambda step: (step.at, step.status.rank)))

"""What does a kept call say now, and what had it brought before?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import polars as pl

from data.clock import Clock
from data.connections import Connection, RawCall
from data.errors import BadRequest
from data.event import Event, Place, Places, microseconds, normalise
from data.ingest.hearing import Heard, Stray, key_in
from data.ingest.provider import Call
from data.ingest.providers import PROVIDERS
from data.ingest.replay_report import differ
from data.ingest.unmatched import is_same, key_of_stray, waiting_event
from data.ingest.webhooks import Webhooks
from data.store import correction_rows, inbox, waiting_rows
from data.store.correction_rows import Correction
from data.store.engine import Engine, read
from data.store.inbox import Origin
from data.store.lake import Lake
from data.store.schema import events_from_payloads
from data.store.waiting_rows import WaitingEvent, WaitingGroup

Row = Mapping[str, Any]  # of the lake


@dataclass(frozen=True, slots=True)
class Reading:
    """One call as it reads now: its events and those without a campaign, by key.

    `refused` are keys of what would be no event now.
    """

    raw: RawCall
    call: Call
    heard: Heard
    events: Mapping[bytes, Event]
    strays: Mapping[bytes, Stray]
    refused: frozenset[bytes]

    @property
    def keys(self) -> list[bytes]:
        """All that it speaks of, once."""
        return list(dict.fromkeys((*self.events, *self.strays, *self.refused)))


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of some calls' events before they were read again.

    `brought` says which of the calls brought a key, `stored` what the lake says of one, and
    `pending` what it is already to say instead.
    """

    origins: Mapping[bytes, Origin | None]
    brought: Mapping[bytes, int]
    waiting: Mapping[bytes, tuple[WaitingEvent, WaitingGroup]]
    pending: Mapping[bytes, Correction] = field(default_factory=dict)
    stored: Mapping[bytes, Row] = field(default_factory=dict)

    def row(self, key: bytes) -> Row | None:
        """What an event is; what is to be there instead, where it is not there at this moment."""
        pending = self.pending.get(key)
        if key in self.stored or pending is None or pending.payload is None:
            return self.stored.get(key)
        return rows_of([pending.payload])[key]

    def needs(self, key: bytes, row: Row) -> bool:
        """Whether the lake neither says `row` of an event nor is to say it already."""
        pending = self.pending.get(key)
        if pending is None:
            return key not in self.stored or differ(self.stored[key], row)
        return pending.payload is None or differ(rows_of([pending.payload])[key], row)


class Rereading:
    """Reads calls of one connection as they are to be read now; changes nothing."""

    def __init__(
        self,
        engine: Engine,
        connection: Connection,
        campaigns: Places,
        webhooks: Webhooks,
        lake: Lake,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._connection = connection
        self._provider = PROVIDERS[connection.provider]
        self._campaigns = campaigns
        self._webhooks = webhooks
        self._lake = lake
        self._clock = clock

    def read(self, raw: RawCall, held: Mapping[bytes, Place] | None = None) -> Reading:
        """Read a call; see data/ingest/hearing.py for `held`. Raises BadRequest."""
        call = _call(raw)
        heard = self._webhooks.hear(self._provider, self._connection, call, held)
        now = self._clock()
        events: dict[bytes, Event] = {}
        refused = set()
        for item in heard.events:
            try:
                event = normalise(item, self._campaigns, now)
                events.setdefault(event.key, event)
            except BadRequest:
                refused.add(key_in(item))
        strays: dict[bytes, Stray] = {}
        for stray in heard.strays:
            key = key_of_stray(stray, self._connection, call.at)
            if waiting_event(stray, self._connection, call.at) is None:
                refused.add(key)
            else:
                strays.setdefault(key, stray)
        return Reading(raw, call, heard, events, strays, frozenset(refused))

    def known(self, readings: Sequence[Reading]) -> Known:
        """What was known of the events of these calls."""
        calls = [one.raw.id for one in readings]
        keys = list(dict.fromkeys(key for one in readings for key in one.keys))
        with read(self._engine) as link:
            origins = inbox.origins(link, keys)
            brought = inbox.brought(link, calls)
            waiting = {one.key: (one, group) for one, group in waiting_rows.brought(link, calls)}
            theirs = list(dict.fromkeys((*brought, *origins)))
            pending = correction_rows.of(link, theirs)
        # After the keys: what was known then is in the lake, or in the inbox's tail, now.
        return Known(origins, brought, waiting, pending, self._stored(theirs))

    def _stored(self, keys: Sequence[bytes]) -> dict[bytes, Row]:
        if not keys:
            return {}
        wanted = [key.hex() for key in keys]
        stored = self._lake.view().stored("events").filter(pl.col("key").is_in(wanted)).collect()
        return {bytes.fromhex(row["key"]): row for row in stored.iter_rows(named=True)}

    def with_campaigns(
        self, reading: Reading, known: Known, owners: Mapping[bytes, int]
    ) -> Reading:
        """The reading, but events that people gave to a campaign, and events that name none that
        is here now, belong where they are: those that are the call's own by `owners`.
        """
        held = {}
        for key in (*reading.events, *reading.strays):
            origin, row = known.origins.get(key), known.row(key)
            if origin is None or row is None or owners.get(key) != reading.raw.id:
                continue
            if origin.claimed or key in reading.strays:
                campaign = row["campaign_id"]
                place = self._campaigns.place(campaign, None) if campaign else None
                if place is not None:
                    held[key] = place
        return self.read(reading.raw, held) if held else reading

    def is_gone(self, row: Row) -> bool:
        """Whether the campaign of a stored event is not here any more."""
        campaign = row["campaign_id"]
        return campaign is not None and self._campaigns.place(campaign, None) is None

    def still_waits(self, reading: Reading, key: bytes, known: Known) -> bool:
        """Whether what waits is what the call says now."""
        one, group = known.waiting[key]
        stray = reading.strays.get(key)
        if stray is None or not is_same(stray, group):
            return False
        now = waiting_event(stray, self._connection, reading.call.at)
        return now is not None and dict(now.fact) == dict(one.fact)


def as_kept(event: Event, stored: Row | None, *, dated: bool) -> str:
    """An event's row as it is to be put in the place of the stored one: received when that was,
    and without a time of its own, happened when that did.
    """
    if stored is None:
        return event.payload
    row = orjson.loads(event.payload)
    row["received_at"] = microseconds(stored["received_at"])
    if not dated:
        row["at"] = microseconds(stored["at"])
        if "campaign_id" not in row:
            row["month"] = stored["at"].strftime("%Y-%m")
    return orjson.dumps(row).decode()


def rows_of(payloads: Iterable[str]) -> dict[bytes, Row]:
    """Payloads as the lake would keep them, by key."""
    frame = events_from_payloads(list(payloads))
    return {bytes.fromhex(row["key"]): row for row in frame.iter_rows(named=True)}


def is_proven(raw: RawCall) -> bool:
    """Whether the call was genuine; of others, and of tests, nothing is to be counted."""
    if raw.verdict == "test":
        return False
    return bool(raw.body or raw.path or raw.headers)


def _call(raw: RawCall) -> Call:
    rest, _, query = raw.path.partition("?")
    url = f"/{rest}?{query}" if query else f"/{rest}"
    return Call(raw.method, url, rest, raw.headers, raw.body, raw.first_at)

"""What do the kept calls of providers say, read as they are to be read now?

Events are only ever added: a call that is read again brings those that it didn't bring before, and
those that it did are known by their names. What reads differently under a known name is told, and
stays as it was taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from data.clock import Clock
from data.connections import Connection, Connections, RawCall
from data.errors import BadRequest
from data.event import Event, Places, normalise
from data.ingest.hearing import Heard
from data.ingest.provider import Call, Provider
from data.ingest.providers import PROVIDERS
from data.ingest.unmatched import stray_key
from data.ingest.webhooks import Outcome, Webhooks
from data.store import inbox
from data.store.engine import Engine, read
from data.store.lake import Lake
from data.store.schema import events_from_payloads
from data.store.subscriber_fold import Connection as Link

_EXAMPLES = 3
_COMPARED = 50_000  # events that are looked up in the lake at once
# What says nothing about how an event was read.
_PASSING = frozenset({"received_at", "month"})


@dataclass(slots=True)
class Replayed:
    """What reading calls again came to, or would come to."""

    calls: int = 0
    unreadable: int = 0
    new: int = 0  # events
    known: int = 0
    different: int = 0  # of the known ones, those that read differently now
    rejected: int = 0
    waiting: int = 0  # for a campaign
    unknown: int = 0
    ignored: int = 0
    examples: list[str] = field(default_factory=list)  # of different ones


@dataclass(frozen=True, slots=True)
class _Known:
    payload: str
    dated: bool


class Replay:
    """Reads kept calls again; safe beside a running server, and any number of times."""

    def __init__(
        self,
        engine: Engine,
        connections: Connections,
        campaigns: Places,
        webhooks: Webhooks,
        lake: Lake,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._connections = connections
        self._campaigns = campaigns
        self._webhooks = webhooks
        self._lake = lake
        self._clock = clock

    def run(
        self,
        connection: Connection,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        dry_run: bool = False,
    ) -> Replayed:
        """Read the calls that came from `since` on and before `until`; with `dry_run`, only say
        what would change.
        """
        provider = PROVIDERS[connection.provider]
        said = Replayed()
        met: set[bytes] = set()
        known: dict[bytes, _Known] = {}
        for raw in self._connections.kept(connection, since, until):
            if not _is_proven(raw):
                continue
            said.calls += 1
            self._again(provider, connection, raw, said, met, known, dry_run=dry_run)
            if len(known) >= _COMPARED:
                self._compare(known, said)
                known.clear()
        self._compare(known, said)
        return said

    def _again(
        self,
        provider: Provider,
        connection: Connection,
        raw: RawCall,
        said: Replayed,
        met: set[bytes],
        known: dict[bytes, _Known],
        *,
        dry_run: bool,
    ) -> None:
        call = _call(raw)
        try:
            heard = self._webhooks.hear(provider, connection, call)
        except BadRequest:
            said.unreadable += 1
            return
        said.unknown += len(heard.unknown)
        said.ignored += heard.ignored
        events = dict(self._good(heard, said))
        keys = (stray_key(stray, connection, call.at) for stray in heard.strays)
        strays = {key for key in keys if key is not None}
        with read(self._engine) as link:
            taken = inbox.known(link, [*events, *strays])
        said.known += len(taken & strays)
        said.waiting += len(strays - taken)
        for key, (event, dated) in events.items():
            if key in met:
                continue
            met.add(key)
            if key in taken:
                said.known += 1
                known[key] = _Known(event.payload, dated)
            else:
                said.new += 1
        if not dry_run:
            self._settle(connection, raw, heard, call)

    def _good(self, heard: Heard, said: Replayed) -> Iterator[tuple[bytes, tuple[Event, bool]]]:
        now = self._clock()
        for item in heard.events:
            try:
                event = normalise(item, self._campaigns, now)
            except BadRequest:
                said.rejected += 1
            else:
                yield event.key, (event, item["id"] not in heard.undated)

    def _settle(self, connection: Connection, raw: RawCall, heard: Heard, call: Call) -> None:
        def keep(outcome: Outcome, link: Link) -> None:
            word, why = outcome.word, outcome.why
            if word == "duplicate" and raw.verdict == "unmatched":
                word, why = "accepted", "What it brought was claimed for a campaign later"
            # What was taken at first counts more than that it is known by now.
            if word not in ("duplicate", raw.verdict):
                judged = replace(raw, verdict=word, why=why, counts=outcome.counts)
                self._connections.judge(judged, link)

        self._webhooks.settle(connection, heard, call, keep)

    def _compare(self, known: Mapping[bytes, _Known], said: Replayed) -> None:
        """Count the events that are stored otherwise than they read now."""
        if not known:
            return
        keys = [key.hex() for key in known]
        stored = self._lake.view().stored("events").filter(pl.col("key").is_in(keys)).collect()
        before = {row["key"]: row for row in stored.iter_rows(named=True)}
        now = events_from_payloads([one.payload for one in known.values()])
        undated = {key.hex() for key, one in known.items() if not one.dated}
        for row in now.iter_rows(named=True):
            old = before.get(row["key"])
            passing = _PASSING | {"at"} if row["key"] in undated else _PASSING
            changed = () if old is None else _changed(old, row, passing)
            if changed:
                said.different += 1
                if len(said.examples) < _EXAMPLES:
                    said.examples.append("; ".join(changed))


def _changed(
    old: Mapping[str, Any], new: Mapping[str, Any], passing: frozenset[str]
) -> tuple[str, ...]:
    """Which fields read differently; of those that may tell of people, the names alone."""
    return tuple(
        f"{name} {old[name]} → {new[name]}" if name in _OPEN else name
        for name in new
        if name not in passing and old[name] != new[name]
    )


_OPEN = frozenset({"campaign_id", "kind", "channel", "status", "error_code", "at"})


def _is_proven(raw: RawCall) -> bool:
    """Whether the call was genuine; of others, and of tests, nothing is to be counted."""
    if raw.verdict == "test":
        return False
    return bool(raw.body or raw.path or raw.headers)


def _call(raw: RawCall) -> Call:
    rest, _, query = raw.path.partition("?")
    url = f"/{rest}?{query}" if query else f"/{rest}"
    return Call(raw.method, url, rest, raw.headers, raw.body, raw.first_at)

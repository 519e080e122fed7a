"""How many events a second are durable over HTTP, how soon are they acknowledged, and visible?"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from threading import Event as Flag
from threading import Thread
from time import perf_counter, sleep
from typing import Any

import orjson

from data.campaign_draft import CampaignDraft
from data.event import normalise
from data.ingest.cloudevents import BATCH, LINES
from data.services import Services, build
from data.settings import Settings
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State
from tests.bench.figure import MS, Bench, Figure, percentile
from tests.bench.process import Served, ask, call, served

BUDGET, BUDGET_FRESH = 20_000.0, 2_000.0  # events a second; milliseconds
CLIENTS = 4
CAMPAIGNS = 20
_PART = "ingest"
_AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
_STATUSES = ("DEQUEUED", "SENT", "DELIVRD")


@dataclass(frozen=True, slots=True)
class Manner:
    """One way to send: events a call, their format, packed or not."""

    name: str
    size: int
    lines: bool = False
    packed: bool = False

    def body(self, events: Sequence[dict[str, Any]]) -> bytes:
        """What is sent."""
        plain = b"\n".join(map(orjson.dumps, events)) if self.lines else orjson.dumps(events)
        return gzip.compress(plain, 1) if self.packed else plain

    def headers(self) -> dict[str, str]:
        """Said with it."""
        packed = {"Content-Encoding": "gzip"} if self.packed else {}
        return {"Content-Type": LINES if self.lines else BATCH, **packed}


MANNERS = (
    Manner("1,000 a call, JSON", 1000),
    Manner("1,000 a call, NDJSON", 1000, lines=True),
    Manner("1,000 a call, JSON, gzip", 1000, packed=True),
    Manner("10,000 a call, JSON", 10_000),
    Manner("10,000 a call, NDJSON, gzip", 10_000, lines=True, packed=True),
)


def measure(bench: Bench) -> Iterator[Figure]:
    """All manners one after another on one workspace, then freshness, idle and under load."""
    bench.console.print("Ingest …")
    path = bench.root / "ingest"
    shutil.rmtree(path, ignore_errors=True)
    services, key = _workspace(path)
    numbers = count()
    events = 10_000 if bench.quick else 200_000
    with served(path) as server:
        _send(server, key, MANNERS[0], _bodies(MANNERS[0], 5, numbers))  # warm
        for manner in MANNERS[-2:] if bench.quick else MANNERS:
            calls = max(events // manner.size, 1)
            bodies = _bodies(manner, calls, numbers)
            took, acks = _send(server, key, manner, bodies)
            rate = calls * manner.size / took
            peer = _bare(path / "bare.db", services, manner.size, events, numbers)
            name = f"durable events, {manner.name}, {CLIENTS} clients"
            yield Figure(_PART, name, rate, "events/s", BUDGET, True, peer, "bare SQLite", True)
            for word, share in (("p50", 0.5), ("p99", 0.99)):
                value = percentile(acks, share)
                yield Figure(_PART, f"acknowledged after, {manner.name}, {word}", value, "ms")
        yield from _freshness(bench, server, key, numbers)
    yield _sound(services)


def _workspace(path: Path) -> tuple[Services, str]:
    """Campaigns to send to, the last for the freshness of one event, and a key."""
    settings = Settings(_env_file=None, data_dir=path)  # type: ignore[call-arg]
    services = build(settings)
    drafts = [
        CampaignDraft(
            name=f"Sale {n}",
            group=Group.MESSAGING,
            type="sms",
            channel="sms",
            sender="61222",
            state=State.COMPLETED,
            created_at=_AT - timedelta(days=1),
        )
        for n in range(CAMPAIGNS)
    ]
    services.campaigns.bulk_register(drafts, "bench")
    return services, services.keys.create("bench", ("events:write", "reports:read"))


def _event(n: int, campaign: int) -> dict[str, Any]:
    message = n // len(_STATUSES)
    return {
        "specversion": "1.0",
        "id": f"e-{n:012}",
        "source": "bench/carrier",
        "type": "message.status",
        "time": (_AT + timedelta(milliseconds=n % 3_600_000)).isoformat(),
        "subject": f"+4915{message % 100_000_000:08}",
        "data": {
            "campaign_id": campaign,
            "channel": "sms",
            "message_id": f"m-{message:010}",
            "status": _STATUSES[n % len(_STATUSES)],
            "sender": "61222",
            "carrier": ("Telekom", "Vodafone", "O2")[message % 3],
            "country": "DE",
            "segments": 1,
        },
    }


def _some(size: int, numbers: Iterator[int]) -> list[dict[str, Any]]:
    drawn = (next(numbers) for _ in range(size))
    return [_event(n, n // len(_STATUSES) % (CAMPAIGNS - 1) + 1) for n in drawn]


def _bodies(manner: Manner, calls: int, numbers: Iterator[int]) -> list[bytes]:
    return [manner.body(_some(manner.size, numbers)) for _ in range(calls)]


def _send(
    server: Served, key: str, manner: Manner, bodies: Sequence[bytes]
) -> tuple[float, list[float]]:
    """Seconds until all are durable, and the milliseconds of each call.

    Raises AssertionError when the server didn't take every event.
    """
    headers = manner.headers()

    def client(mine: Sequence[bytes]) -> list[float]:
        connection = server.connection()
        acks = []
        for body in mine:
            start = perf_counter()
            status, said = call(connection, "/api/v1/events", key, body, headers)
            acks.append((perf_counter() - start) * MS)
            taken = orjson.loads(said).get("accepted") if status == 202 else None
            assert taken == manner.size, f"{status} {said[:300]!r}"
        connection.close()
        return acks

    start = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        acks = pool.map(client, [bodies[n::CLIENTS] for n in range(CLIENTS)])
        every = [ack for each in acks for ack in each]
    return perf_counter() - start, every


def _bare(path: Path, services: Services, size: int, events: int, numbers: Iterator[int]) -> float:
    """Events a second that Python's own SQLite takes: such rows, a commit as often, as durable."""
    now = datetime.now(UTC)
    batches = [
        [(e.key, e.payload) for e in (normalise(i, services.campaigns, now) for i in items)]
        for items in (_some(size, numbers) for _ in range(max(events // size, 1)))
    ]
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE events (key BLOB PRIMARY KEY, payload TEXT NOT NULL)")
    start = perf_counter()
    for batch in batches:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO events VALUES (?, ?)", batch)
        database.execute("COMMIT")
    took = perf_counter() - start
    database.close()
    return len(batches) * size / took


def _freshness(bench: Bench, server: Served, key: str, numbers: Iterator[int]) -> Iterator[Figure]:
    """From the acknowledgement of one event to the report that counts it."""
    rounds = 5 if bench.quick else 25
    yield from _fresh_figures("idle", _fresh(server, key, rounds, numbers))
    stop = Flag()
    loads = [Thread(target=_load, args=(server, key, stop, numbers)) for _ in range(2)]
    for load in loads:
        load.start()
    try:
        under_load = _fresh(server, key, rounds, numbers)
    finally:
        stop.set()
        for load in loads:
            load.join()
    yield from _fresh_figures("while 5,000 events/s arrive", under_load)


def _fresh_figures(when: str, waits: Sequence[float]) -> Iterator[Figure]:
    what = f"acknowledged event to visible figure, {when}"
    yield Figure(_PART, f"{what}, median", median(waits), "ms", BUDGET_FRESH)
    yield Figure(_PART, f"{what}, slowest", max(waits), "ms", BUDGET_FRESH)


def _load(server: Served, key: str, stop: Flag, numbers: Iterator[int]) -> None:
    """2,500 events a second until told to stop."""
    manner = Manner("load", 500)
    connection = server.connection()
    while not stop.is_set():
        start = perf_counter()
        body = manner.body(_some(manner.size, numbers))
        call(connection, "/api/v1/events", key, body, manner.headers())
        sleep(max(0.2 - (perf_counter() - start), 0))
    connection.close()


def _fresh(server: Served, key: str, rounds: int, numbers: Iterator[int]) -> list[float]:
    connection = server.connection()
    waits = []
    for _ in range(rounds):
        sent = _sent(connection, key)
        event = _event(next(numbers) * len(_STATUSES) + 2, CAMPAIGNS) | {"source": "bench/fresh"}
        body = orjson.dumps([event])
        status, said = call(connection, "/api/v1/events", key, body, MANNERS[0].headers())
        start = perf_counter()
        assert status == 202, said[:300]
        while _sent(connection, key) == sent:
            if perf_counter() - start > 30:
                raise AssertionError("An acknowledged event did not show in the report")
        waits.append((perf_counter() - start) * MS)
    connection.close()
    return waits


def _sent(connection: HTTPConnection, key: str) -> object:
    report = ask(connection, f"/api/v1/campaigns/{CAMPAIGNS}/report/performance", key)
    kpis = report["kpis"]
    assert isinstance(kpis, dict)
    return kpis["total_sent"]


def _sound(services: Services) -> Figure:
    """Whether every accepted event is stored once and every table says what the events say."""
    start = perf_counter()
    found = verify(services.lake)
    services.engine.dispose()
    took = perf_counter() - start
    return Figure(
        _PART, "verify after all of it", took, "s", agrees=not found, note="; ".join(found)[:200]
    )

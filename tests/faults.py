"""Carriers and programs call a real server at a rate while it is killed, starved and misled.

What was acknowledged must be there after each fault, once; a call that was not is there whole or
not at all. The calls are the providers' own, signed, and batches of our events API; some come
twice, late, or out of order, as they do.
"""

from __future__ import annotations

import random
import resource
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import polars as pl

from data.campaign_draft import CampaignDraft
from data.ingest.cloudevents import BATCH
from data.ingest.connecting import connect
from data.ingest.providers import PROVIDERS as KNOWN
from data.ingest.sampling import sample_call
from data.ingest.signatures import TOLERANCE
from data.keys import Scope
from data.query import Query, figures
from data.services import Services, build
from data.settings import Settings
from data.store import inbox
from data.store.compaction import compact
from data.store.engine import read
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State
from tests import truth
from tests.server import Process, start

PROVIDERS = (
    "twilio",
    "sendgrid",
    "mailgun",
    "postmark",
    "infobip",
    "sinch",
    "vonage",
    "cloudevents",
)
API = "api"
BATCHES = 200  # events in one call of our own API
METRICS = ("total_sent", "delivered", "failed", "transit", "unsent")
CLIENTS = 3
_AGAIN, _LATE = 0.15, 0.2  # shares of calls that come twice, and that come later than others
_PATIENCE = 60.0
_PAUSE = 0.004  # seconds between two calls of a client
_SECRET = "whsec_YmVuY2g="


@dataclass(frozen=True)
class Sent:
    """One call as it is sent, each time alike; `events` are those of our own API."""

    source: str
    path: str
    body: bytes
    headers: Mapping[str, str]
    events: tuple[dict[str, Any], ...] = ()


@dataclass
class Faults:
    """A workspace under fault, all that was sent to it, and what it acknowledged."""

    data_dir: Path
    seed: int
    sent: list[Sent] = field(default_factory=list)
    acknowledged: set[int] = field(default_factory=set)  # places in `sent`
    answers: Counter[int] = field(default_factory=Counter)  # by status; 0: no answer
    wrong: list[str] = field(default_factory=list)  # answers that nobody should get
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self.services: Services = build(
            Settings(_env_file=None, data_dir=self.data_dir)  # type: ignore[call-arg]
        )
        draft = CampaignDraft(
            external_id="faults",
            name="Faults",
            group=Group.MESSAGING,
            type="sms",
            channel="sms",
            state=State.COMPLETED,
        )
        (self.campaign,) = self.services.campaigns.bulk_register([draft], "faults")
        self._key = self.services.keys.create("faults", [Scope.EVENTS_WRITE])
        self._makers = {API: self._batch}
        for provider in PROVIDERS:
            if maker := self._maker(provider):
                self._makers[provider] = maker

    @property
    def sources(self) -> tuple[str, ...]:
        """Who calls: our own API's client, and each provider that we can sign for."""
        return tuple(self._makers)

    def run(
        self,
        fault: Callable[[Process, random.Random], None],
        skew: float = 0.0,
        *,
        goes_on: bool = False,
    ) -> None:
        """Serve, let everybody call, do the worst, and end the server without a word.

        If it `goes_on`, it must first have put all that it took into the lake by itself.
        """
        process, address = start(self.data_dir, program="tests.skewed", skew=str(skew))
        stop = Event()
        clients = [
            Thread(target=self._call, args=(address, stop, self._chance.random()))
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        self._wait_for(self._chance.randint(5, 60))
        fault(process, self._chance)
        if goes_on:
            self._end(stop, clients)
            self._wait_for_compaction()
        process.kill()
        process.wait()
        self._end(stop, clients)

    def _end(self, stop: Event, clients: list[Thread]) -> None:
        stop.set()
        for client in clients:
            client.join()

    def _wait_for_compaction(self) -> None:
        until = monotonic() + _PATIENCE
        while True:
            with read(self.services.engine) as connection:
                if not inbox.depth(connection):
                    return
            assert monotonic() < until, "nothing is put into the lake any more"
            sleep(0.1)

    def _wait_for(self, more: int) -> None:
        """Until so many more answers have come, however busy the machine is."""
        wanted, until = sum(self.answers.values()) + more, monotonic() + _PATIENCE
        while sum(self.answers.values()) < wanted and monotonic() < until:
            sleep(0.02)

    def check(self) -> None:
        """Nothing acknowledged is missing, nothing is doubled, no call is there by half."""
        assert self.wrong == []
        held = self._held()
        assert held.get_column("key").is_unique().all()
        by_source = dict(held.group_by("source").len().iter_rows())
        for source in self.sources:
            if source == API:
                continue
            sure = sum(self.sent[n].source == source for n in self.acknowledged)
            most = sum(one.source == source for one in self.sent)
            assert sure <= by_source.get(f"webhook:{source}/faults", 0) <= most, source
        known = set(held.filter(pl.col("source") == "faults").get_column("message_id"))
        for place, one in enumerate(self.sent):
            here = {event["data"]["message_id"] in known for event in one.events}
            assert len(here) <= 1, "a batch is there by half"
            assert not here or True in here or place not in self.acknowledged, "a batch is gone"

    def settle(self) -> None:
        """Serve once more, send everything again in any order, and compare with plain Python."""
        process, address = start(self.data_dir)
        try:
            again = list(enumerate(self.sent))
            self._chance.shuffle(again)
            with httpx.Client(timeout=60) as client:
                for place, one in again:
                    self._post(client, address, place, one)
        finally:
            process.terminate()
            process.wait(60)
        assert self.acknowledged == set(range(len(self.sent)))
        self.check()
        compact(self.services.lake)
        events = [event for one in self.sent for event in one.events]
        expected = truth.figures(events, "sms")
        # Providers' samples are messages that were delivered, one a call.
        calls = sum(one.source != API for one in self.sent)
        found = figures(Query(METRICS, campaigns=(self.campaign,)), self.services.lake)
        assert found["delivered"].value == (expected["delivered"] or 0) + calls
        assert found["total_sent"].value == (expected["total_sent"] or 0) + calls
        for name in ("failed", "transit", "unsent"):
            assert found[name].value == expected[name], name
        assert verify(self.services.lake) == []

    def _held(self) -> pl.DataFrame:
        events = self.services.lake.scan("events", (self.campaign,))
        return events.select("key", "source", "message_id").collect()

    def _call(self, address: str, stop: Event, seed: float) -> None:
        chance = random.Random(seed)
        late: list[int] = []
        with httpx.Client(timeout=60) as client:
            while not stop.is_set():
                place = self._next(chance, late)
                if place is not None:
                    self._post(client, address, place, self.sent[place])
                sleep(_PAUSE)

    def _next(self, chance: random.Random, late: list[int]) -> int | None:
        """A new call, one that was sent before, or one that had to wait; None: it waits."""
        luck = chance.random()
        if luck < _AGAIN and self.sent:
            return chance.randrange(len(self.sent))
        if late and luck < _AGAIN + _LATE:
            return late.pop(chance.randrange(len(late)))
        with self._lock:
            number = len(self.sent)
            self.sent.append(self._makers[chance.choice(self.sources)](number))
        if chance.random() < _LATE:
            late.append(number)
            return None
        return number

    def _post(self, client: httpx.Client, address: str, place: int, one: Sent) -> None:
        try:
            answer = client.post(f"{address}{one.path}", content=one.body, headers=one.headers)
        except httpx.TransportError:
            self.answers[0] += 1
            return
        with self._lock:
            self.answers[answer.status_code] += 1
            if answer.is_success and not _rejected(answer):
                self.acknowledged.add(place)
            elif answer.status_code not in (429, 503):
                # What can't be kept is refused in words, so that the caller tries again.
                self.wrong.append(f"{one.source}: {answer.status_code} {answer.text[:200]}")

    def _batch(self, number: int) -> Sent:
        events = [_event(self.campaign.id, number * BATCHES + n) for n in range(BATCHES)]
        headers = {"Content-Type": BATCH, "Authorization": f"Bearer {self._key}"}
        return Sent(API, "/api/v1/events", orjson.dumps(events), headers, tuple(events))

    def _maker(self, provider: str) -> Callable[[int], Sent] | None:
        """How the provider's calls are made; None where only the provider itself can sign."""
        scheme = next((one for one in KNOWN[provider].schemes if one.sign), None)
        if scheme is None:
            return None
        secrets = dict.fromkeys(scheme.secrets, _SECRET)
        address = f"https://faults.example/webhooks/{provider}/faults"
        # Some sign the address that they call, some the time, of which late ones are refused.
        known = {"url": address, TOLERANCE: "0"}
        own = {name: known[name] for name in scheme.options if name in known}
        options = {**dict.fromkeys(scheme.needed, "https://faults.example/"), **own}
        made = connect(
            self.services.connections,
            self.services.campaigns,
            provider,
            "faults",
            secrets,
            options,
            scheme=scheme.key,
            campaign=str(self.campaign.id),
        )

        def make(number: int) -> Sent:
            signed = sample_call(made, secrets, address, str(10**11 + number), datetime.now(UTC))
            return Sent(provider, urlsplit(signed.url).path, signed.body, signed.headers)

        return make


def _rejected(answer: httpx.Response) -> bool:
    """Whether the answer says that some event was not taken: by number, or by name."""
    return bool(answer.content and answer.json().get("rejected"))


def _event(campaign_id: int, number: int) -> dict[str, Any]:
    """One message each, in one of the states that it can end in."""
    code = ("DELIVRD", "UNDELIV", "SENT", "BLACKLISTED")[number % 4]
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=number % 100_000)
    return {
        "specversion": "1.0",
        "id": str(number),
        "source": "faults",
        "type": "message.status",
        "time": at.isoformat(),
        "subject": f"+1202{number:07d}",
        "data": {"campaign_id": campaign_id, "message_id": f"m{number}", "status": code},
    }


def killed(_: Process, chance: random.Random) -> None:
    """A power cut, at any moment."""
    sleep(chance.uniform(0.0, 1.5))


def full(process: Process, chance: random.Random) -> None:
    """The disk takes no more for a while: no file may grow past what it is."""
    sleep(chance.uniform(0.0, 0.5))
    free = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (chance.choice((1, 50_000)), free[1]))
    sleep(chance.uniform(0.5, 1.5))
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, free)
    sleep(chance.uniform(0.3, 1.0))


def locked(data_dir: Path) -> Callable[[Process, random.Random], None]:
    """Somebody else holds the database, so that nobody can write to it."""

    def fault(_: Process, chance: random.Random) -> None:
        other = sqlite3.connect(data_dir / "heliograph.db", isolation_level=None, timeout=20)
        other.execute("BEGIN IMMEDIATE")
        sleep(chance.uniform(0.3, 1.5))
        other.execute("ROLLBACK")
        other.close()
        sleep(chance.uniform(0.0, 0.5))

    return fault

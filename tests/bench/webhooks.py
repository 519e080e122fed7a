"""How many calls of providers a second are checked, read and durable, beside our own events API?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import orjson

from data.campaign_draft import CampaignDraft
from data.connections import Connection
from data.ingest.cloudevents import BATCH
from data.ingest.connecting import connect
from data.ingest.provider import Call, Provider, Scheme
from data.ingest.providers import PROVIDERS
from data.ingest.sampling import sample_call
from data.keys import Scope
from data.services import Services, build
from data.settings import Settings
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State
from tests.bench.figure import MS, Bench, Figure, percentile
from tests.bench.process import Served, call, served

CLIENTS = 4
_PART = "webhooks"
_NAME = "bench"
_NEEDED = {"topic": "arn:aws:sns:eu-west-1:1:bench", "issuer": "3388000000000000000"}


@dataclass(frozen=True, slots=True)
class _Sending:
    """One request of HTTP."""

    path: str
    body: bytes
    headers: dict[str, str]


def measure(bench: Bench) -> Iterator[Figure]:
    """Each provider after the other on one workspace, by its usual scheme where we can sign for it.

    The peer brings an event a call too, through POST /api/v1/events.
    """
    bench.console.print("Webhooks …")
    path = bench.root / "webhooks"
    shutil.rmtree(path, ignore_errors=True)
    services, key, campaign = _workspace(path)
    calls = 50 if bench.quick else 1_000
    taken = 0
    with served(path) as server:
        peer, _ = _send(server, _events(calls, campaign, key))
        taken += calls
        for provider in PROVIDERS.values():
            scheme = next((one for one in provider.schemes if one.sign), None)
            if scheme is None:
                continue
            requests = _calls(services, provider, scheme, campaign, server.url, calls)
            rate, took = _send(server, requests)
            connection = services.connections.get(provider.key, _NAME)
            accepted = sum(
                one.counts.get("accepted", 0) for one in services.connections.kept(connection)
            )
            taken += accepted
            yield Figure(
                _PART,
                f"calls of {provider.label} ({scheme.key}), {CLIENTS} clients",
                rate,
                "calls/s",
                more_is_better=True,
                peer=peer,
                peer_name="events API",
                agrees=accepted >= calls,
                note=f"p99 {percentile(took, 0.99):.0f} ms",
            )
    yield _sound(services, taken)


def _workspace(path: Path) -> tuple[Services, str, int]:
    services = build(Settings(_env_file=None, data_dir=path))  # type: ignore[call-arg]
    draft = CampaignDraft(
        external_id="bench",
        name="Bench",
        group=Group.MESSAGING,
        type="sms",
        channel="sms",
        state=State.COMPLETED,
    )
    (campaign,) = services.campaigns.bulk_register([draft], "bench")
    return services, services.keys.create("bench", [Scope.EVENTS_WRITE]), campaign.id


def _calls(
    services: Services, provider: Provider, scheme: Scheme, campaign: int, url: str, count: int
) -> list[_Sending]:
    secrets = dict.fromkeys(scheme.secrets, "whsec_YmVuY2g=")
    options = {name: _NEEDED[name] for name in scheme.needed}
    made = connect(
        services.connections,
        services.campaigns,
        provider.key,
        _NAME,
        secrets,
        options,
        scheme=scheme.key,
        campaign=str(campaign),
    )
    address = f"{url}/webhooks/{provider.key}/{_NAME}"
    return [_request(_signed(made, secrets, address, number)) for number in range(count)]


def _signed(made: Connection, secrets: dict[str, str], address: str, number: int) -> Call:
    # Some providers' ids are numbers.
    event_id = str(10**11 + number)
    return sample_call(made, secrets, address, event_id, datetime.now(UTC))


def _request(signed: Call) -> _Sending:
    return _Sending(urlsplit(signed.url).path, signed.body, dict(signed.headers))


def _events(count: int, campaign: int, key: str) -> list[_Sending]:
    headers = {"Content-Type": BATCH, "Authorization": f"Bearer {key}"}
    return [
        _Sending("/api/v1/events", orjson.dumps([_event(number, campaign)]), headers)
        for number in range(count)
    ]


def _event(number: int, campaign: int) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": str(number),
        "source": "bench",
        "type": "message.status",
        "time": datetime.now(UTC).isoformat(),
        "subject": "+15005550001",
        "data": {
            "campaign_id": campaign,
            "message_id": str(number),
            "channel": "sms",
            "status": "DELIVRD",
        },
    }


def _send(server: Served, requests: Sequence[_Sending]) -> tuple[float, list[float]]:
    """Calls a second until all are durable, and the milliseconds of each."""

    def client(mine: Sequence[_Sending]) -> list[float]:
        connection = server.connection()
        took = []
        for one in mine:
            start = perf_counter()
            status, said = call(connection, one.path, body=one.body, headers=one.headers)
            took.append((perf_counter() - start) * MS)
            assert 200 <= status < 300, f"{one.path}: {status} {said[:300]!r}"
        connection.close()
        return took

    start = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        parts = pool.map(client, [requests[n::CLIENTS] for n in range(CLIENTS)])
        every = [one for part in parts for one in part]
    return len(requests) / (perf_counter() - start), every


def _sound(services: Services, taken: int) -> Figure:
    """Whether every accepted event is stored once."""
    start = perf_counter()
    found = verify(services.lake)
    stored = services.lake.view().stored("events").collect().height
    services.engine.dispose()
    took = perf_counter() - start
    note = "; ".join(found)[:200] or f"{stored} events"
    return Figure(
        _PART, "verify after all of it", took, "s", agrees=not found and stored == taken, note=note
    )

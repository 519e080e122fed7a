"""Is every acknowledged event counted once, though the server is killed again and again?"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import httpx

from data.keys import Scope
from data.query import Query, figures
from data.services import Services, build
from data.settings import Settings
from data.store.compaction import compact
from data.store.verify import verify
from tests import truth
from tests.data.store.test_compaction import register
from tests.server import Process, serving, start

KILLS = 4
BATCH = 1000  # enough for several compactions between two kills
METRICS = ("total_sent", "delivered", "failed", "transit", "unsent")


def messages(campaign_id: int, first: int) -> list[dict[str, Any]]:
    """One batch: each message sent, and delivered, failed or nothing more."""
    start = datetime(2026, 3, 1, tzinfo=UTC)
    found = []
    for n in range(first, first + BATCH):
        for step, code in enumerate(["SENT", *([], ["DELIVRD"], ["UNDELIV"])[n % 3]]):
            found.append(
                {
                    "specversion": "1.0",
                    "id": f"{n}-{step}",
                    "source": "kill",
                    "type": "message.status",
                    "time": (start + timedelta(seconds=n, minutes=step)).isoformat(),
                    "subject": f"+1202{n:07d}",
                    "data": {"campaign_id": campaign_id, "message_id": f"m{n}", "status": code},
                }
            )
    return found


def post(address: str, key: str, events: list[dict[str, Any]]) -> bool:
    """Send a batch; whether it was acknowledged."""
    try:
        answer = httpx.post(
            f"{address}/api/v1/events",
            json=events,
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/cloudevents-batch+json",
            },
            timeout=60,
        )
    except httpx.TransportError:
        return False
    assert answer.status_code == 202, answer.text
    assert answer.json()["rejected"] == []
    return True


def seen(services: Services, campaign: Any) -> dict[str, Any]:
    """The campaign's figures."""
    found = figures(Query(METRICS, campaigns=(campaign,)), services.lake)
    return {name: figure.value for name, figure in found.items()}


def kill_later(process: Process, seconds: float) -> Thread:
    """End the process as a power cut would, while this thread goes on."""

    def work() -> None:
        sleep(seconds)
        process.kill()
        process.wait()

    thread = Thread(target=work)
    thread.start()
    return thread


def test_a_server_killed_at_random_moments_loses_and_doubles_no_event(tmp_path: Path) -> None:
    """Acknowledged events are there after each kill; sending all of them again changes nothing."""
    services = build(Settings(_env_file=None, data_dir=tmp_path))  # type: ignore[call-arg]
    campaign = register(services)
    key = services.keys.create("kill", [Scope.EVENTS_WRITE])
    chance = random.Random(4)
    sent: list[list[dict[str, Any]]] = []
    acknowledged: list[dict[str, Any]] = []
    for _ in range(KILLS):
        process, address = start(tmp_path)
        killer = kill_later(process, chance.uniform(1, 5))
        while killer.is_alive():
            sent.append(messages(campaign.id, len(sent) * BATCH))
            if post(address, key, sent[-1]):
                acknowledged += sent[-1]
        killer.join()
        least = truth.figures(acknowledged, "sms")["total_sent"]
        most = len(sent) * BATCH
        assert least <= seen(services, campaign)["total_sent"] <= most  # type: ignore[operator]
    with serving(tmp_path) as address:
        for batch in sent:
            assert post(address, key, batch)
    compact(services.lake)
    everything = truth.figures([event for batch in sent for event in batch], "sms")
    assert seen(services, campaign) == {name: everything[name] for name in METRICS}
    assert verify(services.lake) == []

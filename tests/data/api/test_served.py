"""The API over a real socket, in a real process that can be killed."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.settings import Settings
from data.store import inbox
from data.store.engine import open_database, read
from tests.data.api.conftest import SMS
from tests.data.event_samples import event

ROOT = Path(__file__).parents[3]
BATCH = {"Content-Type": "application/cloudevents-batch+json"}
NOW = datetime.now(UTC).isoformat()


@dataclass(frozen=True)
class Served:
    process: subprocess.Popen[str]
    port: int
    key: str
    folder: Path

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=30,
        )


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.data.api.served", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    port, key = process.stdout.readline().split()
    yield Served(process, int(port), key, folder)
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that these tests share and leave alive."""
    with serving(tmp_path_factory.mktemp("served")) as one:
        yield one


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Served]:
    """A server that a test may end."""
    with serving(tmp_path) as one:
        yield one


def stored(folder: Path) -> list[dict[str, Any]]:
    engine = open_database(Settings(_env_file=None, data_dir=folder).database)  # type: ignore[call-arg]
    with read(engine) as connection:
        rows = [json.loads(payload) for _, payload in inbox.tail(connection, 0)]
    engine.dispose()
    return rows


def test_what_was_acknowledged_outlives_the_process(mortal):
    with mortal.client() as client:
        client.post("/api/v1/campaigns", json=SMS)
        answer = client.post("/api/v1/events", headers=BATCH, json=[event(1, time=NOW)])
    assert answer.json()["accepted"] == 1
    mortal.process.kill()
    mortal.process.wait()
    assert [row["message_id"] for row in stored(mortal.folder)] == ["m1"]


def test_it_ends_cleanly_when_asked_to(mortal):
    with mortal.client() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
    mortal.process.send_signal(signal.SIGTERM)
    _, errors = mortal.process.communicate(timeout=20)
    assert mortal.process.returncode in {0, -signal.SIGTERM}
    assert errors == ""


def raw(served: Served, head: str, body: bytes) -> bytes:
    """Send bytes that no proper client would; return the beginning of the answer."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as line:
        line.sendall(
            f"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {served.key}\r\n"
            f"Content-Type: application/cloudevents-batch+json\r\n{head}\r\n".encode()
        )
        line.sendall(body)
        return line.recv(65536)


@pytest.mark.parametrize(
    ("head", "body", "begins"),
    [
        ("Content-Length: 99999999999\r\n", b"[" * 1000, b"HTTP/1.1 413"),
        ("Content-Length: 2\r\nConnection: close\r\n", b"[]", b"HTTP/1.1 202"),
        ("Content-Length: -5\r\n", b"[]", b"HTTP/1.1 400"),
        ("Transfer-Encoding: chunked\r\n", b"zz\r\n[]\r\n0\r\n\r\n", b"HTTP/1.1 400"),
    ],
)
def test_a_lying_length_is_answered_and_nothing_is_kept(served, head, body, begins):
    assert raw(served, head, body).startswith(begins)
    assert stored(served.folder) == []


def test_a_body_that_breaks_off_keeps_nothing_and_leaves_the_server_well(mortal):
    with socket.create_connection(("127.0.0.1", mortal.port), timeout=30) as line:
        line.sendall(
            f"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {mortal.key}\r\n"
            f"Content-Type: application/cloudevents-batch+json\r\n"
            f"Content-Length: 100\r\n\r\n[".encode()
        )
    with mortal.client() as client:
        assert client.post("/api/v1/events", headers=BATCH, json=[]).status_code == 202
    mortal.process.send_signal(signal.SIGTERM)
    assert mortal.process.communicate(timeout=20)[1] == ""


def test_a_body_above_the_limit_is_refused_before_it_has_arrived(served):
    with served.client() as client:
        answer = client.post("/api/v1/events", headers=BATCH, content=bytes(30_000_000))
        assert answer.status_code == 413
        assert client.get("/healthz").status_code == 200

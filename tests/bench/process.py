"""A served workspace as another process sees it: address, memory, and a key to its API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import urlsplit

import orjson
import psutil

from tests.server import serving

_LOOKS = 0.01  # seconds between two looks whether it is ready


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, its process, and seconds until it was ready."""

    url: str
    process: psutil.Process
    ready_after: float

    def connection(self) -> HTTPConnection:
        """A connection that is kept alive."""
        parts = urlsplit(self.url)
        return HTTPConnection(parts.hostname or "", parts.port, timeout=120)

    def memory(self) -> float:
        """Megabytes resident."""
        return float(self.process.memory_info().rss) / 1e6


@contextmanager
def served(data_dir: Path) -> Iterator[Served]:
    """`heliograph serve` on this workspace, ready."""
    before = {child.pid for child in psutil.Process().children()}
    start = perf_counter()
    with serving(data_dir) as url:
        started = [c for c in psutil.Process().children() if c.pid not in before]
        server = Served(url, started[0], 0.0)
        while call(server.connection(), "/readyz")[0] != 200:
            sleep(_LOOKS)
        yield Served(url, started[0], perf_counter() - start)


def call(
    connection: HTTPConnection,
    path: str,
    key: str = "",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    """Status and body of the answer; POST where there is a body to send."""
    sent = {"Authorization": f"Bearer {key}"} if key else {}
    connection.request("POST" if body is not None else "GET", path, body, sent | (headers or {}))
    answer = connection.getresponse()
    return answer.status, answer.read()


def ask(connection: HTTPConnection, path: str, key: str, body: object = None) -> dict[str, object]:
    """A JSON answer. Raises AssertionError with what the server said instead."""
    posted = None if body is None else orjson.dumps(body)
    json = {"Content-Type": "application/json"}
    status, said = call(connection, path, key, posted, json if posted else None)
    assert status == 200, f"{path}: {status} {said[:300]!r}"
    answer: dict[str, object] = orjson.loads(said)
    return answer

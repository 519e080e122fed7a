"""How soon does it answer, and how much memory does a worker need?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import sleep

from tests.bench.figure import Bench, Figure
from tests.bench.loader import load
from tests.bench.process import Served, ask, call, served

BUDGET_IMPORT, BUDGET_START = 1.5, 3.0  # seconds
BUDGET_IDLE, BUDGET_LOAD = 250.0, 1000.0  # megabytes
_PART = "start"
_ROOT = Path(__file__).parent.parent.parent
_IMPORT = """
from time import perf_counter
start = perf_counter()
import app
print(perf_counter() - start)
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """The import, the start on the largest lake, and memory before and after questions."""
    bench.console.print("Start and memory …")
    took = median(_import() for _ in range(bench.runs(5)))
    yield Figure(_PART, "import of app", took, "s", BUDGET_IMPORT)
    scale = bench.scales[-1]
    loaded = load(scale, bench.root)
    services = loaded.services
    # A name is given once, and the workspace stays from one run to the next.
    key = services.keys.create(f"bench {datetime.now(UTC):%Y%m%dT%H%M%S.%f}", ("reports:read",))
    path = services.settings.data_dir
    services.engine.dispose()
    starts = []
    for _ in range(bench.runs(3)):
        with served(path) as server:
            starts.append(server.ready_after)
    what = f"start of the workspace of {scale} events until ready"
    yield Figure(_PART, what, median(starts), "s", BUDGET_START)
    with served(path) as server:
        sleep(2)
        yield Figure(_PART, "memory of the worker, idle", server.memory(), "MB", BUDGET_IDLE)
        peak = _busy(server, key, [campaign.id for campaign in loaded.campaigns[:200]])
        note = "200 campaigns' reports and account-wide questions, one after another"
        yield Figure(_PART, "memory, highest", peak, "MB", BUDGET_LOAD, note=note)
        sleep(2)
        yield Figure(_PART, "memory, 2 s later", server.memory(), "MB", BUDGET_LOAD)


def _import() -> float:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _busy(server: Served, key: str, campaigns: list[int]) -> float:
    """Ask for reports and whole-account figures; the most memory seen after any answer."""
    connection = server.connection()
    highest = server.memory()
    for campaign in campaigns:
        for tab in ("performance", "overview", "recipients"):
            ask(connection, f"/api/v1/campaigns/{campaign}/report/{tab}", key)
            highest = max(highest, server.memory())
    for metrics, dimensions in (
        (["total_sent", "delivered", "failed"], ["channel"]),
        (["delivered", "clicked"], ["campaign"]),
        (["total_clicks"], []),
    ):
        question = {"metrics": metrics, "dimensions": dimensions, "granularity": "day"}
        ask(connection, "/api/v1/query", key, question)
        highest = max(highest, server.memory())
    call(connection, "/reports/messaging")
    connection.close()
    return max(highest, server.memory())

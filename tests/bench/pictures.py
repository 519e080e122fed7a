"""How long does the server need for a picture of a chart, and for a report as a document?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import urlencode

from tests.bench.browser import demonstration, largest
from tests.bench.figure import Bench, Figure, timed
from tests.bench.process import Served, call, served

BUDGET_PICTURE = 1000.0  # milliseconds
_PART = "pictures"
_SIGNS = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF", "html": b"<!doctype html>"}


def measure(bench: Bench) -> Iterator[Figure]:
    """Pictures one after the other and at once, the first of all, and documents."""
    bench.console.print("Pictures …")
    path = demonstration(bench)
    report = f"/campaigns/{largest(path)}/report"
    chart = urlencode({"at": f"{report}/performance", "chart": "messages_by_status"})
    with served(path) as server:
        took, good = _asked(server, f"/chart.png?{chart}", "png")
        yield Figure(_PART, "the first PNG, its browser not started yet", took, "ms", agrees=good)
        for kind in ("png", "svg", "pdf"):
            runs = [_asked(server, f"/chart.{kind}?{chart}", kind) for _ in range(bench.runs(15))]
            yield Figure(
                _PART,
                f"chart as {kind.upper()} from the server, warm",
                median(took for took, _ in runs),
                "ms",
                BUDGET_PICTURE,
                agrees=all(good for _, good in runs),
            )
        yield _twenty(server, f"/chart.png?{chart}")
        for kind in ("pdf", "html"):
            runs = [_asked(server, f"{report}.{kind}", kind) for _ in range(bench.runs(5))]
            yield Figure(
                _PART,
                f"a whole report as {kind.upper()}",
                median(took for took, _ in runs),
                "ms",
                agrees=all(good for _, good in runs),
            )


def _asked(server: Served, path: str, kind: str) -> tuple[float, bool]:
    """Milliseconds until all of it is here, and whether it is what was asked for."""
    took, (status, content) = timed(lambda: call(server.connection(), path))
    return took, status == 200 and content.startswith(_SIGNS[kind])


def _twenty(server: Served, path: str) -> Figure:
    """As the twenty charts of a dashboard would be fetched."""

    def all_of_them() -> list[tuple[float, bool]]:
        with ThreadPoolExecutor(10) as threads:
            return list(threads.map(lambda _: _asked(server, path, "png"), range(20)))

    took, found = timed(all_of_them)
    good = all(good for _, good in found)
    return Figure(_PART, "20 PNG, ten asked for at a time", took, "ms", 20_000.0, agrees=good)

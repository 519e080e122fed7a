"""Measure the parts that are named (all of them by default), and print and write the figures.

    SCALE=1m,10m python -m tests.bench [--quick] [PART ...]

SCALE names the lakes for the questions: 1m, 10m, 100m. `--quick` runs everything, tiny.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from tests.bench import browser, dashboard, faults, ingest, pictures, queries, start, wall, webhooks
from tests.bench.figure import Bench, Figure
from tests.bench.loader import number

PARTS = {
    "ingest": ingest.measure,
    "webhooks": webhooks.measure,
    "queries": queries.measure,
    "start": start.measure,
    "browser": browser.measure,
    "dashboard": dashboard.measure,
    "pictures": pictures.measure,
    "wall": wall.measure,
    "faults": faults.measure,
}
USUAL, QUICK = "1m,10m", "20k"
_WIDTH = 150  # characters, where there is no terminal to say
_ROOT = Path(__file__).parent.parent.parent
_PACKAGES = ("polars", "deltalake", "duckdb", "dash", "plotly", "fastapi", "uvicorn", "sqlalchemy")
_VERDICTS = {"ok": "green", "over": "yellow", "WRONG": "bold red"}


def main() -> int:
    """0 unless an answer was wrong; slow is no failure."""
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="everything, tiny")
    asked = parser.parse_args()
    strangers = set(asked.parts) - PARTS.keys()
    if strangers:
        parser.error(f"there is no part {', '.join(sorted(strangers))}")
    scales = QUICK if asked.quick else os.environ.get("SCALE", USUAL)
    try:
        ordered = tuple(sorted({word.strip() for word in scales.split(",")}, key=number))
    except (ValueError, KeyError):
        parser.error(f"SCALE={scales}: sizes are written like 1m,10m")
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    root = _ROOT / "var" / "bench"
    root.mkdir(parents=True, exist_ok=True)
    bench = Bench(asked.quick, ordered, root, console)
    figures: list[Figure] = []
    began, load = datetime.now(UTC), os.getloadavg()
    try:
        for name in asked.parts or PARTS:
            for figure in PARTS[name](bench):
                figures.append(figure)
                console.print(f"  {figure.what}: {_number(figure.value)} {figure.unit}")
    finally:
        # What was measured before something broke is worth keeping.
        console.print(_table(figures))
        path = root / f"{began:%Y%m%dT%H%M%S}.json"
        path.write_bytes(orjson.dumps(_document(figures, bench, began, load), option=2))
        console.print(f"Written to {path.relative_to(_ROOT)}")
    return 1 if any(figure.agrees is False for figure in figures) else 0


def _document(
    figures: list[Figure], bench: Bench, began: datetime, load: tuple[float, ...]
) -> dict[str, Any]:
    return {
        "began": began.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": bench.quick,
        "scales": bench.scales,
        "machine": dict(_machine(load)),
        "figures": [
            {**asdict(figure), "ratio": figure.ratio, "verdict": figure.verdict}
            for figure in figures
        ],
    }


def _machine(load: tuple[float, ...]) -> Iterator[tuple[str, object]]:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    yield "commit", commit.stdout.strip()
    yield "cores", os.cpu_count()
    yield "load_before", [round(value, 2) for value in load]
    yield "load_after", [round(value, 2) for value in os.getloadavg()]
    yield "system", platform.platform()
    yield "python", sys.version.split()[0]
    versions: Mapping[str, str] = {name: version(name) for name in _PACKAGES}
    yield "packages", versions


def _table(figures: list[Figure]) -> Table:
    table = Table(title="Heliograph, measured", title_justify="left")
    table.add_column("What", min_width=40, overflow="fold")
    for heading in ("Figure", "Budget", "Peer", "Ours ÷ peer", "Same answer"):
        table.add_column(heading, justify="right")
    table.add_column("", min_width=5)
    part = ""
    for figure in figures:
        if figure.part != part:
            part = figure.part
            table.add_section()
            table.add_row(f"[bold]{part}[/bold]")
        table.add_row(*_cells(figure))
    return table


def _cells(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.more_is_better else "≤"
    verdict = figure.verdict
    color = _VERDICTS.get(verdict)
    note = f"\n[dim]{figure.note}[/dim]" if figure.note else ""
    return (
        f"{figure.what}{note}",
        f"{_number(figure.value)} {figure.unit}",
        "" if figure.budget is None else f"{sign} {_number(figure.budget)}",
        "" if figure.peer is None else f"{_number(figure.peer)} {figure.peer_name}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        {None: "", True: "yes", False: "NO"}[figure.agrees],
        f"[{color}]{verdict}[/{color}]" if color else verdict,
    )


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())

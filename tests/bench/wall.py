"""Does a wall screen grow while it runs? A day of looks and slides in a few minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, sync_playwright

from data.demo.plan import World
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from data.wall import Entry, EntryKind
from tests.bench.figure import Bench, Figure
from tests.bench.process import served
from tests.chromium import CHROMIUM, FLAGS
from tests.demonstration import put_in

LOOKS, SETTLED = 2_000, 200
BUDGET = 1.1  # the heap after all looks to that after the first ones
_PART = "wall"
_EVERY = 20  # milliseconds between two looks; a screen on a wall takes ten seconds
_FRESH = 10  # looks that see the same figures, before there is one more message
_WALL = (
    Entry(EntryKind.BOARD, "/dashboards/messaging"),
    Entry(EntryKind.BOARD, "/dashboards/subscribers"),
    Entry(EntryKind.LIVE),
)
_METRICS = {"heap": "JSHeapUsedSize", "nodes": "Nodes", "listeners": "JSEventListeners"}


def measure(bench: Bench) -> Iterator[Figure]:
    """Heap, nodes and listeners of the page after many looks, to those after a few."""
    bench.console.print("Wall …")
    looks, settled = (60, 20) if bench.quick else (LOOKS, SETTLED)
    with TemporaryDirectory(dir=bench.root) as folder:
        services = _workspace(Path(folder))
        wall = services.walls.create("Bench", _WALL, "bench")
        with served(Path(folder)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(f"{server.url}/wall/{wall.id}?every={_EVERY}")
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable")
            slides = _run(page, services, settled)
            before = _size(session)
            slides += _run(page, services, looks)
            after = _size(session)
            browser.close()
        services.engine.dispose()
    note = f"{before['heap'] / 1e6:.1f} MB, then {after['heap'] / 1e6:.1f} MB; {slides:,} slides"
    for what in _METRICS:
        told = f"{what} of a screen after {looks:,} looks to after {settled:,}"
        yield Figure(
            _PART,
            told,
            after[what] / before[what],
            "×",
            BUDGET,
            note=note if what == "heap" else "",
        )


def _workspace(folder: Path) -> Services:
    services = build(Settings(_env_file=None, data_dir=folder))  # type: ignore[call-arg]
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    put_in(services, World(seed=1, scale=0.02, as_of=now))
    return services


def _run(page: Page, services: Services, goal: int) -> int:
    """Show a slide a look until the screen has looked so often; how many slides that were."""
    live = services.campaigns.in_state(Group.INTERACTIVE, State.LIVE)[0]
    slides = seen = 0
    while (looks := int(page.evaluate("document.body.dataset.looks || 0"))) < goal:
        if looks == seen:
            continue
        page.keyboard.press("ArrowRight")
        slides += 1
        if looks // _FRESH > seen // _FRESH:
            _open(services, live.id, f"{goal}-{looks}")
        seen = looks
    return slides


def _open(services: Services, campaign_id: int, name: str) -> None:
    event = {
        "specversion": "1.0",
        "id": f"bench-{name}",
        "source": "bench",
        "type": "link.open",
        "time": datetime.now(UTC).isoformat(),
        "subject": f"+4915{name}",
        "data": {"campaign_id": campaign_id, "channel": "sms"},
    }
    assert services.accept.events([event]).accepted == 1


def _size(session: CDPSession) -> dict[str, float]:
    """What the page holds once nothing is left to throw away."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    found = session.send("Performance.getMetrics")["metrics"]
    values = {one["name"]: float(one["value"]) for one in found}
    return {what: values[name] for what, name in _METRICS.items()}

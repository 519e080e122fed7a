"""How long until a dashboard of twenty tiles is complete, and until all of it is filtered?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from data.own_dashboards import Part
from data.services import build
from data.settings import Settings
from pages.report.tabs import TABS
from tests.bench.browser import BUDGET_CHANGE, BUDGET_CHANGE_P95, demonstration, largest
from tests.bench.figure import Bench, Figure, percentile
from tests.bench.process import served
from tests.chromium import FLAGS

_PART = "dashboard"
_TILES = 20
_DAYS = "range=last-30-days"
_OF_HUB = (
    *("total_sent", "delivery_rate", "open_rate", "click_rate"),
    *("complaint_rate", "opened_url_link", "played", "redemptions"),
)
# What each tile says it shows, once every one of them is drawn and each chart has its marks.
_COMPLETE = """(() => {
  const tiles = [...document.querySelectorAll("#own-grid article")];
  const drawn = (chart) => chart.querySelector(".main-svg .trace path");
  const done = tiles.length === TILES
    && [...document.querySelectorAll("#own-grid .chart-plot")].every(drawn);
  return done ? tiles.map((tile) => tile.querySelector(".own-source").textContent).join("|") : "";
})()""".replace("TILES", str(_TILES))
# The time since navigation began at which the first frame of the complete dashboard was painted.
_OPENED = """() => new Promise((resolve, reject) => {
  const look = () => {
    if (COMPLETE) {
      setTimeout(() => resolve(performance.now()));
    } else if (performance.now() > 30000) {
      reject(new Error("the dashboard was never complete"));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})""".replace("COMPLETE", _COMPLETE)
# Chooses a channel and waits for the first frame in which every tile says that it is of that.
_CHOSEN = """(select, channel) => new Promise((resolve, reject) => {
  const before = COMPLETE, start = performance.now();
  const look = () => {
    const now = COMPLETE;
    if (now && now !== before) {
      setTimeout(() => resolve(performance.now() - start));
    } else if (performance.now() - start > 20000) {
      reject(new Error("nothing was painted"));
    } else {
      requestAnimationFrame(look);
    }
  };
  select.value = channel;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  requestAnimationFrame(look);
})""".replace("COMPLETE", _COMPLETE)


def measure(bench: Bench) -> Iterator[Figure]:
    """A dashboard of the demonstration's figures, cold and with another channel."""
    bench.console.print("Dashboard …")
    path = demonstration(bench)
    board = _made(path, largest(path))
    with served(path) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        address = f"{server.url}/dashboards/{board}"
        yield from _opened(bench, browser, address)
        yield from _filtered(bench, browser, address)
        browser.close()


def _made(path: Path, report: int) -> int:
    """A dashboard with tiles from five screens; its id."""
    settings = Settings(_env_file=None, data_dir=path)  # type: ignore[call-arg]
    services = build(settings, tabs=TABS)
    hub, messaging = f"/hub?{_DAYS}", f"/dashboards/messaging?{_DAYS}"
    performance = f"/campaigns/{report}/report/performance"
    tiles = [
        *((hub, Part.KPI, key) for key in _OF_HUB),
        *((hub, Part.CHART, key) for key in ("hub_over_time", "hub_by_hour")),
        (hub, Part.TABLE, "hub_breakdown"),
        *((messaging, Part.KPI, key) for key in ("exchanged", "outbound", "inbound")),
        (messaging, Part.CHART, "exchanged_by_day"),
        (messaging, Part.TABLE, "messages_exchanged"),
        ("/dashboards/subscribers", Part.CHART, "subscriber_growth"),
        (performance, Part.KPI, "delivery_rate"),
        *((performance, Part.CHART, key) for key in ("messages_by_status", "statuses_over_time")),
    ]
    assert len(tiles) == _TILES
    board = services.own_dashboards.create("Bench", "bench")
    for address, part, key in tiles:
        services.own_dashboards.add(board.id, address, part, key, by="bench")
    services.engine.dispose()
    return board.id


def _opened(bench: Bench, browser: Browser, address: str) -> Iterator[Figure]:
    times = []
    for _ in range(bench.runs(7)):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address, wait_until="commit")
        times.append(float(page.evaluate(_OPENED)))
        page.close()
    yield Figure(_PART, "twenty tiles complete, cold", median(times), "ms")


def _filtered(bench: Bench, browser: Browser, address: str) -> Iterator[Figure]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.evaluate(_OPENED)
    channel = page.get_by_label("Channel", exact=True)
    times = []
    for n in range(bench.runs(20)):
        times.append(float(channel.evaluate(_CHOSEN, ("sms", "email", "*")[n % 3])))
        page.wait_for_load_state("networkidle")
    page.close()
    what = "another channel, choice to twenty painted tiles"
    yield Figure(_PART, f"{what}, median", median(times), "ms", BUDGET_CHANGE)
    yield Figure(_PART, f"{what}, p95", percentile(times, 0.95), "ms", BUDGET_CHANGE_P95)

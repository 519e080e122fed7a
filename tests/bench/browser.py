"""What does a person wait for? A real Chromium in front of the demonstration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.filters import CampaignFilters
from tests.bench.figure import Bench, Figure, percentile
from tests.bench.process import served

BUDGET_COLD, BUDGET_SCRIPTS = 1000.0, 1.6  # milliseconds; megabytes
BUDGET_CHANGE, BUDGET_CHANGE_P95 = 200.0, 400.0  # milliseconds
_PART = "browser"
_ROOT = Path(__file__).parent.parent.parent
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

# The time since navigation began at which the first frame with a chart's marks was painted.
# It is looked for as each frame begins, which is painted before a timer gets its turn.
# What is evaluated here may not evaluate anything itself: the pages' policy forbids it.
_FIRST_CHART = """
() => new Promise((resolve, reject) => {
  const look = () => {
    if (document.querySelector(".main-svg .trace path")) {
      setTimeout(() => resolve(performance.now()));
    } else if (performance.now() > 30000) {
      reject(new Error("no chart was painted"));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})
"""
# Clicks on an element and waits for the first frame in which STATE is something else than before.
_CLICKED = """
(element) => new Promise((resolve, reject) => {
  const state = () => STATE;
  const before = state();
  const start = performance.now();
  const look = () => {
    const now = state();
    if (now && now !== before) {
      setTimeout(() => resolve(performance.now() - start));
    } else if (performance.now() - start > 20000) {
      reject(new Error("nothing was painted"));
    } else {
      requestAnimationFrame(look);
    }
  };
  element.click();
  requestAnimationFrame(look);
})
"""
# The cards on the page and how many campaigns there are, as one text.
_CARDS = """[document.getElementById("reports-total").textContent,
  ...[...document.querySelectorAll("#reports-list article")].map(
    (card) => card.getAttribute("aria-label"))].join("|")"""
# The tab that is drawn, once its panel is filled and each of its charts has its marks.
_TAB = """(() => {
  const panel = document.querySelector("#report-body");
  const drawn = (chart) => chart.querySelector(".main-svg .trace path");
  const done = panel && panel.childElementCount
    && [...panel.querySelectorAll(".chart-plot")].every(drawn);
  return done ? panel.getAttribute("aria-labelledby") : "";
})()"""


def measure(bench: Bench) -> Iterator[Figure]:
    """A report page cold, its scripts, filter changes and tab switches."""
    bench.console.print("Browser …")
    path = demonstration(bench)
    report = largest(path)
    with served(path) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        yield from _cold(bench, browser, f"{server.url}/campaigns/{report}/report")
        context = _context(browser)
        yield from _filters(bench, context.new_page(), server.url)
        yield from _tabs(bench, context.new_page(), f"{server.url}/campaigns/{report}/report")
        browser.close()


def demonstration(bench: Bench) -> Path:
    """A workspace filled by the command, made unless it is there."""
    scale = "0.02" if bench.quick else "1"
    path = bench.root / f"demo-{scale}"
    path.mkdir(parents=True, exist_ok=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HELIOGRAPH_")}
    environment |= {"HELIOGRAPH_DATA_DIR": str(path), "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "app", "demo", "--scale", scale]
    done = subprocess.run(command, cwd=path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-1000:]
    return path


def largest(path: Path) -> int:
    """The messaging campaign with most messages."""
    settings = Settings(_env_file=None, data_dir=path)  # type: ignore[call-arg]
    services = build(settings)
    wanted = CampaignFilters(Group.MESSAGING, states=frozenset({State.COMPLETED}))
    known = services.campaigns.find(wanted, size=1000).campaigns
    services.engine.dispose()
    return max(known, key=lambda campaign: campaign.recipients or 0).id


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 1440, "height": 900}, reduced_motion="reduce", color_scheme="light"
    )


def _cold(bench: Bench, browser: Browser, address: str) -> Iterator[Figure]:
    """A new context has nothing cached; what it runs is not compiled either."""
    times: list[float] = []
    scripts: list[float] = []
    for n in range(bench.runs(7) + 1):
        context = _context(browser)
        page = context.new_page()
        # Listening to what is transferred slows down what is timed: one load more is counted.
        received = [] if n else _count_scripts(page)
        page.goto(address, wait_until="commit")
        shown = float(page.evaluate(_FIRST_CHART))
        page.wait_for_load_state("networkidle")
        (times if n else scripts).append(shown if n else sum(received) / 1e6)
        context.close()
    yield Figure(_PART, "first chart of a report page, cold", median(times), "ms", BUDGET_COLD)
    what = "JavaScript transferred for it, compressed"
    yield Figure(_PART, what, scripts[0], "MB", BUDGET_SCRIPTS)


def _count_scripts(page: Page) -> list[float]:
    """A list that fills with the bytes of each script on the wire."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    scripts: set[str] = set()
    received: list[float] = []

    def answered(event: dict[str, object]) -> None:
        if event["type"] == "Script":
            scripts.add(str(event["requestId"]))

    def finished(event: dict[str, object]) -> None:
        if event["requestId"] in scripts:
            received.append(float(str(event["encodedDataLength"])))

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    return received


def _filters(bench: Bench, page: Page, url: str) -> Iterator[Figure]:
    """One campaign type after another is ticked and unticked."""
    page.goto(f"{url}/reports/messaging")
    page.get_by_role("article").first.wait_for()
    page.get_by_role("button", name="Campaign Type", exact=True).click()
    boxes = [page.get_by_role("checkbox", name=name, exact=True) for name in ("SMS", "Email")]
    times = []
    for n in range(6 if bench.quick else 20):
        times.append(float(boxes[n // 2 % 2].evaluate(_CLICKED.replace("STATE", _CARDS))))
        page.wait_for_load_state("networkidle")
    yield from _both("filter of Performance Reports, input to painted cards", times)


def _tabs(bench: Bench, page: Page, address: str) -> Iterator[Figure]:
    """Through the report's tabs, round and round."""
    page.goto(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    tabs = page.locator("[data-report-tabs] [role=tab]")
    names = tabs.evaluate_all("tabs => tabs.map(tab => tab.id)")
    times = []
    for n in range(6 if bench.quick else 20):
        tab = page.locator(f"#{names[(n + 1) % len(names)]}")
        times.append(float(tab.evaluate(_CLICKED.replace("STATE", _TAB))))
        page.wait_for_load_state("networkidle")
    yield from _both("report tab, click to painted panel", times)


def _both(what: str, times: list[float]) -> Iterator[Figure]:
    yield Figure(_PART, f"{what}, median", median(times), "ms", BUDGET_CHANGE)
    yield Figure(_PART, f"{what}, p95", percentile(times, 0.95), "ms", BUDGET_CHANGE_P95)

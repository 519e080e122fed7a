"""Tiles, charts, tables and cards in a real browser: by keyboard, in both themes, on a phone."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest
from dash import Dash, dcc, html
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader
from werkzeug.serving import make_server

from components.campaign_card import campaign_card
from components.preview import preview
from components.report_card import report_card
from components.tab_body import tab_body
from data.campaign import Campaign
from data.channels import CHANNELS
from data.metrics import METRICS
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.formats import Unit
from tests.chromium import CHROMIUM, FLAGS
from tests.pictures import svg_words

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "picture_in_the_browser.png"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
EVIL = "<img src=x onerror=alert(1)>"
SIZES = [(1440, 900), (360, 740)]

STATUSES = Chart(
    "messages_by_status",
    "Messages by Status",
    ChartKind.STACKED_BARS,
    [
        {"category": "Transit", "status": "SENT", "messages": 30, "tone": "status-transit"},
        {"category": "Transit", "status": "ENROUTE", "messages": 12, "tone": "status-transit"},
        {"category": "Delivered", "status": "DELIVRD", "messages": 99, "tone": "status-delivered"},
    ],
    "category",
    "messages",
    "Most messages arrived.",
    "status",
    "tone",
)
TIMES = Chart(
    "over_time",
    "Over time",
    ChartKind.LINES,
    [
        {"day": date(2026, 11, day), "series": series, "messages": day * size}
        for series, size in (("Sent", 10), ("Failed", 1))
        for day in (1, 2, 3)
    ],
    "day",
    "messages",
    "It grows.",
    "series",
)
LYING = Chart(
    "answers",
    "Answers",
    ChartKind.HORIZONTAL_BARS,
    [
        {"question": question, "answer": answer, "n": n}
        for answer, n in (("Right", 3), ("Wrong", 1))
        for question in ("First", "Second")
    ],
    "question",
    "n",
    "Most are right.",
    "answer",
)
RING = Chart(
    "os",
    "OS Device Distribution",
    ChartKind.DONUT,
    [{"os": EVIL, "n": 3}, {"os": "iOS", "n": 1}],
    "os",
    "n",
    "Most use one.",
)
PEOPLE = Table(
    "people",
    "Participants",
    (Column("id", "ID"), Column("last", "Last Activity", time=True), Column("n", "N", Unit.COUNT)),
    [{"id": EVIL, "last": NOW, "n": n} for n in range(25)],
    1234,
    0,
    25,
)
NUMBERS = TabNumbers(
    NOW,
    (Kpi("delivery_rate", "Delivery Rate", 0.973, Unit.SHARE, counts={"Delivered": 973}),),
    (STATUSES, TIMES, LYING, RING),
    (PEOPLE,),
    (("Sender", EVIL),),
    ("This report is open.",),
)
CAMPAIGN = Campaign(
    7, f"عرض {EVIL}", Group.MESSAGING, "sms", "sms", "55500", State.IN_PROGRESS, NOW, "2026-11"
)


def page_of_parts() -> html.Main:
    card = campaign_card(CAMPAIGN, BERLIN, type_label="SMS", progress=0.4)
    head = report_card(CAMPAIGN, BERLIN, type_label="SMS", channel=CHANNELS["sms"])
    body = tab_body(
        NUMBERS,
        BERLIN,
        metrics=METRICS,
        period="Nov 1, 2026 – Nov 24, 2026",
        link=lambda key, params: "?" + urlencode({f"{key}.{k}": v for k, v in params.items()}),
        csv=lambda key: f"/{key}.csv",
    )
    phone = preview("phone", {"body": "Hi {{name}}"}, channel="SMS", sender="55500")
    parts = [dcc.Location(id="at"), head, html.H2("Parts"), card, body, phone]
    return html.Main(parts, **{"data-origin": "https://reports.example.com"})


@pytest.fixture(scope="module")
def parts_url() -> Iterator[str]:
    """A page of drawn parts, with the stylesheets and scripts of the app."""
    app = Dash(
        "parts",
        assets_folder=str(HERE.parent / "assets"),
        # The last ones are loaded when they are wanted.
        assets_ignore=r"shell\.js|play|\.mjs|document|stage",
    )
    app.index_string = app.index_string.replace("<html>", '<html lang="en">')
    app.title = "Parts"
    app.layout = page_of_parts()
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, without a sandbox since tests may run as root."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def parts(page: Page, parts_url: str) -> Page:
    """The page of parts, every chart painted."""
    page.goto(parts_url)
    painted(page)
    return page


def painted(page: Page) -> None:
    for chart in NUMBERS.charts:
        expect(page.locator(f"#chart-{chart.key} .main-svg").first).to_be_visible()


def figure(page: Page, name: str) -> Locator:
    return page.get_by_role("figure", name=name, exact=True)


def said(chart: Locator) -> Locator:
    return chart.get_by_role("status")


def test_the_table_of_a_chart_opens_and_closes_by_keyboard(parts: Page):
    chart = figure(parts, "Messages by Status")
    button = chart.get_by_role("button", name="View as table")
    expect(chart.get_by_role("table")).to_be_hidden()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(chart.get_by_role("table", name="Messages by Status")).to_contain_text("ENROUTE")
    button.press("Space")
    expect(chart.get_by_role("table")).to_be_hidden()


def test_arrow_keys_read_the_segments_of_stacked_bars_in_order(parts: Page):
    chart = figure(parts, "Messages by Status")
    plot = chart.get_by_role("application")
    heard = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Home"):
        plot.press(key)
        heard.append(said(chart).text_content())
    assert heard == [
        "Transit · SENT: 30. 1 of 3",
        "Transit · ENROUTE: 12. 2 of 3",
        "Delivered · DELIVRD: 99. 3 of 3",
        "Delivered · DELIVRD: 99. 3 of 3",
        "Transit · SENT: 30. 1 of 3",
    ]
    expect(chart.locator(".hoverlayer")).to_contain_text("SENT: 30")


def test_up_and_down_go_from_line_to_line_at_the_same_moment(parts: Page):
    chart = figure(parts, "Over time")
    plot = chart.get_by_role("application")
    heard = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "End"):
        plot.press(key)
        heard.append(said(chart).text_content().split(". ")[0])
    assert heard == [
        "Sent, Nov 1, 2026: 10",
        "Sent, Nov 2, 2026: 20",
        "Failed, Nov 2, 2026: 2",
        "Sent, Nov 2, 2026: 20",
        "Failed, Nov 3, 2026: 3",
    ]
    for word in ("Nov 3, 2026", "Sent: 30", "Failed: 3"):
        expect(chart.locator(".hoverlayer")).to_contain_text(word)


def test_lying_bars_are_read_from_the_top_one_by_one(parts: Page):
    chart = figure(parts, "Answers")
    heard = []
    for _ in range(4):
        chart.get_by_role("application").press("ArrowDown")
        heard.append(said(chart).text_content())
    assert [sentence.split(" · ")[0] for sentence in heard] == [
        "First",
        "First",
        "Second",
        "Second",
    ]
    assert [sentence[-6:] for sentence in heard] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]


def test_the_slices_of_a_ring_are_read_too_and_words_stay_words(parts: Page):
    chart = figure(parts, "OS Device Distribution")
    chart.get_by_role("application").press("ArrowRight")
    expect(said(chart)).to_have_text(f"{EVIL}: 3 (75.0 %). 1 of 2")


def test_a_chart_is_downloaded_as_png(parts: Page):
    """D-25: PNG on every chart."""
    for name in ("Messages by Status", "Over time", "OS Device Distribution"):
        chart = figure(parts, name)
        chart.get_by_label(f"Export {name}").click()
        with parts.expect_download() as started:
            chart.get_by_role("button", name="Download PNG").click()
        assert re.fullmatch(r"heliograph-\w+\.png", started.value.suggested_filename)
        assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG\r\n")
        expect(said(chart)).to_have_text("Picture downloaded.")


def test_a_picture_bears_what_it_is_of_in_words(parts: Page):
    chart = figure(parts, "Messages by Status")
    chart.get_by_label("Export Messages by Status").press("Enter")
    with parts.expect_download() as started:
        chart.get_by_role("button", name="Download SVG").press("Enter")
    words = svg_words(Path(started.value.path()).read_text("utf-8"))
    assert words[:4] == ["Messages by Status", "SENT", "ENROUTE", "DELIVRD"]
    assert words[-3:] == [
        "Nov 1, 2026 – Nov 24, 2026 · Europe/Berlin",
        "as of Nov 24, 2026, 11:05 AM",
        "https://reports.example.com/",
    ]


def test_a_picture_looks_as_it_did(parts: Page):
    """Against a kept one: the same size, and few pixels that are clearly others."""
    chart = figure(parts, "Messages by Status")
    chart.get_by_label("Export Messages by Status").press("Enter")
    with parts.expect_download() as started:
        chart.get_by_role("button", name="PNG at 1×").press("Enter")
    found, kept = (Image.open(path).convert("L") for path in (started.value.path(), GOLDEN))
    assert found.size == kept.size
    others = sum(ImageChops.difference(found, kept).histogram()[64:])
    assert others < 0.01 * found.width * found.height


def test_names_of_every_script_survive_in_a_pdf(parts: Page):
    """Letters that the typeface lacks are images of themselves, as on the screen."""
    chart = figure(parts, "Messages by Status")
    chart.evaluate("(node) => { node.dataset.title = 'عرض 🎉 кампания'; }")
    chart.get_by_label("Export Messages by Status").press("Enter")
    with parts.expect_download() as started:
        chart.get_by_role("button", name="Download PDF").press("Enter")
    document = PdfReader(started.value.path())
    assert json.loads(document.metadata.subject)["title"] == "عرض 🎉 кампания"
    (title,) = document.pages[0].images
    assert title.image.getbbox() is not None
    assert "ENROUTE" in document.pages[0].extract_text()


def test_a_picture_is_copied_to_the_clipboard(parts: Page):
    parts.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chart = figure(parts, "Over time")
    chart.get_by_label("Export Over time").click()
    chart.get_by_role("button", name="Copy image").click()
    expect(said(chart)).to_have_text("Picture copied.")
    kinds = parts.evaluate("navigator.clipboard.read().then((items) => items[0].types)")
    assert "image/png" in kinds


def test_a_menu_closes_with_escape_and_gives_the_focus_back(parts: Page):
    summary = parts.get_by_label("Export Over time")
    entry = figure(parts, "Over time").get_by_role("button", name="Download PNG")
    summary.press("Enter")
    expect(entry).to_be_visible()
    entry.press("Escape")
    expect(entry).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_menu_closes_when_something_else_is_clicked(parts: Page):
    parts.get_by_label("Export Over time").click()
    entry = figure(parts, "Over time").get_by_role("button", name="Download PNG")
    expect(entry).to_be_visible()
    parts.get_by_role("heading", name="Parts").click()
    expect(entry).to_be_hidden()


def test_what_is_this_number_opens_by_keyboard(parts: Page):
    tile = parts.get_by_role("group", name="Delivery Rate")
    expect(tile).to_contain_text("97.3 %")
    expect(tile.get_by_text(METRICS["delivery_rate"].definition)).to_be_hidden()
    tile.get_by_text("What is this number").press("Enter")
    expect(tile.get_by_text(METRICS["delivery_rate"].definition)).to_be_visible()


def test_sorting_changes_the_address_and_keeps_the_place(parts: Page):
    head = parts.get_by_role("link", name="Last Activity")
    head.scroll_into_view_if_needed()
    before = parts.evaluate("window.scrollY")
    assert before > 0
    head.click()
    expect(parts).to_have_url(re.compile(r"people\.sort=-last&people\.page=0"))
    parts.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert parts.evaluate("window.scrollY") == before


def test_words_from_outside_never_come_to_life_anywhere(page: Page, parts_url: str):
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto(parts_url)
    painted(page)
    assert page.locator("img[src=x]").count() == 0
    assert alerts == []


def test_nothing_is_fetched_from_another_host(page: Page, parts_url: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(parts_url)
    painted(page)
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_the_parts_can_be_used_by_everyone(
    browser: Browser, parts_url: str, theme: str, size: tuple[int, int]
):
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    page.goto(parts_url)
    painted(page)
    page.evaluate((HERE / "screens" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    told = [
        f"{v['id']}: {[n['html'][:160] + str(n['any'][:1])[:300] for n in v['nodes'][:3]]}"
        for v in found["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.close()
    assert told == []
    assert wide <= 0

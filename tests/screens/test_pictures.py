"""Pictures in a real browser: do they say what they are of, and lead back there? (D-25)"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import openpyxl
import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.pictures import Png, png, svg_about, svg_leads_out, svg_words
from tests.screens.axe import axe, faint
from tests.screens.conftest import Demo

BOARD = "/dashboards/messaging/senders?range=last-30-days&tab=performance&channel=sms"
CHART = "outcomes_by_sender"
DOTS = 96 / 0.0254  # to a metre, of a page's pixel

DROP = """([text, type, name]) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, {type}));
  const over = document.querySelector("#main");
  const tell = (kind) =>
    over.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer}));
  ["dragenter", "dragover"].forEach(tell);
  window.dropNow = () => tell("drop");
}"""


def chart(page: Page) -> Locator:
    found = page.locator(f"figure[data-file={CHART}]")
    expect(found.locator(".main-svg").first).to_be_visible()
    return found


def figures(page: Page) -> list[str]:
    """All that the table behind the chart says."""
    found = chart(page)
    table = found.locator(".chart-table")
    if table.is_hidden():
        found.get_by_role("button", name="View as table").click()
    return table.locator("tbody td").all_inner_texts()


def taken(page: Page, entry: str) -> bytes:
    """The file that an entry of the chart's menu gives."""
    found = chart(page)
    found.locator("details.menu > summary").click()
    with page.expect_download() as started:
        found.get_by_role("button", name=entry, exact=True).click()
    expect(found.get_by_role("status")).to_have_text("Picture downloaded.")
    return Path(started.value.path()).read_bytes()


def drag(page: Page, content: bytes, kind: str) -> None:
    page.evaluate(DROP, [base64.b64encode(content).decode(), kind, "picture"])
    expect(page.get_by_text("Drop the picture to open its view")).to_be_visible()
    page.evaluate("window.dropNow()")
    expect(page.get_by_text("Drop the picture to open its view")).to_be_hidden()


def notice(page: Page) -> Locator:
    return page.locator("#picture-notice")


def test_a_picture_says_what_it_is_of_and_leads_back_there(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}{BOARD}")
    numbers = figures(page)
    title = chart(page).get_attribute("data-title") or ""
    link = f"{demo.url}{BOARD}"

    # A PNG: twice as fine as the page, and all that is printed is in its file too.
    content = taken(page, "Download PNG")
    picture = png(content)
    assert picture.width == 2160
    assert picture.density == (round(2 * DOTS), round(2 * DOTS), 1)
    about = picture.about
    assert about["address"] == BOARD
    assert (about["part"], about["key"], about["title"]) == ("chart", CHART, title)
    assert (about["zone"], about["origin"]) == ("UTC", demo.url)
    assert abs((datetime.now(UTC) - datetime.fromisoformat(about["as_of"])).total_seconds()) < 600
    assert "Last 30 Days" in about["period"]
    lines = picture.texts["Description"].split("\n")
    assert lines[0] == f"{about['period']} · UTC · Channel: SMS"
    assert lines[1].startswith("as of ")
    assert lines[2] == link
    assert_scales(page, picture)

    # An SVG: the same words as words, the typeface in it, and nothing from elsewhere.
    drawing = taken(page, "Download SVG").decode()
    assert svg_about(drawing) == about
    words = svg_words(drawing)
    assert words[0] == title
    assert words[-3:] == lines
    assert "url(data:font/woff2;base64," in drawing
    assert svg_leads_out(drawing) == []
    assert "var(--" not in drawing

    # A PDF: words and lines, no image of them.
    document = taken(page, "Download PDF")
    read = PdfReader(BytesIO(document))
    assert json.loads(read.metadata.subject) == about
    assert read.metadata.title == title
    printed = read.pages[0].extract_text()
    for line in (title, *lines):
        assert line in printed
    assert list(read.pages[0].images) == []
    assert "Inter" in str([f["/BaseFont"] for f in fonts(read)])

    # Dropped on any other page, each leads back to the very view and its figures.
    page.goto(f"{demo.url}/logs")
    for dropped, kind in (
        (content, "image/png"),
        (drawing.encode(), "image/svg+xml"),
        (document, "application/pdf"),
    ):
        page.get_by_role("navigation").get_by_role("link", name="Message Log").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Message Log")
        drag(page, dropped, kind)
        expect(page).to_have_url(link)
        expect(notice(page)).to_contain_text(f"The view of “{title}”, as it stands now.")
        expect(chart(page)).to_be_focused()
        assert figures(page) == numbers
    assert axe(page, "#picture-notice") == []


def assert_scales(page: Page, twice: Png) -> None:
    """1× and 4× are the same picture with fewer and with more pixels."""
    for finer in (1, 4):
        found = png(taken(page, f"PNG at {finer}×"))
        assert (found.width * 2, found.height * 2) == (twice.width * finer, twice.height * finer)
        assert found.density == (round(finer * DOTS), round(finer * DOTS), 1)


def fonts(read: PdfReader) -> list[dict]:
    resources = read.pages[0]["/Resources"]["/Font"]
    return [one.get_object() for one in resources.values()]


def test_a_picture_that_says_nothing_or_comes_from_elsewhere_goes_nowhere(
    page: Page, demo: Demo
) -> None:
    page.goto(f"{demo.url}/logs")
    expect(page.get_by_role("heading", level=1)).to_have_text("Message Log")
    silent = "This picture does not say where it comes from."
    foreign = '{"address": "/hub", "origin": "https://elsewhere.example"}'
    told = [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png", silent),
        (drawing("{}"), "image/svg+xml", silent),
        (drawing("no json"), "image/svg+xml", silent),
        (drawing('{"address": "//elsewhere.example/hub"}'), "image/svg+xml", silent),
        (drawing('{"address": "/\\\\\\\\elsewhere.example"}'), "image/svg+xml", silent),
        (drawing('{"address": "javascript:alert(1)"}'), "image/svg+xml", silent),
        (drawing('{"address": "/api/v1/metrics"}'), "image/svg+xml", silent),
        (drawing(foreign), "image/svg+xml", "comes from another workspace"),
        (b"%PDF-1.7\n<< /Subject (\\(no\\) json) >>", "application/pdf", silent),
    ]
    for content, kind, sentence in told:
        page.evaluate("document.querySelector('#picture-notice')?.replaceChildren()")
        drag(page, content, kind)
        expect(notice(page)).to_contain_text(sentence)
        assert urlsplit(page.url).path == "/logs"

    # By keyboard; and a picture from the server's side, whose words are escaped, is read as well.
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a picture…").press("Enter")
    server = (
        b"%PDF-1.7\n<< /Subject (" + b'{"address": "/dashboards/messaging", "title": "A \\(b\\)"}'
    )
    chooser.value.set_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": server + b") >>"}
    )
    expect(page).to_have_url(f"{demo.url}/dashboards/messaging")
    expect(notice(page)).to_contain_text("The view of “A (b)”, as it stands now.")


def drawing(about: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><metadata id="heliograph">'
        f"{about}</metadata><script>document.title = 'run'</script></svg>"
    ).encode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_size_and_theme_are_chosen_with_the_picture_in_sight(
    browser: Browser, demo: Demo, theme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1440 if theme == "light" else 360, "height": 900},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{demo.url}{BOARD}")
    summary = chart(page).locator("details.menu > summary")

    # The menu by keyboard: down opens it and goes on, up from the first is the last.
    summary.press("ArrowDown")
    expect(chart(page).get_by_role("button", name="Download PNG")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(chart(page).get_by_role("button", name="Add to dashboard")).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    box = summary_menu_box(page)
    assert 0 <= box["x"]
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert axe(page, "figure.chart") == []

    chart(page).get_by_role("button", name="Picture …").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Picture of "))
    preview = dialog.get_by_role("img", name=re.compile("^Preview: "))
    expect(preview).to_have_js_property("complete", True)
    dialog.get_by_label("Size").select_option("slide")
    dialog.get_by_label("Theme").select_option("dark" if theme == "light" else "light")
    expect(dialog.get_by_role("status")).to_have_text("1920 × 1080 pixels")
    assert (axe if theme == "light" else faint)(page, "dialog") == []
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Download").click()
    expect(dialog).to_be_hidden()
    expect(summary).to_be_focused()
    content = Path(started.value.path()).read_bytes()
    found = png(content)
    assert (found.width, found.height) == (1920, 1080)
    assert corner(page, content) == ([28, 31, 37] if theme == "light" else [255, 255, 255])

    # Too small for its words, a picture grows rather than to cut them.
    summary.click()
    chart(page).get_by_role("button", name="Picture …").click()
    dialog.get_by_label("Size").select_option("own")
    dialog.get_by_label("Height in pixels").fill("320")
    dialog.get_by_label("Width in pixels").fill("100")
    dialog.get_by_label("Width in pixels").blur()
    expect(dialog.get_by_role("status")).to_have_text("Width and height are 320 to 4096 pixels.")
    dialog.get_by_label("Width in pixels").fill("320")
    dialog.get_by_label("Width in pixels").blur()
    expect(dialog.get_by_role("status")).to_contain_text("taller than asked")
    dialog.press("Escape")
    expect(dialog).to_be_hidden()
    context.close()


def summary_menu_box(page: Page) -> dict[str, float]:
    """Where the open menu is; it stays open."""
    chart(page).locator("details.menu > summary").click()
    box = chart(page).locator(".menu-items").bounding_box()
    assert box is not None
    return dict(box)


def corner(page: Page, content: bytes) -> list[int]:
    """The colour of a picture's ground."""
    return page.evaluate(
        """async (text) => {
          const image = new Image();
          image.src = `data:image/png;base64,${text}`;
          await image.decode();
          const canvas = new OffscreenCanvas(8, 8).getContext("2d");
          canvas.drawImage(image, 0, 0);
          return Array.from(canvas.getImageData(4, 4, 1, 1).data.slice(0, 3));
        }""",
        base64.b64encode(content).decode(),
    )


def test_a_grid_of_shaded_cells_is_a_picture_too(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}{demo.report('demo-welcome-coupon', 'redemption')}")
    grid = page.locator("figure[data-file=redemption_frequency]")
    cells = grid.locator("table.day-parts").locator("th, td").all_inner_texts()
    grid.locator("details.menu > summary").click()
    with page.expect_download() as started:
        grid.get_by_role("button", name="Download SVG").click()
    content = Path(started.value.path()).read_text("utf-8")
    words = svg_words(content)
    assert [text for text in words if text in cells] == cells
    assert words[-1] == f"{demo.url}{demo.report('demo-welcome-coupon', 'redemption')}"
    grounds = set(re.findall(r'fill="(rgb\([^"]*\))"', content))
    assert len(grounds) >= 4  # ground, none, some, most
    assert svg_about(content)["key"] == "redemption_frequency"


def test_the_rows_of_a_chart_come_in_every_format_as_the_page_shows_them(
    page: Page, demo: Demo
) -> None:
    page.goto(f"{demo.url}{BOARD}")
    found = chart(page)
    found.locator("details.menu > summary").click()
    files = {}
    for label in ("CSV", "XLSX", "Parquet"):
        href = found.get_by_role("link", name=f"Download {label}").get_attribute("href")
        files[label] = httpx.get(f"{demo.url}{href}").raise_for_status().content
    frame = pl.read_parquet(BytesIO(files["Parquet"]))
    sheet = openpyxl.load_workbook(BytesIO(files["XLSX"]))["Data"]
    lines = pl.read_csv(BytesIO(files["CSV"]))
    assert [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        list(row) for row in frame.rows()
    ]
    assert lines["messages"].to_list() == frame["messages"].to_list()
    shown = figures(page)
    assert [int(text.replace(",", "")) for text in shown[2::3]] == frame["messages"].to_list()

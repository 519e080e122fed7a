"""Pictures as Chromium draws them on the server."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Barrier, Event
from xml.etree import ElementTree

import psutil
import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from components.chromium import Page
from components.painting import Painting
from components.warm_browser import AT_ONCE, IN_LINE, WarmBrowser
from data.document import Document, Section
from data.errors import Busy, Unavailable
from data.picture import PictureFormat, Theme, picture_of
from data.report import ChartKind
from tests.pictured import AS_OF, BERLIN, BY_HOUR, HOSTILE, NOTHING_SENT, NUMBERS, SHOWING, STATUS

pytestmark = pytest.mark.browser

PICTURE = picture_of(SHOWING, STATUS.key, origin="https://reports.example.com")
GOLDEN = Path(__file__).parent / "golden" / "messages_by_status.png"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def painting() -> Iterator[Painting]:
    painting = Painting()
    yield painting
    painting.close()


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def test_a_png_has_the_size_that_was_asked_and_says_what_it_is_of(painting):
    asked = replace(PICTURE, width=640, height=420, scale=1.5)
    image = opened(painting.paint(asked))
    assert image.size == (960, 630)
    assert json.loads(image.text["heliograph"]) == PICTURE.about


def test_an_svg_holds_the_caption_as_words_and_the_same_facts(painting):
    svg = ElementTree.fromstring(painting.paint(replace(PICTURE, format=PictureFormat.SVG)))
    said = [text.text for text in svg.iter(f"{SVG}text")]
    assert PICTURE.title in said
    assert PICTURE.caption[0] in said
    assert " · ".join(PICTURE.caption[1:]) in said
    assert {"9,123", "212", "33"} <= set(said)
    assert json.loads(svg.find(f"{SVG}metadata").text) == PICTURE.about
    assert svg.attrib["aria-label"].endswith(STATUS.summary)


def test_a_pdf_is_one_page_of_real_text_with_the_facts_as_its_subject(painting):
    pdf = PdfReader(BytesIO(painting.paint(replace(PICTURE, format=PictureFormat.PDF))))
    (page,) = pdf.pages
    assert {"9,123", PICTURE.title} <= set(page.extract_text().split("\n"))
    assert json.loads(pdf.metadata.subject) == PICTURE.about
    assert round(float(page.mediabox.width) / 72 * 96) == PICTURE.width


def test_it_looks_as_it_did(painting):
    """Letters may sit a hair off in another Chromium; a lost axis or colour is far more."""
    image = opened(painting.paint(replace(PICTURE, scale=1))).convert("RGB")
    before = Image.open(GOLDEN).convert("RGB")
    assert image.size == before.size
    small = (image.width // 4, image.height // 4)
    apart = ImageChops.difference(image.resize(small), before.resize(small))
    assert max(ImageStat.Stat(apart).mean) < 2


def test_dark_is_drawn_on_a_dark_ground(painting):
    image = opened(painting.paint(replace(PICTURE, theme=Theme.DARK))).convert("RGB")
    assert image.getpixel((5, 5)) == (0x1C, 0x1F, 0x25)


def test_names_are_drawn_as_they_are_written(painting):
    rows = [{"status": HOSTILE, "count": 3}]
    picture = replace(
        PICTURE,
        title=HOSTILE,
        chart=replace(STATUS, rows=rows, kind=ChartKind.HORIZONTAL_BARS),
        format=PictureFormat.SVG,
    )
    svg = ElementTree.fromstring(painting.paint(picture))
    written = HOSTILE.replace("\x07", "")
    assert svg.find(f"{SVG}title").text == written
    assert not list(svg.iter(f"{SVG}script"))


def test_a_chart_of_nothing_is_its_sentence_and_no_empty_axes(painting):
    picture = replace(PICTURE, chart=NOTHING_SENT, format=PictureFormat.SVG)
    svg = ElementTree.fromstring(painting.paint(picture))
    assert NOTHING_SENT.summary in [text.text for text in svg.iter(f"{SVG}text")]
    assert not list(svg.iter(f"{SVG}path"))


def test_a_shaded_table_is_drawn_as_one_and_its_largest_count_has_a_ring(painting):
    picture = replace(PICTURE, chart=BY_HOUR, format=PictureFormat.SVG)
    svg = ElementTree.fromstring(painting.paint(picture))
    said = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"Monday", "Tuesday", "9 AM", "12 PM", "40", "120"} <= set(said)
    ringed = [cell for cell in svg.iter(f"{SVG}rect") if "stroke" in cell.attrib]
    assert len(ringed) == 1
    shades = [cell.attrib["fill"] for cell in svg.iter(f"{SVG}rect")][1:]
    assert len(set(shades)) == 3  # nothing, a third, the most


def test_a_browser_that_was_killed_is_replaced_and_nobody_notices(painting):
    painting.paint(PICTURE)
    killed = painting.browser.pid
    os.killpg(killed, signal.SIGKILL)
    assert painting.paint(PICTURE)
    assert painting.browser.pid not in (None, killed)


def test_the_same_browser_draws_one_picture_after_the_other(painting):
    painting.paint(PICTURE)
    first = painting.browser.pid
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(painting.paint, [PICTURE] * 6))
    assert painting.browser.pid == first
    assert len(set(drawn)) == 1


def test_a_document_on_paper_has_bookmarks_tags_page_numbers_and_running_titles(painting):
    section = Section("hub", "Analytics Hub", NUMBERS, BERLIN)
    document = Document(
        "hub", "Dashboard", HOSTILE, (), (section,), AS_OF, BERLIN, about={"address": "/hub"}
    )
    pdf = PdfReader(BytesIO(painting.print(document)))
    bookmarks = [one.title for one in _flat(pdf.outline)]
    assert {"Analytics Hub", STATUS.title, "Senders", "What the numbers mean"} <= set(bookmarks)
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    last = pdf.pages[-1].extract_text()
    assert f"Page {len(pdf.pages)} of {len(pdf.pages)}" in last
    assert "</script><script>alert(1)</script>" in last
    assert json.loads(pdf.metadata.subject) == {"address": "/hub"}
    # What a document leaves behind must not show on the next picture.
    assert opened(painting.paint(replace(PICTURE, scale=1))).size == Image.open(GOLDEN).size


def test_a_page_that_hangs_is_given_up_and_the_next_one_works(painting):
    with pytest.raises(Unavailable, match="within 0.2 seconds"):
        painting.browser.use(lambda page: page.run("new Promise(() => {})"), 0.2)
    assert painting.paint(PICTURE)


def test_whoever_comes_when_the_line_is_full_is_told_when_to_come_again(painting):
    go, begun = Event(), Barrier(AT_ONCE + 1)

    def hold(page: Page) -> None:
        begun.wait(20)
        go.wait(20)

    with ThreadPoolExecutor(AT_ONCE + IN_LINE) as threads:
        drawing = [threads.submit(painting.browser.use, hold, 20) for _ in range(AT_ONCE)]
        begun.wait(20)
        waiting = [threads.submit(painting.paint, PICTURE) for _ in range(IN_LINE)]
        while painting.browser.inside < AT_ONCE + IN_LINE:
            pass
        with pytest.raises(Busy) as sent_away:
            painting.paint(PICTURE)
        go.set()
        assert all(one.result(60) is None for one in drawing)
        assert all(one.result(60) for one in waiting)
    assert sent_away.value.retry_after > 0


def test_closing_ends_every_process_of_the_browser():
    painting = Painting()
    painting.paint(replace(PICTURE, format=PictureFormat.SVG))
    leader = psutil.Process(painting.browser.pid)
    processes = [leader, *leader.children(recursive=True)]
    assert len(processes) > 2
    painting.close()
    while any(_runs(process) for process in processes):  # a killed process takes a moment
        pass


def test_without_a_browser_the_sentence_says_what_to_install():
    painting = Painting("/nowhere/chromium")
    with pytest.raises(Unavailable, match="install chromium-headless-shell.*HELIOGRAPH_CHROMIUM"):
        painting.paint(PICTURE)


def test_a_program_that_is_no_browser_is_unavailable_and_no_crash():
    with pytest.raises(Unavailable, match="doesn't keep running"):
        WarmBrowser("/bin/true", lambda page: None).use(lambda page: None, 5)


def _runs(process: psutil.Process) -> bool:
    """Whether there is more of it than its entry, which its parent hasn't read yet."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _flat(outline: list) -> Iterator:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one

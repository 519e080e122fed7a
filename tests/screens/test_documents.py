"""An agency takes a report away: as PDF, and as a file that it opens years later without us."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from data.vocabulary.formats import number
from tests.screens.axe import axe
from tests.screens.conftest import Demo

NAME = "demo-lookbook"


def told(demo: Demo) -> dict[str, Any]:
    """What the API says of each tab of the report."""
    with httpx.Client(base_url=demo.url, headers={"Authorization": f"Bearer {demo.key}"}) as api:
        tabs = api.get(f"/api/v1{demo.report(NAME)}").json()["tabs"]
        return {
            tab["key"]: api.get(f"/api/v1{demo.report(NAME, tab['key'])}").json() for tab in tabs
        }


def taken(page: Page, kind: str, folder: Path) -> Path:
    """The file that the menu of the report gives."""
    page.get_by_label("Download the report").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name=kind).click()
    expect(page.locator(".document-said")).to_have_text(f"{kind[:4].strip()} downloaded.")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_report_is_taken_away_and_read_without_a_network(
    page: Page, browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    """F080: all its tabs, its numbers those of the API, and nothing fetched from anywhere."""
    page.goto(f"{demo.url}{demo.report(NAME)}")
    file, pdf = taken(page, "HTML", tmp_path), taken(page, "PDF", tmp_path)
    api = told(demo)
    _read_on_paper(pdf, api)
    context = browser.new_context(offline=True, color_scheme="light")
    context.on("request", lambda asked: _only_the_file(asked.url))
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    page.goto(file.as_uri())
    expect(page.locator("#data-check")).to_contain_text("the data are as they were")
    _read_on_screen(page, api)
    _sort(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == []
    assert troubles == []
    context.close()
    _changed(browser, file)


def _only_the_file(address: str) -> None:
    assert address.startswith(("file:", "data:", "blob:")), address


def _read_on_paper(pdf: Path, api: dict[str, Any]) -> None:
    pages = PdfReader(pdf).pages
    words = " ".join(page.extract_text() for page in pages).split()
    for numbers in api.values():
        for value in numbers["kpis"].values():
            if isinstance(value, int):
                assert number(value) in words
    assert f"Page 1 of {len(pages)}" in " ".join(words)


def _read_on_screen(page: Page, api: dict[str, Any]) -> None:
    raw = page.locator("#data").text_content() or ""
    assert sha256(raw.encode()).hexdigest() == page.locator("#data-sum").inner_text()
    sections = {section["key"]: section for section in json.loads(raw)["sections"]}
    row = sections.pop("figures")["kpis"]
    assert sections.keys() == api.keys()
    for key, section in sections.items():
        assert {**row, **section["kpis"]} == api[key]["kpis"]
        assert section["charts"] == api[key]["charts"]
        for name, table in section["tables"].items():
            first = api[key]["tables"][name]
            assert table["total"] == first["total"]
            assert table["rows"][: len(first["rows"])] == first["rows"]
    for place in page.locator("[data-figure]").all():
        expect(place.locator(".main-svg").first).to_be_attached()
    tile = page.locator('[data-section="figures"] [data-kpi]').first
    expect(tile).to_contain_text(number(row[str(tile.get_attribute("data-kpi"))]))


def _sort(page: Page) -> None:
    """Participations by their number, the other way round at a second click."""
    table = page.locator('[data-table="participants"]')
    head = table.get_by_role("columnheader", name="Participations")
    place = [cell.split(" ")[0] for cell in table.locator("thead th").all_inner_texts()]
    cells = table.locator(f"tbody td:nth-child({place.index('Participations') + 1})")
    before = [int(text.replace(",", "")) for text in cells.all_inner_texts()]
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert [int(t.replace(",", "")) for t in cells.all_inner_texts()] == sorted(before)
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [int(t.replace(",", "")) for t in cells.all_inner_texts()] == sorted(before)[::-1]


def _changed(browser: Browser, file: Path) -> None:
    """Whoever changes a figure in the file is told on by the file."""
    text = file.read_text("utf-8")
    file.write_text(text.replace('"messages_sent":', '"messages_sent":1', 1), "utf-8")
    assert file.read_text("utf-8") != text
    page = browser.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#data-check")).to_contain_text("not those that it was made with")
    page.close()

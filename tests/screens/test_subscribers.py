"""Subscribers in a real browser: import, search, add, block, and the dashboard that counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.services import Services, build
from data.settings import Settings
from data.subscribers import SubscriberDraft, Wanted
from tests.screens.axe import axe, faint
from tests.server import serving

FILE = (
    "First Name;Last Name;Mobile Number;E-Mail;Tags;Shoe size\n"
    "Ana;Ruiz;+49 151 00000001;ana@example.com;VIP|Berlin;38\n"
    "Bo;<b>Straße</b>;+4915100000002;;;\n"
    "Cy;;0151 7;;;\n"
    ";;;dee@example.org;vip;41\n"
    "Ana again;;+4915100000001;;;\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Services]]:
    """A server over an empty workspace, and a second hand in it."""
    data_dir = tmp_path_factory.mktemp("subscribers")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    with serving(data_dir) as address:
        yield address, services
    services.engine.dispose()


def test_a_file_comes_in_and_its_people_are_found_blocked_and_counted(
    page: Page, workspace: tuple[str, Services], tmp_path: Path
) -> None:
    """F238 to F243 on the screens, each step without a violation of WCAG 2.2 AA."""
    url, services = workspace
    page.goto(f"{url}/settings/subscribers")
    expect(page.get_by_role("heading", name="Nobody is on the list yet")).to_be_visible()
    assert axe(page) == []
    _import(page, tmp_path)
    _search(page, url)
    _add(page)
    _block(page, services)
    _dashboard(page, url, services)


def _import(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="Import a CSV file").click()
    expect(page.get_by_role("heading", name="Import subscribers")).to_be_visible()
    file = tmp_path / "spring <people>.csv"
    file.write_bytes(FILE.encode("utf-16"))
    page.locator("input[type=file]").set_input_files(file)
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", level=2)).to_have_text("In spring <people>.csv")
    left_out = preview.get_by_role("table", name="Rows that will be left out")
    expect(left_out.get_by_role("row")).to_have_count(3)
    expect(left_out).to_contain_text("'01517' is not an international number")
    expect(left_out).to_contain_text("the same address stands on line 2")
    expect(preview).to_contain_text("left out: Shoe size")
    assert axe(page) == []
    preview.get_by_role("button", name="Import 3 subscribers").click()
    expect(page.get_by_role("heading", name="Import finished")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"New\s*3.*Left out\s*2"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download 2 rows left out").click()
    lines = download.value.path().read_text().splitlines()
    assert lines[0] == "line,reason,First Name,Last Name,Mobile Number,E-Mail,Tags,Shoe size"
    assert lines[1].startswith("4,")
    assert lines[1].endswith(",Cy,,0151 7,,,")
    assert lines[2].endswith(",Ana again,,'+4915100000001,,,")
    assert axe(page) == []


def _search(page: Page, url: str) -> None:
    page.get_by_role("link", name="Open the list").click()
    rows = page.get_by_role("table", name="Subscribers").locator("tbody tr")
    expect(rows).to_have_count(3)
    page.get_by_label("Search by name, number or address").fill("RUI")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Ana Ruiz")
    expect(page).to_have_url(f"{url}/settings/subscribers?q=RUI")
    page.reload()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Clear filters").click()
    expect(rows).to_have_count(3)
    page.get_by_label("Tag", exact=True).select_option("vip")
    expect(rows).to_have_count(2)
    page.get_by_label("Channel", exact=True).select_option("sms")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(f"{url}/settings/subscribers?channel=sms&tag=vip")
    assert axe(page) == []
    page.get_by_role("link", name="Clear filters").click()
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Bo <b>Straße</b>")


def _add(page: Page) -> None:
    page.get_by_role("button", name="Add subscriber").click()
    dialog = page.get_by_role("alertdialog", name="Add a subscriber")
    expect(dialog).to_be_visible()
    dialog.get_by_label("First name").fill("Eli")
    dialog.get_by_label("Mobile number").fill("+4915100000001")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_role("alert")).to_have_text(
        "There is a subscriber with +4915100000001 already."
    )
    dialog.get_by_label("Mobile number").fill("+4915100000009")
    dialog.get_by_label("Tags").fill("Berlin, new")
    assert axe(page) == []
    dialog.get_by_role("button", name="Add").click()
    expect(page.get_by_role("status").filter(has_text="on the main list")).to_have_text(
        "Eli is on the main list."
    )
    expect(page.get_by_role("table", name="Subscribers").locator("tbody tr")).to_have_count(4)
    page.get_by_role("button", name="Edit Eli").click()
    edit = page.get_by_role("alertdialog", name="Edit a subscriber")
    edit.get_by_label("Last name").fill("Okafor")
    edit.get_by_label("Email address").fill("eli@example.com")
    edit.get_by_role("button", name="Save").click()
    first = page.get_by_role("table", name="Subscribers").locator("tbody tr").first
    expect(first).to_contain_text("Eli Okafor")
    expect(first).to_contain_text("eli@example.com")


def _block(page: Page, services: Services) -> None:
    page.get_by_role("button", name="Block Ana Ruiz").click()
    dialog = page.get_by_role("alertdialog", name="Block Ana Ruiz?")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Email").uncheck()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert services.subscribers.find(Wanted(on="blocked")).total == 0
    page.get_by_role("button", name="Block Ana Ruiz").click()
    dialog.get_by_label("Email").uncheck()
    dialog.get_by_role("button", name="Block").click()
    row = page.get_by_role("table", name="Subscribers").locator("tbody tr", has_text="Ana Ruiz")
    expect(row).to_contain_text("Blocked")
    expect(page.get_by_role("status").filter(has_text="is blocked on")).to_be_focused()
    assert services.subscribers.blocked("sms", ["+4915100000001"])
    assert not services.subscribers.blocked("email", ["ana@example.com"])
    page.get_by_label("List", exact=True).select_option("blocked")
    expect(page.get_by_role("table", name="Subscribers").locator("tbody tr")).to_have_count(1)


def _dashboard(page: Page, url: str, services: Services) -> None:
    page.goto(f"{url}/dashboards")
    page.get_by_role("link", name="Subscribers").click()
    new = page.get_by_role("group", name="New Subscribers")
    total = page.get_by_role("group", name="Total Main List Subscribers")
    expect(new).to_contain_text("4")
    expect(total).to_contain_text("4")
    log = page.get_by_role("table", name="Subscribers per Channel Log")
    expect(log.get_by_role("row", name="SMS")).to_have_text(re.compile(r"SMS\s*3\s*1"))
    expect(log.get_by_role("row", name="Email")).to_have_text(re.compile(r"Email\s*3\s*0"))
    services.subscribers.join(
        SubscriberDraft("Past", "", {"sms": "+4915100000077"}),
        at=datetime.now(UTC) - timedelta(days=200),
    )
    page.get_by_role("button", name="Refresh").click()
    expect(total.locator(".kpi-value")).to_have_text("5")
    expect(new.locator(".kpi-value")).to_have_text("4")
    page.get_by_label("What is this number: New Subscribers").click()
    expect(new).to_contain_text("earliest join lies in these days")
    chart = page.get_by_role("figure", name="Total Unique Subscribers Growth")
    chart.get_by_role("button", name="View as table").click()
    expect(chart.get_by_role("table").locator("tbody tr")).to_have_count(30)
    assert axe(page) == []
    page.goto(f"{url}/dashboards/subscribers?range=yesterday")
    expect(new.locator(".kpi-value")).to_have_text("0")
    expect(total.locator(".kpi-value")).to_have_text("5")
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []


@pytest.mark.parametrize("path", ["/settings/subscribers", "/settings/subscribers/import"])
def test_the_screens_fit_a_phone_and_read_in_the_dark(
    page: Page, workspace: tuple[str, Services], path: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{workspace[0]}{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []

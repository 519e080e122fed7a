"""People make a dashboard of any figures, arrange it in every way, share it, and take it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data.own_dashboards import Part
from data.services import Services, build
from data.settings import Settings
from tests.exchange import Exchange
from tests.screens.axe import axe, faint
from tests.server import serving

SPAN = "from=2026-03-01&to=2026-03-10"
AT = f"/dashboards/messaging?{SPAN}"
CHART = "General Data Visualization: outbound messages by day"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Services]]:
    """A few hundred messages, the address of their workspace, and a second hand in it."""
    data_dir: Path = tmp_path_factory.mktemp("own")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    Exchange(services)
    with serving(data_dir, timezone="UTC") as address:
        yield address, services
    services.engine.dispose()


def tile(page: Page, title: str) -> Locator:
    """A tile, by its title."""
    return page.get_by_role("article", name=title, exact=True)


def place(page: Page, title: str) -> str:
    """Where the server has put it: column, row, width, height."""
    return tile(page, title).get_attribute("data-place") or ""


def test_figures_from_other_screens_are_put_on_a_dashboard_and_arranged(
    page: Page, served: tuple[str, Services]
) -> None:
    """F244, the saved dashboards of D-17."""
    url, services = served
    _pin(page, url)
    _by_keyboard(page)
    _by_mouse(page)
    _beside_others(page, services)
    _filtered(page, url)
    _taken_away(page, url)


def _pin(page: Page, url: str) -> None:
    page.goto(f"{url}{AT}")
    chart = page.get_by_role("figure", name=CHART)
    chart.get_by_label(f"Export {CHART}").click()
    chart.get_by_role("button", name="Add to dashboard").click()
    dialog = page.get_by_role("alertdialog", name="Add to dashboard")
    expect(dialog).to_contain_text("From Messaging, Mar 1 – Mar 10, 2026.")
    assert axe(page, "dialog") == []
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("A dashboard needs a name.")
    dialog.get_by_label("Name of the new dashboard").fill("Launch")
    dialog.get_by_role("button", name="Add", exact=True).click()
    told = page.get_by_role("alert").filter(has_text="is on “Launch”.")
    expect(told).to_contain_text(CHART)
    page.get_by_label("What is this number: Total Messages").click()
    page.get_by_role("button", name="Add to dashboard: Total Messages").click()
    expect(dialog.get_by_label("Dashboard", exact=True)).to_have_value("1")
    dialog.get_by_label("Title of the tile").fill("All messages")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="“All messages” is on")).to_be_visible()
    page.get_by_role("button", name="Add to dashboard: Messages Exchanged").click()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="“Messages Exchanged” is")).to_be_visible()
    total = page.get_by_role("group", name="Total Messages").locator(".kpi-value").inner_text()
    page.get_by_role("link", name="Open dashboard").click()
    expect(page.get_by_role("heading", name="Launch", level=1)).to_be_focused()
    shown = tile(page, "All messages")
    expect(shown.locator(".kpi-value")).to_have_text(total)
    expect(shown).to_contain_text("Mar 1 – Mar 10, 2026")
    expect(page.locator(".own-tile .js-plotly-plot .point").first).to_be_visible()
    assert axe(page) == []


def _by_keyboard(page: Page) -> None:
    before = place(page, "All messages")
    grip = page.get_by_role("button", name="Move All messages")
    said = page.locator("#own-said")
    grip.press("Enter")
    expect(grip).to_have_attribute("aria-pressed", "true")
    grip.press("ArrowRight")
    expect(said).to_have_text("All messages: row 1, column 8, 3 columns wide, 4 rows high.")
    grip.press("Escape")
    expect(said).to_have_text("All messages left where it was.")
    expect(grip).to_have_attribute("aria-pressed", "false")
    for key in ("Enter", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowDown", "Enter"):
        grip.press(key)
    # One column left it would overlap the chart: it goes below, and the chart stays.
    expect(tile(page, "All messages")).not_to_have_attribute("data-place", before)
    after = place(page, "All messages")
    assert after.split()[0] == "5"
    assert after.split()[2:] == ["4", "5"]
    expect(grip).to_be_focused()
    page.keyboard.press("Control+z")
    expect(tile(page, "All messages")).to_have_attribute("data-place", before)
    page.keyboard.press("Control+Shift+z")
    expect(tile(page, "All messages")).to_have_attribute("data-place", after)
    page.reload()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(tile(page, "All messages")).to_have_attribute("data-place", before)
    expect(page.get_by_role("button", name="Redo", exact=True)).to_be_enabled()


def _by_mouse(page: Page) -> None:
    table = page.get_by_role("button", name="Move Messages Exchanged")
    table.scroll_into_view_if_needed()
    box, goal = table.bounding_box(), tile(page, CHART).bounding_box()
    assert box is not None
    assert goal is not None
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(goal["x"] + 30, goal["y"] + 60, steps=4)
    page.mouse.move(goal["x"] + 20, goal["y"] + 16, steps=2)
    page.mouse.up()
    expect(tile(page, "Messages Exchanged")).to_have_attribute("data-place", "0 0 6 9")
    expect(tile(page, CHART)).to_have_attribute("data-place", "0 9 6 9")
    titles = page.get_by_role("article").evaluate_all("all => all.map(t => t.ariaLabel)")
    assert titles == ["Messages Exchanged", "All messages", CHART]  # as they are read
    corner = tile(page, "All messages").locator(".own-corner")
    box = corner.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 320, box["y"] + 110, steps=4)
    page.mouse.up()
    expect(tile(page, "All messages")).to_have_attribute("data-place", re.compile("^6 0 6 [56]$"))


def _beside_others(page: Page, services: Services) -> None:
    """Somebody else works on it meanwhile: both is there, and both are told."""
    own = services.own_dashboards
    number = next(one.id for one in own.get(1).tiles if one.title == "All messages")
    own.add(1, AT, Part.KPI, "inbound", "Replies", by="Ada")
    own.retitle(1, number, "Everything", by="Ada")
    page.get_by_label("More for All messages").click()
    tile(page, "All messages").get_by_role("button", name="Rename").click()
    dialog = page.get_by_role("alertdialog", name="Rename “Everything”")
    dialog.get_by_label("Title").fill("All of it")
    dialog.get_by_role("button", name="Rename", exact=True).click()
    expect(tile(page, "All of it")).to_be_visible()
    expect(tile(page, "Replies")).to_be_visible()
    expect(page.locator("#own-told")).to_have_text(
        "Ada renamed “All messages” to “Everything” meanwhile. Your change came after that and "
        "counts; Undo puts the other one back."
    )
    page.get_by_label("Rename dashboard").click()
    name = page.get_by_label("Name of the dashboard")
    expect(name).to_have_value("Launch")
    name.fill("Launch of spring")
    name.press("Enter")
    expect(page.get_by_role("heading", name="Launch of spring", level=1)).to_be_visible()
    page.get_by_label("More for Replies").click()
    tile(page, "Replies").get_by_role("button", name="Remove").click()
    told = page.locator("#own-told").filter(has_text="“Replies” is removed.")
    told.get_by_role("button", name="Undo").click()
    expect(tile(page, "Replies")).to_be_visible()


def _filtered(page: Page, url: str) -> None:
    page.get_by_label("Channel", exact=True).select_option("sms")
    expect(page).to_have_url(re.compile(r"/dashboards/1\?channel=sms$"))
    note = "This figure can't be filtered by channel."
    expect(tile(page, "Replies")).to_contain_text(note)
    _back_and_on(page, url)
    # Two changes one right after the other: the last one counts.
    page.get_by_label("Channel", exact=True).select_option("email")
    page.get_by_label("Channel", exact=True).select_option("*")
    expect(page).to_have_url(f"{url}/dashboards/1")
    expect(page.get_by_role("button", name="Keep for everybody")).to_have_count(0)
    expect(tile(page, "Replies")).not_to_contain_text(note)
    page.get_by_label("Time zone", exact=True).select_option("Asia/Tokyo")
    expect(tile(page, "Replies")).to_contain_text("Asia/Tokyo")
    page.get_by_role("button", name="Keep for everybody").click()
    expect(page.locator("#own-told")).to_contain_text("These filters are the dashboard's now.")
    page.goto(f"{url}/dashboards/1?range=never&odd=1")
    for sentence in ("range=“never” was ignored", "“odd”"):
        expect(page.locator(".report-notices")).to_contain_text(sentence)


def _back_and_on(page: Page, url: str) -> None:
    """Back, forward and a link to the page itself bring tiles and controls along."""
    control = page.get_by_label("Channel", exact=True)
    keep = page.get_by_role("button", name="Keep for everybody")
    note = "This figure can't be filtered by channel."
    page.go_back()
    expect(control).to_have_value("*")
    expect(tile(page, "Replies")).not_to_contain_text(note)
    expect(keep).to_have_count(0)
    page.go_forward()
    expect(control).to_have_value("sms")
    expect(tile(page, "Replies")).to_contain_text(note)
    expect(keep).to_be_visible()
    page.get_by_role("link", name="Dashboards", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Dashboards")).to_be_visible()
    page.go_back()
    expect(control).to_have_value("sms")
    expect(tile(page, "Replies")).to_contain_text(note)


def _taken_away(page: Page, url: str) -> None:
    page.get_by_label("More for this dashboard").click()
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", name="Copy of Launch of spring")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(4)
    page.get_by_label("More for this dashboard").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete dashboard").click()
    told = page.get_by_role("status").filter(has_text="“Copy of Launch of spring” is deleted.")
    expect(told).to_be_visible()
    expect(page.get_by_role("link", name="Launch of spring")).to_have_count(1)
    assert axe(page) == []
    told.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Copy of Launch of spring")).to_be_visible()


def test_a_shared_dashboard_opens_in_any_browser_until_it_is_revoked(
    page: Page, served: tuple[str, Services], browser: Browser
) -> None:
    url, services = served
    own = services.own_dashboards
    board = own.create("For <b>clients</b>", "Ada")
    own.add(board.id, AT, Part.KPI, "exchanged", by="Ada")
    own.add(board.id, AT, Part.CHART, "exchanged_by_day", by="Ada")
    own.add(board.id, AT, Part.TABLE, "messages_exchanged", by="Ada")
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{url}/dashboards")
    page.get_by_role("link", name="For <b>clients</b>").click()
    expect(page.get_by_role("article")).to_have_count(3)
    expect(page.locator("html")).to_have_js_property("scrollWidth", 360)
    assert axe(page) == []
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("alertdialog", name="Share “For <b>clients</b>”")
    dialog.get_by_label(re.compile("^Password")).fill("short")
    dialog.get_by_role("button", name="Make link").click()
    expect(dialog.get_by_role("alert")).to_have_text("A password has 8 to 200 characters.")
    dialog.get_by_label(re.compile("^Password")).fill("correct horse")
    dialog.get_by_label("For whom").fill("Client")
    dialog.get_by_role("button", name="Make link").click()
    link = dialog.locator("code")
    expect(link).to_contain_text("/shared/")
    assert axe(page, "dialog") == []
    _opened_elsewhere(browser, link.inner_text().replace("\n", ""))
    dialog.get_by_role("button", name="Revoke Client").click()
    expect(dialog.get_by_text("Links that hold")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def _opened_elsewhere(browser: Browser, link: str) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        theirs = context.new_page()
        troubles: list[str] = []
        theirs.on("pageerror", lambda error: troubles.append(str(error)))
        theirs.goto(link)
        theirs.get_by_label("Password").fill("correct horse")
        assert axe(theirs) == []
        theirs.get_by_role("button", name="Show dashboard").click()
        expect(theirs.get_by_role("heading", name="For <b>clients</b>")).to_be_visible()
        chart = theirs.get_by_role("figure", name=CHART)
        expect(chart.locator(".js-plotly-plot .point").first).to_be_visible()
        chart.get_by_role("button", name="View as table").click()
        expect(chart.get_by_role("table").locator("tbody tr").first).to_be_visible()
        expect(theirs.get_by_role("link")).to_have_count(0)
        assert axe(theirs) == []
        theirs.emulate_media(color_scheme="dark")
        assert faint(theirs) == []
        theirs.set_viewport_size({"width": 360, "height": 740})
        expect(theirs.locator("html")).to_have_js_property("scrollWidth", 360)
        assert troubles == []

"""A marketer finds what has changed, follows a mark down to one campaign, and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.services import build
from data.settings import Settings
from tests.hub_history import NOW, History
from tests.screens.axe import axe, faint
from tests.server import serving

# Where the tallest bar of the first series has its middle, scrolled to.
TALLEST = """() => {
  const bars = [...document.querySelector("[data-marks] .trace.bars").querySelectorAll("path")];
  const tall = (bar) => bar.getBoundingClientRect().height;
  const tallest = bars.reduce((a, b) => (tall(b) > tall(a) ? b : a));
  tallest.scrollIntoView({block: "center"});
  const box = tallest.getBoundingClientRect();
  return {x: box.x + box.width / 2, y: box.y + box.height / 2};
}"""
SPAN = "from=2026-02-10&to=2026-03-01"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two months of five campaigns."""
    data_dir: Path = tmp_path_factory.mktemp("hub")
    services = build(Settings(_env_file=None, data_dir=data_dir), lambda: NOW)  # type: ignore[call-arg]
    History(services)
    services.engine.dispose()
    with serving(data_dir, timezone="UTC") as address:
        yield address


def tile(page: Page, name: str) -> str:
    """The shown value of a metric."""
    return page.get_by_role("group", name=name, exact=True).locator(".kpi-value").inner_text()


def test_a_marketer_finds_what_changed_and_drills_down_to_a_campaign(
    page: Page, served: str
) -> None:
    """F244, D-17."""
    page.goto(f"{served}/")
    expect(page.get_by_role("heading", name="Analytics Hub")).to_be_visible()
    page.goto(f"{served}/hub?{SPAN}")
    expect(page.locator(".hub-answer")).to_contain_text("Better than before: Delivery Rate (+")
    rate = page.get_by_role("group", name="Delivery Rate", exact=True)
    expect(rate).to_contain_text(re.compile(r"Better \+\d+\.\d points, .* \(95 % interval \+"))
    expect(page.get_by_text("the same weekdays 3 weeks earlier")).to_be_visible()
    assert axe(page) == []

    # The tile is drawn over time, split, and followed by a click on a bar's segment.
    link = page.get_by_role("link", name="Total Messages Sent: shown below")
    expect(link).to_have_attribute("aria-current", "true")
    page.get_by_label("Split by").focus()
    page.get_by_label("Split by").select_option("Channel")
    chart = page.get_by_role("figure", name="Total Messages Sent by day by channel")
    expect(chart).to_be_visible()
    expect(page.get_by_label("Split by")).to_be_focused()
    whole = tile(page, "Total Messages Sent")
    at = page.evaluate(TALLEST)
    page.mouse.click(at["x"], at["y"])
    page.wait_for_url(re.compile(r"from=(2026-02-\d\d)&to=\1&channel=sms"))
    expect(page.get_by_role("button", name="Channel", exact=True)).to_have_accessible_description(
        "SMS"
    )
    expect(page.get_by_role("figure", name="Total Messages Sent by hour")).to_be_visible()
    assert int(tile(page, "Total Messages Sent")) < int(whole.replace(",", ""))

    # Back and forward: every state is an address.
    page.go_back()
    expect(chart).to_be_visible()
    assert tile(page, "Total Messages Sent") == whole
    page.go_back()
    expect(
        page.get_by_role("figure", name="Total Messages Sent by day", exact=True)
    ).to_be_visible()

    # By campaign, sorted by what changed, to one campaign and its report.
    page.get_by_label("Break down by").select_option("Campaign")
    table = page.get_by_role("region", name="Total Messages Sent by Campaign", exact=True)
    expect(table).to_be_visible()
    table.get_by_role("link", name="Change").click()
    expect(page.get_by_role("columnheader", name="Change")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(table.locator("tbody tr")).to_have_count(4)
    table.get_by_role("link", name="Spring sale", exact=True).click()
    expect(page.get_by_role("link", name="Remove: Campaign: Spring sale")).to_be_visible()
    expect(table.locator("tbody tr")).to_have_count(1)
    table.get_by_role("link", name="Report of Spring sale").click()
    expect(page.get_by_role("heading", name="Spring sale", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Remove: Campaign: Spring sale")).to_be_visible()
    page.get_by_role("link", name="Remove: Campaign: Spring sale").click()
    expect(table.locator("tbody tr")).to_have_count(4)


def test_the_keyboard_alone_reaches_marks_filters_and_hours(page: Page, served: str) -> None:
    """F244, F276."""
    page.goto(f"{served}/hub?{SPAN}&metric=open_rate&bogus=1&channel=pigeon")
    expect(page.get_by_text("There is no filter “bogus”; it was ignored.")).to_be_visible()
    expect(page.get_by_text("channel=“pigeon” was ignored")).to_be_visible()
    plot = page.get_by_role("application", name=re.compile("Open Rate by day"))
    plot.focus()
    page.keyboard.press("Home")
    expect(page.locator("#chart-hub_over_time .chart-said")).to_contain_text("Feb 10, 2026")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from=2026-02-10&to=2026-02-10"))
    expect(page.get_by_role("figure", name="Open Rate by hour", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("figure", name="Open Rate by day", exact=True)).to_be_visible()
    step = page.get_by_role("group", name="Step")
    step.get_by_role("link", name="Week").press("Enter")
    expect(step.get_by_role("link", name="Week")).to_be_focused()
    expect(page.get_by_role("figure", name="Open Rate by week", exact=True)).to_be_visible()
    compare = page.get_by_role("group", name="Compare")
    compare.get_by_role("link", name="With the days before").press("Enter")
    against = page.get_by_role("figure", name="Open Rate by week against the days before")
    expect(against.get_by_role("list", name="Legend")).to_contain_text("Days before")
    assert axe(page) == []

    page.get_by_label("Metric", exact=True).select_option("Played Interactive Content")
    grid = page.get_by_role("figure", name="Played Interactive Content by weekday and hour")
    cell = grid.locator("td.most a").first
    words = cell.get_attribute("aria-label")
    assert words is not None
    weekday, hour, count = re.fullmatch(r"(\w+), (\d+ [AP]M): (\d+)", words).groups()  # type: ignore[union-attr]
    cell.press("Enter")
    expect(page.get_by_role("link", name=f"Remove: {weekday}s")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(f"Remove: {hour} to"))).to_be_visible()
    assert tile(page, "Played Interactive Content") == count

    page.get_by_role("button", name="Campaign Type", exact=True).press("Enter")
    page.get_by_label("Web Trivia", exact=True).press(" ")
    page.wait_for_url(re.compile("type=web-trivia"))
    page.get_by_role("link", name="Clear all filters").press("Enter")
    expect(page.get_by_role("group", name="Chosen marks")).to_have_count(0)

    page.emulate_media(color_scheme="dark")
    assert faint(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("html")).to_have_js_property("scrollWidth", 360)


def test_an_empty_workspace_says_what_to_do(page: Page, empty_url: str) -> None:
    page.goto(f"{empty_url}/hub")
    expect(page.get_by_role("heading", name="There are no campaigns yet")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="New Message +").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("New")

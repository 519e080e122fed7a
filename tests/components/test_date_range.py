"""The date filter: its words, its calendar by mouse and keyboard, and nothing before OKAY."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from dash import Dash, Input, Output, html
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from components import date_range as module
from components.date_range import date_range, period_label, period_value, value_id
from data.vocabulary.filters import period_from_search
from data.vocabulary.formats import day
from data.vocabulary.period import ALL, PRESETS, Period, preset
from tests.chromium import CHROMIUM, FLAGS
from tests.drawn import all_by_role, all_of, by_role, name, text

ASSETS = Path(__file__).parent.parent.parent / "assets"
TODAY = date(2026, 11, 24)  # a Tuesday
EIGHT = [
    "Today",
    "Yesterday",
    "This Week",
    "Last Week",
    "This Month",
    "Last Month",
    "Last 7 Days",
    "Last 30 Days",
]
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
browser = pytest.mark.browser


def names(control: html.Div) -> list[str]:
    (group,) = all_by_role(control, "group", "Predefined ranges")
    return [name(button) for button in all_of(group, "Button")]


def test_the_panel_offers_the_eight_predefined_ranges():
    """F015, D-01"""
    assert names(date_range("when", ALL, TODAY)) == EIGHT


def test_all_is_offered_only_where_a_section_asks_for_it():
    """F016, F023"""
    assert names(date_range("when", ALL, TODAY, offer_all=True)) == [*EIGHT, "All"]
    assert "All" not in names(date_range("when", ALL, TODAY))


def test_the_label_stands_beside_the_button_and_the_value_in_it():
    control = date_range("when", preset("last-week", TODAY), TODAY)
    (label,) = all_of(control, "Label")
    assert text(label) == "Show"
    button = next(b for b in all_of(control, "Button") if getattr(b, "id", None) == label.htmlFor)
    assert text(button) == "Last Week"
    assert by_role(control, "dialog", "Choose days").hidden


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (ALL, "All"),
        (preset("last-7-days", TODAY), "Last 7 Days"),
        (Period(date(2026, 2, 1), date(2026, 2, 9)), "Feb 1 – Feb 9, 2026"),
        (Period(date(2025, 12, 28), date(2026, 1, 3)), "Dec 28, 2025 – Jan 3, 2026"),
        (Period(date(2026, 2, 9), date(2026, 2, 9)), "Feb 9, 2026"),
        (Period(date(2026, 2, 9), None), "From Feb 9, 2026"),
        (Period(None, date(2026, 2, 9)), "Until Feb 9, 2026"),
    ],
)
def test_the_button_says_which_days(period: Period, words: str):
    assert period_label(period) == words


@given(DAYS, DAYS)
def test_the_control_holds_a_period_in_the_words_of_the_address(one: date, other: date):
    wanted = Period(min(one, other), max(one, other))
    assert period_from_search(period_value(wanted), TODAY) == (wanted, ())


# ---- in a real browser ----


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without a sandbox since tests may run as root."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


Show = Callable[..., None]


@pytest.fixture(scope="module")
def control_page() -> Iterator[tuple[str, dict[str, Any]]]:
    """A page with nothing but the control, and the arguments that the next load draws it with."""
    # The control's callback belongs to the first app that is made after it is declared.
    importlib.reload(module)
    arguments: dict[str, Any] = {"period": ALL, "today": TODAY}
    app = Dash("control", assets_folder=str(ASSETS), assets_ignore="shell.js|filters.js|play")
    app.layout = lambda: html.Main(
        [module.date_range("when", **arguments), html.Output(id="chosen")]
    )

    @app.callback(Output("chosen", "children"), Input(value_id("when"), "data"))
    def chosen(value: str) -> str:
        return value

    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", arguments
    server.shutdown()


@pytest.fixture
def show(page: Page, control_page: tuple[str, dict[str, Any]]) -> Show:
    """Load the page with the control as asked for, and open its panel."""
    url, arguments = control_page

    def load(period: Period = ALL, today: date = TODAY, **more: Any) -> None:
        arguments.clear()
        arguments.update(period=period, today=today, offer_all=True, future=True)
        arguments.update(more)
        page.goto(url)
        expect(chosen(page)).not_to_be_empty()
        button(page).click()

    return load


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Show", exact=True)


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Choose days")


def chosen(page: Page) -> Locator:
    return page.locator("#chosen")


def okay(page: Page) -> Locator:
    return page.get_by_role("button", name="OKAY")


def cell(page: Page, when: date) -> Locator:
    return page.locator(f'td[data-day="{when}"]')


def focused_day(page: Page) -> str:
    return page.evaluate("document.activeElement.dataset.day")


def months(page: Page) -> list[str]:
    return panel(page).get_by_role("heading").all_text_contents()


@browser
def test_the_calendar_shows_two_months_that_begin_on_monday(page: Page, show: Show):
    """F018"""
    show()
    assert months(page) == ["October 2026", "November 2026"]
    grids = panel(page).get_by_role("grid")
    expect(grids).to_have_count(2)
    assert grids.nth(1).get_by_role("columnheader").first.get_attribute("abbr") == "Monday"
    # 1 November 2026 is a Sunday: the last cell of the first row.
    first_row = grids.nth(1).locator("tbody tr").first.locator("td")
    assert first_row.all_text_contents() == ["", "", "", "", "", "", "1"]
    expect(grids.nth(1).locator("td[data-day]")).to_have_count(30)


@browser
@pytest.mark.parametrize(
    "today",
    [TODAY, date(2024, 2, 29), date(2026, 3, 1), date(2027, 1, 1), date(2026, 8, 31)],
    ids=str,
)
def test_the_browser_computes_the_ranges_as_the_server_does(page: Page, show: Show, today: date):
    """F015"""
    show(today=today)
    for key, label in PRESETS.items():
        panel(page).get_by_role("button", name=label, exact=True).click()
        wanted = preset(key, today)
        expect(page.get_by_label("Start date")).to_have_value(str(wanted.first))
        expect(page.get_by_label("End date")).to_have_value(str(wanted.last))


@browser
def test_a_predefined_range_applies_on_okay_and_not_before(page: Page, show: Show):
    """F020"""
    show()
    panel(page).get_by_role("button", name="Last Month").click()
    expect(panel(page).get_by_role("status")).to_have_text("Oct 1 – Oct 31, 2026 (31 days)")
    expect(chosen(page)).to_have_text("range=all")
    expect(page.locator("#when-face")).to_have_text("All")
    okay(page).click()
    expect(chosen(page)).to_have_text("range=last-month")
    expect(page.locator("#when-face")).to_have_text("Last Month")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()


@browser
def test_a_start_and_an_end_from_the_calendar_apply_on_okay(page: Page, show: Show):
    """F019, F020, D-03: OKAY waits for both dates."""
    show()
    expect(okay(page)).to_be_disabled()
    cell(page, date(2026, 10, 5)).click()
    expect(panel(page).get_by_role("status")).to_have_text("Choose an end date")
    expect(okay(page)).to_be_disabled()
    cell(page, date(2026, 11, 9)).click()
    expect(chosen(page)).to_have_text("range=all")
    selected = panel(page).locator('td[aria-selected="true"]')
    expect(selected).to_have_count(27 + 9)
    okay(page).click()
    expect(chosen(page)).to_have_text("from=2026-10-05&to=2026-11-09")
    wanted = Period(date(2026, 10, 5), date(2026, 11, 9))
    expect(page.locator("#when-face")).to_have_text(period_label(wanted))


@browser
def test_an_end_before_the_start_swaps_them(page: Page, show: Show):
    """D-03"""
    show()
    cell(page, date(2026, 11, 9)).click()
    cell(page, date(2026, 11, 2)).click()
    okay(page).click()
    expect(chosen(page)).to_have_text("from=2026-11-02&to=2026-11-09")


@browser
def test_days_can_be_typed(page: Page, show: Show):
    show()
    page.get_by_label("Start date").fill("2025-02-09")
    expect(okay(page)).to_be_disabled()
    page.get_by_label("End date").fill("2025-02-01")
    page.get_by_label("End date").press("Enter")
    expect(chosen(page)).to_have_text("from=2025-02-01&to=2025-02-09")


@browser
def test_escape_closes_without_a_change_and_gives_the_focus_back(page: Page, show: Show):
    show(preset("last-week", TODAY))
    cell(page, date(2026, 11, 9)).click()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()
    expect(chosen(page)).to_have_text("range=last-week")
    button(page).click()  # what was half chosen is forgotten
    expect(page.get_by_label("Start date")).to_have_value("2026-11-16")


@browser
def test_a_click_elsewhere_closes_without_a_change(page: Page, show: Show):
    show()
    panel(page).get_by_role("button", name="Today").click()
    page.mouse.click(1200, 700)
    expect(panel(page)).to_be_hidden()
    expect(chosen(page)).to_have_text("range=all")


@browser
def test_the_calendar_is_walked_by_keyboard(page: Page, show: Show):
    show(Period(date(2026, 11, 11), date(2026, 11, 11)))
    cell(page, date(2026, 11, 11)).focus()
    walked = []
    for key in [
        *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"),
        *("PageUp", "PageUp", "PageDown", "Shift+PageUp", "Shift+PageDown"),
    ]:
        page.keyboard.press(key)
        walked.append(focused_day(page))
    assert walked == [
        *("2026-11-10", "2026-11-11", "2026-11-04", "2026-11-11", "2026-11-09", "2026-11-15"),
        *("2026-10-15", "2026-09-15", "2026-10-15", "2025-10-15", "2026-10-15"),
    ]
    assert "October 2026" in months(page)
    expect(panel(page).locator('td[tabindex="0"]')).to_have_count(1)


@browser
def test_a_month_without_that_day_gives_its_last_one(page: Page, show: Show):
    show(Period(date(2026, 10, 31), date(2026, 10, 31)))
    cell(page, date(2026, 10, 31)).focus()
    page.keyboard.press("PageDown")
    assert focused_day(page) == "2026-11-30"


@browser
def test_a_whole_choice_by_keyboard_alone(page: Page, show: Show):
    """F019"""
    show()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="All", exact=True)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(panel(page).get_by_role("button", name="Yesterday")).to_be_focused()
    page.keyboard.press("Tab")  # previous month
    page.keyboard.press("Tab")
    assert focused_day(page) == str(TODAY)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    for _ in range(10):  # the next month, three fields a date, and OKAY
        if okay(page).evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(chosen(page)).to_have_text("from=2026-11-17&to=2026-11-18")
    expect(button(page)).to_be_focused()


@browser
def test_a_day_says_what_it_is_to_those_who_hear_it(page: Page, show: Show):
    show()
    today = cell(page, TODAY)
    expect(today).to_have_attribute("aria-label", "Tuesday, Nov 24, 2026, today")
    expect(today).to_have_attribute("aria-current", "date")
    expect(panel(page).locator("[aria-live=polite]")).to_have_count(2)


@browser
def test_days_to_come_can_be_chosen_only_where_they_mean_something(page: Page, show: Show):
    """D-03"""
    tomorrow = TODAY + timedelta(1)
    show(future=False)
    expect(cell(page, tomorrow)).to_have_attribute("aria-disabled", "true")
    cell(page, tomorrow).click(force=True)
    expect(page.get_by_label("Start date")).to_have_value("")
    show(future=True)
    cell(page, tomorrow).click()
    expect(page.get_by_label("Start date")).to_have_value(str(tomorrow))


@browser
def test_a_page_left_open_overnight_knows_the_new_day(page: Page, show: Show):
    page.clock.install(time="2026-11-24T23:50:00Z")
    show(zone="UTC")
    page.keyboard.press("Escape")
    page.clock.fast_forward("00:20:00")
    button(page).click()
    panel(page).get_by_role("button", name="Today").click()
    expect(panel(page).get_by_role("status")).to_contain_text(day(TODAY + timedelta(1)))


@browser
def test_the_cross_goes_back_to_the_sections_own_default(page: Page, show: Show):
    show(preset("today", TODAY), default=preset("last-30-days", TODAY))
    page.keyboard.press("Escape")
    cross = page.get_by_role("button", name="Clear dates")
    cross.click()
    expect(chosen(page)).to_have_text("range=last-30-days")
    expect(page.locator("#when-face")).to_have_text("Last 30 Days")
    expect(cross).to_be_hidden()


@browser
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (360, 740)])
def test_everything_to_press_is_large_enough_and_on_the_screen(
    page: Page, show: Show, width: int, height: int
):
    page.set_viewport_size({"width": width, "height": height})
    show()
    targets = panel(page).locator("button, td[data-day], input")
    boxes = [box for box in (one.bounding_box() for one in targets.all()) if box]
    assert len(boxes) > 60
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
    assert min(box["x"] for box in boxes) >= 0
    assert max(box["x"] + box["width"] for box in boxes) <= width


@browser
def test_the_address_of_a_choice_reads_back_as_that_choice(page: Page, show: Show):
    show()
    cell(page, date(2026, 11, 2)).click()
    cell(page, date(2026, 11, 3)).click()
    okay(page).click()
    expect(chosen(page)).not_to_have_text("range=all")
    value = chosen(page).text_content() or ""
    assert set(parse_qs(value)) == {"from", "to"}
    period, notices = period_from_search(value, TODAY)
    assert (period, notices) == (Period(date(2026, 11, 2), date(2026, 11, 3)), ())

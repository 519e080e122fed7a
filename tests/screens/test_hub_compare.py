"""Which of last month's campaigns did better, and how far has a running one come?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from tests.screens.axe import axe, faint
from tests.sends import HOUR, send
from tests.server import serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Sends of the last weeks, one that runs and one that nobody was written to."""
    data_dir: Path = tmp_path_factory.mktemp("compare")
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    services = build(Settings(_env_file=None, data_dir=data_dir), lambda: now)  # type: ignore[call-arg]
    for week in range(1, 7):
        at = now - timedelta(weeks=week, hours=6)
        send(services, f"Letter {week}", at, clicked=0.2 + week / 50)
    send(services, "Spring <i>sale</i>", now - timedelta(days=30), people=580, clicked=0.05)
    send(services, "Summer sale", now - timedelta(days=20), people=620, clicked=0.12)
    send(services, "Autumn sale", now - timedelta(days=10), people=640, clicked=0.1)
    running = now - 6 * HOUR
    send(services, "Out now", running, people=30, recipients=40, state=State.IN_PROGRESS)
    services.engine.dispose()
    with serving(data_dir, timezone="UTC") as address:
        yield address


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until it has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if goal.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {goal}")


def pick(page: Page, button: str, words: str, name: str) -> None:
    """Open the list, look for a campaign and choose it, by keyboard."""
    tab_to(page, page.get_by_role("button", name=button))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name, sender or ID")).to_be_focused()
    page.keyboard.type(words)
    panel = page.get_by_role("group", name=button)
    expect(panel.get_by_role("status")).to_have_text("1 campaign.")
    tab_to(page, panel.get_by_role("link", name=name))
    page.keyboard.press("Enter")


def looks_right(page: Page) -> None:
    """No barrier in either theme, and nothing beyond the edge of a small phone."""
    page.evaluate("window.scrollTo(0, 0)")  # nothing lies under the bar
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("html")).to_have_js_property("scrollWidth", 360)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_which_of_last_months_campaigns_did_better_by_keyboard_alone(
    page: Page, served: str
) -> None:
    """F244."""
    page.goto(f"{served}/hub/compare")
    expect(page.get_by_role("heading", name="Nothing to compare yet")).to_be_visible()
    chosen = page.get_by_role("list", name="Compared campaigns").get_by_role("listitem")
    add = page.get_by_role("button", name="Add a campaign")
    pick(page, "Add a campaign", "spring", "Spring <i>sale</i>")
    expect(chosen).to_have_count(1)
    expect(add).to_be_focused()
    answer = page.locator("#compare-answer")
    expect(answer).to_have_text("Add a second campaign to hold against “Spring <i>sale</i>”.")
    pick(page, "Add a campaign", "summer", "Summer sale")
    expect(chosen).to_have_count(2)
    expect(answer).to_contain_text(
        "“Summer sale” did better than “Spring <i>sale</i>” in Click Rate"
    )
    expect(answer).to_contain_text("That is hardly chance")
    cells = page.get_by_role("row", name=re.compile("^Click Rate")).get_by_role("cell")
    expect(cells.nth(1)).to_contain_text("Better +")
    pick(page, "Add a campaign", "autumn", "Autumn sale")
    expect(chosen).to_have_count(3)
    tab_to(page, page.get_by_role("link", name="Hold the others against Summer sale"))
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("Too close to call between “Summer sale” and “Autumn sale”")
    expect(answer).to_contain_text("That can be chance")
    expect(chosen.first).to_contain_text("Summer sale")
    expect(page.get_by_role("link", name="Summer sale", exact=True)).to_be_focused()
    looks_right(page)

    tab_to(page, page.get_by_role("group", name="Axis").get_by_role("link", name="Calendar"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("figure", name="Click Rate by day")).to_be_visible()
    each = page.get_by_role("group", name="Values").get_by_role("link", name="Each step")
    tab_to(page, each)
    page.keyboard.press("Enter")
    expect(each).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile("axis=calendar&total=each"))
    tab_to(page, page.get_by_label("Metric"))
    page.keyboard.press("d")  # the first that begins so
    expect(page.get_by_role("figure", name="Delivered by day")).to_be_visible()
    expect(answer).to_contain_text("A count depends on how many people were written to")
    expect(page.get_by_label("Metric")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Take Autumn sale away"))
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(2)
    page.reload()
    expect(page.get_by_role("figure", name="Delivered by day")).to_be_visible()
    expect(chosen).to_have_count(2)


def test_how_far_a_running_campaign_has_come_among_its_like(page: Page, served: str) -> None:
    """F244; and what can't be followed is told."""
    page.goto(f"{served}/hub/compare?campaign=1&campaign=77&campaign=x&metric=none")
    expect(page.get_by_text("campaign=77 was ignored: there is no such campaign.")).to_be_visible()
    expect(page.get_by_text("these campaigns can't be compared by it.")).to_be_visible()
    page.get_by_role("navigation", name="Analytics Hub").get_by_role("link", name="Pacing").click()
    running = page.get_by_role("region", name="Running now")
    assert axe(page) == []
    running.get_by_role("link", name="Out now").click()
    answer = page.locator("#pacing-answer")
    expect(answer).to_contain_text("“Out now” is behind the band: Delivered is at 67.5 %")
    expect(answer).to_contain_text("the middle 80 % of 6 similar sends")
    expect(answer).to_contain_text("30 of 40 messages have gone out")
    figure = page.get_by_role("figure", name="Delivered by hours since start")
    figure.get_by_role("button", name="View as table").click()
    expect(figure.get_by_role("row", name=re.compile("^6 Out now 67.5 %"))).to_be_visible()
    expect(figure.get_by_role("columnheader", name="Low")).to_be_visible()
    figure.get_by_role("button", name="View as table").click()
    plot = figure.get_by_role("application")
    plot.focus()
    plot.press("Home")
    expect(figure.get_by_role("status")).to_contain_text("Out now, after 0 hours: 0.0 %")
    expect(page.locator("#table-similar_sends tbody tr")).to_have_count(6)
    looks_right(page)
    page.get_by_label("Counted").select_option("Unique Clickers")
    expect(page.get_by_role("figure", name="Unique Clickers by hours since start")).to_be_visible()
    pick(page, "Choose a campaign", "letter 6", "Letter 6")
    expect(answer).to_contain_text("There are too few similar sends")
    page.go_back()
    expect(answer).to_contain_text("Unique Clickers")

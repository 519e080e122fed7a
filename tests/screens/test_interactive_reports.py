"""The reports of the twelve interactive types in a real browser, every tab, as people see them.

Each tab leaves its pictures in the folder HELIOGRAPH_SCREENSHOTS, var/screenshots without it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from data.metrics import METRICS
from data.vocabulary.formats import Unit
from tests.demonstration import ONE_OF_EACH
from tests.screens.axe import axe, faint
from tests.screens.conftest import Demo
from tests.server import ROOT

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
PICTURES = Path(os.environ.get("HELIOGRAPH_SCREENSHOTS", ROOT / "var" / "screenshots"))


def told(demo: Demo, name: str, tab: str = "") -> dict[str, Any]:
    """What the API answers for a report, or one tab of it."""
    headers = {"Authorization": f"Bearer {demo.key}"}
    answer = httpx.get(f"{demo.url}/api/v1{demo.report(name, tab)}", headers=headers)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def as_shown(key: str, value: float | int | None) -> str:
    if value is None:
        return "–"
    if key in METRICS and METRICS[key].unit is Unit.SHARE:
        return f"{value * 100:.1f} %"
    return f"{value:,}"


def tiles(page: Page) -> dict[str, str]:
    """The figures on the screen by their keys."""
    found: list[list[str]] = page.locator("[data-kpi]").evaluate_all(
        "tiles => tiles.map(t => [t.dataset.kpi, t.querySelector('.kpi-value').textContent])"
    )
    return dict(found)


def drawn(page: Page, tab: str) -> None:
    """Wait until the tab is there, and each of its charts."""
    expect(page.locator(f"#report-tab-{tab}")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"#report-body[aria-labelledby=report-tab-{tab}]")).to_be_visible()
    expect(page.locator(".chart-plot:not(:has(.main-svg))")).to_have_count(0)


def fits(page: Page) -> bool:
    """Whether nothing stands out at the side, once the charts have taken up the new width."""
    found: bool = page.evaluate("""async () => {
      for (let look = 0; look < 100; look++) {
        if (document.documentElement.scrollWidth <= window.innerWidth) return true;
        await new Promise(requestAnimationFrame);
      }
      return false;
    }""")
    return found


def colourless(page: Page) -> list[str]:
    """The entries of legends whose mark has no colour of its own."""
    found: list[str] = page.locator(".legend .swatch").evaluate_all("""marks => marks.filter(m => {
      const { backgroundColor, borderTopColor } = getComputedStyle(m);
      const color = m.matches(".swatch-line") ? borderTopColor : backgroundColor;
      return color === "rgba(0, 0, 0, 0)" || color === getComputedStyle(m.parentElement).color;
    }).map(m => m.parentElement.textContent)""")
    return found


def picture(page: Page, kind: str, tab: str, how: str) -> None:
    # A JPEG is made in a fraction of the time.
    page.screenshot(path=PICTURES / f"{kind}-{tab}-{how}.jpg", full_page=True, quality=80)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_tab_of_the_report_can_be_read_by_everybody(
    page: Page, demo: Demo, kind: str
) -> None:
    """F072, F110, F209, F275: in both themes and on a phone, with the API's figures."""
    name = ONE_OF_EACH[kind]
    page.goto(demo.url + demo.report(name))
    tabs = told(demo, name)["tabs"]
    expect(page.get_by_role("tablist", name="Report").get_by_role("tab")).to_have_text(
        [tab["label"] for tab in tabs]
    )
    for tab in tabs:
        key = tab["key"]
        page.get_by_role("tab", name=tab["label"], exact=True).click()
        drawn(page, key)
        kpis = told(demo, name, key)["kpis"]
        assert tiles(page) == {key: as_shown(key, value) for key, value in kpis.items()}
        assert colourless(page) == [], key
        # What stands around the tabs is the same for all of them.
        part = "html" if tab is tabs[0] else "#report-body"
        assert axe(page, part) == [], key
        assert fits(page), key
        picture(page, kind, key, "light")
        page.emulate_media(color_scheme="dark")
        assert faint(page, part) == [], key
        picture(page, kind, key, "dark")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        drawn(page, key)
        assert fits(page), key
        assert tab is not tabs[0] or axe(page) == []
        page.emulate_media(color_scheme="light")
        picture(page, kind, key, "phone")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True).locator(".kpi-value")


def opened(demo: Demo, name: str, people: list[str]) -> dict[str, Any]:
    """Report over the API that people opened a campaign's link."""
    items = [
        {
            "specversion": "1.0",
            "id": f"opened-{person}",
            "source": "second hand",
            "type": "link.open",
            "time": datetime.now(UTC).isoformat(),
            "subject": person,
            "data": {"external_id": name, "channel": "sms", "os": "iOS"},
        }
        for person in people
    ]
    answer = httpx.post(
        f"{demo.url}/api/v1/events",
        json=items,
        headers={
            "Authorization": f"Bearer {demo.key}",
            "Content-Type": "application/cloudevents-batch+json",
        },
    )
    assert answer.status_code == 202
    found: dict[str, Any] = answer.json()
    return found


def test_a_live_report_follows_what_the_api_takes_and_nothing_jumps(page: Page, demo: Demo) -> None:
    """F051, F139, F218, D-05: the reader's place, focus and opened table are kept."""
    page.clock.install()
    page.goto(demo.url + demo.report("demo-guide", "performance"))
    drawn(page, "performance")
    before = told(demo, "demo-guide", "performance")["kpis"]
    assert before["opened_url_link"] > 0
    funnel = page.get_by_role("figure", name="Funnel")
    button = funnel.get_by_role("button", name="View as table")
    button.click()
    table = funnel.get_by_role("region", name="Funnel as a table")
    expect(table).to_be_visible()
    page.mouse.wheel(0, 300)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    place = page.evaluate("window.scrollY")
    expect(button).to_be_focused()

    assert opened(demo, "demo-guide", ["+1", "+2", "+2x", "+1"])["accepted"] == 3
    page.clock.fast_forward(10_500)

    count = before["opened_url_link"] + 3
    expect(tile(page, "Opened URL Link")).to_have_text(f"{count:,}")
    expect(tile(page, "Total Opens")).to_have_text(f"{before['total_opens'] + 3:,}")
    row = table.get_by_role("row", name="Opened URL Link")
    expect(row).to_contain_text(f"{count:,}")
    expect(table).to_be_visible()
    expect(button).to_be_focused()
    assert page.evaluate("window.scrollY") == place


def test_the_date_control_of_a_chatbot_is_that_of_the_campaign_lists(
    page: Page, demo: Demo
) -> None:
    """F022, F016, F190: the same button, eight ranges, All, two months and OKAY."""
    panels = []
    places = (
        "/reports/messaging",
        "/reports/interactive",
        demo.report("demo-order-bot", "chatbot-interactions"),
    )
    for place in places:
        page.goto(demo.url + place)
        page.get_by_role("button", name="Show").click()
        panel = page.get_by_role("dialog", name="Choose days")
        expect(panel.get_by_role("grid")).to_have_count(2)
        expect(panel.get_by_role("button", name="OKAY")).to_be_visible()
        presets = panel.get_by_role("group", name="Predefined ranges")
        panels.append(presets.get_by_role("button").all_inner_texts())
    assert panels[0] == panels[1] == panels[2]
    assert len(panels[0]) == 9
    assert "All" in panels[0]

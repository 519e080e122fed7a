"""A marketer doubts the clicks, looks at the rules, and sees what stricter ones would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.screens.axe import axe, faint
from tests.server import serving
from tests.small_campaign import SmallCampaign

NOW = datetime.now(UTC)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"
SCANNER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    """Ten delivered emails: three clicked by people, two by a scanner, opened once by a proxy."""
    data_dir: Path = tmp_path_factory.mktemp("actors")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    small = SmallCampaign(
        services,
        "email",
        name="Spring mailing",
        group=Group.MESSAGING,
        channel="email",
        state=State.COMPLETED,
        created_at=NOW - timedelta(days=2),
    )
    for n in range(10):
        _status(small, n, "DELIVERED")
    _status(small, 9, "OPEN", user_agent="Mozilla/5.0")
    for n, agent in enumerate((PHONE, PHONE, PHONE, SCANNER, SCANNER)):
        small.sent(
            "link.click",
            NOW - timedelta(days=1),
            f"p{n}@example.com",
            channel="email",
            link="https://shop.example/",
            user_agent=agent,
        )
    services.engine.dispose()
    with serving(data_dir, timezone="UTC") as address:
        yield small.campaign.id, address


def _status(small: SmallCampaign, who: int, code: str, **more: Any) -> None:
    data = {"channel": "email", "message_id": f"m{who}", "status": code, **more}
    small.sent("message.status", NOW - timedelta(days=1), f"p{who}@example.com", **data)


def rows(page: Page, table: str) -> dict[str, list[str]]:
    """A table's cells by the first of each row."""
    found = page.locator(f"#table-{table} tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return {first: rest for first, *rest in found}


def test_the_report_shows_people_beside_everybody_and_the_rules_can_be_tried(
    page: Page, served: tuple[int, str]
) -> None:
    campaign, address = served
    page.goto(f"{address}/campaigns/{campaign}/report/performance")
    expect(page.get_by_role("group", name="Click Rate", exact=True)).to_contain_text("50.0 %")
    expect(page.get_by_role("group", name="Click Rate", exact=True)).to_contain_text(
        "30.0 % by people"
    )
    assert rows(page, "by_actor")["Clicks on tracked links"] == ["5", "3", "0", "2"]
    assert rows(page, "by_rule")["Crawlers, scanners and link previews"] == ["Bot", "0", "2"]
    assert rows(page, "by_rule")["Mail privacy proxies"] == ["Machine", "1", "0"]

    page.goto(f"{address}/settings")
    page.get_by_role("link", name="Human, machine, bot").click()
    rule = page.get_by_role("group", name="Crawlers, scanners and link previews")
    rule.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("status").filter(has_text="in one campaign")).to_be_visible()
    assert rows(page, "totals")["Human clicks"] == ["3", "5", "2"]
    assert rows(page, "totals")["Bot clicks"] == ["2", "0", "-2"]
    assert rows(page, "changed_campaigns")["Spring mailing"] == ["0", "0", "3", "5"]
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []

    burst = page.get_by_role("group", name="Bursts of clicks")
    burst.get_by_role("spinbutton", name="Different links").fill("1")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#actors-told")).to_contain_text("from 2 to 100")
    burst.get_by_role("spinbutton", name="Different links").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#actors-told")).to_contain_text("Rule set 1 counts from now on.")
    expect(page.get_by_role("region", name="Rule sets so far")).to_contain_text(
        "without Crawlers, scanners and link previews"
    )
    page.goto(f"{address}/campaigns/{campaign}/report/performance")
    expect(page.get_by_role("group", name="Click Rate", exact=True)).to_contain_text(
        "50.0 % by people"
    )


def test_the_rules_fit_a_phone(page: Page, served: tuple[int, str]) -> None:
    _, address = served
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/settings/actors")
    expect(page.get_by_role("button", name="Preview")).to_be_visible()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0

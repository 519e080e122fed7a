"""A marketer asks which of last week's SMS campaigns failed, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from data.campaigns import CampaignDraft
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.period import midnight, preset
from tests.server import serving

ZONE = ZoneInfo("Europe/Berlin")
NAME = "Autumn flash sale"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace in which one SMS campaign of last week failed for 8 of 10 people."""
    data_dir: Path = tmp_path_factory.mktemp("walk")
    settings = Settings(_env_file=None, data_dir=data_dir, timezone=ZONE.key)  # type: ignore[call-arg]
    services = build(settings)
    wednesday = preset("last-week", datetime.now(ZONE).date()).first + timedelta(2)
    noon = midnight(wednesday, ZONE) + timedelta(hours=12)
    _sent(services, NAME, "sms", noon, failed=8)
    _sent(services, "Delivery window", "sms", noon + timedelta(days=1), failed=0)
    _sent(services, "Newsletter", "email", noon, failed=0)
    _sent(services, "Old flash sale", "sms", noon - timedelta(days=30), failed=8)
    services.engine.dispose()
    with serving(data_dir, timezone=ZONE.key) as address:
        yield address


def _sent(services: Services, name: str, channel: str, at: datetime, failed: int) -> None:
    """A campaign of ten messages, `failed` of which did not arrive."""
    draft = CampaignDraft(
        name=name,
        group=Group.MESSAGING,
        type=channel,
        state=State.COMPLETED,
        sender="61222" if channel == "sms" else "offers@example.com",
        created_at=at,
        delivery_at=at,
        recipients=10,
    )
    campaign, _ = services.campaigns.register(draft, "Ada Lovelace")
    fate = ("UNDELIV", "DELIVRD") if channel == "sms" else ("BOUNCED", "DELIVERED")
    events = [
        {
            "specversion": "1.0",
            "id": f"{campaign.id}-{n}",
            "source": "test",
            "type": "message.status",
            "time": (at + timedelta(minutes=n)).astimezone(UTC).isoformat(),
            "subject": f"+4915100000{n:03}",
            "data": {
                "campaign_id": campaign.id,
                "channel": channel,
                "message_id": f"{campaign.id}-{n}",
                "status": fate[0] if n < failed else fate[1],
            },
        }
        for n in range(10)
    ]
    verdict = services.accept.events(events)
    assert verdict.accepted == 10


def failed_rate(page: Page) -> Locator:
    return page.get_by_role("group", name="Failed Rate")


def found(page: Page) -> list[str | None]:
    return [card.get_attribute("aria-label") for card in page.get_by_role("article").all()]


def test_last_weeks_failed_sms_campaign_is_found_by_mouse(page: Page, url: str):
    """F001, F008, F015, F036"""
    page.goto(url)
    page.get_by_role("link", name="Performance Reports", exact=True).click()
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("button", name="Last Week", exact=True).click()
    page.get_by_role("button", name="OKAY").click()
    page.get_by_role("button", name="Campaign Type").click()
    page.get_by_role("checkbox", name="SMS").check()
    expect(page.get_by_role("heading", name="2 campaigns", exact=True)).to_be_visible()
    assert found(page) == ["Delivery window", NAME]
    page.get_by_role("article", name=NAME).get_by_role("link", name="Report").click()
    expect(page).to_have_url(re.compile(r"/campaigns/\d+/report"))
    expect(failed_rate(page)).to_contain_text("80.0 %")
    page.go_back()
    expect(page.get_by_role("article", name=NAME)).to_be_visible()
    assert found(page) == ["Delivery window", NAME]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus, as someone without a mouse would."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} can't be reached with the Tab key")


def test_last_weeks_failed_sms_campaign_is_found_by_keyboard_alone(page: Page, url: str):
    """F001, F008, F015, F036"""
    page.goto(url)
    tab_to(page, page.get_by_role("link", name="Performance Reports", exact=True))
    page.keyboard.press("Enter")
    show = page.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible()
    tab_to(page, show)
    page.keyboard.press("Enter")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Last Week", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="OKAY"))
    page.keyboard.press("Enter")
    expect(show).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Campaign Type"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="SMS")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="2 campaigns", exact=True)).to_be_visible()
    tab_to(page, page.get_by_role("article", name=NAME).get_by_role("link", name="Report"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/campaigns/\d+/report"))
    expect(failed_rate(page)).to_contain_text("80.0 %")

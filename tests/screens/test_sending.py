"""Does a campaign that is really being sent move before one's eyes, until it is Completed?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from data.campaign import Campaign
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from tests.outbound import number, published, rows
from tests.server import start

RECIPIENTS = 60
A_LOOK = 10_500  # milliseconds: a little more than from one look to the next
PATIENCE = 60.0  # seconds


def wait_for(happened: Callable[[], bool]) -> None:
    """Look again and again until it has."""
    until = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < until, "Nothing moves any more"
        sleep(0.05)


def handed(services: Services, campaign: Campaign) -> int:
    return sum(1 for row in rows(services, campaign) if row.code)


def shown(tile: Locator) -> int:
    """The number on a tile."""
    found = re.search(r"\d+", tile.locator(".campaign-value").inner_text())
    return int(found[0]) if found else 0


def test_a_send_is_watched_to_its_end_over_a_restart(page: Page, tmp_path: Path) -> None:
    """F041, F042, F043: Details and card show where it stands, and the report what became of it."""
    services = build(Settings(_env_file=None, data_dir=tmp_path))  # type: ignore[call-arg]
    process, url = start(tmp_path)
    people = [number(n) for n in range(RECIPIENTS)]
    campaign = published(services, people, send_rate=200)
    page.clock.install(time=datetime.now(UTC))
    page.goto(f"{url}/campaigns/{campaign.id}")
    submitted = page.get_by_role("group", name="Submitted")
    seen = []
    for least in (6, 18):
        wait_for(lambda wanted=least: handed(services, campaign) >= wanted)  # type: ignore[misc]
        page.clock.fast_forward(A_LOOK)
        # Some of those that were handed over wait in the carrier's queue.
        expect(submitted.locator(".campaign-value")).not_to_have_text(str(max(seen, default=0)))
        seen.append(shown(submitted))
    assert 0 < seen[0] < seen[1] < RECIPIENTS
    assert shown(page.get_by_role("group", name="Recipients")) == RECIPIENTS
    expect(page.get_by_role("group", name="Estimated finish")).not_to_contain_text("–")

    page.goto("about:blank")  # or it would complain, and rightly so
    process.kill()
    process.wait(20)
    process, _ = start(tmp_path, urlsplit(url).port or 0)
    page.goto(f"{url}/reports/messaging")
    card = page.get_by_role("article", name="A sms")
    expect(card).to_be_visible()
    wait_for(lambda: services.campaigns.get(campaign.id).state is State.COMPLETED)
    page.clock.fast_forward(A_LOOK)
    expect(card).to_contain_text("Completed")
    card.get_by_role("link", name="Report").click()
    total = page.get_by_role("group", name="Total Messages Sent")
    codes = [row.code for row in rows(services, campaign)]
    unsent = sum(code in {"CODE_NOT_ALLOWED", "EXHAUSTED"} for code in codes)
    expect(total).to_contain_text(str(RECIPIENTS - unsent))
    process.terminate()
    process.wait(20)
    services.engine.dispose()

"""Do lists and reports follow their campaigns by themselves, and find back to a lost server?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from tests.screens.axe import axe
from tests.server import Process, start

A_LOOK = 10_500  # milliseconds: a little more than from one look to the next
_numbers = count(1)


class Workspace:
    """A workspace whose server can be killed and started again, and a second hand in it."""

    def __init__(self, data_dir: Path) -> None:
        self.services: Services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
        self.data_dir = data_dir
        self.process: Process
        self.process, self.url = start(data_dir)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def start_again(self) -> None:
        self.process, _ = start(self.data_dir, urlsplit(self.url).port or 0)

    def made(self, kind: str, state: State, name: str = "") -> Campaign:
        draft = CampaignDraft(
            external_id=f"f{next(_numbers)}",
            name=name or f"A {state.label} {kind}",
            group=CAMPAIGN_TYPES[kind].group,
            type=kind,
            channel="sms",
            sender="61222",
            state=state,
            created_at=datetime.now(UTC),
            recipients=10,
        )
        return self.services.campaigns.register(draft, "Ada")[0]

    def sent(self, campaign: Campaign, kind: str, **data: Any) -> None:
        number = next(_numbers)
        event = {
            "specversion": "1.0",
            "id": str(number),
            "source": "second hand",
            "type": kind,
            "time": datetime.now(UTC).isoformat(),
            "subject": f"+49151{number:06}",
            "data": {"campaign_id": campaign.id, "channel": "sms", **data},
        }
        assert self.services.accept.events([event]).accepted == 1

    def report(self, campaign: Campaign, tab: str = "") -> str:
        return f"{self.url}/campaigns/{campaign.id}/report/{tab}".rstrip("/")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    here = Workspace(tmp_path_factory.mktemp("following"))
    yield here
    here.process.terminate()
    here.process.wait(20)
    here.services.engine.dispose()


def card(page: Page, campaign: Campaign) -> Locator:
    return page.get_by_role("article", name=campaign.name, exact=True)


def opened(page: Page) -> Locator:
    return page.get_by_role("group", name="Opened URL Link", exact=True).locator(".kpi-value")


def mark(place: Locator) -> None:
    """Write on an element, so that it can be told from another one drawn in its place."""
    place.evaluate("element => { element.dataset.same = 'yes' }")


def test_a_card_moves_on_without_a_reload_and_its_neighbours_stay(
    page: Page, workspace: Workspace
) -> None:
    """F042, D-05: the reader's focus and place are kept."""
    others = [workspace.made("sms", State.PENDING, f"Other {n}") for n in range(12)]
    moving = workspace.made("sms", State.IN_PROGRESS, "On its way")
    page.clock.install()
    page.goto(f"{workspace.url}/reports/messaging")
    expect(card(page, moving)).to_contain_text("In Progress")
    mark(page.locator("html"))
    mark(card(page, others[-1]))
    card(page, moving).get_by_role("link").focus()
    page.mouse.wheel(0, 300)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    place = page.evaluate("window.scrollY")

    for _ in range(5):
        workspace.sent(moving, "message.status", status="SENT")
    page.clock.fast_forward(A_LOOK)
    progress = card(page, moving).get_by_role("progressbar")
    expect(progress).to_have_attribute("aria-valuenow", "50")
    expect(card(page, moving).get_by_role("link")).to_be_focused()

    workspace.services.campaigns.change(moving.id, State.COMPLETED, "carrier")
    page.clock.fast_forward(A_LOOK)
    expect(card(page, moving).get_by_role("link")).to_have_text("Report")
    expect(card(page, moving)).to_contain_text("Completed")
    expect(card(page, moving).get_by_role("link")).to_be_focused()
    expect(card(page, others[-1])).to_have_attribute("data-same", "yes")
    expect(page.locator("html")).to_have_attribute("data-same", "yes")
    assert page.evaluate("window.scrollY") == place


def test_a_report_that_was_not_open_opens_by_itself(page: Page, workspace: Workspace) -> None:
    """F040, F041."""
    campaign = workspace.made("sms", State.IN_PROGRESS)
    workspace.sent(campaign, "message.status", status="DELIVRD")
    page.clock.install()
    page.goto(workspace.report(campaign))
    expect(page.get_by_role("heading", name="This report is not open")).to_be_visible()
    workspace.services.campaigns.change(campaign.id, State.COMPLETED, "carrier")
    page.clock.fast_forward(A_LOOK)
    expect(page.get_by_role("group", name="Delivery Rate")).to_contain_text("100.0 %")
    page.get_by_role("tab", name="Campaign Overview").click()
    expect(page.locator("#report-tab-overview")).to_have_attribute("aria-selected", "true")


def test_an_open_report_says_that_its_campaign_has_ended(page: Page, workspace: Workspace) -> None:
    """F071: and it is not followed any more."""
    campaign = workspace.made("e-swipe", State.LIVE)
    page.clock.install()
    page.goto(workspace.report(campaign, "performance"))
    head = page.locator(".report-card")
    expect(head.get_by_role("button", name="Pause")).to_be_visible()
    head.get_by_role("button", name="Refresh").focus()
    workspace.services.campaigns.change(campaign.id, State.COMPLETED, "clock")
    page.clock.fast_forward(A_LOOK)
    expect(head).to_contain_text("Completed")
    expect(head.get_by_role("button", name="Pause")).to_have_count(0)
    expect(page.locator("[data-follow=on]")).to_have_count(0)


def test_a_report_that_somebody_pauses_closes_and_leads_to_details(
    page: Page, workspace: Workspace
) -> None:
    """F055."""
    campaign = workspace.made("e-swipe", State.LIVE)
    page.clock.install()
    page.goto(workspace.report(campaign))
    expect(page.locator(".report-card")).to_contain_text("Live")
    workspace.services.campaigns.change(campaign.id, State.PENDING, "Bea")
    page.clock.fast_forward(A_LOOK)
    expect(page.get_by_role("heading", name="This report is not open")).to_be_visible()
    expect(page.get_by_text("is Pending")).to_be_visible()


def test_a_page_that_nobody_sees_asks_nothing_and_catches_up_when_it_is_seen(
    page: Page, workspace: Workspace
) -> None:
    """D-05."""
    campaign = workspace.made("e-swipe", State.LIVE)
    page.clock.install()
    page.goto(workspace.report(campaign, "performance"))
    expect(opened(page)).to_have_text("0")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    shown(page, hidden=True)
    workspace.sent(campaign, "link.open")
    page.clock.run_for(60_000)
    assert asked == []
    shown(page, hidden=False)
    page.clock.run_for(500)
    expect(opened(page)).to_have_text("1")


def shown(page: Page, *, hidden: bool) -> None:
    """Switch to another tab of the browser and back, as far as the page can tell."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_a_report_survives_its_server_and_finds_back_by_itself(
    context: BrowserContext, workspace: Workspace
) -> None:
    """F139: while the server is away the page says so, keeps its figures, and then catches up."""
    campaign = workspace.made("e-swipe", State.LIVE)
    workspace.sent(campaign, "link.open")
    page = context.new_page()  # one that may complain of a server that is gone
    page.set_default_timeout(20_000)
    page.clock.install()
    page.goto(workspace.report(campaign, "performance"))
    expect(opened(page)).to_have_text("1")
    page.get_by_role("figure", name="Funnel").get_by_role("button", name="View as table").click()
    table = page.get_by_role("region", name="Funnel as a table")
    expect(table).to_be_visible()
    lost = page.get_by_text("Connection lost. Reconnecting…")
    expect(lost).to_have_count(0)

    workspace.kill()
    page.clock.fast_forward(A_LOOK)
    expect(lost).to_be_visible()
    expect(opened(page)).to_have_text("1")
    assert axe(page) == []

    workspace.sent(campaign, "link.open")
    workspace.start_again()
    page.clock.fast_forward(A_LOOK)
    expect(lost).to_have_count(0, timeout=20_000)  # a look may have begun just before
    expect(opened(page)).to_have_text("2")
    expect(table).to_be_visible()
    page.close()

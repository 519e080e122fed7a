"""A screen on a wall: paired by a code, led by what is sent, honest about its age, heals itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from data.wall import Entry, EntryKind, Wall
from tests.screens.axe import axe
from tests.server import Process, start

ZONE = "Europe/Berlin"
LOOK, MINUTE = 10_500, 60_000  # milliseconds: a little more than from one look to the next
LAST_WEEK = datetime(2026, 2, 9, 12, 7, tzinfo=UTC)
_numbers = count(1)


class Workspace:
    """A workspace whose server can be killed and started again, and a second hand in it."""

    def __init__(self, data_dir: Path) -> None:
        settings = Settings(_env_file=None, data_dir=data_dir, timezone=ZONE)  # type: ignore[call-arg]
        self.services: Services = build(settings)
        self.data_dir = data_dir
        self.process: Process
        self.process, self.url = start(data_dir, timezone=ZONE)
        self.quiz = self._campaign("Harvest quiz", Group.INTERACTIVE, "e-swipe", State.LIVE)
        for _ in range(3):
            self.sent(self.quiz, "link.open")
        self.spring = self._campaign("Spring sale", Group.MESSAGING, "sms", State.PENDING)
        for _ in range(12):
            self.sent(self.quiz, "message.status", status="DELIVRD", message_id=str(next(_numbers)))

    def _campaign(self, name: str, group: Group, kind: str, state: State) -> Campaign:
        draft = CampaignDraft(
            name=name,
            group=group,
            type=kind,
            channel="sms",
            sender="61222",
            state=state,
            created_at=LAST_WEEK,
            delivery_at=LAST_WEEK if state is State.LIVE else None,
            recipients=10,
        )
        return self.services.campaigns.register(draft, "Ada")[0]

    def sent(self, campaign: Campaign, kind: str, **data: Any) -> None:
        number = next(_numbers)
        event = {
            "specversion": "1.0",
            "id": f"wall-{number}",
            "source": "second hand",
            "type": kind,
            "time": datetime.now(UTC).isoformat(),
            "subject": f"+49151{number:06}",
            "data": {"campaign_id": campaign.id, "channel": "sms", **data},
        }
        assert self.services.accept.events([event]).accepted == 1

    def wall(self, *entries: Entry) -> Wall:
        return self.services.walls.create("Hall", entries, "Ada")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def start_again(self) -> None:
        port = urlsplit(self.url).port or 0
        self.process, _ = start(self.data_dir, port, timezone=ZONE)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    here = Workspace(tmp_path_factory.mktemp("wall"))
    yield here
    here.process.terminate()
    here.process.wait(20)
    here.services.engine.dispose()


def headline(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def smallest(page: Page) -> float:
    """The smallest type on the screen as a share of its height."""
    share: float = page.evaluate(
        """() => {
          const sizes = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const box = walker.currentNode.parentElement;
            const unseen = box.closest(".wall-unseen, [hidden], script, noscript");
            if (!walker.currentNode.data.trim() || unseen) continue;
            sizes.push(parseFloat(getComputedStyle(box).fontSize));
          }
          return Math.min(...sizes) / window.innerHeight;
        }"""
    )
    return share


def test_a_screen_is_paired_by_its_code_and_a_send_takes_it_over(
    page: Page, browser: Browser, workspace: Workspace
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    screen = context.new_page()
    screen.clock.install()
    screen.goto(f"{workspace.url}/wall?pair")
    code = screen.get_by_label("Code")
    expect(code).not_to_be_empty()
    assert smallest(screen) >= 0.025
    assert axe(screen) == []

    page.goto(f"{workspace.url}/settings/walls")
    page.get_by_label("Code on the screen").fill("QQQQQQ")
    page.get_by_label("Name of the screen").fill("Lobby")
    page.get_by_label("Shows", exact=True).select_option(label="Messaging")
    page.get_by_role("button", name="Pair", exact=True).click()
    expect(page.get_by_text("No screen shows this code now")).to_be_visible()
    page.get_by_label("Code on the screen").fill(code.inner_text().lower())
    page.get_by_role("button", name="Pair", exact=True).click()
    expect(page.get_by_text("Lobby is paired and shows Messaging.")).to_be_visible()
    assert axe(page) == []

    screen.clock.fast_forward(4_000)
    expect(headline(screen)).to_contain_text("Total Messages: 12 in the last 30 days.")
    workspace.services.campaigns.change(workspace.spring.id, State.IN_PROGRESS, "Ada")
    for _ in range(4):
        workspace.sent(workspace.spring, "message.status", status="SENT")
    screen.clock.fast_forward(LOOK)
    expect(headline(screen)).to_contain_text("Spring sale is going out: 4 of 10 messages")
    expect(screen.get_by_text("In Progress", exact=True)).to_be_visible()
    mark = "element => { element.dataset.same = 'yes' }"
    submitted = screen.locator("dd", has_text="4").first
    submitted.evaluate(mark)
    workspace.sent(workspace.spring, "message.status", status="SENT")
    screen.clock.fast_forward(LOOK)
    expect(headline(screen)).to_contain_text("5 of 10")
    expect(screen.locator("dd[data-same]")).to_have_text("5")  # the number alone has changed
    workspace.services.campaigns.change(workspace.spring.id, State.COMPLETED, "clock")
    screen.clock.fast_forward(LOOK)
    expect(headline(screen)).to_contain_text("Total Messages")

    page.get_by_label("What Lobby shows").select_option(label="Live campaigns")
    expect(page.get_by_text("Lobby shows Live campaigns from its next look on.")).to_be_visible()
    screen.clock.fast_forward(LOOK)
    expect(headline(screen)).to_contain_text("Harvest quiz is Live since Feb 9, 2026")
    page.get_by_role("button", name="Revoke Lobby").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Lobby is revoked.")).to_be_visible()
    screen.clock.fast_forward(LOOK)
    expect(headline(screen)).to_have_text("Pair this screen")
    context.close()


def test_a_screen_says_how_old_its_figures_are_and_heals_by_itself(
    context: BrowserContext, workspace: Workspace
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{workspace.url}/wall/live")
    body, age = page.locator("body"), page.locator("[data-wall=age]")
    expect(headline(page)).to_contain_text("Harvest quiz")
    expect(age).to_contain_text("Data as of")
    expect(page.get_by_text(ZONE, exact=True)).to_be_visible()
    as_of = age.inner_text().split()[3]

    workspace.kill()
    page.clock.fast_forward(MINUTE // 2)
    expect(body).to_have_attribute("data-level", "fresh")
    page.clock.fast_forward(MINUTE * 2 // 3)
    expect(body).to_have_attribute("data-level", "late")
    amber = body.evaluate("element => getComputedStyle(element).borderTopColor")
    expect(age).to_contain_text(f"Not refreshed since {as_of} (1 min)")
    expect(headline(page)).to_contain_text("Harvest quiz")  # the last figures stay
    assert axe(page) == []
    page.clock.fast_forward(4 * MINUTE)
    expect(body).to_have_attribute("data-level", "lost")
    expect(age).to_contain_text("(5 min)")
    assert body.evaluate("element => getComputedStyle(element).borderTopColor") != amber

    workspace.sent(workspace.quiz, "link.open")
    workspace.start_again()
    with page.expect_response(lambda answer: answer.ok and "/now" in answer.url, timeout=60_000):
        page.clock.fast_forward(2 * LOOK)  # it asks every quarter of a minute by now
    expect(body).to_have_attribute("data-level", "fresh")
    opened = page.locator(".wall-value", has_text="Opened URL Link")
    expect(opened).to_contain_text("4")

    workspace.sent(workspace.quiz, "link.open")
    page.clock.fast_forward(8 * 60 * MINUTE)  # the screen slept all night
    expect(opened).to_contain_text("5")
    expect(body).to_have_attribute("data-level", "fresh")
    page.close()


def test_a_screen_loads_itself_anew_when_the_program_has_changed(
    context: BrowserContext, workspace: Workspace
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{workspace.url}/wall/live")
    expect(headline(page)).to_contain_text("Harvest quiz")
    page.evaluate("document.body.dataset.same = 'yes'")

    def newer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "version": "newer"})

    page.route("**/wall/live/now*", newer, times=1)
    page.clock.fast_forward(LOOK)
    expect(page.locator("body[data-same]")).to_have_count(0)
    expect(headline(page)).to_contain_text("Harvest quiz")
    page.close()


def test_slides_change_by_themselves_and_by_hand_and_can_be_read_from_afar(
    page: Page, workspace: Workspace
) -> None:
    board = "/dashboards/messaging?range=last-7-days"
    wall = workspace.wall(
        Entry(EntryKind.KPI, board, "exchanged", 60),
        Entry(EntryKind.CHART, board, "exchanged_by_day"),
        Entry(EntryKind.LIVE),
    )
    page.clock.install()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{workspace.url}/wall/{wall.id}")
    expect(headline(page)).to_contain_text("Total Messages")
    expect(page).to_have_title("Hall · Heliograph")
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.clock.fast_forward(MINUTE // 2)
    expect(headline(page)).to_contain_text("Total Messages")
    page.clock.fast_forward(MINUTE // 2)
    expect(headline(page)).to_contain_text("outbound messages")
    page.keyboard.press("Space")
    expect(page.get_by_text("Paused")).to_be_visible()
    page.clock.fast_forward(MINUTE)
    expect(page.get_by_role("img").locator(".main-svg").first).to_be_visible()
    for width, height in ((1280, 720), (3840, 2160), (1080, 1920)):
        page.set_viewport_size({"width": width, "height": height})
        until_filled(page)
        assert smallest(page) >= 0.025
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []
    page.keyboard.press("ArrowRight")
    expect(headline(page)).to_contain_text("Harvest quiz")
    assert smallest(page) >= 0.025
    page.keyboard.press("ArrowRight")
    expect(headline(page)).to_contain_text("Total Messages")
    page.keyboard.press("ArrowLeft")
    expect(headline(page)).to_contain_text("Harvest quiz")
    page.goto(f"{workspace.url}/wall/{wall.id}?theme=light")
    expect(headline(page)).to_contain_text("Total Messages")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert axe(page) == []


def until_filled(page: Page) -> None:
    """Wait until the chart is as high as its place is by now."""
    svg, place = page.locator(".main-svg").first, page.locator("[data-wall=plot]")
    until = monotonic() + 20
    while svg.get_attribute("height") != str(place.evaluate("place => place.clientHeight")):
        assert monotonic() < until, "the chart does not fill its place"


def test_a_screen_does_not_grow_from_look_to_look(page: Page, workspace: Workspace) -> None:
    """A hundred looks, once the browser has compiled all it runs; `make bench` takes more."""
    board = "/dashboards/messaging?range=last-7-days"
    wall = workspace.wall(Entry(EntryKind.BOARD, board), Entry(EntryKind.LIVE))
    page.goto(f"{workspace.url}/wall/{wall.id}?every=20")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def after(goal: int) -> dict[str, float]:
        fresh = 0
        while (looks := int(page.evaluate("document.body.dataset.looks || 0"))) < goal:
            page.keyboard.press("ArrowRight")
            if looks >= fresh:
                fresh = looks + 10
                workspace.sent(workspace.quiz, "link.open")
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in found}

    before, later = after(100), after(200)
    assert later["JSEventListeners"] <= before["JSEventListeners"]
    assert later["Nodes"] <= 1.1 * before["Nodes"]
    assert later["JSHeapUsedSize"] <= 1.1 * before["JSHeapUsedSize"]


def test_a_wall_is_put_together_by_keyboard(page: Page, workspace: Workspace) -> None:
    page.goto(f"{workspace.url}/settings/walls")
    page.get_by_label("Name of a new wall").fill("Kitchen")
    page.get_by_role("button", name="Make a wall").press("Enter")
    expect(headline(page)).to_have_text("Kitchen")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    items = page.locator(".wall-entries li")
    expect(items).to_have_count(1)
    page.get_by_label("Address of any screen").fill("/nowhere")
    page.get_by_role("button", name="Look").press("Enter")
    expect(page.get_by_text("There are no figures at")).to_be_visible()
    page.get_by_label("Address of any screen").fill("/dashboards/messaging?range=today")
    page.get_by_role("button", name="Look").press("Enter")
    page.get_by_label("What stands there").select_option(label="Messaging: Outbound Messages")
    page.get_by_role("button", name="Add this").press("Enter")
    expect(items).to_have_count(2)
    page.get_by_role("button", name="Move up: Messaging: Outbound Messages").press("Enter")
    expect(items.first).to_contain_text("Outbound Messages")
    moved = page.get_by_role("button", name="Move down: Messaging: Outbound Messages")
    expect(moved).to_be_enabled()
    seconds = page.get_by_label("for Messaging: Outbound Messages")
    seconds.fill("40")
    seconds.press("Tab")
    expect(page.locator("#wall-stamp")).to_contain_text("Kept")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    page.reload()
    expect(page.get_by_label("for Messaging: Outbound Messages")).to_have_value("40")
    page.get_by_role("button", name="Remove: Every campaign").press("Enter")
    expect(items).to_have_count(1)
    page.get_by_role("link", name="All walls").click()
    page.get_by_role("button", name="Delete Kitchen").press("Enter")
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").press("Enter")
    expect(page.get_by_text("Kitchen is deleted.")).to_be_visible()

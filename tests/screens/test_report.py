"""A campaign's report in a real browser: card, tabs, figures, search, and how it follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from tests.screens.axe import axe, faint
from tests.server import serving

EVIL = "<img src=x onerror=alert(1)> & Söhne"
MESSAGE = {"body": "Come & see, {{name}}: " + "x" * 150, "subject": "Hello", "title": "Hello"}
PHONE = {"width": 360, "height": 740}
TABS = ("performance", "preview", "overview", "recipients")
_numbers = count(1)


@dataclass(frozen=True)
class Workspace:
    """A served workspace, and a second hand in it."""

    url: str
    services: Services
    all: dict[str, Campaign]

    def told(self, campaign: Campaign, recipient: str, what: str, kind: str, **data: Any) -> None:
        """Report one event of a campaign, an hour ago."""
        said = {"status": what} if kind == "message.status" else {"link": what}
        item = {
            "specversion": "1.0",
            "id": f"s{next(_numbers)}",
            "source": "second hand",
            "type": kind,
            "time": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
            "subject": recipient,
            "data": {"campaign_id": campaign.id, "channel": campaign.channel, **said, **data},
        }
        assert self.services.accept.events([item]).accepted == 1

    def report(self, name: str, rest: str = "") -> str:
        """The address of a campaign's report."""
        return f"{self.url}/campaigns/{self.all[name].id}/report{rest}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    data_dir: Path = tmp_path_factory.mktemp("report")
    settings = Settings(_env_file=None, data_dir=data_dir)  # type: ignore[call-arg]
    services = build(settings)
    drafts = {
        **{kind: draft(kind, State.COMPLETED) for kind in ("sms", "email", "push", "rcs")},
        "whatsapp": draft("whatsapp", State.COMPLETED),
        "empty": draft("sms", State.COMPLETED, name="Nothing yet"),
        "sending": draft("sms", State.IN_PROGRESS),
        "live": draft("e-swipe", State.LIVE, channel="sms", config={"recipients": "api"}),
    }
    made = services.campaigns.bulk_register(list(drafts.values()), "Ada Lovelace")
    all_ = dict(zip(drafts, made, strict=True))
    with serving(data_dir, timezone="UTC") as url:
        here = Workspace(url, services, all_)
        fill(here)
        yield here
    services.engine.dispose()


def draft(kind: str, state: State, **more: Any) -> CampaignDraft:
    now = datetime.now(UTC)
    fields: dict[str, Any] = {
        "name": EVIL,
        "group": CAMPAIGN_TYPES[kind].group,
        "type": kind,
        "sender": "61222",
        "state": state,
        "created_at": now - timedelta(days=3),
        "delivery_at": now - timedelta(days=2),
        "recipients": 40,
        "config": {"message": MESSAGE, "links": [{"url": "https://a.example", "tracked": True}]},
    }
    return CampaignDraft(**{**fields, **more})


def fill(here: Workspace) -> None:
    """Forty SMS, every eighth undelivered and two unsent; a few of every other channel."""
    for number in range(40):
        status = "UNDELIV" if number % 8 == 0 else "DELIVRD"
        status = "BLACKLISTED" if number in (5, 6) else status
        recipient = f"+49151{number:04}"
        here.told(here.all["sms"], recipient, status, "message.status", carrier="Aster")
    for kind, status in (
        ("email", "OPEN"),
        ("push", "SENT"),
        ("rcs", "READ"),
        ("whatsapp", "SENT"),
    ):
        here.told(here.all[kind], f"{kind}-1", status, "message.status", platform="ios")
    here.told(here.all["sms"], "+491510001", "https://a.example", "link.click")


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def test_the_card_says_which_campaign_it_is(page: Page, workspace: Workspace) -> None:
    """F030."""
    page.goto(workspace.report("sms"))
    card = page.get_by_role("region", name=f"Campaign {EVIL}")
    expect(page.get_by_role("heading", level=1)).to_have_text(EVIL)
    for label in ("Sender number", "Type", "Campaign ID", "Creation Date", "Delivery Date"):
        expect(card.get_by_text(label, exact=True)).to_be_visible()
    expect(card).to_contain_text(re.compile(r"Recipients\s*40"))
    expect(card).to_contain_text("Completed")


def test_boxes_and_bars_show_the_figures(page: Page, workspace: Workspace) -> None:
    """F076, F107, F089: 38 sent, 5 of them failed, 33 delivered."""
    page.goto(workspace.report("sms"))
    expect(tile(page, "Total Messages Sent")).to_contain_text("38")
    expect(tile(page, "Delivery Rate")).to_contain_text("86.8 %")
    expect(tile(page, "Failed Rate")).to_contain_text("13.2 %")
    expect(tile(page, "Unsent")).to_contain_text("2")
    chart = page.get_by_role("figure", name="Messages by Status")
    expect(chart).to_contain_text("Of 40 messages 2 are unsent and 38 sent")
    chart.get_by_role("button", name="View as table").click()
    expect(chart.get_by_role("row", name=re.compile("Failed.*UNDELIV.*5"))).to_be_visible()
    expect(chart.get_by_role("row", name=re.compile("Sent.*UNDELIV.*5"))).to_be_visible()


def test_the_first_chart_is_above_the_fold(page: Page, workspace: Workspace) -> None:
    page.goto(workspace.report("sms"))
    plot = page.locator("#chart-messages_by_status .js-plotly-plot .bars").first
    plot.wait_for()
    box = plot.bounding_box()
    assert box is not None
    assert box["y"] < 900


def test_tabs_are_addresses_and_walk_by_keyboard(page: Page, workspace: Workspace) -> None:
    page.goto(workspace.report("sms"))
    tabs = page.get_by_role("tablist", name="Report").get_by_role("tab")
    names = ["Performance", "Preview", "Campaign Overview", "Recipient Search"]
    expect(tabs).to_have_text(names)
    expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
    tabs.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(tabs.nth(3)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page).to_have_url(workspace.report("sms", "/preview"))
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(tabs.nth(1)).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Preview")).to_contain_text("Come & see")
    page.go_back()
    expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")


def test_days_and_zone_stay_from_tab_to_tab_and_can_be_taken_back(
    page: Page, workspace: Workspace
) -> None:
    page.goto(workspace.report("sms", "?range=today&tz=Asia/Tokyo"))
    page.get_by_role("tab", name="Campaign Overview").click()
    expect(page).to_have_url(re.compile(r"/overview\?range=today&tz=Asia%2FTokyo$"))
    overview = page.get_by_role("tab", name="Campaign Overview")
    expect(overview).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Only Today (Asia/Tokyo) is shown.")).to_be_visible()
    page.get_by_role("link", name="Show all days").click()
    expect(page).to_have_url(re.compile(r"/overview\?tz=Asia%2FTokyo$"))
    expect(page.get_by_text("Only Today (Asia/Tokyo) is shown.")).to_be_hidden()
    page.get_by_role("link", name="Use UTC").click()
    expect(page).to_have_url(re.compile(r"/overview$"))


@pytest.mark.parametrize(
    "search",
    ["?range=nonsense", "?tz=Mars", "?from=x&to=2026-01-01", "?range=today&range=all", "?sort=%27"],
)
def test_an_odd_address_shows_the_report_with_a_notice(
    page: Page, workspace: Workspace, search: str
) -> None:
    page.goto(workspace.report("sms", "/recipients" + search))
    expect(page.get_by_role("heading", level=1)).to_have_text(EVIL)
    expect(page.locator(".notice").first).to_be_visible()


def test_a_report_that_is_not_open_says_why_and_leads_to_details(
    page: Page, workspace: Workspace
) -> None:
    """F040: not even by address."""
    page.goto(workspace.report("sending", "/performance"))
    expect(page.locator("#main")).to_contain_text("is In Progress; its report opens when it is")
    page.locator("#main").get_by_role("link", name="Details").click()
    expect(page).to_have_url(re.compile(r"/campaigns/\d+$"))


@pytest.mark.parametrize("path", ["/campaigns/999/report", "/campaigns/x/report/preview"])
def test_a_report_that_is_not_there_is_not_found(
    page: Page, workspace: Workspace, path: str
) -> None:
    answer = page.goto(workspace.url + path)
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("#main")).to_contain_text("There is no campaign")


def test_a_tab_that_the_report_lacks_is_not_found(page: Page, workspace: Workspace) -> None:
    answer = page.goto(workspace.report("sms", "/prizes"))
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("#main")).to_contain_text("has no tab 'prizes'")


def test_a_report_without_events_says_so_on_every_tab(page: Page, workspace: Workspace) -> None:
    """F280: rates over nothing are a dash."""
    page.goto(workspace.report("empty"))
    expect(page.get_by_text("Nothing has been reported about this campaign")).to_be_visible()
    expect(tile(page, "Delivery Rate")).to_contain_text("–")
    page.get_by_role("tab", name="Recipient Search").click()
    expect(page.get_by_role("region", name="Recipient Search")).to_contain_text("There are no rows")


def test_recipient_search_finds_sorts_and_pages(page: Page, workspace: Workspace) -> None:
    """F081, D-09."""
    page.goto(workspace.report("sms", "/recipients"))
    table = page.get_by_role("region", name="Recipient Search", exact=True)
    expect(table).to_contain_text("Rows 1–25 of 40")
    table.get_by_role("link", name="Recipient").click()
    expect(page).to_have_url(re.compile(r"sort=recipient"))
    expect(table.locator("tbody tr").first).to_contain_text("+491510000")
    table.get_by_role("link", name="Next").click()
    expect(table.locator("tbody tr").first).to_contain_text("+491510025")
    page.get_by_label("Search by recipient").fill("+49151001")
    page.get_by_label("Category").select_option("Failed")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(table).to_contain_text("Rows 1–1 of 1")
    expect(table.locator("tbody tr")).to_contain_text(["+491510016"])
    expect(page.get_by_label("Search by recipient")).to_have_value("+49151001")
    expect(page.get_by_label("Category")).to_have_value("failed")
    expect(page.get_by_label("Search campaigns")).to_have_value("")
    page.get_by_role("link", name="Clear").click()
    expect(table).to_contain_text("of 40")


def test_refresh_shows_what_has_come_in(page: Page, workspace: Workspace) -> None:
    """F214: and so does Refresh Recipients, at once."""
    page.goto(workspace.report("push", "/overview"))
    total = tile(page, "Received or took part")
    expect(total).to_contain_text("1")
    workspace.told(workspace.all["push"], "push-2", "SENT", "message.status")
    page.get_by_role("button", name="Refresh Recipients").click()
    expect(total.locator(".kpi-value")).to_have_text("2")
    workspace.told(workspace.all["push"], "push-3", "SENT", "message.status")
    page.get_by_role("button", name="Refresh", exact=True).click()
    expect(total.locator(".kpi-value")).to_have_text("3")


def test_a_live_report_follows_by_itself_without_a_jump(page: Page, workspace: Workspace) -> None:
    """F051, F218, D-05: its KPI row moves, the scroll position and an open table stay."""
    page.clock.install()
    page.goto(workspace.report("live", "/overview"))
    opened = tile(page, "Opened URL Link").locator(".kpi-value")
    expect(opened).to_have_text("0")
    expect(page.get_by_text("Interim figures")).to_be_visible()
    page.evaluate("window.__mark = document.querySelector('#report-body')")
    workspace.told(workspace.all["live"], "+1", "https://s.example", "link.open")
    page.clock.fast_forward(10_500)
    expect(opened).to_have_text("1")
    assert page.evaluate("window.__mark.isConnected")


def test_a_completed_report_asks_nothing_by_itself(page: Page, workspace: Workspace) -> None:
    """D-05: no polling for finished campaigns."""
    page.clock.install()
    page.goto(workspace.report("sms", "/preview"))
    expect(page.get_by_role("tabpanel")).to_contain_text("Come & see")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(35_000)
    page.get_by_role("tab", name="Campaign Overview").click()
    expect(page.get_by_role("tab", name="Campaign Overview")).to_have_attribute(
        "aria-selected", "true"
    )
    assert len([url for url in asked if "_dash-update" in url]) <= 3, "only those of the click"


@pytest.mark.parametrize("kind", ["sms", "email", "push", "rcs", "whatsapp"])
def test_every_channel_has_every_tab(page: Page, workspace: Workspace, kind: str) -> None:
    """F075, F078."""
    page.goto(workspace.report(kind))
    tabs = page.get_by_role("tablist", name="Report").get_by_role("tab")
    for place, key in enumerate(TABS):
        tabs.nth(place).click()
        expect(page.locator(f"#report-body[aria-labelledby=report-tab-{key}]")).to_be_visible()
        panel = page.get_by_role("tabpanel")
        expect(panel.locator(".kpi, .preview, .data-table").first).to_be_visible()


@pytest.mark.parametrize("tab", TABS)
def test_nobody_is_kept_out_and_nothing_is_cut_off(
    page: Page, workspace: Workspace, tab: str
) -> None:
    page.goto(workspace.report("sms", f"/{tab}"))
    page.get_by_role("tabpanel").wait_for()
    page.wait_for_load_state("networkidle")
    for size in ({"width": 1440, "height": 900}, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert axe(page) == []
        page.emulate_media(color_scheme="dark")
        assert faint(page) == []
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")
        page.emulate_media(color_scheme="light")


def test_paper_shows_the_report_without_its_controls(page: Page, workspace: Workspace) -> None:
    """D-25."""
    page.goto(workspace.report("sms"))
    expect(tile(page, "Delivery Rate")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("tablist")).to_be_hidden()
    expect(page.get_by_role("button", name="Refresh", exact=True)).to_be_hidden()
    expect(tile(page, "Delivery Rate")).to_be_visible()
    page.evaluate("window.print = () => { window.printed = true }")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")

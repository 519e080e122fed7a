"""People open links on a phone and play; whoever runs the campaign sees it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.keys import Scope
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.screens.axe import axe, faint
from tests.screens.test_creator import fill, heading
from tests.server import serving

SHOP = "https://shop.example.com/linen"
QUIZ = [
    {"text": "Which herb?", "answers": ["Basil", "Mint"], "correct": "Basil"},
    {"text": "Which pan?", "answers": ["Iron", "Glass"], "correct": "Iron"},
]
CAMPAIGNS: dict[str, dict[str, Any]] = {
    "e-swipe": {
        "recipients": "api",
        "pages": [{"title": "Spring"}, {"title": "Linen", "link": SHOP}, {"title": "Hats"}],
    },
    "web-trivia": {
        "recipients": "form",
        "questions": QUIZ,
        "prizes": [{"name": "Cookbook", "stock": 1}],
        "prize_logic": "By Exhaustion",
    },
    "raffle-giveaway": {
        "recipients": "form",
        "game": "Scratch Card",
        "prizes": [{"name": "Gift card", "stock": 3}],
        "prize_logic": "By Exhaustion",
    },
    "web-polls-surveys": {
        "recipients": "api",
        "questions": [{"text": "How was it?", "answers": ["Good", "Bad"]}],
        "cover": {"title": "One question"},
        "closure": {"title": "Thank you so much"},
    },
    "subscription-form": {
        "recipients": "form",
        "fields": [
            {"name": "Name", "field": "name", "required": True},
            {"name": "Mobile number", "field": "number", "required": True},
        ],
        "cover": {"title": "Join us"},
        "leads_to": ["e-swipe"],
    },
}


@dataclass(frozen=True)
class Played:
    """A served workspace, a key that reads its reports, and its campaigns with their codes."""

    url: str
    key: str
    campaigns: Mapping[str, tuple[Campaign, str]]

    def link(self, kind: str) -> str:
        """A campaign's short URL."""
        return f"{self.url}/l/{self.campaigns[kind][1]}"

    def report(self, kind: str, tab: str) -> dict[str, Any]:
        """The numbers on a tab, as a program gets them."""
        path = f"/api/v1/campaigns/{self.campaigns[kind][0].id}/report/{tab}"
        answer = httpx.get(self.url + path, headers={"Authorization": f"Bearer {self.key}"})
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def events(self, kind: str) -> dict[str, int]:
        """How often each event happened, as Interaction Events tells."""
        rows = self.report(kind, "interaction-events")["charts"]["events"]
        return {row["event"]: row["events"] for row in rows}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One Live campaign of each type that has a page."""
    data_dir: Path = tmp_path_factory.mktemp("played")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    campaigns = {kind: _campaign(services, kind) for kind in CAMPAIGNS}
    key = services.keys.create("reader", list(Scope))
    services.engine.dispose()
    with serving(data_dir) as url:
        yield Played(url, key, campaigns)


def _campaign(services: Services, kind: str) -> tuple[Campaign, str]:
    draft = CampaignDraft(
        name=f"The {kind}",
        group=Group.INTERACTIVE,
        type=kind,
        state=State.LIVE,
        external_id=kind,
        channel="sms",
        config=CAMPAIGNS[kind],
    )
    one = services.campaigns.register(draft, "test")[0]
    return one, services.short_links.prepare(one).code()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of its own, 390 pixels wide, that is touched and knows nobody."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce"
    )
    yield context
    context.close()


def looked_at(page: Page) -> None:
    """Nothing keeps people from the page, in light and in dark, and nothing runs out of it."""
    page.wait_for_load_state("domcontentloaded")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def swiped(page: Page, across: int) -> None:
    """A finger that moves over the page, as the browser tells its scripts."""
    page.wait_for_load_state("domcontentloaded")  # by then the script listens
    page.locator("main").evaluate(
        """(main, across) => {
          const at = (x) => [new Touch({identifier: 1, target: main, clientX: x, clientY: 300})];
          const tell = (kind, x, held) => main.dispatchEvent(
            new TouchEvent(kind, {touches: held ? at(x) : [], changedTouches: at(x)}));
          tell("touchstart", 200, true);
          tell("touchend", 200 + across, false);
        }""",
        across,
    )


def test_pages_are_swiped_by_finger_button_and_key(played: Played, phone: BrowserContext) -> None:
    """F145, F174: four swipes, and the click that leaves."""
    page = phone.new_page()
    page.route(f"{SHOP}*", lambda route: route.fulfill(body="the shop"))
    page.goto(played.link("e-swipe"))
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    looked_at(page)
    swiped(page, -150)
    expect(page.get_by_role("heading", name="Linen")).to_be_visible()
    swiped(page, 150)
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Linen")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Hats")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("link", name="Open Linen")).to_be_visible()
    with page.expect_request(lambda request: request.url.startswith(SHOP)):
        page.get_by_role("link", name="Open Linen").click()
    assert played.events("e-swipe") == {"OPEN": 1, "PLAYED": 1, "CLICKED": 1}


def test_a_quiz_is_played_by_keyboard_alone(played: Played, phone: BrowserContext) -> None:
    """F146, F207."""
    page = phone.new_page()
    page.goto(played.link("web-trivia"))
    looked_at(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    page.keyboard.press("Enter")
    for question, answer in (("Which herb?", "Basil"), ("Which pan?", "Iron")):
        expect(page.get_by_role("heading", name=question)).to_be_visible()
        looked_at(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("radio", name=answer)).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You have won!")).to_be_visible()
    expect(page.get_by_text("Cookbook")).to_be_visible()
    looked_at(page)
    row = played.report("web-trivia", "performance")["kpis"]
    assert (row["opened_url_link"], row["played"], row["assigned_prizes"]) == (1, 1, 1)
    questions = played.report("web-trivia", "questions")["kpis"]
    assert questions["correct_answer_rate"] == 1.0


def test_a_card_is_scratched_by_moving_over_it_and_its_prize_is_claimed(
    played: Played, phone: BrowserContext
) -> None:
    """F147, F176: a touch on the screen counts, and so does the claim."""
    page = phone.new_page()
    page.goto(played.link("raffle-giveaway"))
    looked_at(page)
    card = page.get_by_role("button", name="Scratch the card")
    box = card.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90, steps=6)
    expect(page.get_by_role("heading", name="You have won!")).to_be_visible()
    page.mouse.up()
    looked_at(page)
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("heading", name="You have won!").click()
    page.get_by_role("button", name="Claim your prize").click()
    expect(page.get_by_text("You have claimed your prize.")).to_be_visible()
    looked_at(page)
    events = played.events("raffle-giveaway")
    assert (events["PLAYED"], events["CLICKED"]) == (1, 2)
    stock = played.report("raffle-giveaway", "prizes")["tables"]["prizes"]["rows"]
    assert [(row["prize"], row["given_out"], row["remaining"]) for row in stock] == [
        ("Gift card", 1, 2)
    ]


def test_a_survey_is_taken_from_cover_to_closure(played: Played, phone: BrowserContext) -> None:
    """F208."""
    page = phone.new_page()
    page.goto(played.link("web-polls-surveys"))
    expect(page.get_by_role("heading", name="One question")).to_be_visible()
    page.get_by_role("button", name="Start").tap()
    page.get_by_text("Good", exact=True).tap()
    page.get_by_role("button", name="Finish").tap()
    expect(page.get_by_role("heading", name="Thank you so much")).to_be_visible()
    looked_at(page)
    assert played.report("web-polls-surveys", "questions")["kpis"]["total_answers"] == 1


def test_a_form_says_what_is_wrong_and_then_leads_on(played: Played, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(played.link("subscription-form"))
    looked_at(page)
    page.get_by_label("Name").fill("Ana Díaz")
    page.get_by_label("Mobile number").fill("12")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Ana Díaz")
    looked_at(page)
    page.get_by_label("Mobile number").fill("+1 202 555 0123")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="The e-swipe").click()
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()
    row = played.report("subscription-form", "delivery")["kpis"]
    assert (row["form_opens"], row["forms_submitted"]) == (1, 1)


def test_pages_work_without_scripts(played: Played, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(played.link("raffle-giveaway"))
    page.get_by_role("button", name="Scratch the card").click()
    expect(page.get_by_role("heading", name="You have won!")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Gift card")).to_be_visible()
    context.close()


def test_a_marketer_makes_a_raffle_watches_it_pauses_it_edits_it_and_goes_on(
    played: Played, page: Page, phone: BrowserContext
) -> None:
    """F052, F060, F061, F218: from the creator to the second winner in another browser."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{played.url}/campaigns/new/interactive")
    page.get_by_role("radio", name="Raffle Giveaway").check()
    page.get_by_label("Campaign name").fill("Three prizes")
    page.get_by_role("button", name="Next").click()
    prizes = [{"name": name, "stock": "1"} for name in ("Car", "Bike", "Bell")]
    for word, typed in (
        ("Delivery", {"sender": "61222", "recipients": "keyword", "keywords": "WIN"}),
        ("Reveal Content", {"game": "Spin", "prizes": prizes, "prize_logic": "By Exhaustion"}),
        ("Message", {"message.body": "One spin: {{link}}"}),
    ):
        expect(heading(page, word)).to_be_visible()
        fill(page, typed)
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.get_by_role("tablist", name="Report")).to_be_visible()

    link = page.get_by_role("region", name="Short link")
    link.get_by_role("button", name="Copy link").click()
    expect(link.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    guest = phone.new_page()
    guest.goto(copied)
    guest.get_by_role("button", name="Spin the wheel").click()
    expect(guest.get_by_role("heading", name="You have won!")).to_be_visible()
    page.get_by_role("button", name="Refresh").first.click()
    for name in ("Opened URL Link", "Played Interactive Content", "Assigned Prizes"):
        expect(page.get_by_role("group", name=name)).to_contain_text("1")

    page.locator(".report-card").get_by_role("button", name="Pause").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Statistics up to the pause")).to_be_visible()
    guest.goto(copied)
    expect(guest.get_by_role("heading", name="Paused")).to_be_visible()
    looked_at(guest)

    details = page.url
    page.goto(f"{details}/edit/reveal-content")
    page.get_by_label("Text for winners").fill("Fetch it at the fountain")
    page.get_by_role("button", name="Next").click()
    expect(heading(page, "Message")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Save Campaign").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("link", name="Report", exact=True)).to_be_visible()
    guest.goto(copied)
    expect(guest.get_by_text("Fetch it at the fountain")).to_be_visible()

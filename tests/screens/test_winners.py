"""Winner selection and re-engagement in a real browser: now, by schedule, and while people play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from data import draws
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.screens.axe import axe
from tests.server import serving

QUESTIONS = ("How long?", "How wide?")
PHONE: Any = {"width": 360, "height": 740}
_numbers = count(1)


class Quiz:
    """A Live quiz in a served workspace: two have answered everything, one a part, one nothing."""

    def __init__(self, url: str, services: Services) -> None:
        self.services = services
        draft = CampaignDraft(
            external_id=f"quiz{next(_numbers)}",
            name="A quiz",
            group=Group.INTERACTIVE,
            type="web-trivia",
            channel="sms",
            state=State.LIVE,
            created_at=datetime.now(UTC) - timedelta(days=2),
            config={
                "questions": [{"text": text, "answers": ["1", "2"]} for text in QUESTIONS],
                "prizes": [{"name": "Mug", "stock": 5}],
            },
        )
        self.campaign: Campaign = services.campaigns.register(draft, "Ada")[0]
        self.address = f"{url}/campaigns/{self.campaign.id}/report/participants"
        for who, answered in (("ana", 2), ("ben", 2), ("cem", 1)):
            for question in QUESTIONS[:answered]:
                self.sent("question.answer", who, question=question, answer="1")
        self.sent("message.status", "dan", status="DELIVRD", message_id="m")

    def sent(self, kind: str, who: str, **data: Any) -> None:
        event = {
            "specversion": "1.0",
            "id": str(next(_numbers)),
            "source": "second hand",
            "type": kind,
            "time": datetime.now(UTC).isoformat(),
            "subject": f"{who}@example.com",
            "data": {"campaign_id": self.campaign.id, "channel": "sms", **data},
        }
        assert self.services.accept.events([event]).accepted == 1

    def draws_everything_until(self, now: datetime) -> None:
        """What the background does, at a time of our own."""
        here = self.services
        draws.run_due(here.engine, here.lake, here.campaigns, now)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Services]]:
    data_dir = tmp_path_factory.mktemp("winners")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    with serving(data_dir, timezone="Europe/Berlin") as url:
        yield url, services
    services.engine.dispose()


@pytest.fixture
def quiz(workspace: tuple[str, Services]) -> Quiz:
    return Quiz(*workspace)


def form(page: Page, name: str) -> Locator:
    """One of the two forms, opened by keyboard."""
    opener = page.locator("summary", has_text=name)
    opener.focus()
    page.keyboard.press("Enter")
    part = page.locator("details[open]", has=opener)
    expect(part).to_be_visible()
    return part


def rows(page: Page, table: str) -> Locator:
    return page.get_by_role("region", name=table).locator("tbody tr")


def test_winners_are_drawn_at_once_and_the_draw_can_be_made_again(page: Page, quiz: Quiz) -> None:
    """F165, F279: nobody wins twice unless that is asked for."""
    page.goto(quiz.address)
    part = form(page, "Winner Selection")
    assert axe(page) == []
    part.get_by_role("button", name="Review").click()
    expect(part.get_by_text("Name the prize that is drawn")).to_be_visible()
    part.get_by_label("Prize").fill("Mug")
    part.get_by_label("Number of winners").fill("2")
    part.get_by_role("button", name="Review").click()
    asked = part.get_by_role("alertdialog")
    expect(asked).to_contain_text(
        "Draw 2 winners of “Mug” among those with status Participant, leaving out earlier winners"
    )
    part.get_by_role("button", name="Back").click()
    expect(asked).to_be_hidden()
    assert draws.log(quiz.services.engine, quiz.campaign.id) == ()
    part.get_by_role("button", name="Review").click()
    asked.get_by_role("button", name="Confirm").click()
    expect(part.get_by_text("Drawn among 2 eligible:")).to_be_visible()
    part.get_by_role("button", name="Show it below").click()
    log = rows(page, "Winner Selection Log")
    expect(log).to_have_count(2)
    expect(log.first).to_contain_text("At once")
    winners = set(draws.log(quiz.services.engine, quiz.campaign.id)[0].winners)
    assert winners == {"ana@example.com", "ben@example.com"}
    page.get_by_role("button", name="Draw again and compare").click()
    expect(page.get_by_text("1 of 1 draws come to the same winners.")).to_be_visible()
    part.get_by_role("button", name="Review").click()
    asked.get_by_role("button", name="Confirm").click()
    expect(part.get_by_text("Nobody is eligible, so there is nobody to draw.")).to_be_visible()


def test_a_draw_by_schedule_is_planned_made_and_stopped(page: Page, quiz: Quiz) -> None:
    """F164: what it has drawn stays."""
    page.goto(quiz.address)
    part = form(page, "Winner Selection")
    expect(part.get_by_text("Nothing is scheduled.")).to_be_visible()
    expect(part.get_by_label("First day")).to_be_hidden()
    part.get_by_label("Prize").fill("Daily mug")
    part.get_by_label("Participant*").check()
    part.get_by_label("Every day").check()
    expect(part.get_by_label("First day")).to_be_visible()
    part.get_by_label("First day").fill("2099-07-01")
    part.get_by_label("Time (Europe/Berlin)").fill("18:30")
    part.get_by_label("Last day, if any").fill("2099-07-02")
    part.get_by_role("button", name="Review").click()
    asked = part.get_by_role("alertdialog")
    expect(asked).to_contain_text(
        "every day, first on 2099-07-01 at 18:30 (Europe/Berlin) until 2099-07-02?"
    )
    asked.get_by_role("button", name="Confirm").click()
    part.get_by_role("button", name="Show it below").click()
    planned = part.get_by_role("listitem")
    expect(planned).to_contain_text("next Jul 1, 2099, 6:30 PM (Europe/Berlin)")
    assert axe(page) == []

    quiz.draws_everything_until(datetime(2099, 7, 1, 17, tzinfo=UTC))
    page.get_by_role("button", name="Refresh").first.click()
    log = rows(page, "Winner Selection Log")
    expect(log).to_have_count(1)
    expect(log).to_contain_text("Scheduled, daily")
    expect(planned).to_contain_text("next Jul 2, 2099, 6:30 PM")
    part.get_by_role("button", name="Stop drawing Daily mug").click()
    expect(part.get_by_text("Stopped. What it has drawn stays.")).to_be_visible()
    quiz.draws_everything_until(datetime(2099, 7, 3, tzinfo=UTC))
    assert len(draws.log(quiz.services.engine, quiz.campaign.id)) == 1


def test_those_whom_the_filters_let_through_are_told_one_thing(page: Page, quiz: Quiz) -> None:
    """F167: by search, status and days."""
    page.goto(quiz.address)
    page.get_by_role("search", name="Participants").get_by_label("Status").select_option("partly")
    page.get_by_role("search", name="Participants").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("status=partly"))
    part = form(page, "Re-engage")
    expect(part).to_contain_text("One message to 1 person")
    assert axe(page) == []
    part.get_by_role("button", name="Review").click()
    expect(part.get_by_text("A message needs a text.")).to_be_visible()
    part.get_by_label("Text").fill("One question left!")
    part.get_by_role("button", name="Review").click()
    expect(part.get_by_role("alertdialog")).to_contain_text("Tell 1 person? It can't be taken back")
    part.get_by_role("button", name="Record it").click()
    expect(part.get_by_text("Recorded for 1 person.")).to_be_visible()
    part.get_by_role("button", name="Show it below").click()
    expect(rows(page, "Re-engagement")).to_contain_text("One question left!")


def test_somebodys_form_is_left_alone_while_people_play_on(page: Page, quiz: Quiz) -> None:
    """F218: what was typed stays, and the figures follow once the form is closed."""
    page.set_viewport_size(PHONE)
    page.clock.install()
    page.goto(quiz.address)
    tile = page.get_by_role("group", name="Participants", exact=True)
    expect(tile).to_contain_text("2")
    part = form(page, "Winner Selection")
    part.get_by_label("Prize").fill("Half typ")
    quiz.sent("question.answer", "cem", question=QUESTIONS[1], answer="2")
    page.clock.fast_forward(10_500)
    page.wait_for_load_state("networkidle")
    expect(part.get_by_label("Prize")).to_have_value("Half typ")
    expect(part.get_by_label("Prize")).to_be_focused()
    expect(tile).to_contain_text("2")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    part.locator("summary").click()
    page.clock.fast_forward(10_500)
    expect(tile).to_contain_text("3")

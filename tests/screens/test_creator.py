"""Making and changing campaigns in a real browser, from the button to what is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES, of_group
from data.creation import Mark
from data.creation_steps import steps_of
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.creations import ALL, INTERACTIVE
from tests.screens.axe import axe
from tests.server import serving

PHONE: Any = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Workspace:
    """A served workspace, and a second hand in it."""

    url: str
    services: Services

    def made(self, kind: str, **more: Any) -> int:
        """A campaign being made, everything filled in by another page."""
        creation = self.services.creation
        key = creation.begin(CAMPAIGN_TYPES[kind].group, kind, f"My {kind}", "Ada")
        typed = {**ALL[kind], **more}
        for number, step in enumerate(steps_of(CAMPAIGN_TYPES[kind]), 1):
            creation.save(key, step.slug, typed, Mark("elsewhere", 1, number), "Ada")
        return key

    def stored(self, kind: str, state: State, **more: Any) -> Campaign:
        fields: dict[str, Any] = {
            "name": "Known",
            "group": CAMPAIGN_TYPES[kind].group,
            "type": kind,
            "channel": "sms",
            "sender": "61222",
            "state": state,
            "delivery_at": datetime.now(UTC) + timedelta(days=2),
        }
        return self.services.campaigns.register(CampaignDraft(**(fields | more)), "Ada")[0]

    def step(self, key: int, slug: str) -> str:
        return f"{self.url}/campaigns/{key}/edit/{slug}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    data_dir: Path = tmp_path_factory.mktemp("creator")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    with serving(data_dir, timezone="Europe/Berlin") as url:
        yield Workspace(url, services)
    services.engine.dispose()


@pytest.fixture(scope="module")
def checked() -> set[str]:
    """The steps on which axe has looked already; many types share one."""
    return set()


def heading(page: Page, word: str) -> Locator:
    return page.locator(".creator-title", has_text=re.compile(f"^{re.escape(word)}$"))


def saved(page: Page) -> Locator:
    """What is said about the last saving."""
    return page.locator("#creator-saved")


def fill(page: Page, typed: Mapping[str, Any]) -> None:
    """Fill in whatever of `typed` this step asks for, in the order of its fields."""
    keys = page.locator("[data-creator] [data-field]")
    done: set[str] = set()
    while True:
        shown: list[str] = keys.evaluate_all("all => all.map(one => one.dataset.field)")
        rest = [key for key in shown if key in typed and key not in done]
        if not rest:
            return
        done.add(rest[0])
        field = page.locator(f"[data-creator] [data-field='{rest[0]}']")
        value = typed[rest[0]]
        if isinstance(value, list):
            _fill_rows(page, field, value)
        else:
            _fill_one(page, field, value)


def _fill_rows(page: Page, field: Locator, rows: list[dict[str, str]]) -> None:
    for number, row in enumerate(rows):
        if field.locator("[data-row]").count() <= number:
            field.get_by_role("button", name=re.compile("^Add ")).click()
            expect(field.locator("[data-row]").nth(number)).to_be_focused()
        for column, value in row.items():
            cell = field.locator("[data-row]").nth(number).locator(f"[data-column='{column}']")
            if cell.count():
                _fill_one(page, cell, value)


def _fill_one(page: Page, field: Locator, value: str) -> None:
    values = field.get_attribute("data-values")
    if values is not None:
        chosen = field.get_by_role("radio").nth(values.split("\n").index(value))
        if not chosen.is_checked():
            name = field.get_attribute("data-field") or field.get_attribute("data-column")
            # It may change what else is asked. What was typed before may be kept first.
            with page.expect_response(lambda answer: _keeps(answer, f'"{name}":"{value}"')):
                chosen.check()
            expect(saved(page)).to_have_text(re.compile("^Saved "))
        return
    control = field.locator("input, textarea, select").first
    if control.get_attribute("type") == "checkbox":
        control.set_checked(value == "on")
    elif control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def _keeps(answer: Response, what: str = "") -> bool:
    asked = answer.request.post_data or ""
    return "creator-typed.data" in asked and what in asked


def test_a_message_is_made_from_its_button_to_the_carrier(page: Page, workspace: Workspace) -> None:
    """F108, F109, F245, F247, F248, F251, F254, F256, D-18."""
    page.goto(f"{workspace.url}/reports/messaging")
    page.get_by_role("link", name="New Message +").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New Message")
    proceed = page.get_by_role("button", name="Next")
    expect(proceed).to_be_disabled()
    page.get_by_role("radio", name="SMS").check()
    expect(proceed).to_be_disabled()
    page.get_by_label("Campaign name").fill("Spring sale")
    expect(proceed).to_be_enabled()
    assert axe(page) == []
    proceed.click()

    expect(heading(page, "Delivery")).to_be_visible()
    key = int(page.url.split("/")[-3])
    assert page.url == workspace.step(key, "delivery")
    page.get_by_role("button", name="Next").click()
    alert = page.get_by_role("alert").filter(has_text="need")
    expect(alert).to_be_focused()
    alert.get_by_role("link", name="Sender number").click()
    sender = page.get_by_label("Sender number")
    expect(sender).to_be_focused()
    expect(sender).to_have_attribute("aria-invalid", "true")
    expect(sender).to_have_accessible_description(re.compile("Required"))
    fill(page, ALL["sms"])
    expect(page.get_by_text("3 recipients at this moment")).to_be_visible()
    assert axe(page) == []
    page.reload()
    expect(sender).to_have_value("61222")
    expect(page.get_by_label("Subscribers", exact=True)).to_have_value(ALL["sms"]["typed"])
    page.get_by_role("button", name="Next").click()

    expect(heading(page, "Message")).to_be_visible()
    text = page.get_by_label("Text")
    text.fill("See https://shop.example.com/sale. " + "x" * 140 + " ")
    page.get_by_role("button", name="First name").click()
    expect(text).to_be_focused()
    told = "190 characters (GSM-7) · 2 messages per recipient"
    expect(page.get_by_text(told)).to_be_visible()
    preview = page.get_by_role("group", name="Preview of the SMS message")
    expect(preview).to_contain_text("{{first_name}}")
    assert axe(page) == []
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    page.get_by_role("button", name="Untrack https://shop.example.com/sale").click()
    expect(page.get_by_role("button", name="Track https://shop.example.com/sale")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("This sends 3 messages by SMS from 61222.")
    dialog.get_by_role("button", name="Publish").click()
    expect(page).to_have_url(f"{workspace.url}/campaigns/{key}")
    campaign = workspace.services.campaigns.get(key)
    assert (campaign.name, campaign.recipients) == ("Spring sale", 3)
    assert campaign.state in {State.IN_PROGRESS, State.COMPLETED}
    assert campaign.config["links"] == [{"url": "https://shop.example.com/sale", "tracked": False}]


def test_the_cards_say_what_each_type_is_and_how_it_is_delivered(
    page: Page, workspace: Workspace
) -> None:
    """F246, F249, F250, F252, D-18."""
    workspace.stored("e-swipe", State.LIVE, name="Taken Name")
    page.goto(f"{workspace.url}/reports/interactive")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="New Campaign").click()
    page.get_by_role("link", name="Interactive Campaigns").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New Campaign")
    cards = page.get_by_role("radiogroup", name="Campaign type")
    expect(cards.get_by_role("radio")).to_have_count(12)
    for kind in of_group(Group.INTERACTIVE):
        card = cards.locator(f"label[for='new-card-{kind.key}']")
        expect(card).to_contain_text(kind.description)
        expect(card.locator(".chip")).to_have_count(len(kind.channels))
    assert axe(page) == []
    page.get_by_label("Campaign name").fill(" taken NAME ")
    expect(page.get_by_text("bears this name already")).to_be_visible()

    page.get_by_role("link", name="Analytics Hub").click()
    leave = page.get_by_role("dialog", name="Leave without making it?")
    leave.get_by_role("button", name="Stay").click()
    expect(page.get_by_label("Campaign name")).to_have_value(" taken NAME ")
    page.go_back()
    leave.get_by_role("button", name="Stay").click()
    expect(page).to_have_url(f"{workspace.url}/campaigns/new/interactive")
    expect(page.get_by_label("Campaign name")).to_have_value(" taken NAME ")
    page.get_by_role("link", name="Analytics Hub").click()
    leave.get_by_role("button", name="Leave").click()
    expect(page).to_have_url(f"{workspace.url}/hub")


@pytest.mark.parametrize("kind", list(INTERACTIVE))
def test_every_interactive_type_is_made_step_by_step(
    page: Page, workspace: Workspace, checked: set[str], kind: str
) -> None:
    """F110, F253, F254: what is filled in on each step is all that is missing on the Summary."""
    of = CAMPAIGN_TYPES[kind]
    key = workspace.services.creation.begin(Group.INTERACTIVE, kind, f"A {kind}", "Ada")
    page.goto(f"{workspace.url}/campaigns/{key}/edit")
    for step in steps_of(of)[:-1]:
        expect(heading(page, step.label)).to_be_visible()
        fill(page, ALL[kind])
        if step.key not in checked:
            checked.add(step.key)
            assert axe(page) == [], step.label
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    expect(page.locator(".creator-steps [aria-current=step]")).to_have_text(re.compile("Summary"))
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Publish").click()
    if kind == "geofence":  # it goes to subscribers with the app, and this list has none
        expect(page.get_by_text("Nobody would get it: choose other recipients.")).to_be_visible()
        return
    expect(page).to_have_url(f"{workspace.url}/campaigns/{key}")
    out = {State.PROCESSING, State.LIVE, State.COMPLETED}
    assert workspace.services.campaigns.get(key).state in out


def test_a_campaign_is_saved_as_a_draft_at_the_end(page: Page, workspace: Workspace) -> None:
    """F068, F254"""
    key = workspace.made("e-swipe")
    page.goto(workspace.step(key, "summary"))
    page.get_by_role("radio", name="Save as draft").check()
    page.get_by_role("button", name="Save as draft").click()
    expect(page).to_have_url(f"{workspace.url}/campaigns/{key}")
    assert workspace.services.campaigns.get(key).state is State.DRAFT


def test_two_tabs_never_overwrite_each_other(page: Page, workspace: Workspace) -> None:
    """Whoever saves over a newer revision is asked which of both is to stay."""
    key = workspace.made("sms")
    other = page.context.new_page()
    for one in (page, other):
        one.goto(workspace.step(key, "message"))
        expect(one.get_by_label("Text")).to_have_value(ALL["sms"]["message.body"])
    other.get_by_label("Text").fill("From the other tab")
    expect(saved(other)).to_have_text(re.compile("^Saved "))
    page.get_by_label("Text").fill("From this tab")
    conflict = page.get_by_role("alert").filter(has_text="Changed elsewhere")
    expect(conflict.get_by_role("term")).to_have_text("Text")
    expect(conflict.get_by_role("definition")).to_have_text("From the other tab")
    expect(conflict).to_be_focused()
    expect(saved(page)).to_have_text("Not saved")
    assert axe(page) == []
    conflict.get_by_role("button", name="Keep what I typed").click()
    expect(conflict).to_have_count(0)
    assert workspace.services.creation.get(key).typed["message.body"] == "From this tab"

    other.get_by_label("Text").fill("Once more from the other")
    conflict = other.get_by_role("alert").filter(has_text="Changed elsewhere")
    conflict.get_by_role("button", name="Take the other version").click()
    expect(other.get_by_label("Text")).to_have_value("From this tab")
    other.get_by_label("Text").fill("After that it goes on")
    expect(saved(other)).to_have_text(re.compile("^Saved "))
    expect(other.get_by_role("alert").filter(has_text="Changed elsewhere")).to_have_count(0)
    other.close()


def test_a_campaign_is_made_by_keyboard_alone(page: Page, workspace: Workspace) -> None:
    """F247, F251."""
    page.goto(f"{workspace.url}/campaigns/new/messaging")
    page.get_by_label("Campaign name").focus()
    page.keyboard.type("By keys")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Email")).to_be_checked()
    expect(page.get_by_role("button", name="Next")).to_be_enabled()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(heading(page, "Delivery")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "field-sender":
            break
    page.keyboard.type("news@example.com")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Subscribers", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("ana@example.com")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(heading(page, "Message")).to_be_visible()
    key = int(page.url.split("/")[-3])
    assert workspace.services.creation.get(key).typed["typed"] == "ana@example.com"


def test_a_csv_list_is_shown_before_it_is_used(page: Page, workspace: Workspace) -> None:
    """F256: rows that can't be used are named by line, and the others kept."""
    key = workspace.made("sms", recipients="csv")
    page.goto(workspace.step(key, "delivery"))
    expect(page.get_by_text("0 recipients at this moment")).to_be_visible()
    content = b"number,First name\n+4915112345671,<b>Ana</b>\nnobody,Bob\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_text("1 recipient at this moment")).to_be_visible()
    expect(page.get_by_role("list", name="Rows left out")).to_contain_text("Line 3")
    first = page.get_by_role("region", name=re.compile("The first rows"))
    expect(first.get_by_role("row").nth(1)).to_contain_text("+4915112345671<b>Ana</b>")
    assert axe(page) == []
    page.reload()
    expect(page.get_by_text("1 recipient at this moment")).to_be_visible()


def test_a_scheduled_campaign_gets_another_date_through_its_summary(
    page: Page, workspace: Workspace
) -> None:
    """F067: Edit, Summary, Campaign Activation, Scheduled, new date, Save Campaign, confirm."""
    draft = workspace.made("e-swipe")
    services = workspace.services
    revision = services.creation.get(draft).revision
    at = datetime.now(UTC) + timedelta(days=3)
    services.creation.finish(draft, revision, State.SCHEDULED, "Ada", at)
    page.goto(f"{workspace.url}/campaigns/{draft}/edit")
    expect(heading(page, "Summary")).to_be_visible()
    activation = page.get_by_role("group", name="Campaign Activation")
    expect(activation.get_by_role("radio", name="Scheduled")).to_be_checked()
    page.get_by_label("Day").fill("2020-01-01")
    page.get_by_role("button", name="Save Campaign").click()
    expect(page.get_by_role("alert").filter(has_text="must be in the future")).to_be_focused()
    page.get_by_label("Day").fill("2099-07-01")
    page.get_by_label("Time (Europe/Berlin)").fill("09:30")
    expect(page.get_by_text("stays Scheduled as it was until you save it")).to_be_visible()
    page.get_by_role("button", name="Save Campaign").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("Jul 1, 2099, 9:30 AM (Europe/Berlin)")
    dialog.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(f"{workspace.url}/campaigns/{draft}")
    changed = services.campaigns.get(draft)
    assert changed.delivery_at == datetime(2099, 7, 1, 7, 30, tzinfo=UTC)


def test_what_is_missing_leads_to_its_field(page: Page, workspace: Workspace) -> None:
    key = workspace.services.creation.begin(Group.INTERACTIVE, "trivia", "Half a quiz", "Ada")
    page.goto(workspace.step(key, "summary"))
    page.get_by_role("button", name="Publish").click()
    alert = page.get_by_role("alert").filter(has_text="missing or wrong")
    expect(alert).to_be_focused()
    alert.get_by_role("link", name="Message: Text").click()
    expect(heading(page, "Message")).to_be_visible()
    expect(page.get_by_label("Text")).to_be_focused()
    expect(page.get_by_text("Required")).to_be_visible()


def test_what_was_begun_is_found_again_or_discarded(page: Page, workspace: Workspace) -> None:
    key = workspace.services.creation.begin(Group.MESSAGING, "rcs", "Begun & left", "Ada")
    page.goto(f"{workspace.url}/campaigns/new/messaging")
    row = page.get_by_role("listitem").filter(has_text="Begun & left")
    row.get_by_role("link", name="Continue Begun & left").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Begun & left")
    page.goto(f"{workspace.url}/campaigns/new/messaging")
    row.get_by_role("button", name="Discard Begun & left").click()
    expect(row).to_have_count(0)
    answer = page.goto(workspace.step(key, "delivery"))
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("state", [State.LIVE, State.PROCESSING])
def test_what_is_out_says_why_it_can_not_be_edited(
    page: Page, workspace: Workspace, state: State
) -> None:
    campaign = workspace.stored("e-swipe", state)
    page.goto(f"{workspace.url}/campaigns/{campaign.id}/edit")
    expect(page.get_by_role("heading", level=1)).to_have_text("It can't be edited now")
    expect(page.get_by_text(f"is {state.label} and can't be edited")).to_be_visible()
    expect(page.get_by_role("link", name="Details")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_creator_fits_a_phone_in_both_themes(
    page: Page, workspace: Workspace, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    shown = [(workspace.made("digital-coupon"), "design"), (workspace.made("geofence"), "content")]
    shown += [(workspace.made("raffle-giveaway"), slug) for slug in ("reveal-content", "summary")]
    addresses = [workspace.step(*one) for one in shown]
    for address in (*addresses, f"{workspace.url}/campaigns/new/interactive"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_what_is_not_kept_is_said_and_tried_again(page: Page, workspace: Workspace) -> None:
    key = workspace.made("sms")
    page.clock.install()
    page.goto(workspace.step(key, "message"))
    page.wait_for_load_state("networkidle")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "creator-typed.data" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component**", hold)
    with page.expect_request(lambda r: "creator-typed.data" in (r.post_data or "")):
        page.get_by_label("Text").fill("Typed while nobody answers")
        page.clock.fast_forward(700)
    with page.expect_request(lambda r: "creator-typed.data" in (r.post_data or "")):
        page.clock.fast_forward(6_500)  # it is tried again
    expect(saved(page)).to_have_text(re.compile("Not saved yet|Saving"))
    for route in held:
        route.continue_()
    page.unroute("**/_dash-update-component**", hold)
    expect(saved(page)).to_have_text(re.compile("^Saved "))
    stored = workspace.services.creation.get(key).typed["message.body"]
    assert stored == "Typed while nobody answers"


def test_a_refused_finish_says_why_in_sight(page: Page, workspace: Workspace) -> None:
    """Nobody is there to send to: the dialog closes, and the reason has the focus."""
    key = workspace.made("geofence")
    page.goto(workspace.step(key, "summary"))
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert").filter(has_text="Nobody would get it")).to_be_focused()
    expect(page.get_by_role("alertdialog")).to_have_count(0)

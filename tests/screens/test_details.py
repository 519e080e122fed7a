"""Details and the pause of a combo in a real browser: by keyboard, on a phone, in both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import STATES, Group, State
from tests.screens.axe import axe
from tests.server import serving

PHONE: Any = {"width": 360, "height": 740}
_numbers = count(1)


@dataclass(frozen=True)
class Workspace:
    """A served workspace, and a second hand in it."""

    url: str
    services: Services

    def made(self, kind: str, state: State, **more: Any) -> Campaign:
        now = datetime.now(UTC)
        planned = state is State.SCHEDULED
        fields: dict[str, Any] = {
            "external_id": f"x{next(_numbers)}",
            "name": f"{state.label} <i>& Söhne</i>",
            "group": CAMPAIGN_TYPES[kind].group,
            "type": kind,
            "sender": "61222",
            "channel": "sms" if "sms" in CAMPAIGN_TYPES[kind].channels else "",
            "state": state,
            "created_at": now - timedelta(days=3),
            "delivery_at": now + timedelta(days=2) if planned else now - timedelta(days=2),
            "recipients": 40,
        }
        return self.services.campaigns.register(CampaignDraft(**{**fields, **more}), "Ada")[0]

    def combo(self) -> tuple[Campaign, Campaign, Campaign]:
        """A Live coupon, the form that leads into it, and what else the form leads into."""
        coupon = self.made("digital-coupon", State.LIVE, name="Welcome coupon")
        guide = self.made("e-swipe", State.LIVE, name="Guide")
        leads = {"recipients": "form", "leads_to": [coupon.external_id, guide.external_id]}
        form = self.made("subscription-form", State.LIVE, name="Join our list", config=leads)
        return coupon, form, guide

    def sent(self, campaign: Campaign, number: int, at: datetime) -> None:
        event = {
            "specversion": "1.0",
            "id": f"d{next(_numbers)}",
            "source": "second hand",
            "type": "message.status",
            "time": at.isoformat(),
            "subject": f"+49151{number:06}",
            "data": {"campaign_id": campaign.id, "channel": "sms", "status": "SENT"},
        }
        assert self.services.accept.events([event]).accepted == 1

    def state(self, campaign: Campaign) -> State:
        return self.services.campaigns.get(campaign.id).state

    def details(self, campaign: Campaign) -> str:
        return f"{self.url}/campaigns/{campaign.id}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    data_dir: Path = tmp_path_factory.mktemp("details")
    settings = Settings(_env_file=None, data_dir=data_dir)  # type: ignore[call-arg]
    services = build(settings)
    with serving(data_dir, timezone="Europe/Berlin") as url:
        yield Workspace(url, services)
    services.engine.dispose()


def dialog(page: Page) -> Locator:
    return page.get_by_role("alertdialog")


def pressed(page: Page, name: str, key: str = "Enter") -> None:
    """Walk with Tab to the button of that name, and press it."""
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent").strip() == name:
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


def test_a_combo_is_paused_and_resumed_by_keyboard_alone(page: Page, workspace: Workspace) -> None:
    """F052, F054, F055, F058, F061, F062, F063."""
    coupon, form, guide = workspace.combo()
    page.goto(f"{workspace.details(coupon)}/report")
    page.get_by_role("button", name="Refresh").focus()
    page.keyboard.press("Shift+Tab")
    pressed(page, "Pause")
    expect(dialog(page)).to_have_accessible_name("Pause “Welcome coupon”?")
    expect(dialog(page).get_by_role("button", name="Cancel")).to_be_focused()
    rows = dialog(page).get_by_role("listitem")
    expect(rows).to_have_count(2)
    for row, name, one, after in (
        (0, "Join our list", form, "Pending"),
        (1, "Guide", guide, "Live"),
    ):
        expect(rows.nth(row)).to_contain_text(f"{name}ID {one.id}")
        expect(rows.nth(row).locator(".combo-now")).to_have_text("Now Live")
        expect(rows.nth(row).locator(".combo-then:visible")).to_have_text(f"Then {after}")
    pressed(page, "Pause")
    expect(page).to_have_url(workspace.details(coupon))
    expect(page.get_by_role("heading", name="Statistics up to the pause")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    states = [workspace.state(one) for one in (coupon, form, guide)]
    assert states == [State.PENDING, State.PENDING, State.LIVE]

    pressed(page, "Resume")
    expect(dialog(page)).to_have_accessible_name("“Welcome coupon” is Live again")
    expect(dialog(page).get_by_role("listitem")).to_contain_text(f"Join our listID {form.id}")
    pressed(page, "Resume", "Space")
    expect(dialog(page)).to_have_count(0)
    expect(page.get_by_text("“Join our list” is Live again, too.")).to_be_focused()
    assert [workspace.state(one) for one in (coupon, form)] == [State.LIVE, State.LIVE]
    history = page.get_by_role("region", name="Status history")
    expect(history.get_by_role("row")).to_have_count(4)


def test_a_tick_says_at_once_what_becomes_of_a_campaign(page: Page, workspace: Workspace) -> None:
    """D-06."""
    coupon, form, guide = workspace.combo()
    page.goto(f"{workspace.details(coupon)}/report")
    page.get_by_role("button", name="Pause").click()
    rows = dialog(page).get_by_role("listitem")
    dialog(page).get_by_role("checkbox", name=re.compile("Pause it, too.*Guide")).check()
    expect(rows.nth(1).locator(".combo-then:visible")).to_have_text("Then Pending")
    dialog(page).get_by_role("checkbox", name=re.compile("Pause it, too.*Join our list")).uncheck()
    expect(rows.nth(0).locator(".combo-then:visible")).to_have_text("Then Live")
    dialog(page).get_by_role("button", name="Pause").click()
    expect(page).to_have_url(workspace.details(coupon))
    states = [workspace.state(one) for one in (coupon, form, guide)]
    assert states == [State.PENDING, State.LIVE, State.PENDING]


@pytest.mark.parametrize("way", ["Escape", "Cancel"])
def test_a_cancelled_pause_changes_nothing_and_can_be_asked_again(
    page: Page, workspace: Workspace, way: str
) -> None:
    """F056."""
    coupon, form, _ = workspace.combo()
    page.goto(f"{workspace.details(coupon)}/report")
    button = page.locator(".report-card").get_by_role("button", name="Pause")
    for _again in range(2):
        button.click()
        expect(dialog(page)).to_be_visible()
        if way == "Escape":
            page.keyboard.press("Escape")
        else:
            dialog(page).get_by_role("button", name="Cancel").click()
        expect(dialog(page)).to_be_hidden()
        expect(button).to_be_focused()
    assert [workspace.state(one) for one in (coupon, form)] == [State.LIVE, State.LIVE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_dialogs_keep_nobody_out(
    page: Page, workspace: Workspace, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    coupon, _, _ = workspace.combo()
    page.goto(f"{workspace.details(coupon)}/report")
    page.get_by_role("button", name="Pause").click()
    expect(dialog(page)).to_be_visible()
    assert axe(page) == []
    page.goto(workspace.details(workspace.made("sms", State.PENDING)))
    page.get_by_role("button", name="Delete").click()
    expect(dialog(page)).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("kind", "state"),
    [("sms", s) for s in STATES[Group.MESSAGING]]
    + [("e-swipe", s) for s in STATES[Group.INTERACTIVE]],
)
def test_details_of_every_state_keep_nobody_out_and_fit_a_phone(
    page: Page, workspace: Workspace, kind: str, state: State, scheme: Literal["light", "dark"]
) -> None:
    """F049."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    page.goto(workspace.details(workspace.made(kind, state)))
    expect(page.get_by_role("heading", name="Status history")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_long_combo_scrolls_and_its_buttons_stay_in_sight_on_a_phone(
    page: Page, workspace: Workspace
) -> None:
    coupon, _, _ = workspace.combo()
    leads = {"leads_to": [coupon.external_id]}
    for number in range(8):
        name = f"A form with quite a long name indeed, number {number}"
        workspace.made("subscription-form", State.LIVE, name=name, config=leads)
    page.set_viewport_size(PHONE)
    page.goto(f"{workspace.details(coupon)}/report")
    page.get_by_role("button", name="Pause").click()
    expect(dialog(page).get_by_role("heading")).to_be_in_viewport(ratio=1)
    expect(dialog(page).get_by_role("button", name="Pause")).to_be_in_viewport(ratio=1)
    assert axe(page) == []
    box = dialog(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def test_a_message_gets_a_date_and_is_sent_by_hand(page: Page, workspace: Workspace) -> None:
    """F044, F046, F048: the date is that of the workspace's zone."""
    first = workspace.made("sms", State.PENDING)
    page.goto(workspace.details(first))
    expect(page.get_by_text("Delivery date", exact=True)).to_have_count(0)
    page.get_by_label("Day").fill("2020-01-01")
    page.get_by_role("button", name="Set date").click()
    expect(page.get_by_text("must be in the future")).to_be_focused()
    expect(page.get_by_label("Day")).to_have_value("2020-01-01")
    page.get_by_label("Day").fill("2099-07-01")
    page.get_by_label("Time (Europe/Berlin)").fill("18:45")
    page.get_by_role("button", name="Set date").click()
    told = "The campaign is Scheduled for Jul 1, 2099, 6:45 PM (Europe/Berlin)."
    expect(page.get_by_text(told)).to_be_focused()
    expect(page.get_by_role("button", name="Change date")).to_be_visible()

    second = workspace.made("sms", State.PENDING)
    page.goto(workspace.details(second))
    page.get_by_role("button", name="Send now").click()
    expect(dialog(page)).to_contain_text("whoever runs the campaign sends it")
    assert workspace.state(second) is State.PENDING
    dialog(page).get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    assert workspace.state(second) is State.IN_PROGRESS


def test_an_interactive_date_goes_by_summary_and_activation(
    page: Page, workspace: Workspace
) -> None:
    """F067: Edit, Summary, Campaign Activation, Scheduled, Save Campaign, confirm."""
    campaign = workspace.made("e-swipe", State.SCHEDULED)
    page.goto(workspace.details(campaign))
    page.get_by_text("Edit date").click()
    expect(page.get_by_role("heading", name="Summary")).to_be_visible()
    activation = page.get_by_role("group", name="Campaign Activation")
    expect(activation).to_contain_text("Scheduled")
    activation.get_by_label("Day").fill("2099-07-01")
    page.get_by_role("button", name="Save Campaign").click()
    dialog(page).get_by_role("button", name="Confirm").click()
    expect(page.get_by_text(re.compile("is Scheduled for Jul 1, 2099"))).to_be_focused()


def test_deleting_asks_first_and_leaves_nothing_but_the_way_on(
    page: Page, workspace: Workspace
) -> None:
    """F045, F047."""
    campaign = workspace.made("e-swipe", State.DRAFT)
    page.goto(workspace.details(campaign))
    page.get_by_role("button", name="Delete").click()
    dialog(page).get_by_label("Reason").fill("made twice")
    dialog(page).get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")
    expect(page.get_by_role("link", name="Open Performance Reports")).to_be_visible()
    assert workspace.services.campaigns.transitions(campaign.id)[-1].why == "made twice"


def test_a_campaign_that_is_sent_is_followed_in_its_place(page: Page, workspace: Workspace) -> None:
    """F042: what was drawn stays, its numbers change."""
    campaign = workspace.made("sms", State.IN_PROGRESS)
    now = datetime.now(UTC)
    for number in range(10):
        workspace.sent(campaign, number, now - timedelta(minutes=5))
    page.clock.install()
    page.goto(workspace.details(campaign))
    submitted = page.get_by_role("group", name="Submitted")
    expect(submitted).to_contain_text("10")
    expect(page.get_by_role("group", name="Estimated finish")).not_to_contain_text("–")
    page.evaluate("document.querySelector('.campaign-tiles').dataset.same = 'yes'")
    for number in range(10, 20):
        workspace.sent(campaign, number, now)
    page.clock.fast_forward(10_500)
    expect(submitted).to_contain_text("20")
    bar = page.get_by_role("progressbar", name=re.compile("Progress of"))
    expect(bar).to_have_attribute("aria-valuenow", "50.0")
    assert page.evaluate("document.querySelector('.campaign-tiles').dataset.same") == "yes"
    workspace.services.campaigns.change(campaign.id, State.COMPLETED, "carrier")
    page.clock.fast_forward(10_500)
    expect(page.get_by_role("link", name="Report", exact=True)).to_be_visible()


def test_a_state_that_somebody_else_changed_is_told_with_the_reason(
    page: Page, workspace: Workspace
) -> None:
    campaign = workspace.made("sms", State.PENDING)
    page.goto(workspace.details(campaign))
    page.get_by_role("button", name="Delete").click()
    confirm = dialog(page).get_by_role("button", name="Delete")
    expect(confirm).to_be_visible()
    workspace.services.campaigns.change(campaign.id, State.IN_PROGRESS, "Bea")
    confirm.click()
    expect(page.get_by_text(re.compile("is In Progress and can't be deleted"))).to_be_focused()
    expect(page.get_by_role("heading", name="Progress")).to_be_visible()

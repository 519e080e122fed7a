"""Alerts, scheduled reports, notes and targets in a real browser, by keyboard where that counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from data.campaign import Campaign
from data.services import Services, build
from data.settings import Settings
from tests.data.sent_hours import campaign, sent
from tests.mail_server import MailServer, mail_server
from tests.receiver import Receiver, receiver
from tests.screens.axe import axe, faint
from tests.screens.conftest import until_seen
from tests.server import serving

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Place:
    """A served workspace in which 40 messages were sent two days ago, with all that it tells."""

    url: str
    services: Services
    mails: MailServer
    hook: Receiver
    campaign: Campaign


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Its mail server and its webhook's receiver are real ones, on this machine."""
    data_dir = tmp_path_factory.mktemp("telling")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    spring = campaign(services)
    sent(services, spring, [(NOW - timedelta(days=2), 36, 4)])
    with (
        mail_server() as mails,
        receiver() as hook,
        serving(data_dir, smtp_url=mails.url, private_webhooks="true") as url,
    ):
        yield Place(url, services, mails, hook, spring)
    services.engine.dispose()


def check(page: Page) -> None:
    """No violation, nothing too faint in the dark, and nothing that scrolls sideways on a phone."""
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1440, "height": 900})


def test_an_alert_is_made_by_keyboard_and_tells_a_program_and_a_person(
    page: Page, place: Place
) -> None:
    page.goto(f"{place.url}/settings/alerts")
    expect(page.get_by_role("heading", name="Nothing is watched yet")).to_be_visible()
    page.get_by_label("Name of the webhook").fill("Operations")
    page.get_by_label("Address").fill("http://example.com/hook")
    page.get_by_role("button", name="Add webhook").click()
    expect(page.get_by_text("Only https:// is called.")).to_be_visible()
    page.get_by_label("Address").fill(place.hook.url)
    page.get_by_role("button", name="Add webhook").click()
    secret = page.get_by_role("status").filter(has_text="shown this once: whsec_")
    expect(secret).to_be_visible()
    check(page)
    page.get_by_role("link", name="New alert").first.press("Enter")
    expect(page.get_by_role("heading", level=1, name="New alert")).to_be_visible()
    _fill_in_by_keyboard(page)
    preview = page.locator("#alerts-preview")
    expect(preview).to_contain_text("It would fire now")
    expect(preview).to_contain_text("0 is below 10")
    expect(preview).to_contain_text("It would have fired once in the last week")
    check(page)
    page.get_by_role("button", name="Make alert").press("Enter")
    expect(page.get_by_text("See what is said at the fields.")).to_be_visible()
    expect(page.get_by_text("Say who hears of it: an email address or a webhook.")).to_be_visible()
    page.get_by_label("Email addresses").fill("ops@example.com")
    page.get_by_label("Operations").press("Space")
    page.get_by_role("button", name="Make alert").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Too little")).to_be_visible()
    until_seen(page, page.get_by_text(re.compile("^Firing since")))
    log = page.get_by_role("table", name="Deliveries").locator("tbody tr")
    until_seen(page, log.filter(has_text="Arrived").nth(1))
    expect(log.filter(has_text="Arrived")).to_have_count(2)
    assert place.mails.recipients() == ["ops@example.com"]
    assert len(place.hook.calls) == 1
    check(page)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("alertdialog", name="Delete Too little?")
    dialog.get_by_role("button", name="Cancel").press("Enter")
    expect(dialog).to_be_hidden()
    page.goto(f"{place.url}/settings/alerts")
    row = page.get_by_role("table", name="Alerts").locator("tbody tr")
    expect(row).to_contain_text("Too little")
    expect(row).to_contain_text("Paused")


def _fill_in_by_keyboard(page: Page) -> None:
    """From the first field on, with nothing but keys."""
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Too little")
    page.keyboard.press("Tab")
    page.keyboard.type("Total Messages Sent")  # menus find a choice as it is typed
    expect(page.get_by_label("Figure")).to_have_value("total_sent")
    page.get_by_label("Over the last").focus()
    page.keyboard.type("hour")
    expect(page.get_by_label("Over the last")).to_have_value("1")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    threshold = page.get_by_label("Threshold")
    threshold.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Weeks to compare with")).to_be_hidden()


def test_a_note_is_written_from_a_chart_and_stands_on_it(page: Page, place: Place) -> None:
    board = f"{place.url}/dashboards/messaging?range=last-7-days"
    page.goto(board)
    chart = page.get_by_role("figure", name=re.compile("General Data Visualization"))
    chart.get_by_role("link", name=re.compile("Add note")).press("Enter")
    expect(page.get_by_role("heading", level=1, name="New note")).to_be_visible()
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("A note has 1 to 500 characters.")).to_be_visible()
    check(page)
    page.get_by_label("Note", exact=True).fill("Sale <b>began</b>")
    day = (NOW - timedelta(days=2)).date()
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_role("button", name="Save note").click()
    expect(page).to_have_url(board)
    notes = chart.get_by_role("list", name="Notes").get_by_role("listitem")
    expect(notes).to_have_count(1)
    expect(notes).to_contain_text("Sale <b>began</b>")
    expect(chart.locator(".annotation-text")).to_have_text("1")
    plot = chart.get_by_role("application")
    plot.focus()
    page.keyboard.press("Home")
    for _ in range(7):
        page.keyboard.press("ArrowRight")
        if "Note 1: Sale" in (chart.get_by_role("status").text_content() or ""):
            break
    expect(chart.get_by_role("status")).to_contain_text("Note 1: Sale <b>began</b>")
    chart.get_by_role("button", name="View as table").click()
    expect(chart.get_by_role("table")).to_contain_text("1: Sale <b>began</b>")
    assert axe(page, "#chart-exchanged_by_day") == []
    page.goto(f"{place.url}/settings/annotations")
    check(page)
    page.get_by_role("link", name="Sale <b>began</b>").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Nobody has written a note yet")).to_be_visible()


def test_a_report_is_scheduled_from_its_screen_and_sent(page: Page, place: Place) -> None:
    place.mails.got.clear()
    page.goto(f"{place.url}/dashboards/messaging?range=last-7-days")
    page.get_by_role("link", name="Schedule").press("Enter")
    expect(page.get_by_label("Address of the screen")).to_have_value(
        "/dashboards/messaging?range=last-7-days"
    )
    expect(page.get_by_label("Name", exact=True)).to_have_value("Messaging")
    expect(page.locator("#scheduled-when")).to_contain_text("Every Monday at 08:00 (UTC)")
    page.get_by_label("Pictures of the charts").press("Space")
    page.get_by_label("How often").select_option("monthly")
    page.get_by_label("Day of the month").fill("40")
    page.get_by_label("Day of the month").press("Tab")
    expect(page.get_by_text("Must be from 1 to 31.").first).to_be_visible()
    page.get_by_label("Day of the month").fill("31")
    page.get_by_label("Email addresses").fill("ada@example.com")
    page.get_by_label("Email addresses").press("Tab")
    expect(page.locator("#scheduled-when")).to_contain_text("On day 31 of each month at 08:00")
    check(page)
    page.get_by_role("button", name="Schedule it").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Messaging")).to_be_visible()
    page.get_by_role("button", name="Send now").press("Enter")
    log = page.get_by_role("table", name="Deliveries").locator("tbody tr")
    until_seen(page, log.filter(has_text="Arrived"))
    (mail,) = place.mails.mails()
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Outbound Messages | 40" in body.get_content()
    check(page)
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("alertdialog", name="Delete Messaging?")
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="No report is scheduled yet")).to_be_visible()
    check(page)


def test_a_target_is_set_and_its_tile_says_whether_it_is_met(page: Page, place: Place) -> None:
    page.goto(f"{place.url}/settings/targets")
    page.get_by_label("Figure").select_option("outbound")
    page.get_by_label("Value").fill("much")
    page.get_by_role("button", name="Set target").click()
    expect(page.get_by_text("'much' is no number.")).to_be_visible()
    page.get_by_label("Value").fill("50")
    page.get_by_role("button", name="Set target").click()
    expect(page.get_by_role("status").filter(has_text="has a target")).to_have_text(
        "Outbound Messages has a target, for: The whole workspace."
    )
    page.get_by_role("button", name="Use it: Open Rate at least 25 %").click()
    rows = page.get_by_role("table", name="Targets").locator("tbody tr")
    expect(rows).to_have_count(2)
    check(page)
    page.goto(f"{place.url}/dashboards/messaging?range=last-7-days")
    tile = page.get_by_role("group", name="Outbound Messages")
    expect(tile).to_contain_text("Target at least 50: missed by 10")
    assert axe(page, "[data-kpi=outbound]") == []
    page.goto(f"{place.url}/settings/targets")
    page.get_by_role("button", name="Remove the target of Open Rate").click()
    expect(rows).to_have_count(1)

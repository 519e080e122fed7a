"""Connections in a real browser: made, called, understood, rotated, paused, and waited for."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from time import monotonic
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from data.campaigns import parse_draft
from data.services import Services, build
from data.settings import Settings
from tests.screens.axe import axe, faint
from tests.screens.conftest import until_seen
from tests.server import serving

PATH = "/webhooks/twilio/main"
TOKEN, NEW_TOKEN = "12345", "67890"
TO = "+4915112345678"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Services]]:
    """A server over an empty workspace, and a second hand in it."""
    data_dir = tmp_path_factory.mktemp("connections")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    with serving(data_dir) as address:
        yield address, services
    services.engine.dispose()


def call(url: str, token: str, path: str = PATH, **fields: str) -> int:
    """Call as Twilio does, and return the status of the answer."""
    sent = {"From": "+15005550006", "To": TO, "AccountSid": "AC1", **fields}
    signed = url + path + "".join(name + sent[name] for name in sorted(sent))
    made = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    headers = {
        "X-Twilio-Signature": base64.b64encode(made).decode(),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        with urlopen(Request(url + path, urlencode(sent).encode(), headers)) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def register(services: Services, external_id: str) -> int:
    draft = {
        "external_id": external_id,
        "name": external_id,
        "group": "messaging",
        "type": "sms",
        "status": "completed",
    }
    return services.campaigns.register(parse_draft(draft), "test")[0].id


def standings(services: Services) -> dict[str, str]:
    rows = services.lake.view().stored("messages").collect()
    return {row["message_id"]: row["status"] for row in rows.iter_rows(named=True)}


def test_a_connection_is_made_called_understood_rotated_and_paused(
    page: Page, workspace: tuple[str, Services]
) -> None:
    """Each screen without a violation of WCAG 2.2 AA, in both themes, and down to 360 pixels."""
    url, services = workspace
    register(services, "spring")
    _make(page, url)
    _test_it(page, services)
    _hear(page, url, services)
    _understand(page, url, services)
    _wait_for_a_campaign(page, url, services)
    _rotate_and_pause(page, url)
    _narrow(page, url)


def _make(page: Page, url: str) -> None:
    page.goto(f"{url}/settings")
    page.get_by_role("link", name="Connections").click()
    expect(page.get_by_role("heading", name="No provider calls yet")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="New connection").first.click()
    page.get_by_label("Provider", exact=True).select_option("postmark")
    expect(page.get_by_label("Password")).not_to_have_value("")
    page.get_by_label("Provider", exact=True).select_option("twilio")
    expect(page.get_by_label("Auth token")).to_be_visible()
    page.get_by_role("button", name="Make connection").click()
    expect(page.get_by_role("alert").filter(has_text="needs the secret auth_token")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Auth token").fill(TOKEN)
    page.get_by_label("Campaign, where a call names none").fill("spring")
    page.get_by_role("button", name="Make connection").click()
    expect(page.get_by_role("heading", name="Twilio main")).to_be_visible()
    expect(page.get_by_role("region", name="Address")).to_contain_text(f"{url}{PATH}")
    expect(page.get_by_role("listitem").filter(has_text="StatusCallback")).to_be_visible()
    assert TOKEN not in page.content()


def _test_it(page: Page, services: Services) -> None:
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("status").filter(has_text="The test came in")).to_be_focused()
    expect(_calls(page)).to_have_count(1)
    expect(_calls(page).first).to_contain_text("Test")
    assert standings(services) == {}


def _calls(page: Page) -> object:
    return page.get_by_role("table", name="Last calls").locator("tbody tr")


def _hear(page: Page, url: str, services: Services) -> None:
    """A call shows by itself, and what it said can be read."""
    assert call(url, TOKEN, MessageSid="SM1", MessageStatus="delivered") == 204
    expect(_calls(page)).to_have_count(2, timeout=15_000)
    expect(_calls(page).first).to_contain_text("Accepted")
    assert standings(services) == {"SM1": "DELIVRD"}
    _calls(page).first.get_by_role("link").click()
    detail = page.get_by_role("region", name="One call")
    expect(detail).to_contain_text("MessageStatus = delivered")
    expect(detail).to_contain_text(f"To = {TO}")
    expect(detail).not_to_contain_text("signature", ignore_case=False)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []
    page.emulate_media(color_scheme="light")
    detail.get_by_role("link", name="Close").click()
    expect(detail).to_be_hidden()


def _understand(page: Page, url: str, services: Services) -> None:
    assert call(url, TOKEN, MessageSid="SM2", MessageStatus="teleported") == 204
    button = page.get_by_role("button", name="Say what teleported means")
    until_seen(page, button)
    button.click()
    dialog = page.get_by_role("alertdialog", name="What does “teleported” mean?")
    dialog.get_by_label("It means").select_option("fate:delivered")
    assert axe(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="is understood from now on")).to_be_visible()
    assert standings(services) == {"SM1": "DELIVRD", "SM2": "DELIVRD"}


def _wait_for_a_campaign(page: Page, url: str, services: Services) -> None:
    """What waits is claimed as soon as its campaign is registered, or by hand."""
    page.get_by_role("link", name="Settings").first.click()
    page.get_by_role("main").get_by_role("link", name="Connections").click()
    page.get_by_role("link", name="Waiting events").click()
    expect(page.get_by_text("No events wait for a campaign.")).to_be_visible()
    made = services.connections.get("twilio", "main")
    services.connections.add("twilio", "free", made.scheme, "sms", {"auth_token": TOKEN}, {})
    path = "/webhooks/twilio/free"
    for sid, named in (("SM3", "autumn"), ("SM4", "winter")):
        where = f"{path}?external_id={named}"
        assert call(url, TOKEN, where, MessageSid=sid, MessageStatus="delivered") == 204
    rows = page.get_by_role("table", name="Waiting events").locator("tbody tr")
    until_seen(page, rows.nth(1))
    expect(rows).to_have_count(2)
    assert axe(page) == []
    register(services, "autumn")
    until = monotonic() + 30
    while "SM3" not in standings(services):
        assert monotonic() < until, "its events were never claimed"
        page.wait_for_timeout(100)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(rows).to_have_count(1)
    assert standings(services)["SM3"] == "DELIVRD"
    page.get_by_role("button", name="Give the events that named winter to a campaign").click()
    dialog = page.get_by_role("alertdialog", name="Give these events to a campaign")
    dialog.get_by_label("Campaign").fill("nothing")
    dialog.get_by_role("button", name="Give").click()
    expect(dialog.get_by_role("alert")).to_have_text("There is no campaign 'nothing'.")
    dialog.get_by_label("Campaign").fill("autumn")
    dialog.get_by_label("Which events").select_option("name:winter")
    dialog.get_by_role("button", name="Give").click()
    expect(page.get_by_role("status").filter(has_text="1 event is counted")).to_be_visible()
    assert standings(services)["SM4"] == "DELIVRD"
    expect(page.get_by_role("table", name="Rules")).to_contain_text("that name winter")


def _rotate_and_pause(page: Page, url: str) -> None:
    page.get_by_role("link", name="Connections").click()
    page.get_by_role("link", name="Twilio main").click()
    page.get_by_role("button", name="Rotate secrets").click()
    dialog = page.get_by_role("alertdialog", name="Rotate the secrets of Twilio main")
    dialog.get_by_label("New auth token").fill(NEW_TOKEN)
    dialog.get_by_role("button", name="Rotate").click()
    expect(page.get_by_text("The old secrets count, too, until")).to_be_visible()
    for token in (TOKEN, NEW_TOKEN):
        assert call(url, token, MessageSid=f"SM{token}", MessageStatus="sent") == 204
    assert call(url, "wrong", MessageSid="SM9", MessageStatus="sent") == 401
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    assert call(url, TOKEN, MessageSid="SM9", MessageStatus="sent") == 409
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alertdialog", name="Delete Twilio main?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_hidden()


def _narrow(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    for path in ("", "/new", "/twilio/main"):
        page.goto(f"{url}/settings/connections{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Connections", level=1)).to_be_visible()
    rows = page.get_by_role("table", name="Connections").locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Twilio free")

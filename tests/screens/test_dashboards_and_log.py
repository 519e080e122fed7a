"""A manager looks at what was exchanged, asks by which sender, and finds one message in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.services import build
from data.settings import Settings
from tests.exchange import Exchange
from tests.screens.axe import axe, faint
from tests.server import serving

SPAN = "from=2026-03-01&to=2026-03-10"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Exchange, str]]:
    """A few hundred messages, and the address of their workspace."""
    data_dir: Path = tmp_path_factory.mktemp("exchange")
    services = build(
        Settings(_env_file=None, data_dir=data_dir),  # type: ignore[call-arg]
        lambda: datetime.now(UTC),
    )
    exchange = Exchange(services)
    services.engine.dispose()
    with serving(data_dir, timezone="UTC") as address:
        yield exchange, address


def totals(page: Page) -> list[str]:
    """The last column of the table by channel."""
    return page.locator("#table-messages_exchanged tbody tr td:last-child").all_inner_texts()


def test_the_messaging_dashboard_is_sorted_switched_and_leads_to_its_senders(
    page: Page, served: tuple[Exchange, str]
) -> None:
    """F219, F220, F222, F224–F228."""
    exchange, address = served
    page.goto(f"{address}/dashboards")
    page.get_by_role("link", name="Messaging How many").click()
    page.goto(f"{address}/dashboards/messaging?{SPAN}")
    out = [x for x in exchange.lines() if x["direction"] == "MT" and x["outcome"] != "unsent"]
    came = [x for x in exchange.lines() if x["direction"] == "MO"]
    expect(page.get_by_role("group", name="Total Messages", exact=True)).to_contain_text(
        str(len(out) + len(came))
    )
    expect(page.get_by_role("group", name="Inbound Messages", exact=True)).to_contain_text(
        str(len(came))
    )
    assert axe(page) == []
    heading = page.get_by_role("columnheader", name="Total")
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert totals(page) == sorted(totals(page), key=int, reverse=True)
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert totals(page) == sorted(totals(page), key=int)
    switch = page.get_by_role("group", name="Direction")
    switch.get_by_role("link", name="Inbound").click()
    expect(page.get_by_role("figure", name=re.compile("inbound messages by day"))).to_be_visible()
    expect(switch.get_by_role("link", name="Inbound")).to_be_focused()

    page.get_by_role("link", name="View Details").click()
    expect(page.get_by_role("heading", name="Traffic by Sender")).to_be_focused()
    assert SPAN in page.url
    expect(page.get_by_role("row", name=re.compile("Grand Total"))).to_contain_text(str(len(out)))
    page.get_by_label("Filter by Channel").focus()
    page.get_by_label("Filter by Channel").select_option("WhatsApp")
    expect(page.locator("#table-traffic_messages tbody tr")).to_have_count(2)
    expect(page.get_by_label("Filter by Channel")).to_be_focused()
    page.get_by_label("Filter by sender").select_option("Shop WABA")
    expect(page.locator("#table-traffic_messages tbody tr")).to_have_count(1)
    for tab in ("Messages Performance", "Conversations"):
        page.get_by_role("tab", selected=True).press("ArrowRight")
        page.get_by_role("tab", name=tab).press("Enter")
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        expect(page.locator("#board-body .data-table tbody tr")).to_have_count(1)
        expect(page.locator("#board-body .data-table tbody tr")).to_contain_text("Shop WABA")
        assert axe(page) == []
    page.go_back()
    expect(page.get_by_role("tab", name="Messages Performance")).to_have_attribute(
        "aria-selected", "true"
    )
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("html")).to_have_js_property("scrollWidth", 360)  # charts follow
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []


def test_one_message_is_found_in_the_log_and_opened_by_keyboard(
    page: Page, served: tuple[Exchange, str]
) -> None:
    """F231, F232, F236, F237, F276."""
    exchange, address = served
    page.goto(f"{address}/logs?{SPAN}")
    lines = exchange.lines()
    expect(page.get_by_role("heading", name=f"{len(lines)} messages")).to_be_visible()
    heads = page.locator(".log-rows th").all_inner_texts()
    assert heads == [
        "Date",
        "Channel",
        "Direction",
        "Sender",
        "Recipient",
        "Carrier",
        "Status",
        "Status Date",
        "Campaign ID",
        "Action",
    ]
    assert axe(page) == []
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator(".log-rows tbody tr").first).to_contain_text(lines[50]["recipient"])
    page.get_by_label("Channel", exact=True).select_option("WhatsApp")
    of_it = [line for line in lines if line["channel"] == "whatsapp"]
    expect(page.get_by_role("heading", name=f"{len(of_it)} messages")).to_be_visible()
    page.get_by_label("Direction", exact=True).select_option("Outgoing")
    expect(page.get_by_role("heading", name="60 messages")).to_be_visible()
    person = of_it[0]["recipient"] if of_it[0]["direction"] == "MT" else of_it[0]["sender"]
    page.get_by_label("Number or address").fill(person)
    page.get_by_label("Number or address").press("Enter")
    theirs = [line for line in of_it if line["recipient"] == person]
    expect(page.locator(".log-rows tbody tr")).to_have_count(len(theirs))

    details = page.get_by_role("link", name="Details of message 1", exact=True)
    details.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Outgoing WhatsApp message")
    expect(dialog).to_contain_text(theirs[0]["message_id"])
    for part in ("Your order", "it is ready.", "The shop", "On my way", "pickup"):
        expect(dialog).to_contain_text(part)
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    assert axe(page) == []
    page.reload()
    expect(dialog).to_contain_text(theirs[0]["message_id"])
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).not_to_have_url(re.compile("entry="))
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("heading", name="No messages")).to_be_visible()


def test_an_address_that_says_nonsense_is_told_so(page: Page, served: tuple[Exchange, str]) -> None:
    _, address = served
    page.goto(f"{address}/logs?{SPAN}&channel=pigeon&page=x&entry=nothing&odd=1")
    page.get_by_role("button", name="Close").click()
    told = page.locator(".report-notices")
    for sentence in ("channel=“pigeon”", "page=“x”", "“odd”"):
        expect(told).to_contain_text(sentence)
    page.goto(f"{address}/dashboards/messaging?{SPAN}&sort=x&direction=up")
    for sentence in ("sort=“x”", "direction=“up”"):
        expect(told).to_contain_text(sentence)
    page.goto(f"{address}/dashboards/nothing")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()

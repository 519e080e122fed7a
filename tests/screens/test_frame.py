"""The frame in a real browser: everyone can use it, in both themes, from a phone to a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from components.theme import color
from tests.screens.axe import axe, faint

# Each page, and the place in the navigation that it is at; none for what doesn't exist.
PAGES = {
    "/hub": "Analytics Hub",
    "/dashboards": "Dashboards",
    "/logs": "Message Log",
    "/settings": "Settings",
    "/reports/messaging": "Performance Reports",
    "/reports/interactive": "Performance Reports",
    "/campaigns/new/messaging": "New Campaign",
    "/campaigns/new/interactive": "New Campaign",
    "/campaigns/1": "Performance Reports",
    "/campaigns/2": "Performance Reports",
    "/campaigns/999": "Performance Reports",
    "/no/such/page": None,
}
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}


def go(page: Page, url: str) -> None:
    """Open the page and wait until its content is there."""
    page.goto(url)
    expect(page.locator("#main h1")).to_be_visible()


def rgb(token: str, mode: str) -> str:
    value = color(token, mode)
    return "rgb({}, {}, {})".format(*(int(value[i : i + 2], 16) for i in (1, 3, 5)))


def choose(page: Page, theme: str) -> None:
    page.get_by_role("button", name=f"{theme} theme").click()


@pytest.mark.parametrize(("path", "place"), PAGES.items())
def test_every_page_says_what_and_where_it_is_and_can_be_used_by_everyone(
    page: Page, app_url: str, path: str, place: str | None
):
    """F001, F002"""
    go(page, app_url + path)
    expect(page.locator("h1")).to_have_count(1)
    expect(page).to_have_title(re.compile(r".+ · Heliograph$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#shell-nav a[aria-current]")).to_have_text([place] if place else [])
    for theme, other, size in (("Light", "Dark", DESK), ("Dark", "Light", PHONE)):
        choose(page, theme)
        page.set_viewport_size(size)
        page.mouse.move(0, 0)
        assert axe(page) == [], (theme, size)
        choose(page, other)
        page.mouse.move(0, 0)
        assert faint(page) == [], (other, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_check_for_everyone_would_find_a_nameless_button(page: Page, app_url: str):
    go(page, app_url + "/hub")
    page.evaluate("document.querySelector('#main').append(document.createElement('button'))")
    assert [line.partition(":")[0] for line in axe(page)] == ["button-name"]


def test_performance_reports_and_new_campaign_open_from_the_sidebar(page: Page, app_url: str):
    """F001, F002"""
    go(page, app_url + "/hub")
    nav = page.get_by_role("navigation", name="Main")
    nav.get_by_role("link", name="New Campaign").click()
    expect(page).to_have_url(app_url + "/campaigns/new/messaging")
    nav.get_by_role("link", name="Performance Reports").click()
    expect(page).to_have_url(re.compile("/reports/messaging"))


def test_the_front_door_leads_to_the_hub(page: Page, app_url: str):
    go(page, app_url)
    expect(page).to_have_url(app_url + "/hub")


def test_after_a_move_the_focus_is_on_the_new_heading(page: Page, app_url: str):
    go(page, app_url + "/hub")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_focused()


def test_the_first_tab_stop_skips_to_the_content(page: Page, app_url: str):
    go(page, app_url + "/hub")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_a_key_leads_to_the_search(page: Page, app_url: str, keys: str):
    go(page, app_url + "/hub")
    page.keyboard.press(keys)
    box = page.get_by_role("searchbox", name="Search campaigns")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_a_slash_in_the_search_is_a_slash(page: Page, app_url: str):
    go(page, app_url + "/hub")
    box = page.get_by_role("searchbox", name="Search campaigns")
    box.press_sequentially("a/b")
    expect(box).to_have_value("a/b")


def test_a_search_leads_to_the_reports_and_says_what_was_asked(page: Page, app_url: str):
    go(page, app_url + "/hub")
    box = page.get_by_role("searchbox", name="Search campaigns")
    box.fill("sale & <more>")
    box.press("Enter")
    expect(page).to_have_url(app_url + "/reports/messaging?q=sale+%26+%3Cmore%3E")
    page.reload()
    expect(box).to_have_value("sale & <more>")


def test_a_search_among_interactive_campaigns_stays_there(page: Page, app_url: str):
    go(page, app_url + "/reports/interactive?status=live")
    box = page.get_by_role("searchbox", name="Search campaigns")
    box.fill("win")
    box.press("Enter")
    expect(page).to_have_url(app_url + "/reports/interactive?status=live&q=win")


def test_the_theme_is_kept_and_there_before_the_first_paint(page: Page, app_url: str):
    go(page, app_url + "/hub")
    choose(page, "Dark")
    expect(page.locator("body")).to_have_css("background-color", rgb("page", "dark"))
    page.reload(wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")


def test_auto_follows_the_machine(page: Page, app_url: str):
    go(page, app_url + "/hub")
    choose(page, "Auto")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_css("background-color", rgb("page", scheme))


def test_the_navigation_folds_and_stays_so(page: Page, app_url: str):
    go(page, app_url + "/hub")
    side = page.get_by_role("navigation", name="Main")
    wide = side.bounding_box()["width"]
    page.get_by_role("button", name="Collapse navigation").click()
    assert side.bounding_box()["width"] < wide / 2
    page.reload()
    expect(page.locator("#main h1")).to_be_visible()
    assert side.bounding_box()["width"] < wide / 2
    expect(side.get_by_role("link", name="Message Log")).to_be_visible()


def test_on_a_phone_the_navigation_is_a_menu_that_escape_closes(page: Page, app_url: str):
    page.set_viewport_size(PHONE)
    go(page, app_url + "/hub")
    menu = page.locator("#shell-menu")
    link = page.locator("#shell-nav").get_by_text("Message Log")
    expect(link).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    expect(page.locator("#shell-nav .place").first).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()


def test_on_a_phone_a_place_closes_the_menu(page: Page, app_url: str):
    page.set_viewport_size(PHONE)
    go(page, app_url + "/hub")
    page.get_by_role("button", name="Menu").click()
    page.locator("#shell-nav").get_by_text("Settings").click()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    expect(page.locator("#shell-nav").get_by_text("Message Log")).to_be_hidden()


def test_the_frame_says_how_fresh_its_data_are_and_in_which_zone(page: Page, app_url: str):
    go(page, app_url + "/hub")
    told = page.get_by_role("status").filter(has_text="Data as of")
    expect(told).to_have_text(re.compile(r"Data as of \d\d:\d\d:\d\d"))
    expect(page.locator(".bar")).to_contain_text("Europe/Berlin")


def test_a_chart_takes_the_theme_and_changes_with_it(page: Page, app_url: str):
    go(page, app_url + "/hub")
    choose(page, "Light")
    page.evaluate(
        """() => {
          const box = document.createElement("div");
          box.id = "drawn";
          box.style.cssText = "width: 400px; height: 300px";
          document.querySelector("#main").append(box);
          return Plotly.react(box, {
            data: [{type: "bar", x: ["a"], y: [1], marker: {color: "var(--series-1)"}}],
            layout: {template: {layout: {font: {color: "var(--text)"}}}},
            config: {},
          }).then(() => null);
        }"""
    )
    bar, tick = page.locator("#drawn .bars path"), page.locator("#drawn .xtick text")
    for theme in ("light", "dark"):
        choose(page, theme.title())
        expect(bar).to_have_css("fill", rgb("series-1", theme))
        expect(tick).to_have_css("fill", rgb("text", theme))


def test_details_show_the_campaign_and_what_happened_to_it(page: Page, app_url: str):
    go(page, app_url + "/campaigns/1")
    expect(page.locator("h1")).to_have_text("Completed <b>messaging</b> campaign")
    facts = page.locator("#main dl").first
    for text in ("Completed", "SMS", "61222", "Feb 9, 2026, 1:07 PM", "12,500"):
        expect(facts).to_contain_text(text)
    expect(facts).to_contain_text("Delivery date")
    expect(page.get_by_role("table")).to_contain_text("Ada Lovelace")
    expect(page.get_by_role("link", name="Report", exact=True)).to_have_attribute(
        "href", "/campaigns/1/report"
    )


def test_a_pending_message_shows_no_delivery_date_and_offers_no_report(page: Page, app_url: str):
    """F048"""
    go(page, app_url + "/campaigns/2")
    expect(page.locator("#main dl").first).not_to_contain_text("Delivery date")
    expect(page.get_by_role("link", name="Report", exact=True)).to_have_count(0)


def test_a_live_campaign_offers_its_interim_report(page: Page, app_url: str):
    """F051"""
    go(page, app_url + "/campaigns/5")
    expect(page.get_by_role("link", name="Report", exact=True)).to_be_visible()


def test_an_unknown_campaign_is_named_as_such(page: Page, app_url: str):
    answer = page.goto(app_url + "/campaigns/999")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("No such campaign")


def test_paper_shows_the_page_without_the_frame(page: Page, app_url: str):
    go(page, app_url + "/campaigns/1")
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_nothing_runs_out_of_the_screen_however_wide_it_is(page: Page, app_url: str):
    go(page, app_url + "/campaigns/1")
    for width in (3840, 2560, 1280, 900, 600, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_finger_can_hit_what_a_page_offers(browser, browser_context_args, app_url):
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE, "has_touch": True})
    page = context.new_page()
    go(page, app_url + "/campaigns/1")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input")]
          .filter(e => e.checkVisibility() && !e.matches(".skip"))
          .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([html]) => html)"""
    )
    assert small == []
    context.close()

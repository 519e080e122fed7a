"""Performance Reports in a real browser: tabs, filters, cards, and addresses that can be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from components.theme import color
from data.campaign import Campaign
from data.campaigns import CampaignDraft, Campaigns
from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.period import PRESETS, preset
from tests.screens.axe import axe, faint
from tests.server import serving

ZONE = ZoneInfo("Europe/Berlin")
MESSAGING, INTERACTIVE = "/reports/messaging", "/reports/interactive"
EVIL = "<img src=x onerror=alert(1)> & Söhne"
CHANNELS = ["SMS", "Email", "Push notification", "RCS", "WhatsApp"]
TYPES = {
    *("E-Swipe", "Web Trivia", "Trivia", "Raffle Giveaway", "Subscription Form"),
    *("Digital Coupon", "Member Card", "Keyword", "Chatbot Service"),
    *("Polls & Surveys", "Web Polls & Surveys", "Geofence"),
}
MESSAGING_ACTIONS = {
    "Completed": "Report",
    "In Progress": "Details",
    "Scheduled": "Details",
    "Pending": "Details",
}
INTERACTIVE_ACTIONS = {
    "Completed": "Report",
    "Live": "Report",
    "Processing": "Details",
    "Scheduled": "Details",
    "Pending": "Details",
    "Draft": "Details",
}
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


@dataclass(frozen=True)
class Workspace:
    """A served workspace, and a second hand on its database."""

    url: str
    campaigns: Campaigns
    all: tuple[Campaign, ...]

    def of(self, group: Group) -> list[Campaign]:
        """Those of one tab, the newest first."""
        mine = [c for c in self.all if c.group is group]
        return sorted(mine, key=lambda c: (c.created_at, c.id), reverse=True)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    data_dir: Path = tmp_path_factory.mktemp("reports")
    settings = Settings(_env_file=None, data_dir=data_dir, timezone=ZONE.key)  # type: ignore[call-arg]
    services = build(settings)
    made = services.campaigns.bulk_register(drafts(datetime.now(UTC)), "Ada Lovelace")
    with serving(data_dir, timezone=ZONE.key) as url:
        yield Workspace(url, services.campaigns, tuple(made))
    services.engine.dispose()


def drafts(now: datetime) -> list[CampaignDraft]:
    """Every channel in every state, some of each interactive state, and one of long ago."""
    found = [
        CampaignDraft(
            name="test",
            group=Group.MESSAGING,
            type="rcs",
            channel="rcs",
            sender="61e9bb8f4a01ea313002dc2d",
            state=State.COMPLETED,
            created_at=datetime(2022, 2, 9, 12, 7, tzinfo=UTC),
        )
    ]
    channels = ["sms", "email", "push", "rcs", "whatsapp"]
    states = [State.COMPLETED, State.SCHEDULED, State.PENDING, State.COMPLETED, State.COMPLETED]
    for n in range(40):
        state = State.IN_PROGRESS if n == 39 else states[n // 5 % 5]
        found.append(_draft(n, Group.MESSAGING, channels[n % 5], state, now))
    kinds = ["e-swipe", "web-trivia", "keyword", "geofence", "raffle-giveaway", "digital-coupon"]
    states = [State.LIVE, State.COMPLETED, State.SCHEDULED, State.PENDING, State.DRAFT]
    for n in range(30):
        state = State.PROCESSING if n == 0 else states[n % 5]
        found.append(_draft(n, Group.INTERACTIVE, kinds[n % 6], state, now))
    return found


def _draft(n: int, group: Group, kind: str, state: State, now: datetime) -> CampaignDraft:
    return CampaignDraft(
        name=EVIL if n == 1 else f"{group.value.title()} {n}",
        group=group,
        type=kind,
        channel=kind if group is Group.MESSAGING else "",
        sender=f"sender {n}",
        state=state,
        created_at=now - timedelta(days=n, minutes=1),
        delivery_at=now + timedelta(days=3) if state is State.SCHEDULED else None,
        recipients=1000,
    )


def go(page: Page, workspace: Workspace, address: str = MESSAGING) -> None:
    page.goto(workspace.url + address)
    expect(total(page)).to_be_visible()


def total(page: Page) -> Locator:
    return page.get_by_role("heading", name=re.compile(r"^[\d,]+ campaigns?$"))


def counts(page: Page, number: int) -> None:
    words = "1 campaign" if number == 1 else f"{number:,} campaigns"
    expect(total(page)).to_have_text(words)


def cards(page: Page) -> list[str | None]:
    return [card.get_attribute("aria-label") for card in page.get_by_role("article").all()]


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def opener(page: Page, label: str) -> Locator:
    return page.get_by_role("button", name=label, exact=True)


def choose(page: Page, label: str, *options: str) -> None:
    opener(page, label).click()
    for option in options:
        page.get_by_role("checkbox", name=option, exact=True).check()
    page.keyboard.press("Escape")


def show_range(page: Page, name: str) -> None:
    opener(page, "Show").click()
    panel = page.get_by_role("dialog", name="Choose days")
    panel.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="OKAY").click()


def options(page: Page, label: str) -> list[str]:
    opener(page, label).click()
    words = page.locator(".filter-panel:not([hidden]) label").all_text_contents()
    page.keyboard.press("Escape")
    return words


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name)


def today() -> date:
    return datetime.now(ZONE).date()


def searches(page: Page, search: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(search) + "$"))
    expect(page.locator("[data-filtered][data-asking]")).to_have_count(0)  # its list is there


def test_the_section_opens_from_its_own_icon(page: Page, workspace: Workspace):
    """F001"""
    page.goto(workspace.url + "/settings")
    page.get_by_role("link", name="Performance Reports", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Performance Reports")
    expect(page).to_have_url(workspace.url + MESSAGING)


def test_there_are_exactly_two_tabs(page: Page, workspace: Workspace):
    """F003"""
    go(page, workspace)
    tabs = page.get_by_role("tablist").get_by_role("tab")
    assert tabs.all_text_contents() == ["Messaging", "Interactive Campaigns"]
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Messaging")).to_be_visible()


def test_the_bare_address_of_the_section_is_its_first_tab(page: Page, workspace: Workspace):
    page.goto(workspace.url + "/reports")
    expect(page).to_have_url(workspace.url + MESSAGING)


@pytest.mark.parametrize(
    ("address", "group"), [(MESSAGING, Group.MESSAGING), (INTERACTIVE, Group.INTERACTIVE)]
)
def test_a_tab_lists_its_own_campaigns_newest_first(
    page: Page, workspace: Workspace, address: str, group: Group
):
    """F004, F005, F006, F017, D-03"""
    wanted = [c.name for c in workspace.of(group)]
    go(page, workspace, address)
    counts(page, len(wanted))
    assert cards(page) == wanted[:25]
    page.get_by_role("link", name="Page 2").click()
    searches(page, "?page=1")
    expect(card(page, wanted[25])).to_be_visible()
    assert cards(page) == wanted[25:]


def test_a_card_shows_who_what_and_when(page: Page, workspace: Workspace):
    """F024, F025, F026"""
    go(page, workspace, MESSAGING + "?to=2022-12-31")
    oldest = card(page, "test")
    campaign = workspace.of(Group.MESSAGING)[-1]
    for words in ("test", "61e9bb8f4a01ea313002dc2d", "RCS", str(campaign.id), "Completed"):
        expect(oldest).to_contain_text(words)
    expect(oldest.get_by_role("time")).to_have_text("Feb 9, 2022, 1:07 PM")


def test_cards_of_both_tabs_have_the_same_zones(page: Page, workspace: Workspace):
    """F027, F028"""
    shapes = set()
    for address in (MESSAGING, INTERACTIVE):
        go(page, workspace, address)
        for one in page.get_by_role("article").all():
            expect(one.get_by_role("link")).to_have_count(1)
            shapes.add(one.evaluate("c => [...c.children].map(zone => zone.className).join()"))
    assert len({shape.replace(",card-progress", "") for shape in shapes}) == 1


@pytest.mark.parametrize(
    ("address", "actions"), [(MESSAGING, MESSAGING_ACTIONS), (INTERACTIVE, INTERACTIVE_ACTIONS)]
)
def test_the_action_of_a_card_goes_by_its_status(
    page: Page, workspace: Workspace, address: str, actions: dict[str, str]
):
    """F036, F037, F038, F039, F050, F051, D-06"""
    seen = set()
    for search in ("", "?page=1"):
        go(page, workspace, address + search)
        for one in page.get_by_role("article").all():
            state = one.locator(".pill").inner_text()
            seen.add(state)
            link = one.get_by_role("link")
            expect(link).to_have_text(actions[state])
            ending = "/report" if actions[state] == "Report" else ""
            assert re.fullmatch(rf"/campaigns/\d+{ending}", link.get_attribute("href") or "")
    assert seen == set(actions)


def test_a_pending_campaign_shows_no_delivery_date(page: Page, workspace: Workspace):
    """F048: the one date on its card is that of its creation."""
    go(page, workspace, MESSAGING + "?status=pending")
    for one in page.get_by_role("article").all():
        expect(one.get_by_role("time")).to_have_count(1)


@pytest.mark.parametrize(
    ("address", "types", "states"),
    [
        (MESSAGING, CHANNELS, list(MESSAGING_ACTIONS)),
        (INTERACTIVE, sorted(TYPES), list(INTERACTIVE_ACTIONS)),
    ],
)
def test_each_tab_has_three_filters_with_its_own_options_and_the_same_ranges(
    page: Page, workspace: Workspace, address: str, types: list[str], states: list[str]
):
    """F007, F010, F011, F012, F013, F015, F016"""
    go(page, workspace, address)
    labels = page.get_by_role("group", name="Filters").locator("label.filter-label")
    assert labels.all_text_contents()[:3] == ["Show", "Campaign Type", "View by Status"]
    assert sorted(options(page, "Campaign Type")) == sorted(types)
    assert options(page, "View by Status") == states
    opener(page, "Show").click()
    ranges = page.get_by_role("group", name="Predefined ranges").get_by_role("button")
    assert ranges.all_text_contents() == [*PRESETS.values(), "All"]


def test_a_status_has_one_colour_in_the_menu_and_on_its_cards(page: Page, workspace: Workspace):
    """F014, F029, F275"""
    go(page, workspace, INTERACTIVE)
    for theme in ("light", "dark"):
        page.get_by_role("button", name=f"{theme.title()} theme").click()
        opener(page, "View by Status").click()
        for state in INTERACTIVE_ACTIONS:
            key = state.lower().replace(" ", "-")
            hexed = color(f"state-{key}", theme)
            wanted = "rgb({}, {}, {})".format(*(int(hexed[i : i + 2], 16) for i in (1, 3, 5)))
            line = page.locator(".filter-panel label", has_text=state)
            pill = page.locator(".pill", has_text=re.compile(f"^{state}$")).first
            expect(line.locator(".dot")).to_have_css("background-color", wanted)
            expect(pill.locator(".dot")).to_have_css("background-color", wanted)
        page.keyboard.press("Escape")


def test_the_three_filters_combine(page: Page, workspace: Workspace):
    """F008, F021"""
    week = preset("last-30-days", today())
    wanted = [
        c.name
        for c in workspace.of(Group.MESSAGING)
        if c.type in {"sms", "email"}
        and c.state is State.COMPLETED
        and week.first <= c.created_at.astimezone(ZONE).date() <= week.last
    ]
    go(page, workspace)
    show_range(page, "Last 30 Days")
    choose(page, "Campaign Type", "SMS", "Email")
    choose(page, "View by Status", "Completed")
    searches(page, "?range=last-30-days&type=sms&type=email&status=completed")
    counts(page, len(wanted))
    assert cards(page) == wanted
    for face in ("Last 30 Days", "SMS, Email", "Completed"):
        expect(page.locator(".filter-face", has_text=face)).to_be_visible()


def test_a_custom_range_applies_on_okay_and_not_before(page: Page, workspace: Workspace):
    """F019, F020, F021"""
    first, last = today() - timedelta(7), today() - timedelta(3)
    wanted = [
        c.name
        for c in workspace.of(Group.MESSAGING)
        if first <= c.created_at.astimezone(ZONE).date() <= last
    ]
    go(page, workspace)
    before = cards(page)
    opener(page, "Show").click()
    page.locator(f'td[data-day="{first}"]').click()
    page.locator(f'td[data-day="{last}"]').click()
    expect(page.get_by_role("button", name="OKAY")).to_be_enabled()
    expect(page).to_have_url(workspace.url + MESSAGING)
    assert cards(page) == before
    page.get_by_role("button", name="OKAY").click()
    searches(page, f"?from={first}&to={last}")
    counts(page, len(wanted))
    assert cards(page) == wanted


def test_a_tab_keeps_its_filters_to_itself_and_remembers_them(page: Page, workspace: Workspace):
    """F009, D-03"""
    go(page, workspace)
    choose(page, "View by Status", "Pending")
    searches(page, "?status=pending")
    tab(page, "Interactive Campaigns").click()
    expect(page).to_have_url(workspace.url + INTERACTIVE)
    counts(page, len(workspace.of(Group.INTERACTIVE)))
    expect(tab(page, "Interactive Campaigns")).to_be_focused()
    choose(page, "View by Status", "Draft", "Live")
    searches(page, "?status=draft&status=live")
    tab(page, "Messaging").click()
    expect(page).to_have_url(workspace.url + MESSAGING + "?status=pending")
    expect(page.get_by_role("tabpanel", name="Messaging")).to_be_visible()
    expect(page.locator("#reports-status-face")).to_have_text("Pending")
    tab(page, "Interactive Campaigns").click()
    expect(page.locator("#reports-status-face")).to_have_text("Live, Draft")


def test_tabs_are_walked_with_the_arrows_and_opened_with_enter(page: Page, workspace: Workspace):
    go(page, workspace)
    tab(page, "Messaging").focus()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Interactive Campaigns")).to_be_focused()
    expect(page).to_have_url(workspace.url + MESSAGING)
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="Interactive Campaigns")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(tab(page, "Interactive Campaigns")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(page).to_have_url(workspace.url + MESSAGING)


def test_an_address_can_be_reloaded_shared_and_gone_back_to(page: Page, workspace: Workspace):
    """F276"""
    go(page, workspace)
    everything = len(workspace.of(Group.MESSAGING))
    sms = sum(c.type == "sms" for c in workspace.of(Group.MESSAGING))
    pending = sum(
        c.type == "sms" and c.state is State.PENDING for c in workspace.of(Group.MESSAGING)
    )
    choose(page, "Campaign Type", "SMS")
    counts(page, sms)
    choose(page, "View by Status", "Pending")
    counts(page, pending)
    page.reload()
    counts(page, pending)
    expect(page.locator("#reports-type-face")).to_have_text("SMS")
    page.go_back()
    counts(page, sms)
    expect(page.locator("#reports-status-face")).to_have_text("All")
    page.go_back()
    counts(page, everything)
    expect(page.locator("#reports-type-face")).to_have_text("All")
    page.go_forward()
    counts(page, sms)
    expect(page.locator("#reports-type-face")).to_have_text("SMS")
    choose(page, "View by Status", "Pending")  # the controls still work after all that
    counts(page, pending)


def test_going_back_to_a_filtered_list_from_a_campaign_finds_it_filtered(
    page: Page, workspace: Workspace
):
    """F276"""
    go(page, workspace)
    choose(page, "View by Status", "Pending")
    searches(page, "?status=pending")
    page.get_by_role("article").first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/campaigns/\d+$"))
    page.go_back()
    searches(page, "?status=pending")
    expect(page.locator("#reports-status-face")).to_have_text("Pending")


def test_turning_back_before_the_next_page_has_come_stays_here(page: Page, workspace: Workspace):
    go(page, workspace)
    page.evaluate("""() => {
        document.querySelector("article a").click();
        history.back();
    }""")
    expect(page).to_have_url(workspace.url + MESSAGING)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Performance Reports")
    choose(page, "View by Status", "Pending")
    searches(page, "?status=pending")


def test_a_link_to_the_section_itself_starts_afresh(page: Page, workspace: Workspace):
    go(page, workspace, MESSAGING + "?status=pending")
    choose(page, "Campaign Type", "SMS")
    searches(page, "?type=sms&status=pending")
    page.get_by_role("link", name="Performance Reports", exact=True).click()
    counts(page, len(workspace.of(Group.MESSAGING)))
    expect(page.locator("#reports-status-face")).to_have_text("All")
    expect(page.locator("#reports-type-face")).to_have_text("All")


def test_unknown_words_in_the_address_are_named_and_change_nothing(
    page: Page, workspace: Workspace
):
    go(page, workspace, MESSAGING + f"?status=live&range=fortnight&type=telex&page=-1&q={EVIL}")
    notices = page.get_by_role("status").filter(has_text="was ignored")
    for word in ("“live”", "“fortnight”", "“telex”", "“-1”"):
        expect(notices).to_contain_text(word)
    expect(card(page, EVIL)).to_be_visible()
    choose(page, "View by Status", "Scheduled")
    expect(notices).to_have_count(0)


def test_a_page_that_is_not_there_gives_the_last_one(page: Page, workspace: Workspace):
    go(page, workspace, MESSAGING + "?page=99")
    expect(page.get_by_role("status").filter(has_text="There is no page 100")).to_be_visible()
    expect(card(page, "test")).to_be_visible()


def test_filters_are_cleared_one_by_one(page: Page, workspace: Workspace):
    go(page, workspace, MESSAGING + "?range=last-30-days&type=sms&status=pending")
    page.get_by_role("button", name="Clear types").click()
    searches(page, "?range=last-30-days&status=pending")
    page.get_by_role("button", name="Clear dates").click()
    searches(page, "?status=pending")
    page.get_by_role("button", name="Clear statuses").click()
    expect(page).to_have_url(workspace.url + MESSAGING)
    counts(page, len(workspace.of(Group.MESSAGING)))
    expect(page.get_by_role("button", name="Clear filters")).to_be_hidden()


def test_all_filters_are_cleared_at_once(page: Page, workspace: Workspace):
    go(page, workspace, MESSAGING + "?range=last-30-days&type=sms&q=messaging")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(workspace.url + MESSAGING)
    counts(page, len(workspace.of(Group.MESSAGING)))
    expect(page.get_by_label("Name, sender or ID")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Name, sender or ID")).to_have_value("messaging")


def test_an_empty_answer_says_so_and_offers_the_way_out(page: Page, workspace: Workspace):
    """D-03"""
    go(page, workspace, MESSAGING + "?q=nobody+is+called+so")
    counts(page, 0)
    expect(page.get_by_role("heading", name="No campaign fits these filters")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    counts(page, len(workspace.of(Group.MESSAGING)))


def test_an_empty_workspace_invites_to_make_the_first(page: Page, empty_url: str):
    page.goto(empty_url + INTERACTIVE)
    expect(page.get_by_role("heading", name="No campaigns yet")).to_be_visible()
    expect(page.get_by_role("link", name="New Campaign +")).to_have_count(2)


def test_words_in_the_search_narrow_the_list_as_they_are_typed(page: Page, workspace: Workspace):
    go(page, workspace)
    field = page.get_by_label("Name, sender or ID")
    field.press_sequentially("sender 17")
    searches(page, "?q=sender+17")
    counts(page, 1)
    assert cards(page) == ["Messaging 17"]
    field.fill("söhne")
    expect(card(page, EVIL)).to_be_visible()
    counts(page, 1)
    page.go_back()  # typing is one step, however long it took
    counts(page, len(workspace.of(Group.MESSAGING)))


def test_the_search_of_the_frame_searches_here_too(page: Page, workspace: Workspace):
    go(page, workspace, MESSAGING + "?status=completed")
    page.get_by_label("Search campaigns").fill("sender 17")
    page.get_by_label("Search campaigns").press("Enter")
    searches(page, "?status=completed&q=sender+17")
    expect(page.get_by_label("Name, sender or ID")).to_have_value("sender 17")


@pytest.mark.parametrize(
    ("address", "name", "target"),
    [
        (MESSAGING, "New Message +", "/campaigns/new/messaging"),
        (INTERACTIVE, "New Campaign +", "/campaigns/new/interactive"),
    ],
)
def test_each_tab_makes_its_own_kind_of_campaign(
    page: Page, workspace: Workspace, address: str, name: str, target: str
):
    go(page, workspace, address)
    page.get_by_role("link", name=name).click()
    expect(page).to_have_url(workspace.url + target)


def calls(page: Page) -> list[str]:
    """What the page asks the server from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/_dash-update-component" in request.url:
            asked.append(request.post_data or "")

    page.on("request", note)
    return asked


def test_a_change_of_a_filter_asks_the_server_once(page: Page, workspace: Workspace):
    go(page, workspace)
    page.wait_for_load_state("networkidle")
    asked = calls(page)
    choose(page, "View by Status", "Scheduled")
    counts(page, sum(c.state is State.SCHEDULED for c in workspace.of(Group.MESSAGING)))
    page.go_back()
    counts(page, len(workspace.of(Group.MESSAGING)))
    page.wait_for_load_state("networkidle")
    assert len(asked) == 2


def test_the_first_answer_already_holds_the_cards(page: Page, workspace: Workspace):
    asked = calls(page)
    go(page, workspace, MESSAGING + "?status=scheduled")
    page.wait_for_load_state("networkidle")
    assert not [body for body in asked if "reports-list" in body]


def test_a_card_that_moves_is_looked_at_again_every_ten_seconds(page: Page, workspace: Workspace):
    """F042, D-05"""
    moving = workspace.campaigns.register(
        CampaignDraft(
            name="On its way",
            group=Group.MESSAGING,
            type="sms",
            state=State.IN_PROGRESS,
            external_id="on-its-way",
            sender="61222",
            recipients=10,
            created_at=datetime(2021, 5, 1, tzinfo=UTC),
        ),
        "Ada Lovelace",
    )[0]
    page.clock.install()
    go(page, workspace, MESSAGING + "?to=2021-12-31")
    expect(card(page, "On its way")).to_contain_text("In Progress")
    expect(card(page, "On its way").get_by_role("progressbar")).to_have_attribute(
        "aria-valuenow", "0"
    )
    workspace.campaigns.change(moving.id, State.COMPLETED, "Ada Lovelace")
    page.clock.run_for(10_500)
    expect(card(page, "On its way").get_by_role("link")).to_have_text("Report")
    page.wait_for_load_state("networkidle")
    asked = calls(page)
    page.clock.run_for(60_000)  # it is finished: no more looking
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_refresh_looks_again_and_says_when(page: Page, workspace: Workspace):
    """D-05"""
    go(page, workspace, MESSAGING + "?q=brand+new+name")
    counts(page, 0)
    workspace.campaigns.register(
        CampaignDraft(
            name="Brand new name",
            group=Group.MESSAGING,
            type="sms",
            state=State.PENDING,
            external_id="brand-new",
            sender="61222",
            created_at=datetime(2020, 5, 1, tzinfo=UTC),
        ),
        "Ada Lovelace",
    )
    page.get_by_role("button", name="Refresh").click()
    counts(page, 1)
    expect(page.locator("#shell-as-of")).to_have_text(re.compile(r"Data as of \d\d:\d\d:\d\d"))


def test_turning_a_page_takes_the_focus_to_the_list(page: Page, workspace: Workspace):
    go(page, workspace)
    page.get_by_role("link", name="Next page").press("Enter")
    searches(page, "?page=1")
    expect(page.get_by_role("region", name="Messaging list")).to_be_focused()
    expect(page.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_everyone_can_use_it_whatever_is_open(
    page: Page, workspace: Workspace, size: dict[str, int]
):
    page.set_viewport_size(size)
    go(page, workspace, MESSAGING + "?status=pending&status=gone&range=last-30-days")
    for label in (None, "Show", "Campaign Type", "View by Status"):
        if label:
            opener(page, label).click()
        page.mouse.move(0, 0)
        assert axe(page) == [], label
        page.emulate_media(color_scheme="dark")
        assert faint(page) == [], label
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.emulate_media(color_scheme="light")
        page.keyboard.press("Escape")


@pytest.mark.parametrize("label", ["Campaign Type", "View by Status"])
def test_a_menu_is_used_by_keyboard_alone(page: Page, workspace: Workspace, label: str):
    go(page, workspace)
    opener(page, label).focus()
    page.keyboard.press("ArrowDown")
    boxes = page.locator(".filter-panel:not([hidden])").get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("End")
    expect(boxes.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes.first).to_be_checked()
    page.keyboard.press("Escape")
    expect(opener(page, label)).to_be_focused()
    expect(opener(page, label)).to_have_attribute("aria-expanded", "false")
    searches(page, "type=sms" if label == "Campaign Type" else "status=completed")

"""Files of other systems in a real browser: map one, import it, see its figures, undo it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.services import Services, build
from data.settings import Settings
from tests.screens.axe import axe, faint
from tests.screens.conftest import until_seen
from tests.server import serving

# Four people got it, of whom two opened; the word "vanished" and one time mean nothing.
FILE = (
    "Mailing;Who;When;What\n"
    "Spring <sale>;a@example.com;2026-03-02 10:00;Delivered\n"
    "Spring <sale>;b@example.com;2026-03-02 10:00;Delivered\n"
    "Spring <sale>;c@example.com;2026-03-02 10:00;Delivered\n"
    "Spring <sale>;d@example.com;2026-03-02 10:00;Delivered\n"
    "Spring <sale>;a@example.com;2026-03-02 11:00;Opened\n"
    "Spring <sale>;b@example.com;2026-03-02 12:00;Looked at\n"
    "Spring <sale>;c@example.com;2026-03-02 12:00;Vanished\n"
    "Spring <sale>;c@example.com;someday;Opened\n"
)

# The second row has more that arrived or failed than were sent.
TOTALS = (
    "Campaign Name,Send Time,Total Recipients,Successful Deliveries,Bounces,Unique Opens,Open Rate,"
    "Spam Complaints,Campaign ID,Campaign Channel\n"
    "Autumn <styles>,2026-03-02 09:30:00,110,108,2,27,25.0%,0,a1,Email\n"
    "Winter,2026-03-09 09:30:00,10,12,0,1,8.3%,0,b2,Email\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Services]]:
    """A server over an empty workspace, and a second hand in it."""
    data_dir = tmp_path_factory.mktemp("files")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    with serving(data_dir) as address:
        yield address, services
    services.engine.dispose()


def test_a_file_is_mapped_imported_counted_and_undone(
    page: Page, workspace: tuple[str, Services], tmp_path: Path
) -> None:
    """Each step without a violation of WCAG 2.2 AA."""
    url, _ = workspace
    page.goto(f"{url}/settings")
    page.get_by_role("link", name="Files", exact=False).filter(has_text="other systems").click()
    expect(page.get_by_text("No file was imported yet.")).to_be_visible()
    assert axe(page) == []
    _map(page, tmp_path)
    _fits_a_phone_and_the_dark(page)
    page.get_by_role("button", name="Import the file").click()
    expect(page.get_by_role("heading", name="Import of a file")).to_be_visible()
    finished = page.get_by_role("region", name="Finished")
    until_seen(page, page.get_by_role("region", name="Finished", exact=True))
    expect(finished).to_contain_text(
        re.compile(r"New events\s*6.*Campaigns made\s*1.*left out\s*2")
    )
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download 2 lines left out").click()
    assert download.value.path().read_text().splitlines() == [
        "where,reason",
        "spring.csv line 8,'Vanished' has no meaning in this mapping",
        "spring.csv line 9,\"'someday' is not a time like 2026-03-11 09:30:00, or a number since "
        '1970"',
    ]
    _figures(page, url, "4", "2")
    _undo(page, url)
    _figures(page, url, "0", "0")


def _map(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "spring.csv"
    file.write_bytes(FILE.encode("utf-16"))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="Import a file")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/settings/files/\d+/columns$"))
    # By what stands in them; the mailing by its name.
    expect(page.get_by_label("Means: Who")).to_have_value("recipient")
    expect(page.get_by_label("Means: When")).to_have_value("time")
    expect(page.get_by_label("Means: Mailing")).to_have_value("campaign_name")
    page.get_by_label("Means: What").select_option("word")
    expect(page.get_by_label("Means: opened")).to_have_value("fate:seen")
    page.get_by_label("Means: looked at").select_option("fate:seen")
    preview = page.get_by_role("region", name="First rows")
    expect(page.get_by_label("Means: vanished")).to_have_value("*")
    expect(preview).to_contain_text("'Vanished' has no meaning in this mapping")
    expect(preview).to_contain_text("'someday' is not a time")
    page.get_by_label("All of one campaign:").check()
    expect(preview).to_contain_text("Say which campaign")
    page.get_by_label("make campaigns that are new").check()
    expect(preview).to_contain_text("6 events")
    page.get_by_label("Remember what the columns mean as").fill("House export")
    assert axe(page) == []


def _fits_a_phone_and_the_dark(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(color_scheme="dark")
    assert faint(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})


def _figures(page: Page, url: str, sent: str, opened: str) -> None:
    page.goto(f"{url}/campaigns/1/report")
    for name, count in (("Total Messages Sent", sent), ("Opened", opened)):
        tile = page.get_by_role("group", name=name, exact=True)
        expect(tile.locator(".kpi-value")).to_have_text(count)


def _undo(page: Page, url: str) -> None:
    page.goto(f"{url}/settings/files")
    page.get_by_role("link", name="spring.csv").click()
    page.get_by_role("button", name="Undo this import").click()
    dialog = page.get_by_role("alertdialog", name="Undo this import?")
    expect(dialog).to_contain_text("Its 6 events go from every figure")
    assert axe(page) == []
    dialog.get_by_role("button", name="Undo").click()
    until_seen(page, page.get_by_role("region", name="Undone", exact=True))
    expect(page.get_by_role("button", name="Undo this import")).to_have_count(0)


def test_totals_are_imported_as_totals_and_marked_so(
    page: Page, workspace: tuple[str, Services], tmp_path: Path
) -> None:
    """What of the file is not taken is named first; the report says that nobody is known."""
    url, services = workspace
    file = tmp_path / "campaigns.csv"
    file.write_text(TOTALS)
    page.goto(f"{url}/settings/files")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_label("Means: Unique Opens")).to_have_value("total:opened")
    preview = page.get_by_role("region", name="First rows")
    expect(preview).to_contain_text("Totals of 1 campaign, 1 bad row")
    expect(preview).to_contain_text("Sent 110, Delivered 108, Failed 2, Complaints 0, Opened 27")
    expect(preview).to_contain_text("12 were delivered or failed, of 10 that were sent")
    expect(preview).to_contain_text("Not taken (shares are computed from the counts): Open Rate")
    assert axe(page) == []
    page.get_by_role("button", name="Import the file").click()
    until_seen(page, page.get_by_role("region", name="Finished", exact=True))
    finished = page.get_by_role("region", name="Finished")
    expect(finished).to_contain_text(re.compile(r"Campaigns with totals\s*1.*made\s*1"))
    place = services.campaigns.place(None, "klaviyo:a1")
    assert place is not None
    page.goto(f"{url}/campaigns/{place.id}/report")
    expect(page.get_by_text("were imported as totals (Klaviyo campaign totals")).to_be_visible()
    sent = page.get_by_role("group", name="Total Messages Sent", exact=True)
    expect(sent.locator(".kpi-value")).to_have_text("110")
    rate = page.get_by_role("group", name="Open Rate", exact=True)
    expect(rate.locator(".kpi-value")).to_have_text("25.0 %")
    chart = page.get_by_role("figure", name="Messages by Status")
    expect(chart).to_contain_text("single messages, their statuses and their times are unknown")
    assert axe(page) == []

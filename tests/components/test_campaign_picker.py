"""Does the picker list what was found as links, and say how much more there is?"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from components.campaign_picker import campaign_picker, found
from data.campaign import Campaign
from data.vocabulary.campaign_state import Group, State
from tests.drawn import prop, role, text, walk

AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
SALE = Campaign(7, "<b>Sale</b>", Group.MESSAGING, "sms", "sms", "", State.COMPLETED, AT, "2026-03")


def listed(campaigns: list[Campaign], total: int) -> list[object]:
    """What stands in the list."""
    zone = ZoneInfo("Asia/Tokyo")
    return found("pick", campaigns, total, zone, lambda one: f"/x?campaign={one.id}", "goal")


def test_each_campaign_is_a_link_that_picks_it() -> None:
    (link,) = [part for part in walk(listed([SALE], 1)) if role(part) == "link"]
    assert link.href == "/x?campaign=7"
    assert text(link) == "<b>Sale</b>SMS · Mar 3, 2026 · ID 7Completed"  # a day of the zone
    assert (prop(link, "data-route"), prop(link, "data-then")) == ("", "goal")


def test_it_is_said_how_many_there_are() -> None:
    def told(count: int, total: int) -> str:
        (status,) = [p for p in walk(listed([SALE] * count, total)) if role(p) == "status"]
        return text(status)

    assert told(1, 1) == "1 campaign."
    assert told(2, 2) == "2 campaigns."
    assert told(8, 9_984) == "9,984 campaigns; the newest 8 are listed."
    assert told(0, 0) == "No campaign that went out is called so."


def test_the_panel_is_closed_and_its_button_says_which_it_opens() -> None:
    picker = campaign_picker("pick", "Add a campaign", ())
    (button,) = [part for part in walk(picker) if role(part) == "button"]
    (panel,) = [part for part in walk(picker) if role(part) == "group"]
    assert prop(button, "aria-controls") == panel.id
    assert prop(button, "aria-expanded") == "false"
    assert panel.hidden is True
    assert prop(panel, "aria-label") == "Add a campaign"

"""What can be put on a wall is what is there now, and what stands at an address."""

from __future__ import annotations

import pytest

from data.errors import BadRequest, NotFound
from data.services import Services
from data.source import Part
from data.vocabulary.campaign_state import State
from data.wall import Entry, EntryKind
from data.wall_offers import at_address, offered
from tests.small_campaign import SmallCampaign

BOARD = "/dashboards/messaging?range=last-7-days"


def test_dashboards_and_campaigns_that_move_are_offered_by_name(services: Services) -> None:
    campaign = SmallCampaign(services, "e-swipe", channel="sms").campaign
    SmallCampaign(services, "e-swipe", channel="sms", state=State.COMPLETED, name="Over")
    own = services.own_dashboards.create("Mine", "Ada")
    found = offered(services.desk, services.own_dashboards)
    assert {(entry.kind, entry.address, entry.key, entry.label) for entry in found.values()} == {
        (EntryKind.LIVE, "", "", "Every campaign that is Live or In Progress"),
        (EntryKind.BOARD, "/dashboards/messaging", "", "Dashboard Messaging"),
        (EntryKind.BOARD, "/dashboards/subscribers", "", "Dashboard Subscribers"),
        (EntryKind.BOARD, f"/dashboards/{own.id}", "", "Dashboard Mine"),
        (EntryKind.CAMPAIGN, "", str(campaign.id), "A e-swipe, while it is Live"),
    }
    services.walls.create("All of it", tuple(found.values()), "Ada")


def test_an_address_offers_its_figures_and_charts(services: Services) -> None:
    pasted = f" https://reports.example.com{BOARD} "
    everything, *each = at_address(services.desk, services.own_dashboards, pasted)
    assert everything == Entry(EntryKind.BOARD, BOARD, label="Messaging: all figures and charts")
    assert [(one.kind, one.address, one.key) for one in each] == [
        (EntryKind.KPI, BOARD, "exchanged"),
        (EntryKind.KPI, BOARD, "outbound"),
        (EntryKind.KPI, BOARD, "inbound"),
        (EntryKind.CHART, BOARD, "exchanged_by_day"),
    ]


def test_an_own_dashboard_is_offered_whole(services: Services) -> None:
    own = services.own_dashboards.create("Mine", "Ada")
    services.own_dashboards.add(own.id, BOARD, Part.KPI, "outbound", "Out", by="Ada")
    (whole,) = at_address(services.desk, services.own_dashboards, f"/dashboards/{own.id}")
    assert (whole.kind, whole.label) == (EntryKind.BOARD, "Dashboard Mine")


def test_an_address_without_figures_says_so(services: Services) -> None:
    for address, kind in (
        ("", BadRequest),
        ("hub", BadRequest),
        ("http://[", BadRequest),
        ("/nowhere", NotFound),
        ("/dashboards/999", NotFound),
        ("/campaigns/999/report", NotFound),
    ):
        with pytest.raises(kind):
            at_address(services.desk, services.own_dashboards, address)

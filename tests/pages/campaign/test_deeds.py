"""Who may change campaigns, and which moment a day and a time mean."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from data.api.guard import Visitor
from data.campaign_draft import CampaignDraft
from data.errors import NotAllowed
from data.services import Services
from data.vocabulary.campaign_state import Group, State
from pages.campaign import forms
from pages.campaign.deeds import Deed, do
from pages.campaign.when import read_when
from tests.drawn import all_of, text

DRAFT = CampaignDraft(name="Spring", group=Group.MESSAGING, type="sms", state=State.PENDING)


@pytest.mark.parametrize("role", ["viewer", "key", ""])
@pytest.mark.parametrize("deed", Deed)
def test_only_owners_and_editors_change_campaigns(services: Services, role: str, deed: Deed):
    campaign, _ = services.campaigns.register(DRAFT, "a")
    with pytest.raises(NotAllowed, match="Only owners and editors"):
        do(services, campaign.id, deed, {}, Visitor("Vic", role))
    assert services.campaigns.get(campaign.id) == campaign


@pytest.mark.parametrize("role", ["owner", "editor"])
def test_owners_and_editors_do(services: Services, role: str):
    campaign, _ = services.campaigns.register(DRAFT, "a")
    done = do(services, campaign.id, Deed.SEND, {}, Visitor("Eve", role))
    assert done.campaign is not None
    assert done.campaign.state is State.IN_PROGRESS


def test_whoever_only_looks_on_sees_no_button(services: Services):
    campaign, _ = services.campaigns.register(DRAFT, "a")
    drawn = forms.controls(campaign, services.zone, services.clock(), may=False)
    assert all_of(drawn, "Button") == []
    assert "Only owners and editors" in text(drawn)


@pytest.mark.parametrize(
    ("kind", "state", "label"),
    [
        ("e-swipe", State.DRAFT, "Continue editing"),
        ("e-swipe", State.PENDING, "Edit"),
        ("e-swipe", State.SCHEDULED, "Edit"),
        ("e-swipe", State.PROCESSING, None),
        ("e-swipe", State.LIVE, None),
        ("sms", State.PENDING, "Edit"),
        ("sms", State.SCHEDULED, "Edit"),
        ("sms", State.IN_PROGRESS, None),
    ],
)
def test_whatever_waits_for_somebody_leads_to_its_editor(
    services: Services, kind: str, state: State, label: str | None
):
    """F061, D-06."""
    group = Group.MESSAGING if kind == "sms" else Group.INTERACTIVE
    draft = CampaignDraft(name="D", group=group, type=kind, state=state)
    campaign, _ = services.campaigns.register(draft, "a")
    drawn = forms.controls(campaign, services.zone, services.clock(), may=True)
    links = [(text(link).strip(), link.href) for link in all_of(drawn, "Link")]
    assert links == ([(label, f"/campaigns/{campaign.id}/edit")] if label else [])


def test_a_time_that_comes_twice_is_the_first():
    """Berlin's clock shows 2:30 twice on that night; the first is still summer time."""
    found = read_when("2026-10-25", "02:30", ZoneInfo("Europe/Berlin"))
    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_spaces_around_are_no_matter():
    assert read_when(" 2026-03-12 ", "9:05 ", ZoneInfo("UTC")) == datetime(
        2026, 3, 12, 9, 5, tzinfo=UTC
    )

"""What a paused campaign shows: the figures of its type up to the very moment of the pause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from data.errors import NotFound, Refused
from data.reports import Report
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import STATES, Group, State
from pages.report.tabs import TABS
from tests.conftest import SetClock
from tests.small_campaign import SmallCampaign


@pytest.fixture
def workspace(settings: Settings, clock: SetClock) -> Iterator[Services]:
    built = build(settings, clock, TABS)
    yield built
    built.engine.dispose()


def row(report: Report) -> dict[str, float | int | None]:
    return {kpi.key: kpi.value for kpi in report.row}


def test_the_figures_are_those_up_to_the_pause_whatever_came_later(
    workspace: Services, clock: SetClock
):
    """F058, F060: participation in the pause is kept, but is no part of the figures for good."""
    swipe = SmallCampaign(workspace, "e-swipe", channel="sms")
    for number in range(3):
        swipe.sent("link.open", clock.now - timedelta(minutes=number + 1), f"p{number}")
    workspace.campaigns.change(swipe.campaign.id, State.PENDING, "Ada")
    clock.forward(minutes=7)
    for number in range(5):
        swipe.sent("link.open", clock.now - timedelta(minutes=1), f"late{number}")
    report = workspace.reports.gathered(swipe.campaign.id)
    assert row(report)["opened_url_link"] == 3
    workspace.campaigns.change(swipe.campaign.id, State.LIVE, "Ada")
    swipe.sent("link.open", clock.now, "back")
    live = workspace.reports.open(swipe.campaign.id)
    assert row(live)["opened_url_link"] == 4
    mark = "5 events that happened while the campaign was paused are kept and left out"
    for told in (report, live):
        assert [notice for notice in told.numbers.notices if mark in notice]


def test_without_a_pause_nothing_is_said_to_be_left_out(workspace: Services, clock: SetClock):
    swipe = SmallCampaign(workspace, "e-swipe", channel="sms")
    swipe.sent("link.open", clock.now, "p")
    assert workspace.reports.open(swipe.campaign.id).numbers.notices == ()


def test_after_a_second_pause_the_figures_reach_to_that_one(workspace: Services, clock: SetClock):
    swipe = SmallCampaign(workspace, "e-swipe", channel="sms")
    for state in (State.PENDING, State.LIVE):
        workspace.campaigns.change(swipe.campaign.id, state, "Ada")
        clock.forward(hours=1)
    swipe.sent("link.open", clock.now - timedelta(minutes=1), "p")
    workspace.campaigns.change(swipe.campaign.id, State.PENDING, "Ada")
    assert row(workspace.reports.gathered(swipe.campaign.id))["opened_url_link"] == 1


@pytest.mark.parametrize("kind", ["e-swipe", "keyword", "chatbot-service", "digital-coupon"])
def test_they_depend_on_the_type_and_are_its_kpis_and_first_tab(workspace: Services, kind: str):
    """F059."""
    small = SmallCampaign(workspace, kind)
    live = workspace.reports.open(small.campaign.id)
    workspace.campaigns.change(small.campaign.id, State.PENDING, "Ada")
    paused = workspace.reports.gathered(small.campaign.id)
    assert paused.tab == live.tab
    assert [kpi.key for kpi in paused.row] == [kpi.key for kpi in live.row]
    assert paused.row or paused.numbers.kpis


def test_one_that_was_registered_as_paused_has_all_it_gathered_until_then(
    workspace: Services, clock: SetClock
):
    swipe = SmallCampaign(workspace, "e-swipe", channel="sms", state=State.PENDING)
    swipe.sent("link.open", clock.now - timedelta(hours=1), "p")
    assert row(workspace.reports.gathered(swipe.campaign.id))["opened_url_link"] == 1


@pytest.mark.parametrize("state", [s for s in STATES[Group.INTERACTIVE] if s is not State.PENDING])
def test_only_a_paused_campaign_has_them(workspace: Services, state: State):
    small = SmallCampaign(workspace, "e-swipe", state=state)
    with pytest.raises(Refused, match="not paused"):
        workspace.reports.gathered(small.campaign.id)


def test_a_pending_message_is_not_paused(workspace: Services):
    small = SmallCampaign(workspace, "sms", group=Group.MESSAGING, state=State.PENDING)
    with pytest.raises(Refused, match="not paused"):
        workspace.reports.gathered(small.campaign.id)
    with pytest.raises(NotFound):
        workspace.reports.gathered(99)

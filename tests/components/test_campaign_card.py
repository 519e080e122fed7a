"""A campaign's card in a list."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from components.campaign_card import campaign_card
from data.campaign import Campaign
from data.vocabulary.campaign_state import STATES, Group, State
from tests.drawn import all_by_role, all_of, by_class, by_role, prop, text

BERLIN = ZoneInfo("Europe/Berlin")
MESSAGING, INTERACTIVE = Group.MESSAGING, Group.INTERACTIVE


def campaign(state=State.COMPLETED, group=MESSAGING, name="test", **more) -> Campaign:
    return Campaign(
        id=6023,
        name=name,
        group=group,
        type="rcs",
        channel="rcs",
        sender=more.get("sender", "61e9bb8f4a01ea313002dc2d"),
        state=state,
        created_at=datetime(2022, 2, 9, 12, 7, tzinfo=UTC),
        month="2022-02",
    )


def card(state=State.COMPLETED, group=MESSAGING, progress=None, **more):
    return campaign_card(
        campaign(state, group, **more), BERLIN, type_label="RCS", progress=progress
    )


def test_a_card_is_an_article_named_by_its_campaign():
    assert by_role(card(), "article", "test")


def test_the_left_zone_tells_name_sender_type_and_id():
    """F024."""
    (left,) = by_class(card(), "card-who")
    for word in ("test", "61e9bb8f4a01ea313002dc2d", "RCS", "6023"):
        assert word in text(left)


@pytest.mark.parametrize("state", State)
def test_the_middle_zone_tells_the_state_in_its_word_and_its_colour(state):
    """F025, F029."""
    (middle,) = by_class(card(state), "card-state")
    assert state.label in text(middle)
    assert by_class(middle, f"state-{state.value}")


def test_the_creation_date_reads_like_the_documented_one():
    """F026."""
    (time,) = all_of(card(), "Time")
    assert text(time) == "Feb 9, 2022, 1:07 PM"
    assert time.dateTime == "2022-02-09T12:07:00Z"


@pytest.mark.parametrize(
    ("group", "state", "action", "href"),
    [
        (MESSAGING, State.COMPLETED, "Report", "/campaigns/6023/report"),  # F036
        (MESSAGING, State.IN_PROGRESS, "Details", "/campaigns/6023"),  # F037
        (MESSAGING, State.SCHEDULED, "Details", "/campaigns/6023"),  # F038
        (MESSAGING, State.PENDING, "Details", "/campaigns/6023"),  # F039
        (INTERACTIVE, State.COMPLETED, "Report", "/campaigns/6023/report"),  # F050
        (INTERACTIVE, State.LIVE, "Report", "/campaigns/6023/report"),  # F051
        (INTERACTIVE, State.PROCESSING, "Details", "/campaigns/6023"),
        (INTERACTIVE, State.PENDING, "Details", "/campaigns/6023"),
        (INTERACTIVE, State.DRAFT, "Details", "/campaigns/6023"),
    ],
)
def test_a_card_has_exactly_one_action_by_its_state(group, state, action, href):
    """F027, F036 to F039, F050."""
    (link,) = all_by_role(card(state, group), "link")
    assert (text(link), link.href) == (action, href)


def test_interactive_cards_have_the_same_zones_as_messaging_cards():
    """F028."""
    zones = [
        [prop(part, "className") for part in card(State.COMPLETED, group).children if part]
        for group in Group
    ]
    assert zones[0] == zones[1] == ["card-who", "card-state", "card-action"]


@pytest.mark.parametrize("state", STATES[INTERACTIVE])
def test_progress_shows_only_while_a_campaign_runs(state):
    bars = all_by_role(card(state, INTERACTIVE, progress=0.4), "progressbar")
    assert len(bars) == (1 if state is State.LIVE else 0)


@pytest.mark.parametrize(("done", "now"), [(0.42, "42"), (1.7, "100"), (-1, "0")])
def test_progress_tells_its_percentage_within_its_limits(done, now):
    bar = by_role(card(State.IN_PROGRESS, progress=done), "progressbar")
    assert prop(bar, "aria-valuenow") == now


def test_no_progress_is_shown_where_none_is_known():
    assert all_by_role(card(State.IN_PROGRESS), "progressbar") == []


@pytest.mark.parametrize(
    "name", ["Black Friday 🎉", "عرض نهاية الأسبوع", "<script>alert(1)</script>"]
)
def test_any_name_stays_text_of_its_own_direction(name):
    drawn = card(name=name)
    heading = by_role(drawn, "heading")
    (isolated,) = all_of(heading, "Bdi")
    assert isolated.children == name
    assert prop(heading, "title") == name
    assert by_role(drawn, "article", name)


def test_a_campaign_without_a_sender_says_so():
    assert text(by_class(card(sender=""), "card-sender")) == "–"

"""The two state machines against the documented lists, every pair of states tried."""

import itertools

import pytest

from data.vocabulary.campaign_state import (
    DELETABLE,
    STATES,
    CardAction,
    Group,
    State,
    card_action,
    has_report,
    may_change,
)

# 1.6, 1.7 and D-06, from → to; "new" is a campaign that does not exist yet.
ALLOWED = {
    Group.MESSAGING: """
        new → scheduled
        new → pending
        new → in-progress
        pending → scheduled
        pending → in-progress
        scheduled → in-progress
        in-progress → completed
    """,
    Group.INTERACTIVE: """
        new → draft
        new → scheduled
        new → processing
        draft → processing
        scheduled → processing
        processing → completed
        processing → live
        live → pending
        pending → live
        live → completed
    """,
}


def pairs(text):
    """The pairs of states in a list like the ones above."""
    lines = [line.strip().split(" → ") for line in text.strip().splitlines()]
    return {(None if a == "new" else State(a), State(b)) for a, b in lines}


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize(("before", "after"), itertools.product((None, *State), State))
def test_exactly_the_documented_transitions_are_allowed(group, before, after):
    """F057, F065, F066, F068, F069, F070, F071, and every other pair refused."""
    assert may_change(group, before, after) == ((before, after) in pairs(ALLOWED[group]))


@pytest.mark.parametrize(
    ("after", "sources"),
    [
        (State.PENDING, {State.LIVE}),  # F057
        (State.SCHEDULED, {None}),  # F066
        (State.DRAFT, {None}),  # F068
        (State.COMPLETED, {State.PROCESSING, State.LIVE}),  # F070, F071
        (State.LIVE, {State.PROCESSING, State.PENDING}),  # F061, F069
    ],
)
def test_an_interactive_state_is_reached_from_its_documented_sources_only(after, sources):
    found = {b for b in (None, *State) if may_change(Group.INTERACTIVE, b, after)}
    assert found == sources


def test_processing_ends_in_completed_or_live():
    """F065."""
    after = {s for s in State if may_change(Group.INTERACTIVE, State.PROCESSING, s)}
    assert after == {State.COMPLETED, State.LIVE}


def test_only_a_live_campaign_can_be_paused():
    """F053, F055."""
    pausable = {s for s in State if may_change(Group.INTERACTIVE, s, State.PENDING)}
    assert pausable == {State.LIVE}


@pytest.mark.parametrize("group", Group)
def test_nothing_leaves_completed(group):
    assert not any(may_change(group, State.COMPLETED, after) for after in State)


@pytest.mark.parametrize("group", Group)
def test_every_state_of_a_group_can_be_reached_and_no_other(group):
    reached, more = set(), {None}
    while more:
        more = {a for b in more for a in State if may_change(group, b, a)} - reached
        reached |= more
    assert reached == set(STATES[group])


def test_the_messaging_menu_has_four_statuses():
    """F012."""
    labels = [state.label for state in STATES[Group.MESSAGING]]
    assert labels == ["Completed", "In Progress", "Scheduled", "Pending"]


def test_the_interactive_menu_has_six_statuses():
    """F013."""
    labels = [state.label for state in STATES[Group.INTERACTIVE]]
    assert labels == ["Completed", "Live", "Processing", "Scheduled", "Pending", "Draft"]


def test_the_two_groups_are_called_as_their_tabs():
    """F003."""
    assert [group.label for group in Group] == ["Messaging", "Interactive Campaigns"]


@pytest.mark.parametrize(
    ("group", "state", "action"),
    [
        (Group.MESSAGING, State.COMPLETED, "Report"),  # F036
        (Group.MESSAGING, State.IN_PROGRESS, "Details"),  # F037
        (Group.MESSAGING, State.SCHEDULED, "Details"),  # F038
        (Group.MESSAGING, State.PENDING, "Details"),  # F039
        (Group.INTERACTIVE, State.COMPLETED, "Report"),  # F050
        (Group.INTERACTIVE, State.LIVE, "Report"),  # F051
        (Group.INTERACTIVE, State.PROCESSING, "Details"),  # F064
        (Group.INTERACTIVE, State.SCHEDULED, "Details"),
        (Group.INTERACTIVE, State.PENDING, "Details"),  # F058
        (Group.INTERACTIVE, State.DRAFT, "Details"),
    ],
)
def test_a_card_offers_the_one_action_of_its_state(group, state, action):
    """F027, F040: a campaign has a report exactly when its card says so."""
    assert card_action(group, state) is CardAction(action)
    assert has_report(group, state) == (action == "Report")


def test_what_went_out_or_runs_cannot_be_deleted():
    """F045, F047 (D-06)."""
    assert DELETABLE == {
        Group.MESSAGING: {State.SCHEDULED, State.PENDING},
        Group.INTERACTIVE: {State.SCHEDULED, State.DRAFT},
    }

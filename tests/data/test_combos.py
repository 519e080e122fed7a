"""Which campaigns hang together, and what pausing one does to the others."""

from __future__ import annotations

from typing import Any

import pytest

from data import combos
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaigns import Campaigns
from data.errors import NotFound, Refused
from data.services import Services
from data.vocabulary.campaign_state import STATES, Group, State


class Some:
    """Campaigns by their external ids."""

    def __init__(self, services: Services) -> None:
        self.campaigns: Campaigns = services.campaigns

    def form(self, name: str, *targets: Any, state: State = State.LIVE) -> Campaign:
        return self._made(name, "subscription-form", state, {"leads_to": list(targets)})

    def swipe(self, name: str, state: State = State.LIVE, **config: Any) -> Campaign:
        return self._made(name, "e-swipe", state, config)

    def _made(self, name: str, kind: str, state: State, config: dict[str, Any]) -> Campaign:
        draft = CampaignDraft(
            external_id=name,
            name=name,
            group=Group.INTERACTIVE,
            type=kind,
            channel="sms" if kind == "e-swipe" else "",
            state=state,
            config={"recipients": "form", **config},
        )
        return self.campaigns.register(draft, "test")[0]

    def combo(self, campaign: Campaign) -> set[str]:
        return {one.name for one in combos.combo(self.campaigns, campaign)}

    def effects(self, campaign: Campaign) -> dict[str, State]:
        """Resulting states by name."""
        return {e.campaign.name: e.after for e in combos.on_pause(self.campaigns, campaign)}

    def state(self, campaign: Campaign) -> State:
        return self.campaigns.get(campaign.id).state


@pytest.fixture
def some(services: Services) -> Some:
    return Some(services)


def test_a_combo_reaches_in_both_directions_and_through_others(some: Some):
    """F062: two forms that share a target are one combo with all their targets."""
    swipes = [some.swipe(name) for name in ("a", "b", "c", "alone")]
    some.form("f", "a", "b")
    some.form("g", "b", "c")
    assert some.combo(swipes[0]) == {"f", "b", "g", "c"}
    assert some.combo(swipes[3]) == set()


def test_a_target_may_be_named_by_its_number(some: Some):
    target = some.swipe("a")
    form = some.form("f", target.id)
    assert some.combo(form) == {"a"}
    assert some.combo(target) == {"f"}


def test_the_number_is_not_taken_for_an_external_id(some: Some):
    some.swipe("a")
    digits = some.swipe("1")
    assert some.combo(digits) == set()
    some.form("f", "1")
    assert some.combo(digits) == {"f"}


@pytest.mark.parametrize(
    "odd", [None, "a", 5, {"a": 1}, [None, True, 1.5, {}, [], "nobody", 2**60, -1, ""]]
)
def test_whatever_a_form_holds_there_is_no_failure(some: Some, odd: Any):
    swipe = some.swipe("x")
    form = some._made("f", "subscription-form", State.LIVE, {"leads_to": odd})
    assert some.combo(form) == set()
    assert some.combo(swipe) == set()


def test_only_types_that_lead_into_others_make_a_combo(some: Some):
    target = some.swipe("a")
    assert some.combo(some.swipe("b", leads_to=["a"])) == set()
    assert some.combo(target) == set()


def test_a_form_that_leads_to_itself_is_no_combo(some: Some):
    assert some.combo(some.form("f", "f")) == set()


def test_pausing_a_target_pauses_the_live_forms_that_lead_into_it(some: Some):
    """F062: the others are listed with the state they keep."""
    target = some.swipe("a")
    some.swipe("b")
    some.swipe("old", State.COMPLETED)
    some.form("f", "a", "b", "old")
    some.form("draft", "a", state=State.DRAFT)
    assert some.effects(target) == {
        "f": State.PENDING,
        "b": State.LIVE,
        "old": State.COMPLETED,
        "draft": State.DRAFT,
    }


def test_pausing_a_form_changes_nothing_else_and_says_that_nobody_comes_any_more(some: Some):
    some.swipe("a")
    some.swipe("old", State.COMPLETED)
    form = some.form("f", "a", "old")
    effects = combos.on_pause(some.campaigns, form)
    assert not any(effect.is_change for effect in effects)
    assert {e.campaign.name: e.why for e in effects} == {
        "a": "Gets nobody from “f” any more",
        "old": "Not affected",
    }


def test_a_form_that_leads_into_a_paused_form_is_paused_with_it(some: Some):
    target = some.swipe("a")
    some.form("f", "a")
    some.form("g", "f")
    assert some.effects(target) == {"f": State.PENDING, "g": State.PENDING}


def test_a_ring_of_forms_ends(some: Some):
    some.form("f", "g")
    form = some.form("g", "f")
    assert some.effects(form) == {"f": State.PENDING}


def test_what_is_announced_is_what_pausing_does(some: Some):
    """F055, F062: and each has it in its history, with who and why."""
    target, other = some.swipe("a"), some.swipe("b")
    form = some.form("f", "a", "b")
    announced = some.effects(target)
    paused = combos.pause(some.campaigns, target.id, "Ada", "too many")
    assert [one.name for one in paused] == ["a", "f"]
    assert {one.name: some.state(one) for one in (form, other)} == announced
    moves = [some.campaigns.transitions(one.id)[-1] for one in (target, form)]
    assert [(m.before, m.after, m.who, m.why) for m in moves] == [
        (State.LIVE, State.PENDING, "Ada", "too many"),
        (State.LIVE, State.PENDING, "Ada", f"paused together with campaign {target.id}"),
    ]


def test_a_person_may_choose_others_of_the_combo(some: Some):
    """D-06: each listed campaign can be changed from the dialog."""
    target, other = some.swipe("a"), some.swipe("b")
    form = some.form("f", "a", "b")
    combos.pause(some.campaigns, target.id, "Ada", also=frozenset({other.id}))
    assert [some.state(one) for one in (target, other, form)] == [
        State.PENDING,
        State.PENDING,
        State.LIVE,
    ]


def test_all_are_paused_or_none(some: Some):
    target, stranger = some.swipe("a"), some.swipe("z")
    old = some.swipe("old", State.COMPLETED)
    some.form("f", "a", "old")
    for wrong in (stranger, old):
        with pytest.raises(Refused, match=str(wrong.id)):
            combos.pause(some.campaigns, target.id, "Ada", also=frozenset({wrong.id}))
    assert some.state(target) is State.LIVE
    assert len(some.campaigns.transitions(target.id)) == 1


@pytest.mark.parametrize("state", [s for s in STATES[Group.INTERACTIVE] if s is not State.LIVE])
def test_only_a_live_campaign_is_paused(some: Some, state: State):
    """F053, F057."""
    campaign = some.swipe("a", state)
    with pytest.raises(Refused, match=f"is {state.label}"):
        combos.pause(some.campaigns, campaign.id, "Ada")
    assert some.state(campaign) is state


@pytest.mark.parametrize("state", [s for s in STATES[Group.INTERACTIVE] if s is not State.PENDING])
def test_only_a_paused_campaign_is_resumed(some: Some, state: State):
    """A Processing one becomes Live, too, but not by resuming."""
    campaign = some.swipe("a", state)
    with pytest.raises(Refused, match=f"is {state.label}"):
        combos.resume(some.campaigns, campaign.id, "Ada")
    assert some.state(campaign) is state


def test_after_the_return_those_that_are_still_paused_are_named(some: Some):
    """F061, F063."""
    target = some.swipe("a")
    form = some.form("f", "a")
    combos.pause(some.campaigns, target.id, "Ada")
    live = combos.resume(some.campaigns, target.id, "Ada")
    assert live.state is State.LIVE
    (left,) = combos.still_paused(some.campaigns, live)
    assert (left.campaign.name, left.campaign.state, left.after) == ("f", State.PENDING, State.LIVE)
    combos.resume(some.campaigns, form.id, "Ada")
    assert combos.still_paused(some.campaigns, live) == ()


def test_an_unknown_campaign_is_not_found(some: Some):
    for act in (combos.pause, combos.resume):
        with pytest.raises(NotFound):
            act(some.campaigns, 99, "Ada")


def test_a_deleted_target_is_no_part_of_the_combo(some: Some):
    draft = some.swipe("a", State.DRAFT)
    form = some.form("f", "a")
    assert some.combo(form) == {"a"}
    some.campaigns.delete(draft.id, "Ada")
    assert some.combo(form) == set()

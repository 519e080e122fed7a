"""Does no sequence of deeds bring a campaign into a state that the specification does not know?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from data.campaign_draft import CampaignDraft
from data.campaigns import CLOCK
from data.errors import BadRequest, NotFound, Refused
from data.services import Services
from data.vocabulary.campaign_state import STATES, Group, State
from data.vocabulary.filters import CampaignFilters
from tests.conftest import SetClock

# Written down from 1.6, 1.7 and D-06: who may follow whom.
NEXT = {
    Group.MESSAGING: {
        State.PENDING: {State.SCHEDULED, State.IN_PROGRESS},
        State.SCHEDULED: {State.SCHEDULED, State.IN_PROGRESS},
        State.IN_PROGRESS: {State.COMPLETED},
        State.COMPLETED: set(),
    },
    Group.INTERACTIVE: {
        State.DRAFT: {State.PROCESSING},
        State.SCHEDULED: {State.SCHEDULED, State.PROCESSING},
        State.PROCESSING: {State.LIVE, State.COMPLETED},
        State.LIVE: {State.PENDING, State.COMPLETED},
        State.PENDING: {State.LIVE},
        State.COMPLETED: set(),
    },
}
DELETED = {
    Group.MESSAGING: {State.PENDING, State.SCHEDULED},
    Group.INTERACTIVE: {State.DRAFT, State.SCHEDULED},
}
ENDS_IN = timedelta(hours=5)  # the life of a campaign that has an end


@dataclass
class Known:
    """A campaign as the specification says that it must be; no `state`: it was deleted."""

    id: int
    group: Group
    state: State | None
    is_open: bool
    ends_at: datetime | None
    moves: list[tuple[State | None, State | None, str]]


def machine(services: Services, clock: SetClock) -> type[RuleBasedStateMachine]:
    campaigns = services.campaigns

    class Machine(RuleBasedStateMachine):
        """Many hands at the same campaigns, in any order."""

        made = Bundle("made")

        @initialize(target=made)
        def begin(self) -> Any:
            self.all: list[Known] = []
            clock.forward(days=1)
            states = [(group, state) for group in Group for state in STATES[group]]
            return multiple(*(self._made(g, s, True, False) for g, s in states))

        @rule(
            target=made,
            place=st.sampled_from([(g, s) for g in Group for s in STATES[g]]),
            is_open=st.booleans(),
            ends=st.booleans(),
        )
        def register(self, place: tuple[Group, State], is_open: bool, ends: bool) -> Known:
            return self._made(*place, is_open, ends)

        def _made(self, group: Group, state: State, is_open: bool, ends: bool) -> Known:
            ends_at = clock.now + ENDS_IN if ends else None
            config: dict[str, Any] = {"recipients": "form" if is_open else "csv"}
            if ends_at is not None:
                config["expires_at"] = ends_at.isoformat()
            draft = CampaignDraft(
                name="x",
                group=group,
                type="sms" if group is Group.MESSAGING else "e-swipe",
                channel="sms",
                state=state,
                config=config,
            )
            campaign, _ = campaigns.register(draft, "Ada")
            moves: list[tuple[State | None, State | None, str]] = [(None, state, "Ada")]
            known = Known(campaign.id, group, state, is_open, ends_at, moves)
            self.all.append(known)
            return known

        @rule(one=made, after=st.sampled_from(list(State)), minutes=st.integers(-60, 600))
        def change(self, one: Known, after: State, minutes: int) -> None:
            date = clock.now + timedelta(minutes=minutes) if after is State.SCHEDULED else None
            before = one.state

            def deed() -> object:
                return campaigns.change(one.id, after, "Bea", "", date)

            if before is None:
                assert refused(deed, NotFound)
            elif not may(one, after):
                assert f"Campaign {one.id} “x” " in refused(deed, Refused)
            elif after is State.SCHEDULED and minutes <= 0:
                assert "future" in refused(deed, BadRequest)
            else:
                deed()
                one.state = after
                one.moves.append((before, after, "Bea"))

        @rule(one=made)
        def delete(self, one: Known) -> None:
            def deed() -> object:
                return campaigns.delete(one.id, "Cem")

            if one.state is None:
                assert refused(deed, NotFound)
            elif one.state not in DELETED[one.group]:
                assert f"is {one.state.label} and can't be deleted" in refused(deed, Refused)
            else:
                deed()
                one.moves.append((one.state, None, "Cem"))
                one.state = None

        @rule(hours=st.integers(1, 6))
        def time_goes_by(self, hours: int) -> None:
            clock.forward(hours=hours)
            campaigns.close_due(clock.now)
            for one in self.all:
                if one.state is State.LIVE and one.ends_at and one.ends_at <= clock.now:
                    one.moves.append((State.LIVE, State.COMPLETED, CLOCK))
                    one.state = State.COMPLETED

        @invariant()
        def every_state_is_as_the_specification_says(self) -> None:
            for group in Group:
                listed = campaigns.find(CampaignFilters(group), size=1000).campaigns
                here = {c.id: c.state for c in listed if c.id >= self.all[0].id}
                assert here == {c.id: c.state for c in self.all if c.group is group and c.state}

        def teardown(self) -> None:
            for one in getattr(self, "all", ()):
                moves = campaigns.transitions(one.id)
                assert [(m.before, m.after, m.who) for m in moves] == one.moves

    return Machine


def may(one: Known, after: State) -> bool:
    """Whether the campaign may go there; what a Processing one becomes goes by its recipients."""
    assert one.state is not None
    if one.state is State.PROCESSING and (after is State.LIVE) != one.is_open:
        return False
    return after in NEXT[one.group].get(one.state, set())


def refused(deed: Callable[[], object], error: type[Exception]) -> str:
    """The sentence with which a deed is refused."""
    try:
        deed()
    except error as why:
        return str(why)
    raise AssertionError(f"It was done, and should have raised {error.__name__}")


def test_no_sequence_of_deeds_leaves_the_documented_ways(
    services: Services, clock: SetClock
) -> None:
    """F044–F047, F053–F057, F061, F065–F071: each refusal says why, each move is recorded."""
    run_state_machine_as_test(
        machine(services, clock),
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

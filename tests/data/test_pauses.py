"""Is what happens in a pause kept and left out, whatever is recorded first (F060)?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from data import draws
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.participants import STATUSES, participants
from data.query import Query, figures, run
from data.services import Services
from data.store.compaction import compact, rebuild, settle
from data.store.draw_rows import Terms
from data.store.lake import Lake
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.event_kind import PARTICIPATION, EventKind
from tests import truth
from tests.conftest import SetClock

KINDS = ("link.open", "content.play", "prize.award", "question.answer", "message.status")
METRICS = tuple(truth.acts([]))
PEOPLE = ("ada", "bea", "cem")


def test_each_kind_is_participation_or_a_fact_that_no_pause_prevents():
    """F060."""
    assert {kind.value for kind in PARTICIPATION} == truth.TAKING_PART
    assert {EventKind.PASS_REMOVE, EventKind.MESSAGE_INBOUND}.isdisjoint(PARTICIPATION)


def register(services: Services, name: str, state: State = State.LIVE) -> Campaign:
    draft = CampaignDraft(
        external_id=name,
        name=name,
        group=Group.INTERACTIVE,
        type="e-swipe",
        channel="sms",
        state=state,
        created_at=services.clock() - timedelta(days=40),
    )
    return services.campaigns.register(draft, "test")[0]


class Paused:
    """Campaigns of one workspace, what was sent to them, and their pauses as we know them."""

    def __init__(self, services: Services, clock: SetClock, tag: str = "") -> None:
        self.services, self.clock, self.tag = services, clock, tag
        self.campaigns: list[Campaign] = []
        self.events: dict[int, list[dict[str, Any]]] = {}
        self.pauses: dict[int, list[tuple[datetime, datetime | None]]] = {}

    def add(self, state: State = State.LIVE) -> Campaign:
        campaign = register(self.services, f"{self.tag}{len(self.campaigns)}", state)
        self.campaigns.append(campaign)
        self.events[campaign.id] = []
        paused = state is State.PENDING
        self.pauses[campaign.id] = [(self.clock.now, None)] if paused else []
        return campaign

    def pause(self, campaign: Campaign) -> None:
        self.services.campaigns.change(campaign.id, State.PENDING, "Ada")
        self.pauses[campaign.id].append((self.clock.now, None))

    def resume(self, campaign: Campaign) -> None:
        self.services.campaigns.change(campaign.id, State.LIVE, "Ada")
        start, _ = self.pauses[campaign.id].pop()
        self.pauses[campaign.id].append((start, self.clock.now))

    def is_paused(self, campaign: Campaign) -> bool:
        return any(end is None for _, end in self.pauses[campaign.id])

    def sent(self, campaign: Campaign, kind: str, who: str, at: datetime) -> None:
        events = self.events[campaign.id]
        data: dict[str, Any] = {"campaign_id": campaign.id, "channel": "sms"}
        if kind == "message.status":
            data |= {"status": "DELIVRD", "message_id": f"m{len(events)}"}
        event = {
            "specversion": "1.0",
            "id": f"{campaign.id}-{len(events)}",
            "source": f"test {self.tag}",
            "type": kind,
            "time": at.isoformat(),
            "subject": who,
            "data": data,
        }
        assert self.services.accept.events([event]).accepted == 1
        events.append(event)

    def counting(self, campaign: Campaign) -> list[dict[str, Any]]:
        pauses = self.pauses[campaign.id]
        return [e for e in self.events[campaign.id] if not truth.happened_in_a_pause(e, pauses)]

    def check(self) -> None:
        """Every figure is that of the events that count; all are kept; the tables agree."""
        view = self.services.lake.view()
        for campaign in self.campaigns:
            counting = self.counting(campaign)
            assert values(Query(METRICS, campaigns=(campaign,)), view) == truth.acts(counting)
            kept = view.marked((campaign,)).select("key", "paused").collect()
            assert len(kept) == len(self.events[campaign.id])
            assert kept.get_column("paused").sum() == len(kept) - len(counting)
            listed = participants(view, campaign).select("recipient", "last_activity").iter_rows()
            assert dict(listed) == truth.last_acts(counting)
        everywhere = [truth.acts(self.counting(one)) for one in self.campaigns]
        summed = {key: sum(one[key] for one in everywhere) for key in METRICS}
        asked = tuple(self.campaigns)
        assert values(Query(METRICS, campaigns=asked), view) == summed
        self.check_days(asked)
        assert verify(self.services.lake) == []

    def check_days(self, asked: tuple[Campaign, ...]) -> None:
        events = [event for one in asked for event in self.counting(one)]
        query = Query(("total_opens",), campaigns=asked, granularity="day")
        by_day = run(query, self.services.lake).select("time", "total_opens").iter_rows()
        assert {f"{day:%Y-%m-%d}": n for day, n in by_day} == truth.daily(events, "link.open")


def values(query: Query, view: Any) -> dict[str, Any]:
    return {key: figure.value for key, figure in figures(query, view).items()}


_numbers = iter(range(10**6))


def machine(services: Services, clock: SetClock) -> type[RuleBasedStateMachine]:
    class Machine(RuleBasedStateMachine):
        """Campaigns that are paused and resumed, while events arrive early, late and out of order.

        A time may lie ahead of our clock, too, as a provider's may.
        """

        @initialize(pending=st.booleans())
        def begin(self, pending: bool) -> None:
            clock.forward(days=7)
            self.all = Paused(services, clock, f"{next(_numbers)}-")
            self.all.add(State.PENDING if pending else State.LIVE)
            self.all.add()

        @rule(which=st.integers(0, 1))
        def pause_or_resume(self, which: int) -> None:
            campaign = self.all.campaigns[which]
            (self.all.resume if self.all.is_paused(campaign) else self.all.pause)(campaign)

        @rule(minutes=st.integers(1, 90))
        def wait(self, minutes: int) -> None:
            clock.forward(minutes=minutes)

        @rule(
            which=st.integers(0, 1),
            what=st.lists(
                st.tuples(st.sampled_from(KINDS), st.sampled_from(PEOPLE), st.integers(-300, 120)),
                min_size=1,
                max_size=4,
            ),
        )
        def send(self, which: int, what: list[tuple[str, str, int]]) -> None:
            for kind, who, minutes in what:
                at = clock.now + timedelta(minutes=minutes)
                self.all.sent(self.all.campaigns[which], kind, who, at)

        @rule(everything=st.booleans())
        def fold(self, everything: bool) -> None:
            compact(services.lake)
            settle(services.lake, everything=everything)

        @precondition(lambda self: any(self.all.events.values()))
        @invariant()
        def every_figure_is_that_of_what_counts(self) -> None:
            self.all.check()

    return Machine


def test_no_order_of_pauses_events_and_folding_changes_a_figure(
    services: Services, clock: SetClock
):
    """F060."""
    run_state_machine_as_test(
        machine(services, clock),
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def paused(services: Services, clock: SetClock) -> Paused:
    """A workspace in which nothing has happened yet."""
    return Paused(services, clock)


def an_hour_of_pause(paused: Paused) -> Campaign:
    """A campaign that was opened by Ada before its pause, and by Bea during it."""
    campaign = paused.add()
    paused.sent(campaign, "link.open", "ada", paused.clock.now - timedelta(minutes=1))
    paused.pause(campaign)
    paused.sent(campaign, "link.open", "bea", paused.clock.now)
    paused.clock.forward(hours=1)
    paused.resume(campaign)
    paused.sent(campaign, "link.open", "cem", paused.clock.now)
    return campaign


def test_a_pause_begins_with_its_first_moment_and_ends_before_the_campaign_is_live(paused: Paused):
    campaign = an_hour_of_pause(paused)
    assert set(participants(paused.services.lake.view(), campaign)["recipient"]) == {"ada", "cem"}


def test_between_two_pauses_it_is_open_from_the_very_moment_of_its_return(paused: Paused):
    campaign = an_hour_of_pause(paused)
    paused.clock.forward(hours=1)
    paused.pause(campaign)
    paused.clock.forward(hours=1)
    paused.resume(campaign)
    assert set(participants(paused.services.lake.view(), campaign)["recipient"]) == {"ada", "cem"}
    paused.check()


def test_what_belongs_to_no_campaign_is_left_out_by_no_pause(paused: Paused):
    an_hour_of_pause(paused)
    event = {
        "specversion": "1.0",
        "id": "1",
        "source": "test",
        "type": "subscriber.join",
        "time": paused.clock.now.isoformat(),
        "subject": "eve",
        "data": {"channel": "sms"},
    }
    assert paused.services.accept.events([event]).accepted == 1
    for table in ("events", "people"):
        known = paused.services.lake.view().scan(table).collect()
        assert set(known["recipient"]) == {"ada", "cem", "eve"}


def test_an_event_that_comes_late_is_marked_by_the_old_pause_in_which_it_happened(paused: Paused):
    campaign = an_hour_of_pause(paused)
    paused.clock.forward(days=3)
    paused.sent(campaign, "link.open", "dan", paused.clock.now - timedelta(days=3, minutes=30))
    paused.check()


def test_what_was_taken_before_the_pause_was_recorded_is_marked_by_its_own_time(paused: Paused):
    """A provider's clock may run ahead of ours."""
    campaign = paused.add()
    paused.sent(campaign, "link.open", "ada", paused.clock.now + timedelta(minutes=5))
    paused.check()
    paused.clock.forward(minutes=1)
    paused.pause(campaign)
    paused.check()
    assert len(participants(paused.services.lake.view(), campaign)) == 0


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_questions_over_all_campaigns_leave_it_out_too(paused: Paused, zone: str):
    """Whole hours are counted from one table, the days of a half-hour zone from another."""
    campaign, other = an_hour_of_pause(paused), paused.add()
    paused.sent(other, "link.open", "bea", paused.clock.now)
    compact(paused.services.lake)
    query = Query(("total_opens", "opened_url_link"), granularity="day", zone=zone)
    answer = run(query, paused.services.lake).sum()
    assert answer.select("total_opens", "opened_url_link").row(0) == (3, 3)
    by_campaign = run(Query(("total_opens",), ("campaign",)), paused.services.lake)
    assert dict(by_campaign.select("campaign", "total_opens").iter_rows()) == {
        campaign.id: 2,
        other.id: 1,
    }


def test_removing_a_pass_is_no_participation_and_counts_in_a_pause(paused: Paused):
    campaign = paused.add()
    paused.sent(campaign, "pass.add", "ada", paused.clock.now - timedelta(days=1))
    paused.pause(campaign)
    for kind, who in (("pass.remove", "ada"), ("pass.add", "bea")):
        paused.sent(campaign, kind, who, paused.clock.now)
    asked = Query(("passes_added", "passes_removed"), campaigns=(campaign,))
    assert values(asked, paused.services.lake.view()) == {"passes_added": 1, "passes_removed": 1}


def test_a_pause_that_another_system_reports_counts_like_one_of_ours(paused: Paused):
    """Its campaign may be completed without having been resumed."""
    services, clock = paused.services, paused.clock
    campaign = register(services, "x")
    for state in (State.PENDING, State.COMPLETED):
        register(services, "x", state)
        clock.forward(hours=1)
    started = clock.now - timedelta(hours=2)
    (pause,) = services.lake.view().pauses.of([campaign.id])
    assert (pause.start, pause.end) == (started, started + timedelta(hours=1))


def test_a_message_that_waits_for_its_date_is_not_paused(paused: Paused):
    draft = CampaignDraft(name="m", group=Group.MESSAGING, type="sms", state=State.PENDING)
    paused.services.campaigns.register(draft, "test")
    assert paused.services.lake.view().pauses.of(None) == ()


def test_a_pause_that_another_process_records_is_seen_at_once(paused: Paused):
    campaign = paused.add()
    paused.sent(campaign, "link.open", "ada", paused.clock.now)
    other = Lake(paused.services.settings.lake, paused.services.engine)
    assert len(participants(other.view(), campaign)) == 1
    before = other.version()
    paused.pause(campaign)
    assert len(participants(other.view(), campaign)) == 0
    assert other.version() != before


def test_a_draw_can_be_made_again_though_a_pause_was_recorded_after_it(paused: Paused):
    """F279: who was eligible then was so by what was known then."""
    campaign, services = paused.add(), paused.services
    ahead = paused.clock.now + timedelta(minutes=5)
    for who in ("ada", "bea"):
        paused.sent(campaign, "content.play", who, ahead)
    terms = Terms("Mug", 1, tuple(STATUSES), exclude_winners=False)
    drawn = draws.draw(
        services.engine, services.lake.view(), campaign, terms, "Ada", paused.clock.now
    )
    assert drawn.eligible == 2
    paused.clock.forward(minutes=1)
    paused.pause(campaign)
    assert len(participants(services.lake.view(), campaign)) == 0
    view = services.lake.view()
    assert draws.again(services.engine, view, campaign, drawn) == drawn.winners


def test_tables_that_are_made_anew_hold_everything_and_count_the_same(paused: Paused):
    campaign = an_hour_of_pause(paused)
    rebuild(paused.services.lake)
    paused.check()
    kinds = paused.services.lake.view().stored("hourly", (campaign,)).collect()
    assert kinds["n"].sum() == 3


def test_a_campaign_that_was_never_paused_is_read_as_if_there_were_no_pauses(paused: Paused):
    an_hour_of_pause(paused)
    other = paused.add()
    view = paused.services.lake.view()
    assert view.left_out((other,)).is_empty()
    plan, stored = (f("people", (other,)).explain() for f in (view.scan, view.stored))
    assert plan == stored

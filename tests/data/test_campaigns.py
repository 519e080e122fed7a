"""What can be done with campaigns, on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from data.campaigns import CampaignDraft, Campaigns, Place, Transition, possible
from data.errors import BadRequest, HeliographError, NotFound, Refused
from data.store.engine import Engine
from data.vocabulary.campaign_state import DELETABLE, STATES, TRANSITIONS, Group, State
from data.vocabulary.filters import CampaignFilters
from data.vocabulary.period import Period
from tests.conftest import SetClock

NEW_YORK = ZoneInfo("America/New_York")
MESSAGING, INTERACTIVE = Group.MESSAGING, Group.INTERACTIVE


@pytest.fixture
def campaigns(database: Engine, clock: SetClock) -> Campaigns:
    return Campaigns(database, clock, ZoneInfo("UTC"))


def sms(name: str = "Spring", **changes: Any) -> CampaignDraft:
    return CampaignDraft(
        **{"name": name, "group": MESSAGING, "type": "sms", "state": State.PENDING} | changes
    )


def swipe(name: str = "Swipe", **changes: Any) -> CampaignDraft:
    usual = {"group": INTERACTIVE, "type": "e-swipe", "channel": "sms", "state": State.LIVE}
    return CampaignDraft(**{"name": name, **usual} | changes)


def names(campaigns: Campaigns, group: Group = MESSAGING, **filters: Any) -> list[str]:
    return [c.name for c in campaigns.find(CampaignFilters(group, **filters), size=100).campaigns]


# --- registering


def test_a_registered_campaign_is_got_back_whole(campaigns: Campaigns):
    draft = swipe(
        external_id="ext-1",
        sender="12345",
        created_at=datetime(2026, 2, 9, 13, 7, tzinfo=UTC),
        delivery_at=datetime(2026, 2, 10, 8, 0, 0, 123_456, tzinfo=UTC),
        recipients=2_000_000_000,
        config={"links": [{"url": "https://example.org/ü"}], "nested": {"a": [1, None, 0.5]}},
        demo=True,
    )
    campaign, created = campaigns.register(draft, "importer")
    assert created
    stored = campaigns.get(campaign.id)
    assert stored == campaign
    for field in ("name", "external_id", "sender", "created_at", "delivery_at", "recipients"):
        assert getattr(stored, field) == getattr(draft, field)
    assert (stored.config, stored.month, stored.demo) == (draft.config, "2026-02", True)


def test_a_campaign_without_creation_date_was_created_now(campaigns: Campaigns, clock: SetClock):
    assert campaigns.register(sms(), "me")[0].created_at == clock.now


def test_a_known_external_id_is_updated_under_the_same_id(campaigns: Campaigns, clock: SetClock):
    first, _ = campaigns.register(sms(external_id="x", recipients=1), "a")
    clock.forward(days=40)
    draft = sms(
        "Renamed",
        external_id="x",
        sender="777",
        state=State.IN_PROGRESS,
        recipients=5,
        config={"links": [1]},
    )
    second, created = campaigns.register(draft, "b")
    assert not created
    assert campaigns.get(first.id) == second
    assert second == replace(
        first,
        name="Renamed",
        sender="777",
        state=State.IN_PROGRESS,
        recipients=5,
        config={"links": [1]},
    )
    assert names(campaigns) == ["Renamed"]
    assert names(campaigns, q="spring") == []


def test_the_month_of_a_campaign_never_changes(campaigns: Campaigns):
    """It is where all its events lie."""
    campaigns.register(sms(external_id="x", created_at=datetime(2025, 12, 31, tzinfo=UTC)), "a")
    moved = datetime(2026, 1, 1, tzinfo=UTC)
    campaign, _ = campaigns.register(sms(external_id="x", created_at=moved), "a")
    assert (campaign.created_at, campaign.month) == (moved, "2025-12")
    assert campaigns.get(campaign.id).month == "2025-12"


def test_the_month_is_that_of_utc(campaigns: Campaigns):
    late = datetime(2026, 1, 31, 23, 30, tzinfo=NEW_YORK)
    assert campaigns.register(sms(created_at=late), "a")[0].month == "2026-02"


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (sms(external_id="x"), sms(external_id="x", type="email"), "type"),
        (sms(external_id="x"), swipe(external_id="x"), "group"),
        (swipe(external_id="x"), swipe(external_id="x", channel="email"), "channel"),
    ],
)
def test_group_type_and_channel_of_a_known_campaign_can_not_change(
    campaigns: Campaigns, first: CampaignDraft, second: CampaignDraft, word: str
):
    campaign, _ = campaigns.register(first, "a")
    with pytest.raises(Refused, match=word):
        campaigns.register(second, "a")
    assert campaigns.get(campaign.id) == campaign


def test_the_state_of_a_foreign_campaign_is_believed_and_recorded(
    campaigns: Campaigns, clock: SetClock
):
    """The one who runs it knows: Completed may be In Progress again."""
    start = clock.now
    campaign, _ = campaigns.register(sms(external_id="x", state=State.COMPLETED), "carrier")
    clock.forward(hours=1)
    campaigns.register(sms(external_id="x", state=State.IN_PROGRESS), "carrier")
    campaigns.register(sms(external_id="x", state=State.IN_PROGRESS), "carrier")
    assert campaigns.transitions(campaign.id) == (
        Transition(campaign.id, None, State.COMPLETED, start, "carrier"),
        Transition(
            campaign.id, State.COMPLETED, State.IN_PROGRESS, clock.now, "carrier", "reported"
        ),
    )


def test_a_draft_made_by_hand_is_checked_as_well(campaigns: Campaigns):
    with pytest.raises(BadRequest):
        campaigns.register(sms(state=State.LIVE), "a")
    assert names(campaigns) == []


def test_many_are_registered_as_if_one_by_one(campaigns: Campaigns):
    old, _ = campaigns.register(sms("Old", external_id="1"), "a")
    drafts = [sms("New", external_id="2"), sms("Plain"), sms("Old 2", external_id="1")]
    drafts += [sms("New 2", external_id="2"), sms("Plain")]
    found = campaigns.bulk_register(drafts, "importer")
    assert [c.name for c in found] == ["New", "Plain", "Old 2", "New 2", "Plain"]
    assert found[2].id == old.id
    assert found[0].id == found[3].id
    assert len({c.id for c in found}) == 4
    assert sorted(names(campaigns)) == ["New 2", "Old 2", "Plain", "Plain"]
    assert [campaigns.get(c.id) for c in found[1:]] == found[1:]
    assert all(campaigns.transitions(c.id) for c in found)


def test_registering_many_again_changes_nothing(campaigns: Campaigns):
    drafts = [sms(f"C{n}", external_id=f"{n}") for n in range(1200)]
    first = campaigns.bulk_register(drafts, "demo")
    assert campaigns.bulk_register(drafts, "demo") == first
    assert campaigns.find(CampaignFilters(MESSAGING)).total == 1200


def test_many_are_registered_all_or_none(campaigns: Campaigns):
    campaigns.register(sms(external_id="x"), "a")
    with pytest.raises(Refused):
        campaigns.bulk_register([sms("Lost"), sms(external_id="x", type="email")], "a")
    assert names(campaigns) == ["Spring"]


def test_none_are_registered_at_all(campaigns: Campaigns):
    assert campaigns.bulk_register([], "a") == []


# --- finding


def test_each_tab_lists_its_own_group_as_cards(campaigns: Campaigns):
    """F004, F005, F006, F009"""
    campaigns.bulk_register([sms("M"), swipe("I")], "a")
    assert names(campaigns, MESSAGING) == ["M"]
    assert names(campaigns, INTERACTIVE) == ["I"]
    assert names(campaigns, INTERACTIVE, types=frozenset({"sms"})) == []


def test_the_newest_are_first_and_those_of_one_moment_by_id(campaigns: Campaigns, clock: SetClock):
    """D-03"""
    at = [clock.now + timedelta(days=d) for d in (0, 2, 1, 1)]
    campaigns.bulk_register([sms(f"{n}", created_at=t) for n, t in enumerate(at)], "a")
    assert names(campaigns) == ["1", "3", "2", "0"]


def test_pages_follow_each_other_without_gap_or_repetition(campaigns: Campaigns):
    campaigns.bulk_register([sms(f"{n}") for n in range(7)], "a")
    pages = [campaigns.find(CampaignFilters(MESSAGING), page, size=3) for page in range(4)]
    assert [[c.name for c in page.campaigns] for page in pages] == [
        ["6", "5", "4"],
        ["3", "2", "1"],
        ["0"],
        [],
    ]
    assert {page.total for page in pages} == {7}


@pytest.mark.parametrize(("page", "size"), [(-1, 25), (2**40, 25), (0, 0), (0, 1001)])
def test_a_page_that_can_not_be_is_refused(campaigns: Campaigns, page: int, size: int):
    with pytest.raises(BadRequest):
        campaigns.find(CampaignFilters(MESSAGING), page, size)


def test_the_farthest_page_is_empty(campaigns: Campaigns):
    campaigns.register(sms(), "a")
    assert campaigns.find(CampaignFilters(MESSAGING), 2**31, 1000).campaigns == ()


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", ["last", "first"]),
        ("America/New_York", ["after", "last"]),
        ("Asia/Tokyo", ["first", "before"]),
    ],
)
def test_the_days_are_whole_both_ends_included_in_the_zone_of_the_workspace(
    database: Engine, clock: SetClock, zone: str, expected: list[str]
):
    """F021, D-02: tested on the creation date."""
    campaigns = Campaigns(database, clock, ZoneInfo(zone))
    moments = {
        "before": datetime(2026, 3, 9, 23, 59, 59, 999_999, tzinfo=UTC),
        "first": datetime(2026, 3, 10, tzinfo=UTC),
        "last": datetime(2026, 3, 11, 23, 59, 59, 999_999, tzinfo=UTC),
        "after": datetime(2026, 3, 12, tzinfo=UTC),
    }
    campaigns.bulk_register([sms(name, created_at=at) for name, at in moments.items()], "a")
    period = Period(date(2026, 3, 10), date(2026, 3, 11))
    assert names(campaigns, period=period) == expected


def test_a_period_may_be_open_on_one_side(campaigns: Campaigns):
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    campaigns.bulk_register([sms(f"{at.day}", created_at=at) for at in days], "a")
    assert names(campaigns, period=Period(date(2026, 3, 2), None)) == ["3", "2"]
    assert names(campaigns, period=Period(None, date(2026, 3, 2))) == ["2", "1"]


TYPES = ("sms", "email", "push")
STATUSES = STATES[MESSAGING]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_three_filters_and_the_search_combine_with_and(filled: Any, data: st.DataObject):
    """F007, F008: against the same question asked of a plain list."""
    campaigns, everything = filled
    first = data.draw(st.none() | st.integers(1, 28))
    last = data.draw(st.none() | st.integers(1, 28))
    types = data.draw(st.frozensets(st.sampled_from(TYPES)))
    states = data.draw(st.frozensets(st.sampled_from(STATUSES)))
    q = data.draw(st.sampled_from(["", "a", "STRASSE", "%", "3", "nobody"]))

    def fits(campaign: Any) -> bool:
        return (
            (first is None or campaign.created_at.day >= first)
            and (last is None or campaign.created_at.day <= last)
            and (not types or campaign.type in types)
            and (not states or campaign.state in states)
            and (
                q.casefold() in f"{campaign.name}\n{campaign.sender}".casefold()
                or q == str(campaign.id)
            )
        )

    period = Period(first and date(2026, 3, first), last and date(2026, 3, last))
    found = campaigns.find(CampaignFilters(MESSAGING, period, types, states, q), size=1000)
    wanted = sorted(filter(fits, everything), key=lambda c: (c.created_at, c.id), reverse=True)
    assert list(found.campaigns) == wanted
    assert found.total == len(wanted)


@pytest.fixture
def filled(campaigns: Campaigns) -> Any:
    drafts = [
        sms(
            ("Alpha", "Straße 3", "100 % off", "Gamma")[n % 4],
            type=TYPES[n % 3],
            state=STATUSES[n % 4],
            sender=("", "a%b", "30303")[n % 3],
            created_at=datetime(2026, 3, n % 28 + 1, n % 24, tzinfo=UTC),
        )
        for n in range(120)
    ]
    return campaigns, campaigns.bulk_register(drafts, "a")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("SALE", ["Summer sale"]),
        ("strasse", ["Straße"]),
        ("ΟΔΌΣ", ["οδός"]),
        ("cafe\u0301", ["Café"]),
        ("50%", ["50% off"]),
        ("50_", []),
        ("a/b", ["a/b"]),
        ("\\", ["back\\slash"]),
        ("+1555", ["by sender"]),
        ("EXT-9", ["by external id"]),
        ("  sale  ", ["Summer sale"]),
        ("'; DROP TABLE campaigns; --", []),
        ("\0", []),
        ("\ud800", []),
        ("x" * 5000, []),
        ("99999999999999999999", []),
        ("٣", []),
    ],
)
def test_the_search_finds_name_sender_and_external_id_without_regard_to_case(
    campaigns: Campaigns, q: str, found: list[str]
):
    titles = ["Summer sale", "Straße", "οδός", "Café", "50% off", "50 off", "a/b", "back\\slash"]
    drafts = [sms(title) for title in titles]
    drafts += [sms("by sender", sender="+15550100"), sms("by external id", external_id="ext-99")]
    campaigns.bulk_register(drafts, "a")
    assert names(campaigns, q=q) == found


def test_the_search_finds_exactly_one_id(campaigns: Campaigns):
    stored = campaigns.bulk_register([sms(f"{'abcdefghijkl'[n]}") for n in range(12)], "a")
    assert names(campaigns, q=str(stored[0].id)) == ["a"]
    assert names(campaigns, q=str(stored[11].id)) == ["l"]


def test_types_and_states_that_nobody_has_find_nothing(campaigns: Campaigns):
    campaigns.register(sms(), "a")
    assert names(campaigns, types=frozenset({"\0", "fax"})) == []
    assert names(campaigns, states=frozenset({State.LIVE})) == []


@pytest.mark.parametrize("campaign_id", [0, -1, 1, 2**31, 2**70])
def test_a_campaign_that_does_not_exist_is_not_found(campaigns: Campaigns, campaign_id: int):
    with pytest.raises(NotFound):
        campaigns.get(campaign_id)
    with pytest.raises(NotFound):
        campaigns.change(campaign_id, State.LIVE, "me")
    with pytest.raises(NotFound):
        campaigns.delete(campaign_id, "me")
    with pytest.raises(NotFound):
        campaigns.transitions(campaign_id)


# --- changing


OPEN = {"recipients": "api"}


@pytest.mark.parametrize("group", Group)
def test_exactly_the_documented_ways_are_open(campaigns: Campaigns, clock: SetClock, group: Group):
    """F046, F053, F055, F057, F061, F064–F066, F068: every pair of states is tried."""
    tomorrow = clock.now + timedelta(days=1)
    for before in STATES[group]:
        for after in STATES[group]:
            draft = sms(state=before) if group is MESSAGING else swipe(state=before, config=OPEN)
            campaign, _ = campaigns.register(draft, "a")
            way = (before, after) in TRANSITIONS[group] or before is after is State.SCHEDULED
            if after is State.COMPLETED and before is State.PROCESSING:
                way = False  # open participation, see F069 and F070 below
            date_of_it = tomorrow if after is State.SCHEDULED else None
            if way:
                campaigns.change(campaign.id, after, "me", delivery_at=date_of_it)
            else:
                with pytest.raises(Refused):
                    campaigns.change(campaign.id, after, "me", delivery_at=date_of_it)
            assert campaigns.get(campaign.id).state is (after if way else before)


def test_a_change_is_recorded_with_who_when_and_why(campaigns: Campaigns, clock: SetClock):
    campaign, _ = campaigns.register(swipe(config=OPEN), "a")
    clock.forward(minutes=5)
    campaigns.change(campaign.id, State.PENDING, "ann", "wrong prize")
    assert campaigns.transitions(campaign.id)[-1] == Transition(
        campaign.id, State.LIVE, State.PENDING, clock.now, "ann", "wrong prize"
    )


def test_a_refusal_says_why_and_what_would_be_possible(campaigns: Campaigns):
    campaign, _ = campaigns.register(sms("Spring"), "a")
    with pytest.raises(Refused) as caught:
        campaigns.change(campaign.id, State.COMPLETED, "me")
    assert str(caught.value) == (
        f"Campaign {campaign.id} “Spring” is Pending, and from there it can't become Completed. "
        "It can become: In Progress, Scheduled."
    )


def test_a_refusal_changes_and_records_nothing(campaigns: Campaigns):
    campaign, _ = campaigns.register(sms(state=State.COMPLETED), "a")
    with pytest.raises(Refused, match="can't change any more"):
        campaigns.change(campaign.id, State.IN_PROGRESS, "me")
    assert campaigns.get(campaign.id) == campaign
    assert len(campaigns.transitions(campaign.id)) == 1


def test_only_open_participation_goes_live_and_only_closed_is_completed(campaigns: Campaigns):
    """F069, F070"""
    opened, _ = campaigns.register(swipe(state=State.PROCESSING, config=OPEN), "a")
    closed, _ = campaigns.register(swipe(state=State.PROCESSING, config={"recipients": "csv"}), "a")
    assert possible(opened) == (State.LIVE,)
    assert possible(closed) == (State.COMPLETED,)
    with pytest.raises(Refused, match="closed list"):
        campaigns.change(closed.id, State.LIVE, "me")
    with pytest.raises(Refused, match="open"):
        campaigns.change(opened.id, State.COMPLETED, "me")


def test_a_keyword_campaign_is_open_by_nature(campaigns: Campaigns):
    draft = swipe(type="keyword", state=State.PROCESSING)
    campaign, _ = campaigns.register(draft, "a")
    assert campaigns.change(campaign.id, State.LIVE, "me").state is State.LIVE


@pytest.mark.parametrize("group", Group)
def test_a_scheduled_campaign_gets_another_date(
    campaigns: Campaigns, clock: SetClock, group: Group
):
    """F044, F067"""
    make = sms if group is MESSAGING else swipe
    first, second = (clock.now + timedelta(days=days) for days in (1, 2))
    campaign, _ = campaigns.register(make(state=State.SCHEDULED, delivery_at=first), "a")
    campaigns.change(campaign.id, State.SCHEDULED, "me", delivery_at=second)
    assert campaigns.get(campaign.id).delivery_at == second
    assert campaigns.transitions(campaign.id)[-1].before is State.SCHEDULED


@pytest.mark.parametrize("delta", [timedelta(), timedelta(seconds=-1), timedelta(days=-400)])
def test_a_new_date_must_lie_in_the_future(campaigns: Campaigns, clock: SetClock, delta: timedelta):
    """D-06"""
    campaign, _ = campaigns.register(sms(), "a")
    with pytest.raises(BadRequest, match="future") as caught:
        campaigns.change(campaign.id, State.SCHEDULED, "me", delivery_at=clock.now + delta)
    assert caught.value.where == "delivery_at"
    assert campaigns.get(campaign.id) == campaign


@pytest.mark.parametrize(
    ("after", "at"),
    [
        (State.SCHEDULED, None),
        (State.SCHEDULED, datetime(2027, 1, 1)),
        (State.SCHEDULED, datetime(9999, 12, 31, tzinfo=NEW_YORK)),
        (State.IN_PROGRESS, datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_that_does_not_fit_is_refused(campaigns: Campaigns, after: State, at: Any):
    campaign, _ = campaigns.register(sms(), "a")
    with pytest.raises(BadRequest) as caught:
        campaigns.change(campaign.id, after, "me", delivery_at=at)
    assert caught.value.where == "delivery_at"


def test_what_is_sent_without_a_date_is_delivered_now(campaigns: Campaigns, clock: SetClock):
    """F030: a report card has a Delivery Date."""
    campaign, _ = campaigns.register(sms(), "a")
    clock.forward(minutes=1)
    assert campaigns.change(campaign.id, State.IN_PROGRESS, "me").delivery_at == clock.now
    assert campaigns.get(campaign.id).delivery_at == clock.now


def test_what_goes_out_at_its_date_keeps_it(campaigns: Campaigns, clock: SetClock):
    at = clock.now + timedelta(hours=1)
    campaign, _ = campaigns.register(sms(state=State.SCHEDULED, delivery_at=at), "a")
    clock.forward(hours=2)
    assert campaigns.change(campaign.id, State.IN_PROGRESS, "clock").delivery_at == at


def test_a_reason_is_one_line(campaigns: Campaigns):
    campaign, _ = campaigns.register(sms(), "a")
    with pytest.raises(BadRequest):
        campaigns.change(campaign.id, State.IN_PROGRESS, "me", "a\0b")


def test_of_many_who_change_at_once_one_wins(campaigns: Campaigns):
    campaign, _ = campaigns.register(swipe(config=OPEN), "a")
    start = threading.Barrier(4)
    outcomes: list[object] = []

    def pause(who: str) -> None:
        start.wait(timeout=20)
        try:
            outcomes.append(campaigns.change(campaign.id, State.PENDING, who).state)
        except HeliographError as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=pause, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(map(str, outcomes)) == sorted(map(str, [State.PENDING, *[Refused] * 3]))
    assert len(campaigns.transitions(campaign.id)) == 2


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    group=st.sampled_from(Group),
    source=st.sampled_from(["api", "csv"]),
    start=st.sampled_from(State),
    steps=st.lists(st.tuples(st.sampled_from(State), st.booleans()), max_size=8),
)
def test_any_sequence_of_changes_ends_where_a_plain_state_machine_does(
    campaigns: Campaigns, clock: SetClock, group: Group, source: str, start: State, steps: Any
):
    if start not in STATES[group]:
        return
    make = sms if group is MESSAGING else swipe
    campaign, _ = campaigns.register(make(state=start, config={"recipients": source}), "a")
    where, visited = start, [start]
    for after, future in steps:
        way = (where, after) in WAYS[group] or where == after == "scheduled"
        if (where, after) == ("processing", "live"):
            way = source == "api"
        if (where, after) == ("processing", "completed"):
            way = source == "csv"
        if after == "scheduled":
            way = way and future
            at = clock.now + timedelta(days=1 if future else -1)
        else:
            at = None
        if way:
            campaigns.change(campaign.id, after, "me", delivery_at=at)
            where = after
            visited.append(after)
        else:
            with pytest.raises((Refused, BadRequest)):
                campaigns.change(campaign.id, after, "me", delivery_at=at)
        assert campaigns.get(campaign.id).state == where
    assert [move.after for move in campaigns.transitions(campaign.id)] == visited


# The ways of 1.7 and D-06 once more, written apart from the table in the code.
WAYS = {
    MESSAGING: {
        ("pending", "scheduled"),
        ("pending", "in-progress"),
        ("scheduled", "in-progress"),
        ("in-progress", "completed"),
    },
    INTERACTIVE: {
        ("draft", "processing"),
        ("scheduled", "processing"),
        ("processing", "completed"),
        ("processing", "live"),
        ("live", "pending"),
        ("pending", "live"),
        ("live", "completed"),
    },
}


# --- deleting


@pytest.mark.parametrize("group", Group)
def test_only_what_never_went_out_can_be_deleted(campaigns: Campaigns, group: Group):
    """F045, F047, D-06"""
    for state in STATES[group]:
        draft = sms(state=state) if group is MESSAGING else swipe(state=state)
        campaign, _ = campaigns.register(draft, "a")
        if state in DELETABLE[group]:
            campaigns.delete(campaign.id, "me")
            with pytest.raises(NotFound):
                campaigns.get(campaign.id)
        else:
            with pytest.raises(Refused, match=state.label):
                campaigns.delete(campaign.id, "me")
            assert campaigns.get(campaign.id) == campaign


def test_a_deleted_campaign_keeps_its_record_and_its_id_is_not_given_again(
    campaigns: Campaigns, clock: SetClock
):
    campaign, _ = campaigns.register(sms(external_id="x"), "a")
    campaigns.delete(campaign.id, "ann")
    assert campaigns.transitions(campaign.id)[-1] == Transition(
        campaign.id, State.PENDING, None, clock.now, "ann"
    )
    again, created = campaigns.register(sms(external_id="x"), "a")
    assert created
    assert again.id > campaign.id


# --- places of events


def test_the_place_of_an_event_is_found_by_either_id(campaigns: Campaigns):
    campaign, _ = campaigns.register(sms(external_id="x"), "a")
    other, _ = campaigns.register(sms(external_id="y"), "a")
    place = Place(campaign.id, "2026-03", "sms")
    assert campaigns.place(campaign.id, None) == place
    assert campaigns.place(None, "x") == place
    assert campaigns.place(campaign.id, "x") == place
    assert campaigns.place(other.id, "x") is None
    assert campaigns.place(None, None) is None


@pytest.mark.parametrize(
    ("campaign_id", "external_id"),
    [(7, None), (0, None), (2**70, None), (None, "\0"), (None, "\ud800"), (None, "x" * 10**6)],
)
def test_an_event_of_an_unknown_campaign_has_no_place(
    campaigns: Campaigns, campaign_id: int | None, external_id: str | None
):
    assert campaigns.place(campaign_id, external_id) is None


def test_a_campaign_that_was_unknown_is_found_once_it_is_there(campaigns: Campaigns):
    assert campaigns.place(None, "x") is None
    campaign, _ = campaigns.register(sms(external_id="x"), "a")
    assert campaigns.place(None, "x") == Place(campaign.id, campaign.month, campaign.channel)


def test_a_known_place_is_found_without_the_database(campaigns: Campaigns, database: Engine):
    campaign, _ = campaigns.register(sms(external_id="x"), "a")
    place = campaigns.place(campaign.id, "x")
    questions: list[object] = []
    event.listen(database, "before_cursor_execute", lambda *words: questions.append(words))
    assert campaigns.place(campaign.id, "x") == place
    assert questions == []


def test_a_deleted_campaign_has_no_place(campaigns: Campaigns):
    campaign, _ = campaigns.register(sms(external_id="x"), "a")
    campaigns.place(campaign.id, "x")
    campaigns.delete(campaign.id, "me")
    assert campaigns.place(campaign.id, None) is None
    assert campaigns.place(None, "x") is None


# --- the end of life


def test_a_live_campaign_past_its_end_becomes_completed(campaigns: Campaigns, clock: SetClock):
    """F071: and nothing else does, Scheduled ones included."""
    now = clock.now
    past, future = ((now + timedelta(seconds=s)).isoformat() for s in (0, 1))
    due, _ = campaigns.register(swipe("due", config={"expires_at": past}), "a")
    for name, state, end in (
        ("not yet", State.LIVE, future),
        ("no end", State.LIVE, None),
        ("paused", State.PENDING, past),
        ("scheduled", State.SCHEDULED, past),
    ):
        campaigns.register(swipe(name, state=state, config={"expires_at": end}), "a")
    assert [c.name for c in campaigns.close_due(now)] == ["due"]
    assert campaigns.get(due.id).state is State.COMPLETED
    assert campaigns.transitions(due.id)[-1].why == "end of life"
    assert names(campaigns, INTERACTIVE, states=frozenset({State.COMPLETED})) == ["due"]
    assert campaigns.close_due(now) == ()

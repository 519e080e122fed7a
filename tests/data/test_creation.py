"""Making a campaign: kept by revision, and settled in the state in which the creator is left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.audience import parse_csv
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.creation import Mark, Work
from data.creation_steps import steps_of
from data.creation_typing import rearranged
from data.errors import BadRequest, NotFound, Refused
from data.services import Services
from data.vocabulary.campaign_state import ENDINGS, Group, State
from data.vocabulary.filters import CampaignFilters
from tests.conftest import SetClock
from tests.creations import ALL, INTERACTIVE

M, A = Group.MESSAGING, Group.INTERACTIVE


def typed_into(services: Services, campaign_id: int, typed: dict[str, Any]) -> Work:
    """Everything typed on each step by one page."""
    work = services.creation.get(campaign_id)
    for number, step in enumerate(steps_of(work.kind), 1):
        mark = Mark("a page", work.revision, number)
        saved = services.creation.save(campaign_id, step.slug, typed, mark, "Ada")
        assert saved.kept
        work = saved.work
    return work


def made(services: Services, kind: str, **more: Any) -> Work:
    """A campaign of this type with everything filled in, not left yet."""
    key = services.creation.begin(CAMPAIGN_TYPES[kind].group, kind, f"A {kind}", "Ada")
    return typed_into(services, key, {**ALL[kind], **more})


def finished(services: Services, work: Work, after: State, **more: Any) -> Any:
    return services.creation.finish(work.campaign_id, work.revision, after, "Ada", **more)


def stored(services: Services, kind: str, state: State, **more: Any) -> Any:
    fields: dict[str, Any] = {
        "name": "Known",
        "group": CAMPAIGN_TYPES[kind].group,
        "type": kind,
        "channel": "sms",
        "sender": "61222",
        "state": state,
    }
    return services.campaigns.register(CampaignDraft(**fields | more), "Ada")[0]


def test_what_is_being_made_is_in_no_list_and_of_no_status(services: Services):
    """F068: a Draft comes from saving at the end alone."""
    key = services.creation.begin(A, "e-swipe", "  Spring  ", "Ada")
    assert services.campaigns.find(CampaignFilters(A)).total == 0
    with pytest.raises(NotFound):
        services.campaigns.get(key)
    assert [work.name for work in services.creation.unfinished(A)] == ["Spring"]
    assert services.creation.unfinished(M) == ()


def test_an_id_given_to_what_is_being_made_is_given_to_nobody_else(services: Services):
    key = services.creation.begin(M, "sms", "First", "Ada")
    services.creation.discard(key)
    assert stored(services, "sms", State.PENDING).id > key
    with pytest.raises(NotFound):
        services.creation.get(key)


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_type_can_be_made_and_published(services: Services, kind: str):
    """F253, F254: with everything filled in nothing is missing, and it is out."""
    work = made(services, kind)
    assert services.creation.checks.problems(work) == ()
    group = CAMPAIGN_TYPES[kind].group
    if kind == "geofence":  # it goes to subscribers, and there are none
        with pytest.raises(BadRequest, match="Nobody would get it"):
            finished(services, work, State.PROCESSING)
        return
    after = State.IN_PROGRESS if group is M else State.PROCESSING
    campaign = finished(services, work, after)
    assert services.campaigns.get(work.campaign_id) == campaign
    assert (campaign.state, campaign.name) == (after, f"A {kind}")
    moves = services.campaigns.transitions(campaign.id)
    assert [(move.before, move.after, move.who) for move in moves] == [(None, after, "Ada")]
    assert services.creation.unfinished(group) == ()


def test_a_published_campaign_has_its_audience_and_its_length_of_life(
    services: Services, clock: SetClock
):
    """F255, F256: typed recipients are its members; so many hours become a moment."""
    work = made(services, "e-swipe", expires="hours", expires_hours="48")
    assert services.creation.checks.count(work) == 3
    campaign = finished(services, work, State.PROCESSING)
    assert campaign.recipients == 3
    members = services.audience.members(campaign)
    assert [member.recipient for member in members] == [f"+491511234567{n}" for n in (1, 2, 3)]
    assert campaign.config["expires_at"] == (clock.now + timedelta(hours=48)).isoformat()
    assert campaign.delivery_at == clock.now


def test_an_uploaded_list_brings_its_personal_fields(services: Services):
    """F256: good rows are kept, bad ones are named by line."""
    work = made(services, "sms", recipients="csv")
    missing = services.creation.checks.problems(work)
    assert [problem.where for problem in missing] == ["list"]
    parsed = parse_csv(b"number,First Name\n+4915112345671,Ana\nnobody,Bob\n", "sms")
    head = services.creation.bring_list(work.campaign_id, "people.csv", parsed)
    assert head.total == 1
    assert head.told["errors"][0].startswith("Line 3: ")
    campaign = finished(services, work, State.IN_PROGRESS)
    (member,) = services.audience.members(campaign)
    assert (member.recipient, dict(member.fields)) == ("+4915112345671", {"first_name": "Ana"})


def test_a_second_page_overwrites_nothing_unless_it_says_so(services: Services):
    key = services.creation.begin(M, "sms", "Two tabs", "Ada")
    one, two = Mark("one", 1, 1), Mark("two", 1, 1)
    save = services.creation.save
    assert save(key, "message", {"message.body": "mine"}, one, "Ada").kept
    refused = save(key, "message", {"message.body": "yours"}, two, "Bea")
    assert not refused.kept
    assert refused.work.typed["message.body"] == "mine"
    assert services.creation.get(key).typed["message.body"] == "mine"
    forced = save(key, "message", {"message.body": "yours"}, two, "Bea", anyway=True)
    assert (forced.work.typed["message.body"], forced.work.saved_by) == ("yours", "Bea")
    assert not save(key, "message", {"message.body": "late"}, Mark("one", 2, 2), "Ada").kept


def test_of_many_pages_that_save_at_once_one_is_kept(services: Services):
    key = services.creation.begin(M, "sms", "A crowd", "Ada")

    def save(number: int) -> bool:
        mark = Mark(f"page {number}", 1, 1)
        return services.creation.save(
            key, "message", {"message.body": str(number)}, mark, "Ada"
        ).kept

    with ThreadPoolExecutor(8) as crowd:
        kept = list(crowd.map(save, range(8)))
    assert kept.count(True) == 1
    work = services.creation.get(key)
    assert (work.revision, work.typed["message.body"]) == (2, str(kept.index(True)))


def test_savings_of_one_page_that_overtake_each_other_keep_the_last_word(services: Services):
    key = services.creation.begin(M, "sms", "Fast typist", "Ada")
    save = services.creation.save
    save(key, "message", {"message.body": "Hello wor"}, Mark("tab", 1, 2), "Ada")
    save(key, "message", {"message.body": "Hello"}, Mark("tab", 1, 1), "Ada")
    assert services.creation.get(key).typed["message.body"] == "Hello wor"


def test_a_change_of_mind_loses_nothing(services: Services):
    """What a hidden field had is there again when it shows again."""
    work = made(services, "sms")
    mark = Mark("a page", work.revision, 9)
    saved = services.creation.save(
        work.campaign_id, "delivery", {"recipients": "subscribers"}, mark, "Ada"
    )
    assert saved.work.typed["typed"] == ALL["sms"]["typed"]


@pytest.mark.parametrize("state", [State.PENDING, State.SCHEDULED])
def test_an_edited_campaign_stays_as_it_is_until_it_is_saved_at_the_end(
    services: Services, clock: SetClock, state: State
):
    at = clock.now + timedelta(days=2)
    known = stored(
        services,
        "sms",
        state,
        delivery_at=at if state is State.SCHEDULED else None,
        config={"message": {"body": "Old"}, "kept": [1, 2]},
    )
    work = typed_into(services, known.id, {**ALL["sms"], "name": "New name"})
    assert services.campaigns.get(known.id) == known
    date = {"delivery_at": at + timedelta(days=1)} if state is State.SCHEDULED else {}
    changed = finished(services, work, state, **date)
    assert (changed.name, changed.state, changed.id) == ("New name", state, known.id)
    assert changed.config["message"] == {"body": ALL["sms"]["message.body"]}
    assert changed.config["kept"] == [1, 2]  # what no field speaks of
    assert (changed.created_at, changed.month) == (known.created_at, known.month)


def test_changes_can_be_discarded(services: Services):
    known = stored(services, "sms", State.PENDING)
    typed_into(services, known.id, {"name": "Other"})
    services.creation.discard(known.id)
    work = services.creation.get(known.id)
    assert (work.name, work.saved_at) == ("Known", None)


def test_a_campaign_that_was_changed_elsewhere_is_not_overwritten(services: Services):
    known = stored(services, "sms", State.PENDING, external_id="x1")
    work = typed_into(services, known.id, ALL["sms"])
    stored(services, "sms", State.PENDING, external_id="x1", name="Renamed elsewhere")
    with pytest.raises(Refused, match="changed elsewhere"):
        finished(services, work, State.PENDING)
    assert services.campaigns.get(known.id).name == "Renamed elsewhere"


def test_a_finish_that_does_not_know_the_last_saving_is_refused(services: Services):
    work = made(services, "sms")
    with pytest.raises(Refused, match="another tab"):
        services.creation.finish(work.campaign_id, work.revision - 1, State.PENDING, "Ada")


def test_a_draft_is_scheduled_by_its_creator_and_by_nobody_else(
    services: Services, clock: SetClock
):
    """F066, D-18: what is a draft is still being defined."""
    work = made(services, "e-swipe")
    draft = finished(services, work, State.DRAFT)
    at = clock.now + timedelta(days=1)
    with pytest.raises(Refused, match="can't become Scheduled"):
        services.campaigns.change(draft.id, State.SCHEDULED, "Ada", delivery_at=at)
    again = typed_into(services, draft.id, {})
    scheduled = finished(services, again, State.SCHEDULED, delivery_at=at)
    assert (scheduled.state, scheduled.delivery_at) == (State.SCHEDULED, at)
    moves = services.campaigns.transitions(draft.id)
    assert [move.after for move in moves] == [State.DRAFT, State.SCHEDULED]


def test_a_draft_may_be_incomplete_and_nothing_else_may(services: Services, clock: SetClock):
    """F254."""
    key = services.creation.begin(A, "trivia", "Half a quiz", "Ada")
    with pytest.raises(BadRequest, match="Required"):
        services.creation.finish(key, 1, State.PROCESSING, "Ada")
    with pytest.raises(BadRequest):
        services.creation.finish(key, 1, State.SCHEDULED, "Ada", clock.now + timedelta(days=1))
    assert services.creation.finish(key, 1, State.DRAFT, "Ada").state is State.DRAFT


def test_a_paused_campaign_is_edited_and_stays_paused(services: Services):
    """F061: it is brought back to Live afterwards."""
    known = stored(
        services, "keyword", State.PENDING, config={"recipients": "keyword", "keywords": ["OLD"]}
    )
    typed = {**INTERACTIVE["keyword"], "sender": "61999"}
    work = typed_into(services, known.id, typed)
    changed = finished(services, work, State.PENDING)
    assert (changed.state, changed.sender) == (State.PENDING, "61999")
    assert changed.channel == "sms"  # a stored campaign keeps its channel
    assert services.campaigns.change(known.id, State.LIVE, "Ada").state is State.LIVE


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("sms", State.IN_PROGRESS),
        ("sms", State.COMPLETED),
        ("e-swipe", State.LIVE),
        ("e-swipe", State.PROCESSING),
        ("e-swipe", State.COMPLETED),
    ],
)
def test_what_is_out_can_not_be_edited(services: Services, kind: str, state: State):
    """F061: a Live campaign must be paused first."""
    known = stored(services, kind, state)
    with pytest.raises(Refused, match="Pause it first" if state is State.LIVE else "be edited"):
        services.creation.get(known.id)


@pytest.mark.parametrize(("key", "ways"), ENDINGS.items(), ids=lambda one: one[0])
def test_the_creator_leaves_a_campaign_only_where_its_state_leads(
    services: Services, clock: SetClock, key: Any, ways: tuple[State, ...]
):
    """F057, F066, F254."""
    group, before = key
    kind = "sms" if group is M else "e-swipe"
    if before is None:
        work = made(services, kind)
    else:
        known = stored(services, kind, before, delivery_at=clock.now + timedelta(days=1))
        work = typed_into(services, known.id, ALL[kind])
    assert work.endings == ways
    for state in set(State) - set(ways):
        date = {"delivery_at": clock.now + timedelta(days=2)} if state is State.SCHEDULED else {}
        with pytest.raises(Refused, match="can be left"):
            finished(services, work, state, **date)


@pytest.mark.parametrize("days", [None, 0, -1])
def test_scheduled_needs_a_date_in_the_future(
    services: Services, clock: SetClock, days: int | None
):
    work = made(services, "sms")
    at = None if days is None else clock.now + timedelta(days=days)
    with pytest.raises(BadRequest, match="delivery date"):
        finished(services, work, State.SCHEDULED, delivery_at=at)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "two\nlines"])
def test_a_name_has_one_to_a_hundred_characters_of_one_line(services: Services, name: str):
    """D-18."""
    with pytest.raises(BadRequest):
        services.creation.begin(M, "sms", name, "Ada")


@pytest.mark.parametrize("other", ["Straße %_", " STRASSE %_ "])
def test_a_name_that_is_taken_is_told_whatever_its_case(services: Services, other: str):
    """D-18: within its group, and a warning only."""
    stored(services, "sms", State.PENDING, name="straße %_")
    assert services.creation.has_name(M, other)
    assert not services.creation.has_name(A, other)
    assert not services.creation.has_name(M, "straße")
    assert not services.creation.has_name(M, "straßeXX_")
    assert services.creation.begin(M, "sms", other, "Ada")


def test_only_one_campaign_of_a_sender_answers_unmatched_words(services: Services):
    """F258."""
    typed = {"auto_reply_on": "on", "auto_reply": "Sorry?"}
    config = {"recipients": "keyword", "auto_reply": "What?"}
    other = stored(services, "keyword", State.LIVE, sender="61333", config=config)
    work = made(services, "chatbot-service", **typed)
    (problem,) = services.creation.checks.problems(work)
    assert f"Campaign {other.id} “Known” of this sender" in problem.message
    services.campaigns.change(other.id, State.COMPLETED, "clock")
    assert services.creation.checks.problems(work) == ()


def test_a_row_keeps_what_another_step_knows_of_it(services: Services):
    work = made(services, "subscription-form")
    whole = rearranged(work.kind, "design", work.typed, "remove", "fields", 0)
    assert whole["fields"] == [{"name": "Mobile", "required": "", "field": "number"}]


def test_a_form_leads_into_campaigns_that_are_not_over(services: Services):
    """F112."""
    swipe = stored(services, "e-swipe", State.LIVE)
    stored(services, "e-swipe", State.COMPLETED)
    stored(services, "keyword", State.LIVE)
    work = made(services, "subscription-form", leads_to=[str(swipe.id)])
    assert [one.id for one in services.creation.targets(work)] == [swipe.id]
    campaign = finished(services, work, State.PROCESSING)
    assert campaign.config["leads_to"] == [swipe.id]
    assert campaign.recipients is None


def test_senders_that_were_used_are_offered_once_each(services: Services):
    for sender in ("61222", "61111", "61222"):
        stored(services, "sms", State.PENDING, sender=sender)
    assert services.creation.senders("sms") == ("61111", "61222")


def test_a_date_keeps_its_moment_in_the_history(services: Services, clock: SetClock):
    work = made(services, "sms")
    finished(services, work, State.SCHEDULED, delivery_at=datetime(2026, 4, 1, 9, tzinfo=UTC))
    move = services.campaigns.transitions(work.campaign_id)[-1]
    assert move.why == "delivery date Apr 1, 2026, 9:00 AM (UTC)"

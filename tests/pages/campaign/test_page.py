"""Both state machines, walked through the callbacks of Details and of a report's card."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.vocabulary.campaign_state import STATES, Group, State
from tests.pages.campaign.conftest import Pages

M, A = Group.MESSAGING, Group.INTERACTIVE
KIND = {M: "sms", A: "e-swipe"}
ALL = [(group, state) for group in Group for state in STATES[group]]
# What the page may do, and where it leads; None: it is deleted. Written down from D-06.
WAYS: dict[tuple[Group, State, str], State | None] = {
    (M, State.SCHEDULED, "date"): State.SCHEDULED,
    (M, State.SCHEDULED, "delete"): None,
    (M, State.PENDING, "date"): State.SCHEDULED,
    (M, State.PENDING, "send"): State.IN_PROGRESS,
    (M, State.PENDING, "delete"): None,
    (A, State.SCHEDULED, "date"): State.SCHEDULED,
    (A, State.SCHEDULED, "delete"): None,
    (A, State.PENDING, "resume"): State.LIVE,
    (A, State.DRAFT, "delete"): None,
}
DAY = {"day": "2099-07-01", "time": "9:30"}


def go(deed: str) -> dict[str, str]:
    return {"campaign": "go", "deed": deed}


def ask(deed: str) -> dict[str, str]:
    return {"campaign": "ask", "deed": deed}


@pytest.mark.parametrize("deed", ["date", "send", "resume", "delete"])
@pytest.mark.parametrize(("group", "state"), ALL)
def test_each_deed_is_done_where_it_may_be_and_refused_with_the_reason_elsewhere(
    pages: Pages, group: Group, state: State, deed: str
):
    """F044 to F047, F053, F057, F061, F067."""
    campaign = pages.register(KIND[group], state)
    answer = pages.press(campaign, go(deed), **DAY)
    moves = pages.services.campaigns.transitions(campaign.id)
    if (group, state, deed) in WAYS:
        after = WAYS[group, state, deed]
        assert (moves[-1].before, moves[-1].after, moves[-1].who) == (state, after, "demo owner")
        assert len(moves) == 2
    else:
        assert f"is {state.label} and can't" in answer["campaign-told"]
        assert pages.services.campaigns.get(campaign.id) == campaign
        assert len(moves) == 1


@pytest.mark.parametrize(("group", "state"), ALL)
def test_pause_is_done_for_a_live_campaign_and_refused_for_any_other(
    pages: Pages, group: Group, state: State
):
    """F052, F053, F055."""
    campaign = pages.register(KIND[group], state)
    answer = pages.pause(campaign, "go", shown={}, reason="a mistake")
    if (group, state) == (A, State.LIVE):
        assert answer["pause-gone"] == f'"/campaigns/{campaign.id}"'
        move = pages.services.campaigns.transitions(campaign.id)[-1]
        assert (move.after, move.why) == (State.PENDING, "a mistake")
    else:
        assert "only a Live campaign can be paused" in answer["pause-told"]
        assert pages.state(campaign) is state


@pytest.mark.parametrize(("group", "state"), ALL)
def test_details_offers_exactly_what_may_be_done(pages: Pages, group: Group, state: State):
    """F049: the buttons differ by state."""
    campaign = pages.register(KIND[group], state)
    drawn = pages.details(campaign)
    offered = {d for d in ("date", "send", "resume", "delete") if f'"deed": "{d}"' in drawn}
    assert offered == {deed for g, s, deed in WAYS if (g, s) == (group, state)}
    reported = state in (State.COMPLETED, State.LIVE)
    assert (f'"/campaigns/{campaign.id}/report"' in drawn) is reported


def test_asking_opens_a_dialog_and_changes_nothing(pages: Pages):
    """F056, D-06: Delete always asks first."""
    campaign = pages.register("sms", State.PENDING)
    for deed, words in (
        ("delete", "can't be undone"),
        ("send", "sends it and reports its messages"),
    ):
        answer = pages.press(campaign, ask(deed))
        assert words in answer["campaign-slot"]
        assert "campaign-body" not in answer
    assert pages.state(campaign) is State.PENDING


def test_a_new_date_is_that_of_the_workspaces_zone_and_stands_in_the_history(pages: Pages):
    """F044: half past nine in Berlin's summer is half past seven in UTC."""
    campaign = pages.register("sms", State.PENDING)
    answer = pages.press(campaign, ask("date"), **DAY)
    changed = pages.services.campaigns.get(campaign.id)
    assert changed.delivery_at == datetime(2099, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert "Jul 1, 2099, 9:30 AM (Europe/Berlin)" in answer["campaign-told"]
    move = pages.services.campaigns.transitions(campaign.id)[-1]
    assert move.why == "delivery date Jul 1, 2099, 9:30 AM (Europe/Berlin)"


def test_an_interactive_date_is_saved_only_once_it_is_confirmed(pages: Pages):
    """F067."""
    campaign = pages.register("e-swipe", State.SCHEDULED)
    answer = pages.press(campaign, ask("date"), **DAY)
    assert "Jul 1, 2099, 9:30 AM" in answer["campaign-slot"]
    assert pages.services.campaigns.get(campaign.id) == campaign
    pages.press(campaign, go("date"), **DAY)
    assert pages.services.campaigns.get(campaign.id).delivery_at is not None


@pytest.mark.parametrize(
    ("day", "time", "word"),
    [
        ("2020-01-01", "09:00", "must be in the future"),
        ("", "09:00", "The day must be like"),
        ("tomorrow", "09:00", "The day must be like"),
        ("2099-02-30", "09:00", "in the calendar"),
        ("2099-01-01", "25:00", "in the calendar"),
        ("2099-01-01", "9", "The time must be like"),
        ("9999-12-31", "23:59", "2200"),
        ("0001-01-01", "00:00", "in the calendar"),
        ("2027-03-28", "02:30", "jumps over 02:30"),
        ("<script>", "09:00", "The day must be like"),
    ],
)
def test_a_date_that_can_not_be_is_refused_with_the_reason_and_what_was_typed_stays(
    pages: Pages, day: str, time: str, word: str
):
    campaign = pages.register("sms", State.SCHEDULED)
    answer = pages.press(campaign, ask("date"), day=day, time=time)
    assert word in answer["campaign-told"]
    assert "campaign-body" not in answer
    assert pages.services.campaigns.get(campaign.id) == campaign


HERE = {"recipients": "typed", "message": {"body": "Hello"}}


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({}, "whoever runs the campaign sends it"),
        (HERE, "Its messages leave by the demonstration carrier: nothing leaves this workspace."),
    ],
)
def test_a_sent_campaign_says_who_takes_its_messages_along(
    pages: Pages, config: dict[str, Any], words: str
):
    campaign = pages.register("sms", State.PENDING, config=config)
    assert words in pages.press(campaign, ask("send"))["campaign-slot"]
    answer = pages.press(campaign, go("send"))
    assert words in answer["campaign-told"]
    assert answer["campaign-poll"] == '"on"'
    assert '"Progress"' in answer["campaign-body"]


def test_a_reason_is_kept_and_one_that_is_no_line_is_refused(pages: Pages):
    campaign = pages.register("sms", State.PENDING)
    answer = pages.press(campaign, go("delete"), reason="a\0b")
    assert "campaign-told" in answer
    assert pages.state(campaign) is State.PENDING
    pages.press(campaign, go("delete"), reason="made twice")
    assert pages.services.campaigns.transitions(campaign.id)[-1].why == "made twice"


def test_a_campaign_that_is_gone_says_so(pages: Pages):
    campaign = pages.register("sms", State.PENDING)
    pages.services.campaigns.delete(campaign.id, "Bea")
    answer = pages.press(campaign, go("send"))
    assert "No such campaign" in answer["campaign-body"]
    assert pages.web.get(f"/campaigns/{campaign.id}").status_code == 404


def test_a_combo_that_changed_since_it_was_shown_is_shown_again(pages: Pages):
    """F062: nobody pauses what they have not seen."""
    target = pages.register("e-swipe", State.LIVE, external_id="t1")
    form = pages.register("subscription-form", State.LIVE, channel="", config={"leads_to": ["t1"]})
    answer = pages.pause(target, "go", shown={}, also={})
    assert "The combo has changed meanwhile" in answer["pause-slot"]
    assert (pages.state(target), pages.state(form)) == (State.LIVE, State.LIVE)


def test_a_listed_campaign_is_paused_as_it_is_ticked(pages: Pages):
    """D-06: each listed campaign can be changed from the dialog."""
    target = pages.register("e-swipe", State.LIVE, external_id="t2")
    config: dict[str, Any] = {"leads_to": ["t2"]}
    forms = [
        pages.register("subscription-form", State.LIVE, channel="", config=config) for _ in "ab"
    ]
    asked = pages.pause(target, "ask")
    for form in forms:
        assert f"ID {form.id}" in asked["pause-slot"]
    shown = {str(form.id): "live pending" for form in forms}
    pages.pause(target, "go", shown=shown, also={forms[0].id: True, forms[1].id: False})
    assert [pages.state(one) for one in (target, *forms)] == [
        State.PENDING,
        State.PENDING,
        State.LIVE,
    ]


def test_after_resuming_the_others_of_the_combo_can_be_resumed_one_by_one(pages: Pages):
    """F063."""
    target = pages.register("e-swipe", State.PENDING, external_id="t3")
    config: dict[str, Any] = {"leads_to": ["t3"]}
    form = pages.register("subscription-form", State.PENDING, channel="", config=config)
    answer = pages.press(target, ask("resume"))
    assert f"ID {form.id}" in answer["campaign-slot"]
    assert pages.state(form) is State.PENDING
    answer = pages.press(target, {"campaign": "other", "id": form.id})
    assert answer["campaign-slot"] == "null"
    assert pages.state(form) is State.LIVE
    answer = pages.press(target, {"campaign": "other", "id": form.id})
    assert "is Live and can't be resumed" in answer["campaign-told"]

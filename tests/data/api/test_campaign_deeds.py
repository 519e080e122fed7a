"""What may be done to a campaign over the API: deleting, combos, and what the history keeps."""

from __future__ import annotations

from typing import Any

import pytest

from data.vocabulary.campaign_state import DELETABLE, STATES, Group, State
from tests.data.api.conftest import SMS
from tests.data.api.test_campaigns import QUIZ, URL, register

ALL = [(group, state) for group in Group for state in STATES[group]]


@pytest.mark.parametrize(("group", "state"), ALL)
def test_only_what_never_went_out_is_deleted_and_the_rest_says_why_not(
    api: Any, services: Any, group: Group, state: State
):
    """F045, F047, D-06."""
    made = register(api, **(SMS if group is Group.MESSAGING else QUIZ) | {"status": state.value})
    answer = api.delete(f"{URL}/{made['id']}")
    moves = services.campaigns.transitions(made["id"])
    if state in DELETABLE[group]:
        assert answer.status_code == 204
        assert (moves[-1].before, moves[-1].after, moves[-1].who) == (state, None, "program")
    else:
        assert answer.status_code == 409
        assert f"is {state.label} and can't be deleted" in answer.json()["detail"]
        assert len(moves) == 1


def test_pausing_pauses_the_live_forms_that_lead_into_it_and_names_them(api: Any):
    """F062: the same rule as on the page."""
    target = register(api, **QUIZ, external_id="quiz")["id"]
    form = {"name": "Form", "group": "interactive", "type": "subscription-form", "status": "live"}
    leads = register(api, **form, config={"leads_to": ["quiz"]})["id"]
    other = register(api, **form, config={"leads_to": []})["id"]
    answer = api.post(f"{URL}/{target}/pause").json()
    assert (answer["status"], answer["also_paused"]) == ("pending", [leads])
    states = {one: api.get(f"{URL}/{one}").json()["status"] for one in (target, leads, other)}
    assert states == {target: "pending", leads: "pending", other: "live"}
    assert api.post(f"{URL}/{target}/resume").json()["status"] == "live"
    assert api.get(f"{URL}/{leads}").json()["status"] == "pending"


def test_a_new_date_is_in_the_history(api: Any, services: Any):
    sms = register(api, **SMS | {"status": "pending"})["id"]
    api.post(f"{URL}/{sms}/schedule", json={"delivery_at": "2026-03-12T08:00:00+01:00"})
    move = services.campaigns.transitions(sms)[-1]
    assert (move.before, move.after, move.who, move.why) == (
        State.PENDING,
        State.SCHEDULED,
        "program",
        "delivery date Mar 12, 2026, 7:00 AM (UTC)",
    )

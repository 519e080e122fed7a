"""Campaigns over the API: the same rules as on the pages, told in the contract's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from data.vocabulary.campaign_state import STATES, Group
from tests.data.api.conftest import SMS

URL = "/api/v1/campaigns"
FIELDS = [
    "id",
    "external_id",
    "name",
    "group",
    "type",
    "channel",
    "sender",
    "status",
    "created_at",
    "delivery_at",
    "recipients",
    "config",
]
QUIZ = {"name": "Quiz", "group": "interactive", "type": "trivia", "status": "live"}


def register(api, **changes: Any) -> dict[str, Any]:
    answer = api.post(URL, json={**SMS, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


def ids(api, query: str) -> list[int]:
    answer = api.get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.text
    return [campaign["id"] for campaign in answer.json()["campaigns"]]


def test_a_registration_is_201_with_the_campaign_and_its_address(api):
    body = {
        **SMS,
        "external_id": "crm-1",
        "sender": "Acme",
        "created_at": "2026-03-01T08:00:00+01:00",
        "delivery_at": "2026-03-02T08:00:00Z",
        "recipients": 12,
        "config": {"links": [{"url": "https://a.example"}]},
    }
    answer = api.post(URL, json=body)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{URL}/1"
    assert list(answer.json()) == FIELDS
    assert answer.json() == {
        **body,
        "id": 1,
        "channel": "sms",
        "created_at": "2026-03-01T07:00:00Z",
    }
    assert api.get(f"{URL}/1").json() == answer.json()


def test_a_known_external_id_is_200_with_the_same_id_and_the_new_values(api):
    first = register(api, external_id="crm-1")
    answer = api.post(URL, json={**SMS, "external_id": "crm-1", "name": "Relaunch"})
    assert (answer.status_code, answer.json()["id"]) == (200, first["id"])
    assert [c["name"] for c in api.get(URL).json()["campaigns"]] == ["Relaunch"]


def test_who_registered_is_the_keys_name(api, services, campaign):
    assert services.campaigns.transitions(campaign["id"])[0].who == "program"


BAD_REGISTRATIONS = [
    ({}, "name"),
    ({"name": ""}, "name"),
    ({"name": 5}, "name"),
    ({"group": "both"}, "group"),
    ({"type": "fax"}, "type"),
    ({"type": "trivia"}, "type"),
    ({"status": "live"}, "status"),
    ({"channel": "email"}, "channel"),
    ({"created_at": "yesterday"}, "created_at"),
    ({"created_at": "40000-01-01T00:00:00Z"}, "created_at"),
    ({"delivery_at": "2026-03-01"}, "delivery_at"),
    ({"recipients": -1}, "recipients"),
    ({"recipients": True}, "recipients"),
    ({"config": []}, "config"),
    ({"config": {"a": "\0"}}, "config"),
    ({"colour": "red"}, "'colour'"),
]


@pytest.mark.parametrize(("changes", "where"), BAD_REGISTRATIONS)
def test_a_bad_registration_is_400_names_the_field_and_stores_nothing(api, changes, where):
    answer = api.post(URL, json={**SMS, **changes} if changes else {})
    assert (answer.status_code, answer.json()["where"]) == (400, where)
    assert api.get(URL).json()["total"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"5",
        b"{",
        b"\xff",
        b'{"name": "\\ud800"}',
        b"[" * 5000,
        b'{"recipients": 1e999}',
    ],
)
def test_a_body_that_is_no_campaign_is_400(api, body):
    answer = api.post(URL, content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_above_a_megabyte_is_413(api):
    assert api.post(URL, content=b" " * 1_000_001).status_code == 413


@pytest.mark.parametrize("campaign_id", ["7", "0", "-1", "99999999999999999999"])
@pytest.mark.parametrize(("method", "action"), [("GET", ""), ("DELETE", ""), ("POST", "/pause")])
def test_an_unknown_campaign_is_404(api, campaign_id, method, action):
    assert api.request(method, f"{URL}/{campaign_id}{action}").status_code == 404


@pytest.mark.parametrize("campaign_id", ["x", "1.5", "1" * 10_000, "%00"])
def test_what_is_no_id_is_400(api, campaign_id):
    answer = api.get(f"{URL}/{campaign_id}")
    assert (answer.status_code, answer.json()["where"]) == (400, "campaign_id")


def test_the_list_has_the_newest_first_in_pages(api):
    made = [register(api, created_at=f"2026-03-0{day}T00:00:00Z")["id"] for day in (2, 1, 3)]
    assert api.get(f"{URL}?size=2").json()["total"] == 3
    assert ids(api, "size=2") == [made[2], made[0]]
    assert ids(api, "size=2&page=1") == [made[1]]
    assert ids(api, "size=2&page=2") == []
    answer = api.get(f"{URL}?size=2&page=1").json()
    assert list(answer) == ["total", "page", "size", "campaigns"]
    assert (answer["page"], answer["size"]) == (1, 2)
    assert list(answer["campaigns"][0]) == FIELDS


def test_without_a_group_both_are_listed_in_one_order(api):
    made = []
    for day in range(1, 8):
        base = SMS if day % 2 else QUIZ
        made.append(register(api, **base, created_at=f"2026-03-0{day}T00:00:00Z")["id"])
    newest = made[::-1]
    assert ids(api, "") == newest
    assert ids(api, "size=3&page=1") == newest[3:6]
    assert api.get(f"{URL}?size=3&page=1").json()["total"] == 7
    assert ids(api, "group=interactive") == newest[1::2]
    assert ids(api, "group=messaging") == newest[::2]


def test_filters_narrow_the_list(api):
    old = register(api, created_at="2026-02-01T12:00:00Z", name="Winter sale")["id"]
    sms = register(api, created_at="2026-03-10T12:00:00Z", name="Spring sale")["id"]
    rcs = register(api, type="rcs", status="in-progress", created_at="2026-03-11T01:00:00Z")["id"]
    quiz = register(api, **QUIZ, created_at="2026-03-11T02:00:00Z")["id"]
    assert ids(api, "type=rcs") == [rcs]
    assert ids(api, "type=rcs&type=trivia") == [quiz, rcs]
    assert ids(api, "status=in-progress&status=live") == [quiz, rcs]
    assert ids(api, "status=live") == [quiz]
    assert ids(api, "status=draft") == []
    assert ids(api, "q=SALE") == [sms, old]
    assert ids(api, "range=today") == [quiz, rcs]
    assert ids(api, "range=yesterday") == [sms]
    assert ids(api, "from=2026-02-01&to=2026-02-01") == [old]
    assert ids(api, "from=2026-03-11") == [quiz, rcs]
    assert ids(api, "range=all&q=winter&type=sms&status=completed") == [old]


BAD_QUERIES = [
    ("group=both", "group"),
    ("range=next-week", "range"),
    ("range=", "range"),
    ("from=2026", "from"),
    ("from=2026-02-30", "from"),
    ("to=40000-01-01", "to"),
    ("to=11-03-2026", "to"),
    ("range=today&from=2026-03-01", "range"),
    ("range=today&range=all", "range"),
    ("type=fax", "type"),
    ("status=sent", "status.0"),
    ("q=" + "x" * 201, "q"),
    ("page=-1", "page"),
    ("page=x", "page"),
    ("page=1&page=2", "page"),
    ("page=" + "9" * 10_000, "page"),
    ("size=0", "size"),
    ("size=201", "size"),
    ("colour=red", "colour"),
    ("%00=1", "\0"),
]


@pytest.mark.parametrize(("query", "where"), BAD_QUERIES)
def test_a_parameter_that_cannot_be_read_is_400_and_named(api, query, where):
    answer = api.get(f"{URL}?{query}")
    assert (answer.status_code, answer.json()["where"]) == (400, where)


@pytest.mark.parametrize("q", ["%00", "%ED%A0%80", "%25", "_", "%27%3B--", "%FF", "%F0%9F%98%80"])
def test_odd_search_words_find_nothing_and_harm_nothing(api, campaign, q):
    assert ids(api, f"q={q}") == []


def act(api, campaign_id: int, action: str, **body: Any) -> tuple[int, str]:
    answer = api.post(f"{URL}/{campaign_id}/{action}", json=body)
    found = answer.json()
    return answer.status_code, found.get("detail") or found["status"]


def test_pause_and_resume_take_a_live_campaign_to_pending_and_back(api):
    quiz = register(api, **QUIZ)["id"]
    assert act(api, quiz, "pause") == (200, "pending")
    assert act(api, quiz, "resume") == (200, "live")


def test_schedule_and_publish_take_a_pending_message_on_its_way(api):
    sms = register(api, status="pending")["id"]
    at = "2026-03-12T08:00:00+01:00"
    answer = api.post(f"{URL}/{sms}/schedule", json={"delivery_at": at})
    assert answer.json()["status"] == "scheduled"
    assert datetime.fromisoformat(answer.json()["delivery_at"]) == datetime.fromisoformat(at)
    assert act(api, sms, "schedule", delivery_at="2026-03-13T00:00:00Z") == (200, "scheduled")
    assert act(api, sms, "publish") == (200, "in-progress")


def test_publish_takes_a_draft_to_processing(api):
    quiz = register(api, **QUIZ | {"status": "draft"})["id"]
    assert act(api, quiz, "publish") == (200, "processing")


WAYS = {
    ("messaging", "publish"): {"pending", "scheduled"},
    ("messaging", "schedule"): {"pending", "scheduled"},
    ("interactive", "pause"): {"live"},
    ("interactive", "resume"): {"pending"},
    ("interactive", "publish"): {"draft", "scheduled"},
    ("interactive", "schedule"): {"scheduled"},
}


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("action", ["pause", "resume", "schedule", "publish"])
def test_each_action_is_refused_with_the_reason_in_every_state_that_does_not_allow_it(
    api, group, action
):
    base = SMS if group is Group.MESSAGING else QUIZ
    body = {"delivery_at": "2026-03-12T00:00:00Z"} if action == "schedule" else {}
    for state in STATES[group]:
        made = register(api, **base | {"status": state.value})
        status, detail = act(api, made["id"], action, **body)
        if state.value in WAYS.get((group.value, action), ()):
            assert status == 200, detail
        else:
            assert status == 409
            assert str(made["id"]) in detail
            assert api.get(f"{URL}/{made['id']}").json() == made


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "delivery_at"),
        ({"delivery_at": "2026-03-11T11:59:59Z"}, "delivery_at"),
        ({"delivery_at": "2026-03-12"}, "delivery_at"),
        ({"delivery_at": 5}, "delivery_at"),
        ({"delivery_at": "2026-03-12T00:00:00"}, "delivery_at"),
        ({"when": "2026-03-12T00:00:00Z"}, "when"),
    ],
)
def test_a_bad_date_is_400_and_changes_nothing(api, body, where):
    sms = register(api, status="pending")
    answer = api.post(f"{URL}/{sms['id']}/schedule", json=body)
    assert (answer.status_code, answer.json()["where"]) == (400, where)
    assert api.get(f"{URL}/{sms['id']}").json() == sms


@pytest.mark.parametrize("status", ["scheduled", "pending"])
def test_what_never_went_out_can_be_deleted(api, status):
    sms = register(api, status=status)["id"]
    answer = api.delete(f"{URL}/{sms}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.get(f"{URL}/{sms}").status_code == 404


@pytest.mark.parametrize("status", ["completed", "in-progress"])
def test_what_went_out_is_not_deleted(api, status):
    sms = register(api, status=status)["id"]
    assert api.delete(f"{URL}/{sms}").status_code == 409
    assert api.get(f"{URL}/{sms}").status_code == 200

"""Events come in over HTTP: durable when acknowledged, clear when refused, never a 500."""

from __future__ import annotations

import gzip
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.ingest.accept import Accept
from data.store import inbox
from data.store.engine import read, write
from tests.data.event_samples import event

URL = "/api/v1/events"
STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"

pytestmark = pytest.mark.usefixtures("campaign")


def send(client, body: Any, media: str = BATCH, **headers: str):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(URL, content=content, headers={"Content-Type": media, **headers})


def rows(services) -> list[dict[str, Any]]:
    with read(services.engine) as connection:
        return [json.loads(payload) for _, payload in inbox.tail(connection, 0)]


def test_a_batch_is_acknowledged_with_what_became_of_each(api, services):
    answer = send(api, [event(1), event(2, data={"campaign_id": 77}), event(1)])
    assert answer.status_code == 202
    assert answer.json() == {
        "accepted": 1,
        "duplicates": 1,
        "rejected": [
            {"index": 1, "id": "e2", "error": "data.campaign_id: there is no campaign 77"}
        ],
    }
    assert [row["message_id"] for row in rows(services)] == ["m1"]


def test_the_same_event_in_every_content_type_is_one_event(api, services):
    item = event(1)
    binary = {f"ce-{name}": value for name, value in item.items() if name != "data"}
    answers = [
        send(api, item, STRUCTURED),
        send(api, [item]),
        send(api, json.dumps(item).encode() + b"\n", LINES),
        send(api, gzip.compress(json.dumps([item]).encode()), **{"Content-Encoding": "gzip"}),
        send(api, item["data"], "application/json", **binary),
    ]
    assert [answer.status_code for answer in answers] == [202] * 5
    assert [answer.json()["accepted"] for answer in answers] == [1, 0, 0, 0, 0]
    assert [answer.json()["duplicates"] for answer in answers] == [0, 1, 1, 1, 1]
    assert len(rows(services)) == 1


def test_an_empty_batch_is_nothing(api):
    assert send(api, []).json() == {"accepted": 0, "duplicates": 0, "rejected": []}


def test_a_broken_line_is_rejected_by_its_index_and_number(api):
    body = b"\n\n".join([json.dumps(event(1)).encode(), b"{oops", json.dumps(event(2)).encode()])
    verdict = send(api, body, LINES).json()
    assert verdict["accepted"] == 2
    assert verdict["rejected"][0]["index"] == 1
    assert verdict["rejected"][0]["error"].startswith("line 3: ")


def test_an_acknowledged_event_is_in_the_lake_at_once(api, services):
    send(api, [event(1)])
    assert services.lake.scan("events").collect().height == 1


def zip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(10**7)) for _ in range(20)) + packer.flush()


PACKED = {"Content-Encoding": "gzip"}
BAD_BODIES = [
    ("garbage of 10 MB", b"\xfe" * 10_000_000, BATCH, {}, 400),
    ("more than 10 MB", b" " * 10_000_001, BATCH, {}, 413),
    ("a bomb", zip_bomb(), BATCH, PACKED, 413),
    ("10,001 events", b"[" + b",".join([b"0"] * 10_001) + b"]", BATCH, {}, 413),
    ("no gzip", b"[]", BATCH, PACKED, 400),
    ("half a gzip", gzip.compress(b"[]" * 99)[:-4], BATCH, PACKED, 400),
    ("more than a gzip", gzip.compress(b"[]") + b"x", BATCH, PACKED, 400),
    ("another encoding", b"[]", BATCH, {"Content-Encoding": "br"}, 415),
    ("no type", b"[]", "", {}, 415),
    ("another type", b"[]", "text/xml", {}, 415),
    ("JSON without headers", b"{}", "application/json", {}, 415),
    ("another charset", b"[]", f"{BATCH}; charset=utf-16", {}, 415),
    ("an object for a batch", b"{}", BATCH, {}, 400),
    ("a batch for an object", b"[]", STRUCTURED, {}, 400),
    ("nothing", b"", STRUCTURED, {}, 400),
    ("huge nesting", b"[" * 10_000 + b"]" * 10_000, BATCH, {}, 400),
    ("NUL bytes", b"\0" * 1000, BATCH, {}, 400),
    ("broken JSON", b'[{"id": "1",]', BATCH, {}, 400),
]


@pytest.mark.parametrize(
    ("body", "media", "headers", "status"),
    [b[1:] for b in BAD_BODIES],
    ids=[b[0] for b in BAD_BODIES],
)
def test_a_bad_body_is_refused_whole_with_a_problem(api, services, body, media, headers, status):
    answer = send(api, body, media, **headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]
    assert rows(services) == []


def test_the_place_of_a_mistake_in_json_is_told(api):
    assert "column 13" in send(api, b'[{"id": "1",]').json()["detail"]


RAW = json.dumps(event(5))
BAD_EVENTS = [
    RAW.replace('"campaign_id": 1', f'"campaign_id": {"1" * 10_000}'),
    RAW.replace('"campaign_id": 1', '"campaign_id": "one"'),
    RAW.replace('"campaign_id": 1', '"campaign_id": 1e999'),
    RAW.replace("2026-", "40000-"),
    RAW.replace('"e5"', '"e\\u00005"'),
    RAW.replace('"e5"', '"e\\ud8005"'),
    RAW.replace('"m5"', '"m\\udfff5"'),
    RAW.replace('"e5"', '"e5", "id": ""'),
    RAW.replace('"e5"', "{}"),
    RAW.replace('"SENT"', '"SENT", "campaign_id": 404'),
    RAW.replace('"message.status"', '"message.state"'),
    RAW.replace('"SENT"', "[" * 500 + "]" * 500),
    "null",
    '"\\ud800"',
]


@pytest.mark.parametrize("bad", BAD_EVENTS)
def test_a_bad_event_spoils_no_neighbour(api, services, bad):
    body = f"[{json.dumps(event(1))}, {bad}, {json.dumps(event(2))}]".encode()
    answer = send(api, body)
    assert answer.status_code == 202
    assert answer.json()["accepted"] == 2
    assert [(r["index"], len(r["error"]) < 300) for r in answer.json()["rejected"]] == [(1, True)]
    assert [row["message_id"] for row in rows(services)] == ["m1", "m2"]


def test_without_content_length_the_limit_holds_all_the_same(api, services):
    def endless():
        for _ in range(101):
            yield b" " * 100_000

    answer = api.post(URL, content=endless(), headers={"Content-Type": BATCH})
    assert answer.status_code == 413
    assert rows(services) == []


def test_a_full_inbox_is_429_and_nothing_is_taken(services, api, app):
    send(api, [event(1), event(2)])
    full = Accept(services.engine, services.campaigns, services.clock, deepest=1)
    app.state.services = type("Full", (), {**vars(services), "accept": full})()
    answer = send(api, [event(3)])
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert len(rows(services)) == 2


def test_too_many_calls_at_once_are_429(api, app):
    app.state.intake.calls = app.state.intake.most
    answer = send(api, [event(1)])
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    app.state.intake.calls = 0
    assert send(api, [event(1)]).status_code == 202


def test_a_refused_call_gives_its_place_back(api, app):
    for body in (b"", b"\xff", b"[" * 10_000):
        send(api, body)
    assert app.state.intake.calls == 0


def test_calls_at_once_take_every_event_once(api, services):
    batches = [[event(n % 300) for n in range(start, start + 100)] for start in range(0, 900, 100)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda batch: send(api, batch), batches))
    assert {answer.status_code for answer in answers} == {202}
    assert sum(answer.json()["accepted"] for answer in answers) == 300
    assert len(rows(services)) == 300


def test_a_database_that_is_held_is_503_and_the_events_may_come_again(services, api, app):
    from data.store.engine import open_database

    hasty = open_database(services.settings.database, patience=0.05)
    accept = Accept(hasty, services.campaigns, services.clock)
    app.state.services = type("Hasty", (), {**vars(services), "accept": accept})()
    with write(services.engine):
        answer = send(api, [event(1)])
    assert answer.status_code == 503
    assert answer.json()["status"] == 503
    assert send(api, [event(1)]).json()["accepted"] == 1
    hasty.dispose()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: text.encode(errors="surrogatepass"))
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
    st.sampled_from([STRUCTURED, BATCH, LINES]),
    st.sampled_from([{}, PACKED]),
)
def test_no_body_is_ever_a_500(api, body, media, headers):
    assert send(api, body, media, **headers).status_code in {202, 400, 413, 415}

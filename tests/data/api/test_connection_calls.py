"""What does a provider's call get for an answer, for everything that can become of it?"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from anyio.to_thread import run_sync
from starlette.testclient import TestClient

from data.api.own_door import try_out
from data.api.routers import create
from data.errors import Refused
from data.ingest.connecting import connect
from data.services import Services
from tests.data.ingest.postmark_calls import LOGIN, connected, event, registered

AUTH = "Basic " + base64.b64encode(b"postmark:a password").decode()


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    with TestClient(create(services), base_url="http://127.0.0.1:8050") as client:
        yield client


def sent(client: TestClient, said: dict[str, Any], auth: str = AUTH) -> Any:
    return client.post("/webhooks/postmark/main", json=said, headers={"Authorization": auth})


def verdicts(services: Services) -> list[str]:
    connection = services.connections.get("postmark", "main")
    return [one.verdict for one in services.connections.calls(connection)]


def test_every_verdict_has_its_answer_and_stands_among_the_calls(
    services: Services, client: TestClient
):
    connected(services)
    registered(services, "spring")
    good = event("m1", campaign="spring")
    told = {
        "accepted": (sent(client, good), 200),
        "unknown": (sent(client, event("m1", "Teleported", "spring")), 200),
        "unmatched": (sent(client, event("m2", campaign="autumn")), 200),
        "refused": (sent(client, good, "Basic eDp5"), 401),
    }
    for word, (answer, status) in told.items():
        assert answer.status_code == status, word
    assert sorted(verdicts(services)) == sorted(told)
    assert sent(client, good).json()["duplicates"] == 1


def test_what_can_t_be_read_is_refused_with_the_reason(services: Services, client: TestClient):
    connected(services)
    answer = client.post(
        "/webhooks/postmark/main", content=b"not JSON", headers={"Authorization": AUTH}
    )
    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]
    assert verdicts(services) == ["refused"]


def test_a_paused_and_a_deleted_connection_take_nothing(services: Services, client: TestClient):
    connected(services)
    services.connections.pause("postmark", "main")
    assert sent(client, event("m1")).status_code == 409
    services.connections.delete("postmark", "main")
    assert sent(client, event("m1")).status_code == 404


def test_a_rotated_secret_counts_until_its_overlap_ends(
    services: Services, client: TestClient, clock: Any
):
    connected(services)
    services.connections.rotate("postmark", "main", {**LOGIN, "password": "new"})
    new = "Basic " + base64.b64encode(b"postmark:new").decode()
    assert sent(client, event("m1")).status_code == 200
    assert sent(client, event("m1"), new).status_code == 200
    clock.forward(hours=25)
    assert sent(client, event("m1")).status_code == 401
    assert sent(client, event("m1"), new).status_code == 200


def test_nothing_that_proves_the_caller_is_kept(services: Services, client: TestClient):
    connected(services)
    sent(client, event("m1"))
    (kept,) = services.connections.calls(services.connections.get("postmark", "main"))
    assert "authorization" not in kept.headers
    assert "a password" not in repr(kept)


def test_a_test_comes_through_the_same_door_and_counts_nothing(
    services: Services, client: TestClient
):
    connection = connected(services, registered(services, "spring").external_id)
    assert client.portal is not None
    answer = client.portal.call(run_sync, try_out, services, client.app, connection)
    assert answer.status == 200
    assert verdicts(services) == ["test"]
    assert services.lake.view().stored("events").collect().is_empty()


def test_nobody_outside_can_say_that_a_call_is_a_test(services: Services, client: TestClient):
    connected(services, registered(services, "spring").external_id)
    answer = client.post(
        "/webhooks/postmark/main?trial=true",
        json=event("m1"),
        headers={"Authorization": AUTH, "Trial": "true", "X-Trial": "true"},
    )
    assert answer.json()["accepted"] == 1


def test_a_test_that_only_the_provider_can_sign_is_refused(services: Services, client: TestClient):
    made = connect(
        services.connections, services.campaigns, "sendgrid", "main", {"public_key": "k"}, {}
    )
    with pytest.raises(Refused, match="Only SendGrid"):
        try_out(services, client.app, made)

"""POST /v1/campaigns/{id}/trigger: a program calls a campaign's delivery endpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.ingest.accept import Accept
from data.keys import Scope

NUMBER = "+12025550123"
BOT = {
    "name": "Bot",
    "group": "interactive",
    "type": "chatbot-service",
    "channel": "sms",
    "status": "live",
    "config": {"recipients": "api"},
}


@pytest.fixture
def url(api: TestClient) -> str:
    """The endpoint of a Live chatbot with API recipients."""
    return f"/v1/campaigns/{api.post('/api/v1/campaigns', json=BOT).json()['id']}/trigger"


def test_a_call_records_a_simulated_message_and_says_so(api, url, services):
    """F216."""
    answer = api.post(url, json={"receiver": NUMBER, "campaignLabel": "spring"})
    assert answer.status_code == 202
    told: dict[str, Any] = answer.json()
    assert (told["receiver"], told["status"], told["simulated"]) == (NUMBER, "QUEUE", True)
    (message,) = services.lake.scan("messages").collect().to_dicts()
    assert (message["message_id"], message["recipient"]) == (told["message_id"], NUMBER)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "receiver"),
        ({"receiver": 5}, "receiver"),
        ({"receiver": "nobody"}, "receiver"),
        ({"receiver": NUMBER, "campaignLabel": "x" * 201}, "campaignLabel"),
        ({"receiver": NUMBER, "campaignLabel": None}, "campaignLabel"),
        ([], "body"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_by_name(api, url, services, body, named):
    answer = api.post(url, json=body)
    assert (answer.status_code, answer.json()["where"]) == (400, named)
    assert services.accept.waiting() == 0


def test_a_campaign_without_an_endpoint_is_refused_with_the_reason(api):
    """F215."""
    key = api.post("/api/v1/campaigns", json={**BOT, "status": "completed"}).json()["id"]
    answer = api.post(f"/v1/campaigns/{key}/trigger", json={"receiver": NUMBER})
    assert answer.status_code == 409
    assert "has to be Live" in answer.json()["detail"]


class Nowhere:
    """Whoever knows no campaign, as if each had been deleted in the meantime."""

    def place(self, campaign_id: int | None, external_id: str | None) -> None:
        """There is none."""


def test_a_message_that_could_not_be_recorded_is_not_answered_as_if_it_were(app, api, url):
    services = app.state.services
    door = Accept(services.engine, Nowhere(), services.clock)
    app.state.services = replace(services, accept=door)
    answer = api.post(url, json={"receiver": NUMBER})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The message was not recorded: ")
    assert door.waiting() == 0


def test_an_unknown_campaign_is_not_found(api):
    assert api.post("/v1/campaigns/99/trigger", json={"receiver": NUMBER}).status_code == 404


def test_a_call_needs_a_key_and_its_scope(outsider, url, services):
    assert outsider.post(url, json={"receiver": NUMBER}).status_code == 401
    key = services.keys.create("reader", [Scope.REPORTS_READ])
    headers = {"Authorization": f"Bearer {key}"}
    assert outsider.post(url, json={"receiver": NUMBER}, headers=headers).status_code == 403
    assert services.accept.waiting() == 0


def test_another_method_is_not_possible_there(api, url):
    answer = api.get(url)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_the_description_of_the_api_names_it(api):
    paths = api.get("/api/openapi.json").json()["paths"]
    assert "post" in paths["/v1/campaigns/{campaign_id}/trigger"]

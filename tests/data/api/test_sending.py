"""What is published by program is sent as what is published by hand, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.audience import AudienceEntry
from data.services import Services
from data.vocabulary.campaign_state import State
from tests.conftest import SetClock
from tests.outbound import number, rows, turns

WORDS = {"recipients": "typed", "message": {"body": "Hello"}}
DRAFT = {"name": "Spring", "group": "messaging", "type": "sms", "config": WORDS}


def registered(api: TestClient, services: Services, **more: Any) -> int:
    """A campaign with a list of one."""
    answer = api.post("/api/v1/campaigns", json={**DRAFT, "status": "pending", **more})
    campaign_id = int(answer.json()["id"])
    services.audience.replace(campaign_id, [AudienceEntry(number(1), {})])
    return campaign_id


def sent(services: Services, campaign_id: int) -> int:
    """How many messages it has."""
    return len(rows(services, services.campaigns.get(campaign_id)))


def test_publish_sends_at_once(api: TestClient, services: Services):
    campaign_id = registered(api, services)
    turns(services)
    assert sent(services, campaign_id) == 0
    assert api.post(f"/api/v1/campaigns/{campaign_id}/publish").status_code == 200
    turns(services)
    assert sent(services, campaign_id) == 1


def test_schedule_sends_at_its_date(api: TestClient, services: Services, clock: SetClock):
    campaign_id = registered(api, services)
    date = (clock() + timedelta(hours=1)).isoformat()
    answer = api.post(f"/api/v1/campaigns/{campaign_id}/schedule", json={"delivery_at": date})
    assert answer.json()["status"] == "scheduled"
    turns(services)
    assert sent(services, campaign_id) == 0
    clock.forward(hours=1)
    turns(services)
    assert sent(services, campaign_id) == 1


@pytest.mark.parametrize("external_id", [None, "crm-7"])
def test_one_that_another_system_reports_in_progress_is_not_sent(
    api: TestClient, services: Services, external_id: str | None
):
    """Nor when it is reported again, or first as Pending and then as In Progress."""
    more = {} if external_id is None else {"external_id": external_id}
    campaign_id = registered(api, services, status="in-progress", recipients=1, **more)
    turns(services)
    if external_id is not None:
        for status in ("pending", "in-progress"):
            assert registered(api, services, status=status, **more) == campaign_id
        turns(services)
    assert sent(services, campaign_id) == 0
    assert services.campaigns.get(campaign_id).state is State.IN_PROGRESS

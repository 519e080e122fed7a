"""The page behind "Unsubscribe", and the call that mail programs make instead of it (RFC 8058)."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from data.services import Services
from tests.outbound import published, turns

ANA = "ana@example.com"


@pytest.fixture
def path(services: Services) -> str:
    """The address in Ana's mail."""
    campaign = published(services, [ANA], "email")
    turns(services)
    return services.unsubscribing.address(campaign.id, 1).removeprefix(services.settings.address)


def is_blocked(services: Services) -> bool:
    return services.subscribers.blocked("email", [ANA]) == {ANA}


def test_looking_at_the_page_unsubscribes_nobody(
    services: Services, outsider: TestClient, path: str
):
    """Programs that look through mails open every address in them."""
    answer = outsider.get(path)
    assert answer.status_code == 200
    assert '<button class="main">Unsubscribe</button>' in answer.text
    assert ANA not in answer.text
    assert not is_blocked(services)


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}], ids=str)
def test_one_post_does_it_from_anywhere_without_a_key(
    services: Services, outsider: TestClient, path: str, body: dict[str, str]
):
    answer = outsider.post(path, data=body)
    assert answer.status_code == 200
    assert "off the list" in answer.text
    assert is_blocked(services)
    assert "Unsubscribed" in outsider.get(path).text


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_wrong_address_says_so_as_a_page(
    services: Services, outsider: TestClient, path: str, method: str
):
    broken = path[:-1]
    answer = outsider.request(method, broken)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    assert not is_blocked(services)

"""What of subscribers can be taken away as a file, and by whom?"""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from fastapi.testclient import TestClient

from data.api import guard, routers
from data.api.guard import Visitor
from data.services import Services
from data.subscribers import SubscriberDraft

ANA = "+4915112345678"


@pytest.fixture
def client(services: Services) -> TestClient:
    return TestClient(routers.create(services), base_url="http://localhost")


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks looks on, and may not see whole addresses (D-28)."""
    monkeypatch.setattr(guard, "DEMO_OWNER", Visitor("vi", "viewer"))


def rows(client: TestClient, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.reader(StringIO(answer.text)))


def test_a_list_is_downloaded_as_its_filters_show_it(
    services: Services, client: TestClient
) -> None:
    """F277, D-25"""
    people = [SubscriberDraft(f"P{n}", "", {"email": f"p{n}@b.cd"}) for n in range(1200)]
    services.subscribers.introduce(people)
    draft = SubscriberDraft("Ana", "=Ruiz", {"sms": ANA, "email": "a@b.cd"}, frozenset({"vip"}))
    services.subscribers.block(services.subscribers.join(draft), ["email"])
    found = rows(client, "/settings/subscribers.csv?tag=vip&q=ana")
    assert found[0] == "First name,Last name,Addresses,Blocked on,Tags,Joined,Source".split(",")
    assert found[1] == [
        "Ana",
        "'=Ruiz",
        f"email:a@b.cd; sms:{ANA}",
        "email",
        "vip",
        "2026-03-11T12:00:00Z",
        "heliograph/subscribers",
    ]
    assert len(found) == 2
    everybody = rows(client, "/settings/subscribers.csv")
    assert len({row[2] for row in everybody}) == 1202  # heading, Ana and all of the others


@pytest.mark.usefixtures("viewer")
def test_whoever_may_not_see_addresses_gets_them_masked(
    services: Services, client: TestClient
) -> None:
    """D-28"""
    services.subscribers.join(SubscriberDraft("Ana", "", {"sms": ANA, "email": "ana@b.cd"}))
    found = rows(client, "/settings/subscribers.csv")
    assert found[1][2] == "email:a•••@b.cd; sms:+4915•••••78"
    import_id = services.subscriber_imports.begin(
        "x.csv", b"number\n+49151000001\n017\n", frozenset({"sms"}), "Ada"
    )
    assert client.get(f"/settings/subscribers/imports/{import_id}/rejected.csv").status_code == 403


def test_rows_left_out_are_downloaded_with_their_reasons(
    services: Services, client: TestClient
) -> None:
    import_id = services.subscriber_imports.begin(
        "x.csv", b"number\n+49151000001\n017\n", frozenset({"sms"}), "Ada"
    )
    found = rows(client, f"/settings/subscribers/imports/{import_id}/rejected.csv")
    assert [(row[0], row[2]) for row in found] == [("line", "number"), ("3", "017")]
    assert client.get("/settings/subscribers/imports/99/rejected.csv").status_code == 404


def test_the_dashboards_chart_and_table_are_downloaded_for_their_days(
    services: Services, client: TestClient
) -> None:
    """F277"""
    services.subscribers.join(SubscriberDraft("Ana", "", {"sms": ANA}))
    path = "/dashboards/subscribers.csv?range=today"
    assert rows(client, f"{path}&table=subscriber_growth") == [
        ["time", "subscribers"],
        ["2026-03-11T00:00:00Z", "1"],
    ]
    assert rows(client, f"{path}&table=subscribers_per_channel")[1] == ["SMS", "1", "0"]
    assert client.get(f"{path}&table=nothing").status_code == 404
    assert client.get("/dashboards/subscribers.csv?table=x&range=never").status_code == 400

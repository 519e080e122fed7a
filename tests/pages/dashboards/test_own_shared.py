"""A dashboard's link opens its page and nothing else, in a workspace that is closed to all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.api import routers
from data.own_dashboards import Part
from data.services import Services
from data.settings import Settings
from data.subscriber_draft import SubscriberDraft
from pages.dashboards import own_shared
from tests.conftest import SetClock, built

AT = "/dashboards/subscribers?range=last-30-days"
ENDED = "This link is incomplete, or does not hold any more."


@pytest.fixture
def services(settings: Settings, clock: SetClock) -> Iterator[Services]:
    """A workspace whose people sign in."""
    with built(settings.model_copy(update={"auth": "password"}), clock) as services:
        yield services


@pytest.fixture
def outsider(services: Services) -> Iterator[TestClient]:
    """Somebody with a browser, and no account."""
    app = FastAPI()
    routers.install(app, services)
    app.include_router(own_shared.router)
    with TestClient(app, base_url="http://127.0.0.1:8050", follow_redirects=False) as client:
        yield client


@pytest.fixture
def board(services: Services) -> int:
    """A dashboard with a figure, a chart and a table, whose name could be markup."""
    one = SubscriberDraft("Ana", "", {"sms": "+4915100000001"})
    services.subscribers.join(one, at=services.clock())
    own = services.own_dashboards
    made = own.create("Spring <b>2026</b>", "ada")
    own.add(made.id, AT, Part.KPI, "new_subscribers", by="ada")
    own.add(made.id, AT, Part.CHART, "subscriber_growth", "Growth <i>", by="ada")
    own.add(made.id, AT, Part.TABLE, "subscribers_per_channel", by="ada")
    return made.id


def test_whoever_has_the_link_sees_the_figures_and_no_way_elsewhere(
    outsider: TestClient, services: Services, board: int
) -> None:
    token = services.dashboard_links.create(board, by="ada")
    answer = outsider.get(f"/shared/{token}")
    assert answer.status_code == 200
    assert "<h1>Spring &lt;b&gt;2026&lt;/b&gt;</h1>" in answer.text
    assert "Growth &lt;i&gt;" in answer.text
    assert 'class="kpi-value">1<' in answer.text
    assert "data-figure=" in answer.text
    assert 'class="rows"' in answer.text
    told = answer.headers
    assert told["referrer-policy"] == "no-referrer"
    assert told["cache-control"] == "no-store"
    assert told["x-robots-tag"] == "noindex, nofollow"
    assert "default-src 'none'" in told["content-security-policy"]
    leads = set(re.findall(r'(?:href|src|action|data-address)="([^"]+)"', answer.text))
    files = {lead for lead in leads if lead.startswith("/shared/files/")}
    assert leads == {"/assets/favicon.svg", *files}
    assert "<nav" not in answer.text
    assert "Export" not in answer.text
    for file in files:
        assert outsider.get(file).status_code == 200
    font = outsider.get("/shared/files/fonts/inter-variable-latin.woff2?v=1")
    assert font.headers["location"] == "/assets/fonts/inter-variable-latin.woff2"


def test_nothing_else_opens_with_it(outsider: TestClient, services: Services, board: int) -> None:
    token = services.dashboard_links.create(board, by="ada")
    outsider.get(f"/shared/{token}")
    closed = [
        "/shared",
        "/sharedfile",
        "/dashboards",
        f"/dashboards/{board}",
        f"/dashboards/{board}.pdf",
        f"/api/v1/dashboards/{board}",
        "/_dash-update-component",
        "/assets/app.css",
    ]
    for method in ("GET", "POST", "PUT", "DELETE"):
        for path in closed:
            assert outsider.request(method, path).status_code == 401, path


def test_what_is_no_link_is_not_found(outsider: TestClient) -> None:
    for path in ("", "x", "x" * 43, "a/b", "files/x", "files/../1", "%00", "é"):
        for method in ("GET", "POST", "PUT"):
            assert outsider.request(method, f"/shared/{path}").status_code == 404, path


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_a_link_that_has_ended_opens_nothing(
    outsider: TestClient, services: Services, board: int, clock: SetClock, end: str
) -> None:
    links = services.dashboard_links
    token = links.create(board, by="ada", expires_at=clock.now + timedelta(days=7))
    assert outsider.get(f"/shared/{token}").status_code == 200
    if end == "expired":
        clock.forward(days=7)
    else:
        links.revoke(board, links.list(board)[0].id)
    answer = outsider.get(f"/shared/{token}")
    assert answer.status_code == 404
    assert ENDED in answer.text
    assert "Spring" not in answer.text


def test_a_password_stands_before_the_figures(
    outsider: TestClient, services: Services, board: int
) -> None:
    token = services.dashboard_links.create(board, by="ada", password="correct horse")
    at = f"/shared/{token}"
    asked = outsider.get(at)
    assert asked.status_code == 200
    assert 'type="password"' in asked.text
    assert "Spring" not in asked.text
    wrong = outsider.post(at, data={"password": "correct"})
    assert wrong.status_code == 403
    assert "That is not the password." in wrong.text
    right = outsider.post(at, data={"password": "correct horse"})
    assert (right.status_code, right.headers["location"]) == (303, at)
    cookie = right.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=lax", f"Path={at}", "Max-Age=43200"):
        assert word in cookie
    assert "Spring" in outsider.get(at).text
    other = services.dashboard_links.create(board, by="ada", password="correct horse")
    passed = cookie.partition("=")[2].partition(";")[0]
    given = {"Cookie": f"{own_shared.COOKIE}={passed}"}
    assert "Spring" not in outsider.get(f"/shared/{other}", headers=given).text


def test_passwords_cannot_be_tried_without_end(
    outsider: TestClient, services: Services, board: int
) -> None:
    token = services.dashboard_links.create(board, by="ada", password="correct horse")
    answers = [outsider.post(f"/shared/{token}", data={"password": "x"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "900"
    assert "try again in 15 minutes" in answers[-1].text


def test_a_body_that_is_no_form_is_refused(
    outsider: TestClient, services: Services, board: int
) -> None:
    token = services.dashboard_links.create(board, by="ada", password="correct horse")
    assert outsider.post(f"/shared/{token}", content=b"\xff\xfe").status_code == 400
    assert outsider.post(f"/shared/{token}", content=b"x" * 5000).status_code == 413
    assert outsider.post(f"/shared/{token}", content=b"").status_code == 403

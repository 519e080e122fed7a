"""A paired screen sees its own wall and nothing else; who is nobody sees a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.api.routers import create
from data.reports import Reports
from data.screens import MOST_FROM_ONE_PLACE
from data.services import Services
from data.settings import Settings
from data.wall import Entry, EntryKind
from pages.report.tabs import TABS
from pages.wall.routes import COOKIE, router
from tests.conftest import SetClock, built
from tests.small_campaign import START, SmallCampaign

HERE = "http://127.0.0.1:8050"
WHO = "+34600000001"


@pytest.fixture
def closed(settings: Settings, clock: SetClock) -> Iterator[Services]:
    """A workspace that people sign in to, with a live campaign."""
    with built(settings.model_copy(update={"auth": "password"}), clock) as services:
        reports = Reports(services.campaigns, services.lake, clock, services.zone, TABS)
        small = SmallCampaign(services, "e-swipe", channel="sms", delivery_at=START, name="Peel")
        small.sent("link.open", START, WHO)
        yield replace(services, reports=reports)


def app_of(services: Services) -> FastAPI:
    """The API and the wall, and a page that is neither."""
    app = create(services)
    app.include_router(router)
    app.add_api_route("/hub", lambda: "figures")
    return app


@pytest.fixture
def browser(closed: Services) -> Callable[[], TestClient]:
    """Makes browsers in which nobody is signed in."""
    app = app_of(closed)
    return lambda: TestClient(app, base_url=HERE, follow_redirects=False)


def paired(services: Services, client: TestClient, wall: str = "live") -> int:
    """Pair the screen that `client` is; its id."""
    code = client.post("/wall/pairing").json()["code"]
    return services.screens.pair(code, "Lobby", wall, "Ada").id


def test_who_is_nobody_is_shown_a_code_wherever_on_the_wall_they_knock(browser) -> None:
    client = browser()
    assert "Pair this screen" in client.get("/wall").text
    for path in ("/wall/messaging", "/wall/w1", "/wall/nothing"):
        assert client.get(path).headers["location"] == "/wall/screen"
    assert client.get("/wall/screen").headers["location"] == "/wall?pair"


def test_who_is_nobody_gets_no_figure(browser) -> None:
    client = browser()
    for path in ("/wall/live/now", "/wall/screen/now", "/wall/messaging/now"):
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_screen_is_paired_by_its_code(closed: Services, browser) -> None:
    client = browser()
    given = client.post("/wall/pairing")
    assert client.get("/wall/pairing").json() == {"paired": False, "waiting": True}
    assert client.post("/wall/pairing").json() == given.json()  # a reload shows the same code
    closed.screens.pair(given.json()["code"], "Lobby", "live", "Ada")
    assert client.get("/wall/pairing").json() == {"paired": True, "waiting": False}
    assert client.get("/wall").headers["location"] == "/wall/screen"
    assert 'data-feed="/wall/screen/now"' in client.get("/wall/screen").text
    shown = client.get("/wall/screen/now").json()
    assert [slide["headline"] for slide in shown["slides"]] == [
        "Peel is Live since Mar 2, 2026, 9:00 AM."
    ]


def test_the_token_is_out_of_reach_of_scripts_and_of_other_addresses(browser) -> None:
    answer = browser().post("/wall/pairing")
    kept = answer.headers["set-cookie"]
    assert kept.startswith(f"{COOKIE}=hs_")
    assert {"HttpOnly", "Path=/wall", "SameSite=lax"} <= {part.strip() for part in kept.split(";")}
    assert "hs_" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/hub",
        "/settings/walls",
        "/_dash-layout",
        "/api/v1/campaigns",
        "/api/v1/campaigns/1/report",
        "/metrics",
        "/assets/app.css",
        "/wallpaper",
    ],
)
def test_a_paired_screen_gets_nothing_beside_the_wall(closed, browser, path: str) -> None:
    client = browser()
    paired(closed, client)
    client.cookies.set(COOKIE, client.cookies[COOKIE], path="/")  # whatever it sends along
    answer = client.get(path, headers={"Host": "example.com"})
    assert answer.status_code == 401
    assert "figures" not in answer.text


def test_a_paired_screen_gets_no_other_wall(closed: Services, browser) -> None:
    client = browser()
    paired(closed, client)
    assert client.get("/wall/messaging/now").status_code == 401
    assert client.get("/wall/messaging").headers["location"] == "/wall/screen"
    assert client.get("/wall/screen/now?wall=messaging&id=messaging").json()["name"] == (
        "Live campaigns"
    )


def test_what_lies_below_the_wall_is_nothing(closed: Services, browser) -> None:
    client = browser()
    paired(closed, client)
    for path in ("/wall/", "/wall/a/b", "/wall/screen/now/x", "/wall/../hub", "/wall/%2e%2e/hub"):
        assert client.get(path).status_code in (401, 404)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, "/wall/live").status_code == 404


def test_a_revoked_screen_is_nobody_at_once(closed: Services, browser) -> None:
    client = browser()
    screen = paired(closed, client)
    assert client.get("/wall/screen/now").status_code == 200
    closed.screens.revoke(screen)
    assert client.get("/wall/screen/now").status_code == 401
    assert client.get("/wall/screen").headers["location"] == "/wall?pair"


def test_one_screens_token_is_not_another_ones(closed: Services, browser) -> None:
    first, second = browser(), browser()
    paired(closed, first)
    second.post("/wall/pairing")
    assert first.cookies[COOKIE] != second.cookies[COOKIE]
    assert second.get("/wall/screen/now").status_code == 401


def test_a_screen_follows_when_it_is_given_another_wall(closed: Services, browser) -> None:
    client = browser()
    screen = paired(closed, client)
    wall = closed.walls.create("Hall", (Entry(EntryKind.LIVE),), "Ada")
    closed.screens.show(screen, wall.id)
    assert client.get("/wall/screen/now").json()["name"] == "Hall"


def test_a_wall_that_is_gone_says_so(closed: Services, browser) -> None:
    client = browser()
    paired(closed, client, "77")
    assert client.get("/wall/screen").status_code == 200  # the page stays, and tells
    answer = client.get("/wall/screen/now")
    assert (answer.status_code, "77" in answer.json()["detail"]) == (404, True)


def test_no_wall_tells_a_whole_recipient(closed: Services, browser) -> None:
    """D-28."""
    client = browser()
    address = "/campaigns/1/report/participants?range=all"
    entries = (Entry(EntryKind.BOARD, address), Entry(EntryKind.LIVE))
    paired(closed, client, closed.walls.create("All", entries, "Ada").id)
    answer = client.get("/wall/screen/now")
    assert answer.json()["slides"]
    assert WHO not in answer.text


def test_codes_are_given_out_sparingly(browser) -> None:
    for _ in range(MOST_FROM_ONE_PLACE):
        assert browser().post("/wall/pairing").status_code == 200
    refused = browser().post("/wall/pairing")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)


def test_looking_at_the_page_makes_no_code(closed: Services, browser) -> None:
    """Whatever fetches addresses ahead, or looks with HEAD, fills no list."""
    client = browser()
    client.get("/wall")
    client.get("/wall?pair")
    client.get("/wall/pairing")
    assert COOKIE not in client.cookies


def test_nothing_is_sent_again_that_a_screen_has(closed: Services, browser) -> None:
    client = browser()
    paired(closed, client)
    first = client.get("/wall/screen/now").json()
    again = client.get("/wall/screen/now", params={"have": first["print"]}).json()
    assert "slides" not in again
    assert again == {key: value for key, value in first.items() if key != "slides"}
    assert client.get("/wall/screen/now", params={"have": "else"}).json() == first


def test_the_demo_opens_every_wall_and_pairs_on_demand(services: Services) -> None:
    client = TestClient(app_of(services), base_url=HERE, follow_redirects=False)
    assert client.get("/wall").headers["location"] == "/settings/walls"
    assert "Pair this screen" in client.get("/wall?pair").text
    assert 'data-feed="/wall/messaging/now"' in client.get("/wall/messaging").text
    assert client.get("/wall/messaging/now").json()["slides"] == []
    assert client.get("/wall/w9").status_code == 404
    assert client.get("/wall/w9/now").status_code == 404


def test_a_walls_name_is_escaped(services: Services) -> None:
    client = TestClient(app_of(services), base_url=HERE)
    wall = services.walls.create("<script>alert(1)</script>", (), "Ada")
    assert "<script>alert" not in client.get(f"/wall/{wall.id}").text

"""Every door asks who is there; what isn't known to be open is closed."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request, WebSocket
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data.api import routers
from data.api.guard import DEMO_OWNER
from data.services import build
from data.settings import Settings

LOOPBACK = "http://127.0.0.1:8050"
SOCKET = "ws://127.0.0.1:8050/socket"
KEYED = [
    ("POST", "/api/v1/events", "events:write"),
    ("GET", "/api/v1/campaigns", "reports:read"),
    ("GET", "/api/v1/campaigns/1", "reports:read"),
    ("POST", "/api/v1/campaigns", "campaigns:write"),
    ("POST", "/api/v1/campaigns/1/pause", "campaigns:write"),
    ("POST", "/api/v1/campaigns/1/resume", "campaigns:write"),
    ("POST", "/api/v1/campaigns/1/schedule", "campaigns:write"),
    ("POST", "/api/v1/campaigns/1/publish", "campaigns:write"),
    ("DELETE", "/api/v1/campaigns/1", "campaigns:write"),
    ("GET", "/api/v1/campaigns/1/report", "reports:read"),
    ("GET", "/api/v1/campaigns/1/report/delivery", "reports:read"),
    ("GET", "/api/v1/dashboards", "reports:read"),
    ("GET", "/api/v1/dashboards/1", "reports:read"),
    ("GET", "/api/v1/metrics", "reports:read"),
    ("POST", "/api/v1/query", "reports:read"),
]
SCOPES = {scope for _, _, scope in KEYED}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def page_app(services) -> FastAPI:
    """An app with a page and a socket besides the API, which tell who came."""
    app = FastAPI()
    routers.install(app, services)

    @app.get("/hub")
    def hub(request: Request) -> str:
        return request.state.visitor.name

    @app.post("/hub")
    def press(request: Request) -> str:
        return request.state.visitor.role

    @app.websocket("/socket")
    async def socket(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(socket.state.visitor.name)

    return app


@pytest.mark.parametrize(("method", "path", "scope"), KEYED)
def test_a_call_without_a_key_is_401_and_says_how(outsider, method, path, scope):
    answer = outsider.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path", "scope"), KEYED)
def test_a_key_without_the_scope_is_403_and_names_it(outsider, services, method, path, scope):
    key = services.keys.create("others", SCOPES - {scope})
    answer = outsider.request(method, path, headers=bearer(key))
    assert answer.status_code == 403
    assert scope in answer.json()["detail"]


@pytest.mark.parametrize(("method", "path", "scope"), KEYED)
def test_a_key_with_the_scope_alone_gets_past_the_guard(outsider, services, method, path, scope):
    key = services.keys.create("only", [scope])
    assert outsider.request(method, path, headers=bearer(key)).status_code not in {401, 403}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer hg_wrong",
        "Basic aGc6",
        "hg_x",
        "Bearer \xff",
        "Bearer " * 99,
    ],
)
def test_what_is_no_key_is_401(outsider, header):
    answer = outsider.get("/api/v1/campaigns", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


def test_a_revoked_key_is_401(api, services):
    assert api.get("/api/v1/campaigns").status_code == 200
    services.keys.revoke("program")
    assert api.get("/api/v1/campaigns").status_code == 401


def test_two_keys_at_once_are_401(outsider, services):
    key = services.keys.create("one", ["reports:read"])
    twice = [("Authorization", f"Bearer {key}"), ("Authorization", "Bearer x")]
    assert outsider.get("/api/v1/campaigns", headers=twice).status_code == 401


@pytest.mark.parametrize("name", ["key", "access_token", "token", "authorization"])
def test_a_key_in_the_address_is_not_taken(outsider, services, name):
    key = services.keys.create("one", ["reports:read"])
    assert outsider.get("/api/v1/campaigns", params={name: key}).status_code == 401


def test_no_answer_repeats_a_key(outsider, services, caplog):
    key = services.keys.create("one", ["events:write"])
    caplog.set_level(0)
    answers = [
        outsider.get("/api/v1/campaigns", headers=bearer(key)),
        outsider.get("/api/v1/campaigns", headers=bearer(key + "x")),
        outsider.post("/api/v1/events", headers=bearer(key), content=b"{"),
    ]
    assert not [answer for answer in answers if key in answer.text]
    assert key not in caplog.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/openapi.json"])
def test_health_and_description_are_open(outsider, path):
    assert outsider.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/nope", "/v3/mlog/nope", "/api/", "/api/v2"])
def test_unknown_addresses_of_the_api_ask_for_a_key_first(outsider, api, path):
    assert outsider.get(path).status_code == 401
    assert api.get(path).status_code == 404


def test_metrics_are_for_this_machine_or_a_key(app, services):
    key = services.keys.create("prometheus", ["reports:read"])
    here = TestClient(app, base_url=LOOPBACK, client=("127.0.0.1", 5))
    there = TestClient(app, base_url=LOOPBACK, client=("10.0.0.5", 5))
    assert here.get("/metrics").status_code == 200
    assert there.get("/metrics").status_code == 401
    assert there.get("/metrics", headers=bearer(key)).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_a_proxy_on_this_machine_does_not_open_metrics_to_everyone(app, header):
    here = TestClient(app, base_url=LOOPBACK, client=("127.0.0.1", 5))
    assert here.get("/metrics", headers={header: "10.0.0.5"}).status_code == 401


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost", "localhost:9", "[::1]:8050"])
def test_the_demo_signs_every_visitor_in_as_its_owner(services, host):
    client = TestClient(page_app(services), base_url=LOOPBACK)
    assert client.get("/hub", headers={"Host": host}).json() == DEMO_OWNER.name


def test_the_demos_owner_has_no_key(services):
    client = TestClient(page_app(services), base_url=LOOPBACK)
    assert client.get("/api/v1/campaigns").status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8050", "10.0.0.5", "", "["])
def test_the_demo_does_not_answer_under_a_name_that_leads_here_from_elsewhere(services, host):
    client = TestClient(page_app(services), base_url=LOOPBACK)
    assert client.get("/hub", headers={"Host": host}).status_code == 403


def test_another_site_cannot_press_buttons_in_the_demo(services):
    client = TestClient(page_app(services), base_url=LOOPBACK)
    assert client.post("/hub", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/hub", headers={"Origin": "null"}).status_code == 403
    assert client.post("/hub", headers={"Origin": LOOPBACK}).json() == "owner"
    assert client.post("/hub").json() == "owner"


def test_a_socket_has_its_visitor_too(services):
    client = TestClient(page_app(services), base_url=LOOPBACK)
    with client.websocket_connect(SOCKET) as socket:
        assert socket.receive_text() == DEMO_OWNER.name


def test_another_site_cannot_open_a_socket_to_the_demo(services):
    client = TestClient(page_app(services), base_url=LOOPBACK)
    headers = {"Origin": "https://evil.example"}
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(SOCKET, headers=headers),
    ):
        pass


@pytest.fixture
def closed(tmp_path, clock):
    """A workspace whose sign-in is not the demo's."""
    settings = Settings(_env_file=None, data_dir=tmp_path, auth="password")  # type: ignore[call-arg]
    services = build(settings, clock)
    yield TestClient(page_app(services), base_url=LOOPBACK)
    services.engine.dispose()


@pytest.mark.parametrize("path", ["/", "/hub", "/nope", "/_dash-layout", "/assets/x.css", "/api"])
def test_without_a_sign_in_no_page_is_shown(closed, path):
    answer = closed.get(path)
    assert answer.status_code == 401
    assert "Sign-in isn" in answer.text


def test_without_a_sign_in_no_socket_opens(closed):
    with pytest.raises(WebSocketDisconnect), closed.websocket_connect(SOCKET):
        pass


def test_without_a_sign_in_programs_still_come_in_with_a_key(closed):
    assert closed.get("/api/v1/campaigns").status_code == 401
    assert closed.get("/healthz").status_code == 200

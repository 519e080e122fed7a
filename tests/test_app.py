"""The one app, asked over real HTTP: nothing blocks, nothing is half there, every door is shut."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Semaphore, Thread
from typing import Any

import dash
import httpx
import plotly.offline
import pytest
import uvicorn
from dash import Input, Output

from app import ASSETS, OUTSIDE, STYLES, create_app
from data.api.packed_files import packed
from data.errors import Refused
from data.services import services
from data.settings import Settings
from tests.server import ROOT, serving

PATIENCE = 20  # seconds after which a test gives up; none waits for them when all is well


@contextmanager
def served(app: Any) -> Iterator[str]:
    """A real server on a free port of this machine, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    begun = Event()
    startup = server.startup

    async def told(*args: Any, **kwargs: Any) -> None:
        await startup(*args, **kwargs)
        begun.set()

    server.startup = told  # type: ignore[method-assign]
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    assert begun.wait(PATIENCE), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(PATIENCE)


class Gate:
    """What four callbacks wait at, and who has come."""

    def __init__(self) -> None:
        self.open = Event()
        self.come = Semaphore(0)


GATE = Gate()


def _declare_callbacks() -> None:
    """Callbacks of the kinds that pages have; Dash takes them up as the next app is built."""

    @dash.callback(Output("waits", "children"), Input("in", "value"))
    def waits(value: str) -> str:
        GATE.come.release()
        GATE.open.wait(PATIENCE)
        return value

    @dash.callback(Output("trivial", "children"), Input("in", "value"))
    def trivial(value: str) -> str:
        return value

    @dash.callback(Output("coroutine", "children"), Input("in", "value"))
    async def coroutine(value: str) -> str:
        await asyncio.sleep(0)
        return f"{value} {dash.ctx.triggered_id}"

    @dash.callback(Output("refuses", "children"), Input("in", "value"))
    def refuses(_: str) -> str:
        raise Refused("Only Live campaigns can be paused.")

    @dash.callback(Output("breaks", "children"), Input("in", "value"))
    def breaks(_: str) -> str:
        raise ValueError("password=secret")

    @dash.callback(Output("nothing", "children"), Input("in", "value"))
    def nothing(_: str) -> str:
        raise dash.exceptions.PreventUpdate


def call(output: str) -> dict[str, Any]:
    """The body with which the browser calls the callback of `output`."""
    return {
        "output": f"{output}.children",
        "outputs": {"id": output, "property": "children"},
        "inputs": [{"id": "in", "property": "value", "value": "hello"}],
        "changedPropIds": ["in.value"],
        "state": [],
    }


def route(path: str, search: str = "") -> dict[str, Any]:
    """The body with which the browser asks for the page at `path`."""
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname"],
        "state": [],
    }


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("var"))  # type: ignore[call-arg]
    _declare_callbacks()
    with served(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="module")
def web(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture(scope="module")
def key(url: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {services().keys.create('tests', ['reports:read'])}"}


def test_four_slow_callbacks_do_not_delay_another_request(url, web):
    async def scenario() -> str:
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client:
            path = "/_dash-update-component"
            slow = [asyncio.create_task(client.post(path, json=call("waits"))) for _ in range(4)]
            for _ in range(4):
                assert await asyncio.to_thread(GATE.come.acquire, timeout=PATIENCE)
            answered = await client.post(path, json=call("trivial"))
            assert not any(task.done() for task in slow)
            GATE.open.set()
            assert {r.status_code for r in await asyncio.gather(*slow)} == {200}
            return answered.json()["response"]["trivial"]["children"]

    # In a thread of its own: a browser that was driven before has left its loop in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, scenario()).result(PATIENCE) == "hello"


def test_a_coroutine_is_a_callback_too(web):
    answer = web.post("/_dash-update-component", json=call("coroutine"))
    assert answer.json()["response"]["coroutine"]["children"] == "hello in"


def test_a_callback_may_decide_to_change_nothing(web):
    assert web.post("/_dash-update-component", json=call("nothing")).status_code == 204


def test_the_very_first_request_may_be_a_deep_link(tmp_path):
    with serving(tmp_path) as address:
        answer = httpx.get(f"{address}/reports/messaging?range=all", timeout=PATIENCE)
    assert answer.status_code == 200
    for needed in ("dash_renderer", "screens-", "plotly-basic.min.js", ".css", "document.title"):
        assert needed in answer.text, needed


def test_every_inline_script_is_one_that_the_policy_names(web):
    answer = web.get("/hub")
    policy = answer.headers["content-security-policy"]
    scripts = re.findall(r"<script(?![^>]* src=)[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    programs = [s for s in scripts if not s.startswith("{")]  # that one is data
    assert len(programs) >= 2
    for script in programs:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_policy_allows_neither_eval_nor_other_hosts(web):
    policy = web.get("/hub").headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_theme_is_known_before_a_style_is_read(web):
    page = web.get("/hub").text
    assert page.index("/assets/theme.js") < page.index('rel="stylesheet"') < page.index("<body")


def test_scripts_that_no_screen_needs_are_left_out_and_what_dash_needs_of_them_is_there(web):
    addresses = re.findall(r'<script src="([^"]+)"', web.get("/hub").text)
    assert not [one for one in addresses if "polyfill" in one or "dash_table" in one]
    # The renderer asks for generators of old browsers; the Bootstrap components bring them.
    (bootstrap,) = [one for one in addresses if "/dash_bootstrap_components" in one]
    (renderer,) = [one for one in addresses if "/dash_renderer" in one]
    assert addresses.index(bootstrap) < addresses.index(renderer)
    assert "globalThis.regeneratorRuntime=" in web.get(bootstrap).text


def test_the_page_names_its_language_and_loads_nothing_from_elsewhere(web):
    page = web.get("/hub").text
    assert '<html lang="en">' in page
    assert re.findall(r'(?:src|href)="(?!/)', page) == []


def test_the_front_door_leads_to_the_hub(web):
    answer = web.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/hub")


def test_an_unknown_page_is_a_404_with_the_frame_around_it(web):
    answer = web.get("/no/such/page")
    assert answer.status_code == 404
    assert "react-entry-point" in answer.text


@pytest.mark.parametrize("id_", ["999", "-1", "abc", "7/nothing", "9" * 40, "%00"])
def test_an_unknown_campaign_is_a_404(web, id_):
    assert web.get(f"/campaigns/{id_}").status_code == 404


@pytest.mark.parametrize("path", ["/api/nope", "/api/v1/nope", "/v3/nope"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_of_the_api_is_a_problem_document(web, key, path, method):
    answer = web.request(method, path, headers=key)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_known_address_with_another_method_is_a_405(web, key):
    assert web.put("/api/v1/campaigns", headers=key).status_code == 405
    assert web.post("/hub").status_code == 405


def test_the_api_describes_itself(web):
    document = web.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert not any("_dash" in path or "rest" in path for path in document["paths"])


def test_no_documentation_page_of_the_framework_is_open(web):
    assert {web.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}


@pytest.mark.parametrize("path", ["/hub", "/", "/assets/tokens.css"])
def test_head_answers_like_get_without_the_body(web, path):
    head, get = web.head(path), web.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"] if get.content else True


def test_a_foreign_name_for_this_machine_is_turned_away(web):
    answer = web.get("/hub", headers={"Host": "rebound.example:8050"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8050"])
def test_this_machines_own_names_are_answered(web, host):
    assert web.get("/hub", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_can_not_write(web, headers):
    answer = web.post("/_dash-update-component", json=call("trivial"), headers=headers)
    assert answer.status_code == 403


def test_the_own_site_can_write(web, url):
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
    answer = web.post("/_dash-update-component", json=call("trivial"), headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/hub", "/api/nope", "/_dash-layout", "/_dash-dependencies"])
def test_what_may_change_is_never_stored(web, path):
    assert web.get(path).headers["cache-control"] == "no-store"


def test_every_answer_is_protected(web):
    for path in ("/hub", "/api/nope", "/assets/tokens.css", "/nope"):
        headers = web.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


def test_assets_of_a_page_are_kept_for_good_and_compressed_once(web):
    addresses = re.findall(r'"(/assets/[^"]+\.(?:js|css)\?m=[^"]+)"', web.get("/hub").text)
    assert any("plotly-basic" in address for address in addresses)
    before = packed.cache_info().misses
    for address in addresses:
        answer = web.get(address)
        assert answer.headers["content-encoding"] == "gzip"
        assert "immutable" in answer.headers["cache-control"]
    assert packed.cache_info().misses == before


def test_a_page_loads_each_style_and_script_of_the_screens_once_in_bundles(web):
    page = web.get("/hub").text
    style, script = re.findall(r'"(/assets/screens-[0-9a-f]+\.(?:css|js))"', page)
    for address in (style, script):
        answer = web.get(address)
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
        suffix = address[address.rindex(".") :]
        apart = {"theme.js", "plotly-basic.min.js", *OUTSIDE}
        files = [file for file in ASSETS.glob(f"*{suffix}") if file.name not in apart]
        assert len(files) > 10
        assert all(answer.text.count(file.read_text().strip()) == 1 for file in files)
    assert page.index(script) > page.index("plotly-basic.min.js")
    loaded = re.findall(r'"(/assets/[^"?]+\.(?:js|css))', page)
    assert len(loaded) == len(set(loaded)) == 4


def test_a_bundle_has_its_base_styles_first_and_a_plain_form(web):
    (style,) = re.findall(r'"(/assets/screens-[0-9a-f]+\.css)"', web.get("/hub").text)
    plain = web.get(style, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    places = [plain.text.index((ASSETS / name).read_text().strip()) for name in STYLES]
    assert places == sorted(places)
    assert plain.text.index((ASSETS / "app.css").read_text().strip()) < plain.text.index(
        (ASSETS / "campaign.css").read_text().strip()
    )


def test_component_scripts_are_kept_for_good_and_compressed_once(web):
    address = re.search(r'src="(/_dash-component-suites/[^"]+dcc[^"]+\.js)"', web.get("/hub").text)
    before = packed.cache_info().misses
    answer = web.get(address.group(1))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert packed.cache_info().misses == before


def test_an_asset_without_a_version_is_asked_for_again_and_not_sent_again(web):
    first = web.get("/assets/app.css")
    assert first.headers["cache-control"] == "no-cache"
    again = web.get("/assets/app.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_reader_without_gzip_gets_the_plain_file(web):
    answer = web.get("/assets/app.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == (ASSETS / "app.css").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/_dash-component-suites/dash/../app.py",
        "/_dash-component-suites/os/path.py",
        "/_dash-component-suites/dash/dash.py",
    ],
)
def test_nothing_but_assets_and_registered_scripts_can_be_read(web, path):
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"output": "x.children"}', b"{"])
def test_a_malformed_callback_is_the_callers_mistake(web, body):
    headers = {"Content-Type": "application/json"}
    answer = web.post("/_dash-update-component", content=body, headers=headers)
    assert answer.status_code == 400


def test_a_refusal_in_a_callback_is_told_in_the_corner(web):
    answer = web.post("/_dash-update-component", json=call("refuses"))
    assert "Only Live campaigns can be paused." in answer.text
    assert "shell-toast" in answer.json()["sideUpdate"]


def test_an_unforeseen_failure_of_a_callback_tells_nothing_inner(web, caplog):
    answer = web.post("/_dash-update-component", json=call("breaks"))
    assert answer.status_code == 200
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_a_campaign_page_is_found_among_addresses_that_its_template_would_swallow(web):
    answer = web.post("/_dash-update-component", json=route("/campaigns/new/messaging"))
    assert answer.json()["response"]["_pages_store"]["data"]["title"] == "New Message · Heliograph"


def test_any_parameter_may_be_in_an_address(web):
    answer = web.post("/_dash-update-component", json=route("/hub", "?a=1&a=2&range=%FF&q"))
    title = answer.json()["response"]["_pages_store"]["data"]["title"]
    assert title == "Analytics Hub · Heliograph"


def test_importing_the_app_does_nothing(tmp_path):
    """No file, no thread, no setting is read: a wrong one would end it."""
    code = "import threading, app; print(threading.active_count())"
    environment = {"HELIOGRAPH_PORT": "nonsense", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "1", "")
    assert list(tmp_path.iterdir()) == []


def test_the_page_draws_with_the_plotly_that_python_has():
    head = (ASSETS / "plotly-basic.min.js").read_text()[:400]
    assert f"v{plotly.offline.get_plotlyjs_version()}" in head


def test_no_stylesheet_names_another_host():
    for sheet in ASSETS.glob("*.css"):
        urls = re.findall(r"url\(\s*[\"']?([^)\"']+)", sheet.read_text())
        assert [u for u in urls if re.match(r"(https?:)?//", u)] == [], sheet.name

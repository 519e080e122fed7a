"""Build services, API and screens into the one ASGI app; the command line begins here."""

from __future__ import annotations

import asyncio
import gc
import inspect
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import copy_context
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import Any

import anyio.to_thread
import dash
from dash import Dash, Input, Output
from dash._pages import PAGE_REGISTRY, _path_to_page
from dash.backends import _fastapi
from dash.exceptions import PreventUpdate
from dash.fingerprint import check_fingerprint
from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from components.page_head import page_title
from components.painting import Painting
from components.shell import AS_OF, PAGE, PAGE_TITLE, TOAST, shell, toast, wire
from components.states import problem as problem_state
from data.api import routers
from data.api.bundle import Bundle, bundle
from data.api.headers import LOOPBACK, Headers
from data.api.packed_files import PackedFiles, file_answer, pack_ahead
from data.background import Background
from data.clock import Clock, utc_now
from data.errors import BadRequest, HeliographError, NotFound
from data.services import Services, build, install
from data.settings import Settings, load
from pages.dashboards import own_shared
from pages.report.tabs import TABS
from pages.wall import routes as wall

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
# In this order, before the others: each may overrule the one before.
STYLES = ("bootstrap.min.css", "bootstrap-icons.min.css", "tokens.css", "app.css")
HEAD_SCRIPT, PLOTLY = "theme.js", "plotly-basic.min.js"
# For browsers of 2015 (what Dash itself needs of it comes with the Bootstrap components), and for
# tables that scroll by themselves, of which there are none here.
UNNEEDED = ("/deps/polyfill@", "/dash_table/bundle.")
# What scripts ask for once they run, fetched while they are still being read.
EARLY = (
    'rel="preload" as="fetch" crossorigin href="/_dash-layout"',
    'rel="preload" as="fetch" crossorigin href="/_dash-dependencies"',
    'rel="prefetch" href="/_dash-component-suites/dash/dcc/async-graph.js"',
)
# What recipients' pages and walls load, and no screen.
OUTSIDE = ("play.css", "play.js", "wall.css", "wall.js", "wall_pairing.js", "shared.js")

log = logging.getLogger("heliograph")


@asynccontextmanager
async def _beside(server: FastAPI) -> AsyncIterator[None]:
    """What runs beside the requests, for as long as the server does."""
    # What is there by now stays: looking through it again and again costs ingest a quarter.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    background = Background(server.state.services)
    background.start()
    yield
    await anyio.to_thread.run_sync(background.stop)
    await anyio.to_thread.run_sync(server.state.services.painter.close)


class Screens(_fastapi.FastAPIDashServer):
    """Dash's FastAPI back end, with nothing that could hold up the event loop."""

    websocket_capability = False

    @staticmethod
    def create_app(name: str = "", config: dict[str, Any] | None = None) -> FastAPI:
        """The server whose routes the API and the screens share."""
        return FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_beside)

    def register_assets_blueprint(
        self, blueprint_name: str, assets_url_path: str, assets_folder: str
    ) -> None:
        """Serve the assets, compressed once."""
        for one in bundles():
            path = f"{assets_url_path}/{one.name}"
            self.server.add_api_route(path, one.answer, include_in_schema=False)
        self.server.mount(assets_url_path, PackedFiles(directory=assets_folder))

    def serve_component_suites(
        self, dash_app: Dash, package_name: str, fingerprinted_path: str, request: Request
    ) -> Response:
        """Serve a file of a component package, compressed once; only the registered ones."""
        path, forever = check_fingerprint(fingerprinted_path)
        if path not in dash_app.registered_paths.get(package_name, ()):
            raise NotFound(f"{package_name} has no file {path}")
        file = _package_file(package_name, path)
        return file_answer(str(file), file.stat(), request.headers, forever=forever)

    def setup_index(self, dash_app: Dash) -> None:
        """The front door is the hub."""

        def front_door() -> Response:
            return RedirectResponse("/hub", status_code=307)

        self.server.add_api_route("/", front_door, include_in_schema=False)

    def _setup_catchall(self) -> None:
        """Dash would call this as the server starts; `catch_rest` has done it by then."""

    def catch_rest(self, dash_app: Dash) -> None:
        """Answer every address that nothing else answers: the pages, and what is no page."""

        def rest(request: Request) -> Response:
            status = 200 if page_exists(request.url.path) else 404
            token = _fastapi.set_current_request(request)
            try:
                return HTMLResponse(dash_app.index(), status_code=status)
            finally:
                _fastapi.reset_current_request(token)

        self.server.add_api_route("/{rest:path}", rest, include_in_schema=False)

    def serve_callback(self, dash_app: Dash) -> Any:
        """Run callbacks, sync or not, page layouts included, in a worker thread."""

        async def dispatch(request: Request) -> Response:
            return await anyio.to_thread.run_sync(self._answer, dash_app)

        return dispatch

    def _answer(self, dash_app: Dash) -> Response:
        body = self.request_adapter().get_json()
        try:
            context = dash_app._initialize_context(body)
            function = dash_app._prepare_callback(context, body)
            values = dash_app._inputs_to_vals(context.inputs_list + context.states_list)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            raise BadRequest(
                "The body is not a callback of this version; reload the page"
            ) from None
        call = dash_app._execute_callback(function, values, context.outputs_list, context)
        try:
            result = copy_context().run(call)
            if inspect.iscoroutine(result):
                result = asyncio.run(result)
        except PreventUpdate:
            return Response(status_code=204)
        answer = context.dash_response.set_response(data=result)
        answer.headers["Content-Type"] = "application/json"
        return answer

    def warm_up(self, dash_app: Dash) -> None:
        """Do Dash's first-request set-up now: the first request may be for any page."""
        for hook in self._before_request_funcs:
            hook()
        assets = [path for path in ASSETS.rglob("*") if path.is_file()]
        suites = [_package_file(*one) for one in _suite_files(dash_app)]
        # Beside the rest of the start: whoever comes first packs what isn't packed yet.
        Thread(target=pack_ahead, args=([*assets, *suites],), name="pack", daemon=True).start()


class Skeleton(Dash):
    """Dash, without those of its scripts that no screen needs: a cold browser runs each of them."""

    def interpolate_index(self, **parts: str) -> str:
        """The page's skeleton with its parts; `scripts` has one to a line."""
        needed = [
            line
            for line in parts["scripts"].split("\n")
            if not any(name in line for name in UNNEEDED)
        ]
        return super().interpolate_index(**{**parts, "scripts": "\n".join(needed)})


def create_app(settings: Settings, clock: Clock = utc_now) -> ASGIApp:
    """The whole app: the workspace that `settings` name, its API and its screens."""
    services = build(settings, clock, TABS, Painting(settings.chromium))
    install(services)
    screens = _screens(services)
    backend: Screens = screens.backend
    routers.install(screens.server, services)
    screens.server.include_router(wall.router)
    screens.server.include_router(own_shared.router)
    backend.catch_rest(screens)
    backend.warm_up(screens)
    hosts = LOOPBACK if settings.auth == "demo" else None
    packed = GZipMiddleware(screens.server, minimum_size=500, compresslevel=5)
    return Headers(packed, script_hashes=screens.csp_hashes(), hosts=hosts)


def application() -> ASGIApp:
    """The app with the settings of the environment, for servers that start workers by name."""
    return create_app(load())


def page_exists(path: str) -> bool:
    """Whether a page stands at `path` and, where the page can tell, what it is about exists."""
    page, variables = _path_to_page(path.strip("/"))
    return bool(page) and page.get("exists", _always)(**(variables or {}))


def _always(**_: str) -> bool:
    return True


def _screens(services: Services) -> Dash:
    screens = Skeleton(
        "app",
        backend=Screens,
        use_async=False,
        use_pages=True,
        pages_folder=str(HERE / "pages"),
        assets_folder=str(ASSETS),
        assets_ignore=".*",  # the skeleton names the bundles
        title="Heliograph",
        update_title=None,
        include_pages_meta=False,
        # Off, every answer would carry the layouts of all pages, drawn for nobody in particular.
        suppress_callback_exceptions=True,
        on_error=show_error,
        add_log_handler=False,
    )
    _most_specific_first()
    screens.index_string = _index()
    screens.layout = partial(_frame, services)
    wire(screens)

    @screens.callback(Output(AS_OF, "children"), Input(PAGE_TITLE, "data"))
    def as_of(_: object) -> str:
        now = services.clock().astimezone(services.zone)
        return f"Data as of {now:%H:%M:%S}"

    return screens


def _frame(services: Services) -> Any:
    # Dash also asks as it warms up, when nobody is there yet.
    asked = _fastapi._current_request_var.get()
    person = asked.state.visitor.name.title() if asked else ""
    origin, demo = services.settings.public_url, services.is_demo
    return shell("Workspace", person, services.zone.key, is_demo=demo, origin=origin)


def _most_specific_first() -> None:
    """Dash takes the first template that fits, and "/campaigns/<id>" fits all that lies below."""

    def plainness(page: dict[str, Any]) -> tuple[int, bool]:
        template = page["path_template"] or page["path"]
        return -template.count("/"), "<" in template

    for page in sorted(PAGE_REGISTRY.values(), key=plainness):
        PAGE_REGISTRY.move_to_end(page["module"])


def show_error(error: Exception) -> Any:
    """What a callback's failure looks like: in the page's place, or as a line in the corner."""
    foreseen = isinstance(error, HeliographError)
    if not foreseen:
        log.error("A callback failed", exc_info=error)
    outputs = dash.ctx.outputs_list
    first = outputs[0] if isinstance(outputs, list) and outputs else {}
    if isinstance(first, dict) and first.get("id") == PAGE:
        title = error.title if isinstance(error, HeliographError) else "Something went wrong"
        return problem_state(error), {"title": page_title(title)}
    sentence = str(error) if foreseen else "Something went wrong; what you see may be out of date."
    dash.set_props(TOAST, {"children": toast(sentence)})
    return None


@cache
def bundles() -> tuple[Bundle, Bundle]:
    """All styles of the screens, and all scripts that they load but for the drawing of charts."""
    apart = {*OUTSIDE, HEAD_SCRIPT, PLOTLY, *STYLES}
    styles, scripts = (
        sorted(file for file in ASSETS.glob(f"*{suffix}") if file.name not in apart)
        for suffix in (".css", ".js")
    )
    first = [ASSETS / name for name in STYLES]
    return bundle("screens", [*first, *styles]), bundle("screens", scripts)


def _index() -> str:
    """The page's skeleton; styles and the theme come before anything is painted."""

    def address(name: str) -> str:
        return f"/assets/{name}?m={(ASSETS / name).stat().st_mtime:.0f}"

    styles, scripts = bundles()
    early = "\n    ".join(f"<link {what}>" for what in EARLY)
    return f"""<!DOCTYPE html>
<html lang="en">
  <head>
    {{%metas%}}
    <title>{{%title%}}</title>
    <meta name="color-scheme" content="light dark">
    <link rel="icon" type="image/svg+xml" href="{address("favicon.svg")}">
    <script src="{address(HEAD_SCRIPT)}"></script>
    <link rel="stylesheet" href="/assets/{styles.name}">
    {early}
    {{%css%}}
  </head>
  <body>
    <noscript>Heliograph draws its pages in the browser and needs JavaScript for it.</noscript>
    {{%app_entry%}}
    {{%config%}}
    <script src="{address(PLOTLY)}"></script>
    <script src="/assets/{scripts.name}"></script>
    {{%scripts%}}
    {{%renderer%}}
  </body>
</html>"""


def _package_file(package_name: str, path: str) -> Path:
    return Path(sys.modules[package_name].__file__ or "").parent / path


def _suite_files(screens: Dash) -> list[tuple[str, str]]:
    return [(name, path) for name, paths in screens.registered_paths.items() for path in paths]


def main() -> None:
    """The command line."""
    from data.cli import build_cli

    build_cli(create_app)()


if __name__ == "__main__":
    main()

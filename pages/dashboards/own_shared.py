"""/shared/{token}: a dashboard for whoever has a link to it, without the app and without sign-in.

The page is drawn here, so that nothing else of the workspace has to open: figures, their tables,
and no way to anything else. assets/shared.js draws the charts and looks again each minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import orjson
from anyio.to_thread import run_sync
from dash import dcc, html
from dash.development.base_component import Component
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from components.markup import Raw, markup
from components.tile_frame import tile_frame
from data.api.body import whole
from data.api.bundle import Bundle, bundle
from data.api.workspace import Workspace
from data.dashboard_links import NO_LINK, PASS_LASTS
from data.errors import BadRequest, Busy, HeliographError, NotAllowed, NotFound
from data.own_dashboards import Dashboard
from data.services import Services
from data.shown_tiles import ShownTile, shown_tiles
from data.vocabulary.formats import moment

router = APIRouter(prefix="/shared", include_in_schema=False)

ASSETS = Path(__file__).parent.parent.parent / "assets"
STYLES = ("tokens.css", "app.css", "parts.css", "interactive_b.css", "own_dashboards.css")
SCRIPTS = ("plotly-basic.min.js", "plots.js", "charts.js", "shared.js")
FONT = "inter-variable-latin.woff2"
COOKIE = "heliograph_shared"
LARGEST_FORM = 4_000  # bytes
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Dash has no plain field.
_FIELD = (
    '<input id="password" type="password" name="password" required '
    'autocomplete="current-password" autofocus{told}>'
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


@router.get("/files/{name}")
def file(request: Request, name: str) -> Response:
    """The styles or the scripts of these pages."""
    for one in _bundles():
        if one.name == name:
            return one.answer(request)
    raise NotFound("There is no such file")


@router.get(f"/files/fonts/{FONT}")
def font() -> Response:
    """Where the styles look for the typeface; it is the app's own."""
    return RedirectResponse(f"/assets/fonts/{FONT}", 308)


@router.get("/{token}")
def show(request: Request, workspace: Workspace, token: str) -> Response:
    """The dashboard as it is now, or the question for its password."""
    try:
        link = workspace.dashboard_links.open(token, request.cookies.get(COOKIE, ""))
    except NotAllowed:
        return _page("Password", _question(token))
    except HeliographError as error:
        return _told(error)
    board = workspace.own_dashboards.get(link.dashboard_id)
    return _page(board.name, _board(workspace, board))


@router.post("/{token}")
async def unlock(request: Request, workspace: Workspace, token: str) -> Response:
    """Take a password; the browser keeps that it was right, for this link alone."""
    try:
        form = _read(await whole(request, LARGEST_FORM))
        return await run_sync(_unlocked, workspace, token, form.get("password", ""))
    except (NotAllowed, Busy) as error:
        return _page("Password", _question(token, f"{error}."), error)
    except HeliographError as error:
        return _told(error)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(rest: str) -> Response:
    """Whatever else was made of an address."""
    return _told(NotFound(NO_LINK))


def _unlocked(workspace: Services, token: str, password: str) -> Response:
    passed = workspace.dashboard_links.unlock(token, password)
    answer = RedirectResponse(f"/shared/{token}", 303, _HEADERS)
    answer.set_cookie(
        COOKIE,
        passed,
        max_age=int(PASS_LASTS.total_seconds()),
        path=f"/shared/{token}",
        secure=workspace.settings.address.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return answer


def _read(body: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=4))
    except ValueError:
        raise BadRequest("This form can't be read; load the page again") from None


def _board(here: Services, board: Dashboard) -> list[Component]:
    """The name, how fresh it is, and the tiles; recipients are masked (D-28)."""
    tiles = shown_tiles(here.desk, board.shown_with(board.words))
    now = here.clock()
    stamp = f"Last updated {moment(now, here.zone)} ({here.zone.key}); follows what arrives."
    nothing = [html.P("Nothing is on this dashboard yet.", className="part-empty own-empty")]
    return [
        html.Div(html.H1(board.name), className="page-head"),
        html.P(stamp, className="report-stamp", **{"data-stamp": "", "aria-live": "polite"}),
        html.Div([_tile(shown) for shown in tiles] or nothing, className="own-grid", id="own-grid"),
    ]


def _tile(shown: ShownTile) -> Component:
    tile = tile_frame(shown, alone=True)
    setattr(tile, "data-mark", f"{shown.mark} {tile.style['gridColumn']} {tile.style['gridRow']}")
    return _plain(tile)


def _plain(part: Any) -> Any:
    """The part without the app: charts as figures for the script, and no menus or links."""
    if isinstance(part, list | tuple):
        return [plain for one in part if (plain := _plain(one)) is not None]
    if not isinstance(part, Component):
        return part
    if isinstance(part, dcc.Graph):
        figure = orjson.dumps({"figure": part.figure, "config": part.config}).decode()
        return html.Div(className="dash-graph", style=part.style, **{"data-figure": figure})
    if _leads_elsewhere(part):
        return None
    part.children = _plain(getattr(part, "children", None))
    if hasattr(part, "data-address"):
        delattr(part, "data-address")
    return part


def _leads_elsewhere(part: Component) -> bool:
    """Whether it is a link or a menu, or works in the app alone."""
    kinds = set((getattr(part, "className", None) or "").split())
    is_menu = "menu" in kinds and "about" not in kinds
    is_plain = part.to_plotly_json()["namespace"] == "dash_html_components"
    return is_menu or not is_plain or isinstance(part, html.A) or hasattr(part, "data-chart-action")


def _question(token: str, wrong: str = "") -> list[Component]:
    return [
        html.Form(
            [
                html.H1("This dashboard has a password"),
                html.P("Whoever sent you the link knows it."),
                *([html.P(wrong, role="alert", className="notice", id="wrong")] if wrong else []),
                html.Label("Password", htmlFor="password"),
                Raw(_FIELD.format(told=' aria-describedby="wrong"' if wrong else "")),
                html.Button("Show dashboard", type="submit", className="button primary"),
            ],
            method="post",
            action=f"/shared/{token}",
            className="card pad shared-question",
        )
    ]


def _told(error: HeliographError) -> HTMLResponse:
    body = [html.Div([html.H1(error.title), html.P(f"{error}.")], className="state")]
    return _page(error.title, body, error)


def _page(title: str, body: list[Component], error: HeliographError | None = None) -> HTMLResponse:
    styles, scripts = _bundles()
    main = markup(html.Main(body, id="main", className="own-board shared wide-page"))
    head = markup(
        [
            html.Title(f"{title} · Heliograph"),
            html.Link(rel="icon", type="image/svg+xml", href="/assets/favicon.svg"),
            html.Link(rel="stylesheet", href=f"/shared/files/{styles.name}"),
            html.Script(src=f"/shared/files/{scripts.name}", defer=True),
        ]
    )
    again = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else {}
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow">'
        f'<meta name="color-scheme" content="light dark">{head}</head><body>{main}</body></html>',
        error.status if error else 200,
        {**_HEADERS, **again},
    )


@cache
def _bundles() -> tuple[Bundle, Bundle]:
    styles = bundle("shared", [ASSETS / name for name in STYLES])
    scripts = bundle("shared", [ASSETS / name for name in SCRIPTS])
    return styles, scripts

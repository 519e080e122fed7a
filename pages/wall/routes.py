"""/wall/…: a page for screens that nobody sits at, and what it looks at every ten seconds.

Whoever is signed in may open any wall: /wall/<id>. A screen that was paired has one page,
/wall/screen, which shows the wall that it was given and takes no word from its caller. Everybody
else gets a code to be paired with. Recipients are masked for all of them (D-28).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from data.api.answers import Json
from data.api.problems import page as problem_page
from data.api.workspace import Workspace
from data.errors import HeliographError, NotFound, NotSignedIn
from data.screens import ScreenRow
from data.services import Services
from pages.wall.document import pairing_page, wall_page
from pages.wall.feed import feed

router = APIRouter(prefix="/wall", include_in_schema=False)

COOKIE = "heliograph_screen"
COOKIE_LASTS = timedelta(days=400)  # browsers keep none for longer
PAIR, SCREEN, SETTINGS = "/wall?pair", "/wall/screen", "/settings/walls"


@router.get("")
def door(request: Request, workspace: Workspace) -> Response:
    """A code to be paired with; those who need none are led on."""
    if "pair" not in request.query_params:
        if request.state.visitor is not None:
            return _on(SETTINGS)
        if _paired(request, workspace) is not None:
            return _on(SCREEN)
    host = urlsplit(str(request.base_url)).netloc
    return pairing_page(f"{host}{SETTINGS}")


@router.post("/pairing")
def begin(request: Request, workspace: Workspace) -> Response:
    """A code for this browser, which keeps its token in a cookie; the same while it is good."""
    waiting = workspace.screens.waiting(_token(request))
    if waiting is not None:
        return Json({"code": waiting.code, "until": waiting.code_until})
    place = request.client.host if request.client else ""
    pairing = workspace.screens.begin(place)
    answer = Json({"code": pairing.code, "until": pairing.until})
    _remember(answer, workspace, pairing.token)
    return answer


@router.get("/pairing")
def look(request: Request, workspace: Workspace) -> Response:
    """Whether somebody has entered this browser's code; `waiting` while that is still possible."""
    token = _token(request)
    is_paired = workspace.screens.paired(token) is not None
    return Json({"paired": is_paired, "waiting": workspace.screens.waiting(token) is not None})


@router.get("/screen")
def screen(request: Request, workspace: Workspace) -> Response:
    """The page of a paired screen."""
    found = _paired(request, workspace)
    if found is None:
        return _on(PAIR)
    try:
        wall = workspace.walls.get(found.wall)
    except NotFound:
        wall = workspace.walls.get("live")
    answer = wall_page(wall.name, f"{SCREEN}/now", wall.theme)
    _remember(answer, workspace, _token(request))
    return answer


@router.get("/screen/now")
def screen_now(request: Request, workspace: Workspace) -> Response:
    """What a paired screen is to show. Raises NotSignedIn, and NotFound for a deleted wall."""
    found = _paired(request, workspace)
    if found is None:
        raise NotSignedIn("This screen is not paired any more")
    wall = workspace.walls.get(found.wall)
    return Json(feed(workspace, wall, request.query_params.get("have", "")))


@router.get("/{wall_id}")
def show(request: Request, workspace: Workspace, wall_id: str) -> Response:
    """The page of a wall, for whoever is signed in."""
    if request.state.visitor is None:
        return _on(SCREEN)  # which asks for a pairing where there is none
    try:
        wall = workspace.walls.get(wall_id)
    except HeliographError as error:
        return problem_page(error)
    return wall_page(wall.name, f"/wall/{wall.id}/now", wall.theme)


@router.get("/{wall_id}/now")
def now(request: Request, workspace: Workspace, wall_id: str) -> Response:
    """What a wall shows now. Raises NotSignedIn, NotFound."""
    if request.state.visitor is None:
        raise NotSignedIn("Sign in to see this wall")
    wall = workspace.walls.get(wall_id)
    return Json(feed(workspace, wall, request.query_params.get("have", "")))


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(rest: str) -> None:
    """Whatever else was made of an address: the guard lets everybody come as far as here."""
    raise NotFound("There is no such wall")


def _paired(request: Request, services: Services) -> ScreenRow | None:
    return services.screens.paired(_token(request))


def _token(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def _remember(answer: Response, services: Services, token: str) -> None:
    """Let the browser keep its token; no script can read it, and it comes along to walls alone."""
    kept: dict[str, Any] = {
        "max_age": int(COOKIE_LASTS.total_seconds()),
        "path": "/wall",
        "secure": services.settings.address.startswith("https:"),
        "httponly": True,
        "samesite": "lax",
    }
    answer.set_cookie(COOKIE, token, **kept)


def _on(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})

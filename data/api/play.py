"""/p/{code}: the page of a campaign, and what people do there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from data.api.body import whole
from data.api.headers import asked_method
from data.api.play_page import closed, missing, page, told
from data.api.visiting import remember, visitor
from data.api.workspace import Workspace
from data.errors import BadRequest, HeliographError, NotFound
from data.play import Arrival, Visitor
from data.play_gate import Gate
from data.play_type import Step, heading
from data.services import Services

router = APIRouter(prefix="/p", include_in_schema=False)

LARGEST_FORM = 32_000  # bytes
MOST_FIELDS = 60
STALE = "This page was open for too long, or its address has changed. Please try again."


@router.get("/{code}")
def show(request: Request, workspace: Workspace, code: str) -> Response:
    """The page as it stands for whoever opens it."""
    try:
        arrival = workspace.plays.arrive(workspace.short_links.resolve(code))
        if arrival.gate is not Gate.OPEN and arrival.is_own:
            return closed(arrival.campaign, arrival.gate)
        return _drawn(request, workspace, arrival, code)
    except NotFound:
        return missing()
    except HeliographError as error:
        return told(error)


@router.post("/{code}")
async def act(request: Request, workspace: Workspace, code: str) -> Response:
    """Do what a button stands for, then show the page anew."""
    try:
        form = _read(await whole(request, LARGEST_FORM))
        return await run_sync(_done, request, workspace, code, form)
    except NotFound:
        return missing()
    except HeliographError as error:
        return told(error)


@router.get("/{code}/out/{name}")
def leave(request: Request, workspace: Workspace, code: str, name: str) -> Response:
    """Follow a link that the campaign has on its page, and keep the click."""
    try:
        arrival = workspace.plays.arrive(workspace.short_links.resolve(code))
        who = visitor(request, workspace, arrival)
        if arrival.gate is not Gate.OPEN:
            return closed(arrival.campaign, arrival.gate)
        if who.subject is None or asked_method(request.scope) == "HEAD":
            return _back(code)
        step = workspace.plays.leave(arrival, who, name)
    except NotFound:
        return missing()
    except HeliographError as error:
        return told(error)
    if not step.leads_on:
        return missing()
    return RedirectResponse(
        step.leads_on, 302, {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    )


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(rest: str) -> Response:
    """Whatever else was made of an address."""
    return missing()


def _done(request: Request, services: Services, code: str, form: dict[str, str]) -> Response:
    arrival = services.plays.arrive(services.short_links.resolve(code))
    if arrival.gate is not Gate.OPEN:
        return closed(arrival.campaign, arrival.gate)
    who = visitor(request, services, arrival)
    nonce = None
    if who.subject is not None:
        token = form.get("token", "")
        now = services.clock()
        nonce = services.identity.nonce(token, arrival.campaign.id, who.subject, now)
    if nonce is None:
        return _drawn(request, services, arrival, code, status=403, problem=STALE)
    step = services.plays.act(arrival, who, form.get("act", ""), form, nonce)
    if step.faults:
        return _drawn(request, services, arrival, code, status=422, faults=step.faults, said=form)
    return _back(code, step)


def _back(code: str, step: Step | None = None) -> Response:
    search = f"?{step.search}" if step is not None and step.search else ""
    return RedirectResponse(f"/p/{code}{search}", 303, {"Cache-Control": "no-store"})


def _drawn(
    request: Request,
    services: Services,
    arrival: Arrival,
    code: str,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page for its visitor; who is nobody yet is given an id that the browser keeps."""
    who = visitor(request, services, arrival)
    device = services.identity.new_device() if who.subject is None else None
    known = who if device is None else Visitor(device, who.where)
    query = dict(request.query_params)
    scene = services.plays.scene(arrival, known, query)
    assert known.subject is not None
    values = {
        "path": f"/p/{code}",
        "token": services.identity.token(arrival.campaign.id, known.subject, services.clock()),
        "faults": {},
        "said": {},
        "problem": "",
        "thanks": "thanks" in query,
        "next": _next(services, arrival) if scene.template == "form-sent" else (),
        **more,
    }
    answer = page(scene, arrival.campaign, status, **values)
    if device is not None:
        remember(answer, services, device)
    return answer


def _next(services: Services, arrival: Arrival) -> tuple[tuple[str, str], ...]:
    """The titles and addresses of the campaigns that this one leads into."""
    found = services.plays.leads_to(arrival.campaign)
    return tuple((heading(c), f"/l/{services.short_links.prepare(c).code()}") for c in found)


def _read(body: bytes) -> dict[str, str]:
    """A form as browsers send it. Raises BadRequest for what is none."""
    try:
        return dict(
            parse_qsl(
                body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
            )
        )
    except ValueError:
        raise BadRequest("What was sent is no form of this page", "body") from None

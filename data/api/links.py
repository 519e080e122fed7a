"""/l/{code}: what did somebody click, and where does it lead? Kept before they are sent on."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from data.api.headers import asked_method
from data.api.play_page import closed, missing, told
from data.api.visiting import remember, visitor
from data.api.workspace import Workspace
from data.errors import HeliographError, NotFound
from data.play import Arrival, Visitor
from data.play_gate import Gate
from data.play_type import first_link
from data.services import Services

# For people, who need no description of it.
router = APIRouter(prefix="/l", include_in_schema=False)


@router.get("/{code}")
def follow(request: Request, workspace: Workspace, code: str) -> Response:
    """Keep the click, then lead on to the link's own address and to no other."""
    try:
        arrival = workspace.plays.arrive(workspace.short_links.resolve(code))
        return _led(request, workspace, arrival, code)
    except NotFound:
        return missing()
    except HeliographError as error:
        return told(error)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(rest: str) -> Response:
    """Whatever else was made of a link."""
    return missing()


def _led(request: Request, services: Services, arrival: Arrival, code: str) -> Response:
    if arrival.gate is Gate.LATE:
        return closed(arrival.campaign, arrival.gate)
    if arrival.gate is not Gate.OPEN:
        # Nobody takes part just now, but a link into the web is as good as ever.
        return closed(arrival.campaign, arrival.gate) if arrival.is_own else _to(arrival.link.url)
    target = _target(arrival, code)
    who = visitor(request, services, arrival)
    device = _new_device(services, arrival, who)
    if asked_method(request.scope) != "HEAD":  # a look whether it is there is no click
        services.plays.record_open(arrival, Visitor(device or who.subject, who.where))
    answer = _to(target)
    if device is not None:
        remember(answer, services, device)
    return answer


def _target(arrival: Arrival, code: str) -> str:
    if not arrival.is_own:
        return arrival.link.url
    if arrival.play is not None:
        return f"/p/{code}"
    target = first_link(arrival.campaign)
    if not target:
        raise NotFound("This campaign has no page")
    return target


def _new_device(services: Services, arrival: Arrival, who: Visitor) -> str | None:
    """An id for somebody whom nothing tells from others, if a page will want to know them."""
    if who.subject is not None or not arrival.is_own or arrival.play is None:
        return None
    return services.identity.new_device()


def _to(url: str) -> Response:
    headers = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
    return RedirectResponse(url, 302, {**headers, "Cache-Control": "no-store"})

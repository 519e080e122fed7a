"""/u/{token}: does this recipient want no more of these messages?

A GET only asks, because programs that look through mails open every address in them. A POST does
it: the button's, and the one that mail programs send by themselves (RFC 8058).
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from data.api.play_page import missing, page, told
from data.api.workspace import Workspace
from data.errors import HeliographError, NotFound
from data.play_type import Scene

# For people, who need no description of it.
router = APIRouter(prefix="/u", include_in_schema=False)

_ASKING = "You will get no more of these emails. It takes effect at once."
_DONE = "You are off the list and get no more of these emails."


@router.get("/{token}")
def ask(workspace: Workspace, token: str) -> Response:
    """Say what will happen, and wait for the button."""
    try:
        one = workspace.unsubscribing.resolve(token)
        if workspace.unsubscribing.is_off(one):
            return _drawn("Unsubscribed", _DONE, asks=False)
        return _drawn("Unsubscribe?", _ASKING, asks=True)
    except NotFound:
        return missing()
    except HeliographError as error:
        return told(error)


@router.post("/{token}")
def unsubscribe(workspace: Workspace, token: str) -> Response:
    """Do it; whatever stands in the body, the address alone says who it is."""
    try:
        workspace.unsubscribing.unsubscribe(token)
    except NotFound:
        return missing()
    except HeliographError as error:
        return told(error)
    return _drawn("Unsubscribed", _DONE, asks=False)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing(rest: str) -> Response:
    """Whatever else was made of such an address."""
    return missing()


def _drawn(title: str, text: str, *, asks: bool) -> Response:
    return page(Scene("unsubscribe", title, {"text": text, "asks": asks}))

"""How is a page drawn for those who open a link? On the server, with hardly any script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from data.campaign import Campaign
from data.errors import HeliographError
from data.play_gate import Gate
from data.play_type import Scene, heading, part, text
from data.vocabulary.web_address import is_web_address

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+", re.ASCII)
_TEMPLATES = Environment(
    loader=PackageLoader("data.api"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_NOTICES = {
    Gate.EARLY: ("Not open yet", "This page opens later. Please come back then."),
    Gate.PAUSED: ("Paused", "This is paused just now. Please come back later."),
    Gate.LATE: ("This has ended", "You are a little late: this has ended."),
}
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'self'"
)


def page(
    scene: Scene, campaign: Campaign | None = None, status: int = 200, image: str = "", **more: Any
) -> HTMLResponse:
    """A page. `image` is the one picture of another host that it shows."""
    brand = "" if campaign is None else part(campaign, "message", "from_name")
    values = {"title": scene.title, "brand": brand, **scene.values, **more}
    html = _TEMPLATES.get_template(f"{scene.template}.html").render(values)
    return HTMLResponse(
        html,
        status,
        {
            "Content-Security-Policy": f"{_POLICY} {_origin(image)}".rstrip(),
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def closed(campaign: Campaign, gate: Gate) -> HTMLResponse:
    """What is there for those who come before, between or after; its owner may have said what."""
    title, usual = _NOTICES[gate]
    image = text(campaign, "late_image") if gate is Gate.LATE else ""
    image = image if _origin(image) else ""
    said = text(campaign, "late_text", usual) if gate is Gate.LATE else usual
    values = {"text": said, "image": image, "about": heading(campaign)}
    return page(Scene("notice", title, values), campaign, image=image)


def told(error: HeliographError) -> HTMLResponse:
    """A failure, for people who clicked a link and can't do anything about it."""
    values = {"text": f"{str(error).rstrip('.')}.", "image": "", "about": ""}
    return page(Scene("notice", error.title, values), status=error.status)


def missing() -> HTMLResponse:
    """What an unknown or broken code gets."""
    said = "This link is incomplete or no longer there. Check that you have copied all of it."
    values: Mapping[str, str] = {"text": said, "image": "", "about": ""}
    return page(Scene("notice", "Nothing here", values), status=404)


def _origin(url: str) -> str:
    """The origin of an address as a policy may name it; "" for what is none."""
    if not is_web_address(url):
        return ""
    origin = "://".join(urlsplit(url)[:2])
    return origin if _ORIGIN.fullmatch(origin) else ""

"""Who stands at the door of a link, and what does their call say about where they are?"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from fastapi import Request
from starlette.responses import Response

from data.device import device_of
from data.play import Arrival, Visitor
from data.play_identity import COOKIE_LASTS
from data.services import Services

COOKIE = "heliograph_device"
LONGEST_AGENT = 2048

# Proxies that look up where an address is call it by these names, the first one that is there.
_COUNTRY = ("cf-ipcountry", "x-geo-country", "cloudfront-viewer-country")
_LATITUDE = ("cf-iplatitude", "x-geo-latitude", "cloudfront-viewer-latitude")
_LONGITUDE = ("cf-iplongitude", "x-geo-longitude", "cloudfront-viewer-longitude")
_NOWHERE = frozenset({"XX", "T1"})  # not known, and Tor


def visitor(request: Request, services: Services, arrival: Arrival) -> Visitor:
    """Who came: a message's recipient, else the device whose cookie they bring, else nobody."""
    cookie = request.cookies.get(COOKIE, "")
    subject = arrival.recipient or services.identity.device(cookie)
    return Visitor(subject, where(request.headers, trusted=services.settings.trusted_proxy))


def where(headers: Mapping[str, str], *, trusted: bool) -> dict[str, Any]:
    """What a call tells about the device and, from a proxy that is trusted, roughly where it is."""
    agent = headers.get("user-agent", "")[:LONGEST_AGENT]
    device = device_of(agent)
    found: dict[str, Any] = {"user_agent": agent, "os": device.os, "platform": device.platform}
    return found | _place(headers) if trusted else found


def remember(response: Response, services: Services, device: str) -> None:
    """Let the browser keep who it is; no script can read it, and no other site send it along."""
    response.set_cookie(
        COOKIE,
        services.identity.cookie(device),
        max_age=int(COOKIE_LASTS.total_seconds()),
        path="/",
        secure=services.settings.address.startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def _place(headers: Mapping[str, str]) -> dict[str, Any]:
    country = _first(headers, _COUNTRY).upper()
    known = len(country) == 2 and country.isascii() and country.isalpha()
    found: dict[str, Any] = {"country": country} if known and country not in _NOWHERE else {}
    latitude = _degrees(_first(headers, _LATITUDE), 90)
    longitude = _degrees(_first(headers, _LONGITUDE), 180)
    if latitude is None or longitude is None:
        return found
    return {**found, "latitude": latitude, "longitude": longitude}


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((headers[name].strip() for name in names if name in headers), "")


def _degrees(text: str, limit: int) -> float | None:
    """Degrees to one decimal, which is a town and not a house; None for what is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return round(value, 1) if isfinite(value) and abs(value) <= limit else None

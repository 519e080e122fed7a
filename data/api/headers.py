"""What every answer says to the browser, and which requests are turned away at the door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

import orjson
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ASKED = "heliograph.method"

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def content_policy(script_hashes: Collection[str]) -> str:
    """The Content-Security-Policy: everything from here, and only the scripts that were hashed.

    `script_hashes` come quoted ("'sha256-…'"). Plotly and Dash write style attributes, so inline
    styles have to be allowed; inline scripts and eval are not.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class Headers:
    """The outermost layer: adds security headers, refuses foreign hosts and foreign writes.

    `hosts` are the names this server answers to (None: any). A page elsewhere that had its own
    name point here would be same-origin to the browser; the list is what stops it.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        script_hashes: Collection[str] = (),
        hosts: Collection[str] | None = None,
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.fixed = {**_FIXED, "Content-Security-Policy": content_policy(script_hashes)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        send = self._with_headers(send, bodiless=scope["method"] == "HEAD")
        if self.hosts is not None and host_name(headers.get("host", "")) not in self.hosts:
            await _refuse(send, 400, "Unknown host", "This server does not answer to that name.")
        elif scope["method"] not in SAFE and is_foreign(headers):
            await _refuse(send, 403, "Not allowed", "The request comes from another site.")
        else:
            # Routes are written for GET; a HEAD is a GET whose body stays here.
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            await self.app({**scope, "method": method, _ASKED: scope["method"]}, receive, send)

    def _with_headers(self, send: Send, *, bodiless: bool) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.fixed.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            elif bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        return wrapped


def asked_method(scope: Scope) -> str:
    """The method that the caller used, where a HEAD was made a GET on its way in."""
    method: str = scope.get(_ASKED, scope["method"])
    return method


def host_name(host: str) -> str:
    """The name in a Host header, without its port; "" for a malformed one."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a page of another origin is the one that asks."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


async def _refuse(send: Send, status: int, title: str, detail: str) -> None:
    body = orjson.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail})
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"application/problem+json"),
                (b"content-length", str(len(body)).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})

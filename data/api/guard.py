"""Who is asking, and may they? The one place that decides, before anything else runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from data.api.problems import page, problem
from data.errors import HeliographError, NotAllowed, NotSignedIn
from data.services import Services
from data.settings import is_loopback

# A program calls these, with a key; everything else is a page, unless it is listed below.
KEYED = ("/api/", "/v1/", "/v3/")
OPEN = frozenset({"/api/openapi.json", "/healthz", "/readyz"})
# Each provider signs its calls in its own way, so the route itself checks who calls.
SIGNED = "/webhooks/"
# Recipients come here by a link, and so does nobody else: its code is what lets them in.
LINKED = ("/l/", "/p/", "/u/")
# Whoever has a dashboard's link may see it, and its password where it has one: the route checks.
SHARED = "/shared/"
# A screen on a wall comes here without anybody signing in: its pairing lets it in, or the route
# keeps it out.
WALL = "/wall"
# All that their pages load.
FILES = frozenset(
    {
        "/assets/tokens.css",
        "/assets/plotly-basic.min.js",
        "/assets/plots.js",
        "/assets/wall.css",
        "/assets/wall.js",
        "/assets/wall_pairing.js",
        "/assets/play.css",
        "/assets/play.js",
        "/assets/favicon.svg",
        "/assets/fonts/inter-variable-latin.woff2",
    }
)
METRICS = "/metrics"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking: a person with a role, or a program with a key's scopes."""

    name: str
    role: str  # owner, editor, viewer; key: a program
    scopes: frozenset[str] = frozenset()
    sees_recipients: bool = False  # whole recipient ids rather than masked ones (D-28)

    @property
    def may_change(self) -> bool:
        """Whether they may change what is in the workspace, rather than look on."""
        return self.role in ("owner", "editor")

    def check_may(self, deed: str) -> None:
        """Raise NotAllowed, naming the `deed`, for those who only look on."""
        if not self.may_change:
            raise NotAllowed(f"Only owners and editors can {deed}")


# No scopes: the API asks for a key even where pages ask for nothing.
DEMO_OWNER = Visitor("demo owner", "owner", sees_recipients=True)


class Guard:
    """Lets a call through with its visitor in `scope["state"]["visitor"]`, or answers it itself.

    Whatever is not known to be open is closed. An open door has the visitor None.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self.app = app
        self._keys = services.keys
        self._auth = services.settings.auth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Decide on one call."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        try:
            visitor = await self._visitor(scope, path)
        except HeliographError as error:
            await _refuse(error, scope, path)(scope, receive, send)
            return
        scope.setdefault("state", {})["visitor"] = visitor
        await self.app(scope, receive, send)

    async def _visitor(self, scope: Scope, path: str) -> Visitor | None:
        headers = Headers(scope=scope)
        if path in OPEN or path.startswith((SIGNED, SHARED, *LINKED)):
            return None
        if path.startswith(KEYED):
            return await self._program(headers)
        if path == METRICS:
            return None if _is_this_machine(scope, headers) else await self._program(headers)
        if path in FILES:
            return None
        if self._auth != "demo":
            if path == WALL or path.startswith(f"{WALL}/"):
                return None
            raise NotSignedIn("Sign-in isn't set up here yet, so no page can be shown")
        _check_same_site(scope, headers)
        return DEMO_OWNER

    async def _program(self, headers: Headers) -> Visitor:
        """Whose key came along. Raises NotSignedIn without a good one."""
        given = headers.getlist("authorization")
        scheme, _, key = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        if scheme.lower() != "bearer":
            raise NotSignedIn("Send an API key in the header Authorization: Bearer …")
        holder = await run_sync(self._keys.holder, key.strip())
        if holder is None:
            raise NotSignedIn("This API key is not known, or was revoked")
        return Visitor(holder.name, "key", holder.scopes, sees_recipients=True)


def _is_this_machine(scope: Scope, headers: Headers) -> bool:
    """Whether a program on this machine asks, and not a proxy or a page on someone's behalf."""
    client = scope.get("client")
    forwarded = "forwarded" in headers or "x-forwarded-for" in headers
    return client is not None and is_loopback(client[0]) and not forwarded and _is_local(headers)


def _check_same_site(scope: Scope, headers: Headers) -> None:
    """Keep other web sites from using the demo through the visitor's own browser.

    The demo has no sign-in; it trusts whoever reaches the loopback address. A page from
    elsewhere could make the browser do that, under a name that leads here, or across sites.
    """
    if not _is_local(headers):
        raise NotAllowed("The demonstration answers at localhost and 127.0.0.1 only")
    origin = headers.get("origin")
    if origin is None or (scope["type"] == "http" and scope["method"] in _SAFE):
        return
    if urlsplit(origin).netloc != headers.get("host"):
        raise NotAllowed("The demonstration takes no calls from other web sites")


def _is_local(headers: Headers) -> bool:
    try:
        name = urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return False
    return name is not None and is_loopback(name)


def _refuse(
    error: HeliographError, scope: Scope, path: str
) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    if scope["type"] == "websocket":
        return _close
    if not path.startswith((*KEYED, METRICS)):
        return page(error)
    challenge = {"WWW-Authenticate": 'Bearer realm="heliograph"'}
    return problem(error, challenge if isinstance(error, NotSignedIn) else None)


async def _close(_: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})


_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="key",
    description="A key that `heliograph key create NAME --scope SCOPE` printed",
)


def visitor_of(request: Request) -> Visitor:
    """Whom the guard has let in. Raises NotSignedIn where it let in nobody."""
    visitor = getattr(request.state, "visitor", None)
    if not isinstance(visitor, Visitor):
        raise NotSignedIn("Sign in to download this")
    return visitor


def require(needed: str) -> Callable[..., Awaitable[Visitor]]:
    """A dependency: the visitor, if their key has the scope `needed`. Raises NotAllowed."""

    async def holder(
        request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
    ) -> Visitor:
        visitor = getattr(request.state, "visitor", None)
        if not isinstance(visitor, Visitor):
            raise NotSignedIn("Send an API key in the header Authorization: Bearer …")
        if needed not in visitor.scopes:
            raise NotAllowed(f"This needs a key with the scope {needed}")
        return visitor

    return holder

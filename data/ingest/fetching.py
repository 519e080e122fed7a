"""How is a provider's public key fetched? Small, over TLS, never redirected, and kept for a day."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from data.errors import Unavailable

_LARGEST = 100_000  # bytes
_PATIENCE = 5.0  # seconds
_HOLDS = 86_400.0  # seconds
_MOST = 100  # addresses that are remembered


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow none: it could lead anywhere."""


_kept: dict[str, tuple[float, bytes]] = {}


def fetched(address: str, read: Callable[[str], bytes] | None = None) -> bytes:
    """The content at `address`, which the caller must have allowed. Raises Unavailable."""
    known = _kept.get(address)
    if known is not None and monotonic() < known[0]:
        return known[1]
    content = (read or _read)(address)
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[address] = (monotonic() + _HOLDS, content)
    return content


def _read(address: str) -> bytes:
    if not address.startswith("https://"):
        raise Unavailable("A provider's key is fetched over https only")
    try:
        with build_opener(_NoRedirect).open(Request(address), timeout=_PATIENCE) as answer:
            content: bytes = answer.read(_LARGEST + 1)
    except (URLError, TimeoutError, OSError):
        raise Unavailable("The provider's public key can't be fetched just now") from None
    if len(content) > _LARGEST:
        raise Unavailable("The provider's public key is too large to be one")
    return content

"""Is this a whole address of the web, of a kind that a redirect may name?"""

from __future__ import annotations

from typing import TypeGuard
from urllib.parse import urlsplit

LONGEST_URL = 2048


def is_web_address(url: object) -> TypeGuard[str]:
    """Whether `url` is a whole address of the web, of a kind that a redirect may name."""
    if not isinstance(url, str) or not 0 < len(url) <= LONGEST_URL:
        return False
    if not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False

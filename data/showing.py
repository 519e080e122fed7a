"""Which figures stand at an address?"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.routing import compile_path

from data.errors import NotFound
from data.source import Asked, Desk, Showing, Source
from data.sources import SOURCES

_LONGEST = 2000  # characters of an address
_PATHS = [(compile_path(source.path)[0], source) for source in SOURCES.values()]


def showing(desk: Desk, address: str, *, reveal: bool = False) -> Showing:
    """What stands at `address`, a path with its words as the browser shows it: "/hub?range=all".

    Without `reveal` recipients are masked (D-28). Raises NotFound for an address without figures
    or of something that is gone, Refused for what may not be shown now.
    """
    source, asked = find(desk, address, reveal=reveal)
    return source.read(asked)


def find(desk: Desk, address: str, *, reveal: bool = False) -> tuple[Source, Asked]:
    """The kind of address that `address` is, and what it asks. Raises NotFound."""
    if len(address) > _LONGEST:
        raise NotFound(f"An address has at most {_LONGEST:,} characters")
    parts = urlsplit(address)
    words = parse_qs(parts.query, keep_blank_values=True)
    for pattern, source in _PATHS:
        if found := pattern.match(parts.path):
            return source, Asked(desk, parts.path, found.groupdict(), words, desk.clock(), reveal)
    raise NotFound(f"There are no figures at {parts.path[:80]!r}")

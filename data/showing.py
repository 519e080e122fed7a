"""Which figures stand at an address?"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from starlette.routing import compile_path

from data.campaign import Campaign
from data.channels import CHANNELS
from data.errors import NotFound
from data.marked import marked
from data.source import Asked, Desk, Showing, Source
from data.sources import SOURCES

_LONGEST = 2000  # characters of an address
_PATHS = [(compile_path(source.path)[0], source) for source in SOURCES.values()]


def showing(desk: Desk, address: str, *, reveal: bool = False) -> Showing:
    """What stands at `address`, a path with its words as the browser shows it: "/hub?range=all".

    Without `reveal` recipients are masked (D-28). Raises NotFound for an address without figures
    or of something that is gone, Refused for what may not be shown now.
    """
    return shown(*find(desk, address, reveal=reveal))


def shown(source: Source, asked: Asked) -> Showing:
    """What an address asks for, with the notes and targets that are about it. Raises as above."""
    found = source.read(asked)
    numbers = marked(
        asked.desk.engine,
        found.numbers,
        found.zone,
        campaign=_campaign(asked),
        channel=_channel(asked),
    )
    return replace(found, numbers=numbers)


def _campaign(asked: Asked) -> Campaign | None:
    """The campaign that a path names; it has been read, so it is there."""
    name = asked.names.get("campaign", "")
    return asked.desk.campaigns.get(int(name)) if name.isdecimal() else None


def _channel(asked: Asked) -> str:
    """The one channel that the address filters by."""
    named = asked.words.get("channel", "")
    (only,) = named if isinstance(named, list) and len(named) == 1 else (named,)
    return only if isinstance(only, str) and only in CHANNELS else ""


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

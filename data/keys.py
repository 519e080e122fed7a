"""Who may call the API? Keys with scopes: made, recognised, revoked."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from data.clock import Clock
from data.errors import BadRequest, NotFound
from data.store import key_rows as rows
from data.store.engine import Engine, read, write
from data.store.key_rows import KeyRow
from data.vocabulary.line import clean_line

__all__ = ["KeyHolder", "KeyRow", "Keys", "Scope"]

# How long another process may go on accepting a key after it was revoked.
REVOCATION_DELAY = timedelta(seconds=5)
_FORM = re.compile(r"hg_[A-Za-z0-9_-]{32,128}", re.ASCII)


class Scope(StrEnum):
    """What a key is good for."""

    EVENTS_WRITE = "events:write"
    REPORTS_READ = "reports:read"
    CAMPAIGNS_WRITE = "campaigns:write"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a valid key stands for."""

    name: str
    scopes: frozenset[str]


class Keys:
    """The keys of one workspace."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._checked: dict[str, tuple[KeyHolder, datetime]] = {}

    def create(self, name: str, scopes: Iterable[str]) -> str:
        """Make a key and return it: the only moment at which it can be seen.

        Raises BadRequest for a name that is empty or was used before, and for unknown scopes.
        """
        title = clean_line(name, "name")
        if not title:
            raise BadRequest("A key needs a name", "name")
        key = f"hg_{secrets.token_urlsafe(32)}"
        row = KeyRow(title, _known(scopes), self._clock())
        with write(self._engine) as connection:
            if rows.is_used(connection, title):
                raise BadRequest(f"There is a key named {title!r} already, or was", "name")
            rows.add(connection, row, _digest(key))
        return key

    def holder(self, key: str) -> KeyHolder | None:
        """Whose key this is; None for an unknown or revoked one.

        A key is found by its digest, so how long that takes says nothing about any key. A
        revocation by another process counts after 5 seconds at the latest.
        """
        if not _FORM.fullmatch(key):
            return None
        digest = _digest(key)
        now = self._clock()
        known = self._checked.get(digest)
        # A clock that was set back must not prolong a key's life.
        if known is not None and timedelta(0) <= now - known[1] < REVOCATION_DELAY:
            return known[0]
        with read(self._engine) as connection:
            row = rows.by_digest(connection, digest)
        if row is None or row.revoked_at is not None:
            self._checked.pop(digest, None)
            return None
        holder = KeyHolder(row.name, row.scopes)
        self._checked[digest] = (holder, now)
        return holder

    def revoke(self, name: str) -> None:
        """End a key's life, in this process at once. Raises NotFound."""
        with write(self._engine) as connection:
            if not rows.is_used(connection, name):
                raise NotFound(f"There is no key named {name!r}")
            rows.revoke(connection, name, self._clock())
        self._checked.clear()

    def list(self) -> tuple[KeyRow, ...]:
        """All keys that were ever made, revoked ones included, by name."""
        with read(self._engine) as connection:
            return rows.every(connection)


def _known(scopes: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(scopes)
    words = ", ".join(Scope)
    for scope in sorted(wanted):
        if scope not in set(Scope):
            raise BadRequest(f"{scope!r} is not a scope; they are {words}", "scopes")
    if not wanted:
        raise BadRequest(f"A key needs at least one scope of {words}", "scopes")
    return wanted


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

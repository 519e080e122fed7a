"""Which screens may show a wall without anybody signing in? Pairing by a code, and what ends it.

A screen gets a token, which it keeps and of which the database knows the digest alone, and shows a
short code. Whoever is signed in enters the code and chooses the wall; from then on the token opens
that one wall, until somebody revokes it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.clock import Clock
from data.errors import BadRequest, Busy, NotFound
from data.store import screen_rows as rows
from data.store.engine import Engine, read, write
from data.store.screen_rows import ScreenRow
from data.tries import Tries
from data.vocabulary.line import clean_line

__all__ = ["Pairing", "ScreenRow", "Screens"]

# No letter looks like another or like a digit, and without vowels there are no words.
LETTERS = "BCDFGHJKMPQRTVX"
CODE_LENGTH = 6
CODE_LASTS = timedelta(minutes=10)
MOST_WAITING = 100
MOST_FROM_ONE_PLACE = 30  # an office may have one address for all its screens
SEEN_EVERY = timedelta(minutes=1)  # so that a screen that looks every ten seconds seldom writes
_TOKEN = re.compile(r"hs_[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a screen that waits is given: `token` to keep, `code` to show until a moment."""

    token: str
    code: str
    until: datetime


class Screens:
    """The screens of one workspace."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._begun = Tries(MOST_FROM_ONE_PLACE, CODE_LASTS, clock)
        self._wrong = Tries(10, CODE_LASTS, clock)

    def begin(self, place: str) -> Pairing:
        """A code for a screen at a network address; Busy for too many from there, or in all."""
        self._begun.check(place)
        self._begun.count(place)
        now = self._clock()
        token = f"hs_{secrets.token_urlsafe(32)}"
        until = now + CODE_LASTS
        with write(self._engine) as connection:
            rows.forget_late(connection, now)
            if rows.waiting(connection) >= MOST_WAITING:
                raise Busy("Too many screens wait for their codes just now", 60)
            code = _code()
            while rows.by_code(connection, code) is not None:
                code = _code()
            rows.add(connection, _digest(token), code, until)
        return Pairing(token, code, until)

    def waiting(self, token: str) -> ScreenRow | None:
        """The screen whose token this is, while its code can be entered."""
        found = self._found(token)
        late = found is not None and (found.code_until is None or found.code_until <= self._clock())
        return None if late else found

    def pair(self, code: str, name: str, wall: str, who: str) -> ScreenRow:
        """Give the screen that shows `code` its name and wall.

        Raises BadRequest for a code that nobody shows (any more) and for a name that can't be one,
        and Busy after ten wrong codes within ten minutes.
        """
        self._wrong.check(who)
        title = clean_line(name, "name")
        if not title:
            raise BadRequest("Give the screen a name, like “Lobby”", "name")
        now = self._clock()
        with write(self._engine) as connection:
            found = rows.by_code(connection, entered(code))
            if found is not None and found.code_until is not None and found.code_until > now:
                rows.pair(connection, found.id, title, wall, now, who)
                return _there(rows.by_id(connection, found.id))
        self._wrong.count(who)
        raise BadRequest("No screen shows this code now; read it again from the screen", "code")

    def paired(self, token: str) -> ScreenRow | None:
        """The paired screen whose token this is; None for others and revoked ones.

        Keeps that it was seen. A token is found by its digest, so how long that takes says nothing
        about any token.
        """
        found = self._found(token)
        if found is None or found.paired_at is None:
            return None
        now = self._clock()
        if found.seen_at is None or abs(now - found.seen_at) >= SEEN_EVERY:
            with write(self._engine) as connection:
                rows.saw(connection, found.id, now)
        return found

    def every(self) -> tuple[ScreenRow, ...]:
        """The paired screens, by name."""
        with read(self._engine) as connection:
            return rows.paired(connection)

    def show(self, screen_id: int, wall: str) -> ScreenRow:
        """Give a paired screen another wall, which it shows at its next look. Raises NotFound."""
        with write(self._engine) as connection:
            _there(rows.by_id(connection, screen_id))
            rows.show(connection, screen_id, wall)
            return _there(rows.by_id(connection, screen_id))

    def revoke(self, screen_id: int) -> ScreenRow:
        """End a screen's pairing at once. Raises NotFound."""
        with write(self._engine) as connection:
            found = _there(rows.by_id(connection, screen_id))
            rows.remove(connection, screen_id)
            return found

    def _found(self, token: str) -> ScreenRow | None:
        if not _TOKEN.fullmatch(token):
            return None
        with read(self._engine) as connection:
            return rows.by_digest(connection, _digest(token))


def entered(code: str) -> str:
    """A code as somebody types it, with or without the gap, in any case."""
    return re.sub(r"[\s\-–]", "", code).upper()[:20]


def _there(row: ScreenRow | None) -> ScreenRow:
    if row is None:
        raise NotFound("This screen is not paired any more")
    return row


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Who may look at a dashboard without being signed in? Whoever has a link that still holds."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from data.clock import Clock
from data.errors import BadRequest, Busy, NotAllowed, NotFound
from data.own_dashboards import OwnDashboards
from data.store import dashboard_rows as rows
from data.store.dashboard_rows import LinkRow
from data.store.engine import Engine, read, write
from data.vocabulary.line import clean_line

MOST_LINKS = 50  # of one dashboard that hold at the same time
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
MOST_TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)
PASS_LASTS = timedelta(hours=12)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_PASS = re.compile(r"[0-9]{1,12}\.[0-9a-f]{64}", re.ASCII)
NO_LINK = "This link is incomplete, or does not hold any more"
# 16 MB and some 50 ms a try: what a stolen database would cost to be guessed through.
_N, _R, _P = 2**14, 8, 1


@dataclass(frozen=True, slots=True)
class DashboardLink:
    """A link as it can be shown; the token in it is nowhere."""

    id: int
    dashboard_id: int
    name: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    has_password: bool
    opened_at: datetime | None


class DashboardLinks:
    """The links to the dashboards of one workspace; `secret` is the workspace's."""

    def __init__(
        self, engine: Engine, dashboards: OwnDashboards, secret: bytes, clock: Clock
    ) -> None:
        self._engine, self._dashboards, self._clock = engine, dashboards, clock
        self._secret = secret

    def create(
        self,
        dashboard_id: int,
        name: str = "",
        *,
        by: str,
        expires_at: datetime | None = None,
        password: str = "",
    ) -> str:
        """Make a link and return its token: the only moment at which it can be seen.

        Raises NotFound, and BadRequest for a moment that is past, or a password too short.
        """
        now = self._clock()
        if expires_at is not None and expires_at <= now:
            raise BadRequest("The link would have ended already", "expires")
        if password and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise BadRequest(
                f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters", "password"
            )
        self._dashboards.get(dashboard_id)
        token = secrets.token_urlsafe(32)
        hashed = _hashed(password) if password else ""
        row = LinkRow(0, dashboard_id, clean_line(name, "name"), hashed, now, by, expires_at)
        with write(self._engine) as connection:
            if len(_holding(rows.links(connection, dashboard_id), now)) >= MOST_LINKS:
                raise BadRequest(f"A dashboard has at most {MOST_LINKS} links; revoke one first")
            rows.add_link(connection, row, _digest(token))
        return token

    def list(self, dashboard_id: int) -> tuple[DashboardLink, ...]:
        """The links that hold, the newest first."""
        with read(self._engine) as connection:
            return tuple(map(_shown, _holding(rows.links(connection, dashboard_id), self._clock())))

    def revoke(self, dashboard_id: int, link_id: int) -> None:
        """End a link at once. Raises NotFound."""
        with write(self._engine) as connection:
            known = rows.links(connection, dashboard_id)
            if link_id not in {row.id for row in _holding(known, self._clock())}:
                raise NotFound("There is no such link, or it has ended already")
            rows.change_link(connection, link_id, {"revoked_at": self._clock()})

    def open(self, token: str, passed: str = "") -> DashboardLink:
        """The link of a token; `passed` is what `unlock` gave. Raises NotFound, NotAllowed.

        NotFound for whatever doesn't hold, in the same words; NotAllowed where a password is
        asked for and `passed` doesn't show that it was known.
        """
        row = self._row(token)
        if row.password and not self._has_passed(row, passed):
            raise NotAllowed("This dashboard is shown to those who know its password")
        now = self._clock()
        # To a minute: a page that looks again and again shall not write each time.
        if row.opened_at is None or now - row.opened_at >= timedelta(minutes=1):
            with write(self._engine) as connection:
                rows.change_link(connection, row.id, {"opened_at": now})
        return _shown(row)

    def unlock(self, token: str, password: str) -> str:
        """What shows for twelve hours that the password was known.

        Raises NotFound as `open` does, NotAllowed for a wrong password, and Busy after ten of
        them in a quarter of an hour: a try counts before it is looked at.
        """
        row = self._row(token)
        self._count_try(row)
        if not row.password or not _fits(password[:LONGEST_PASSWORD], row.password):
            raise NotAllowed("That is not the password")
        with write(self._engine) as connection:
            rows.change_link(connection, row.id, {"tries": 0, "tried_at": None})
        until = str(int((self._clock() + PASS_LASTS).timestamp()))
        return f"{until}.{self._mac(row, until)}"

    def _row(self, token: str) -> LinkRow:
        """A link is found by its token's digest, so how long that takes tells nothing of any."""
        row = None
        if _TOKEN.fullmatch(token):
            with read(self._engine) as connection:
                row = rows.link_by_digest(connection, _digest(token))
        if row is None or not _holding([row], self._clock()):
            raise NotFound(NO_LINK)
        try:
            self._dashboards.get(row.dashboard_id)
        except NotFound:
            raise NotFound(NO_LINK) from None  # its name is nobody's business any more
        return row

    def _count_try(self, row: LinkRow) -> None:
        now = self._clock()
        with write(self._engine) as connection:
            (row,) = (one for one in rows.links(connection, row.dashboard_id) if one.id == row.id)
            since = row.tried_at
            if since is None or now - since >= TRIES_WITHIN:
                row, since = replace(row, tries=0), now
            if row.tries >= MOST_TRIES:
                wait = max(1, ceil((since + TRIES_WITHIN - now).total_seconds()))
                minutes = ceil(wait / 60)
                raise Busy(f"Too many wrong passwords; try again in {minutes} minutes", wait)
            tried = {"tries": row.tries + 1, "tried_at": since}
            rows.change_link(connection, row.id, tried)

    def _has_passed(self, row: LinkRow, passed: str) -> bool:
        if not _PASS.fullmatch(passed):
            return False
        until, _, mac = passed.partition(".")
        known = hmac.compare_digest(mac, self._mac(row, until))
        return known and int(until) > self._clock().timestamp()

    def _mac(self, row: LinkRow, until: str) -> str:
        """Holds the password's hash too: a pass ends with the password that it was given for."""
        told = f"dashboard link\0{row.id}\0{row.password}\0{until}"
        return hmac.digest(self._secret, told.encode(), hashlib.sha256).hex()


def _holding(found: Iterable[LinkRow], now: datetime) -> list[LinkRow]:
    return [
        row
        for row in found
        if row.revoked_at is None and (row.expires_at is None or row.expires_at > now)
    ]


def _shown(row: LinkRow) -> DashboardLink:
    return DashboardLink(
        row.id,
        row.dashboard_id,
        row.name,
        row.created_at,
        row.created_by,
        row.expires_at,
        bool(row.password),
        row.opened_at,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}.{_scrypt(password, salt).hex()}"


def _fits(password: str, hashed: str) -> bool:
    salt, _, known = hashed.partition(".")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt)).hex(), known)


def _scrypt(password: str, salt: bytes) -> bytes:
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=_N, r=_R, p=_P, dklen=32)

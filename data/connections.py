"""Which accounts at providers call this workspace, and with what secrets?"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.clock import Clock
from data.errors import BadRequest, NotFound, Unavailable
from data.store import connection_rows as rows
from data.store.connection_rows import Connection, RawCall, Sealed
from data.store.engine import Engine, read, write

__all__ = ["Connection", "Connections", "RawCall"]

# How long the secrets before a rotation still count, unless it says otherwise.
GRACE = timedelta(hours=24)
# How long calls that made no trouble are kept.
KEPT = timedelta(days=30)
_SETTLED = ("accepted", "duplicate")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)

Secrets = Mapping[str, str]


class Connections:
    """The connections of one workspace; their secrets are sealed with the workspace's own."""

    def __init__(self, engine: Engine, key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        made = HKDF(SHA256(), 32, salt=None, info=b"heliograph connections").derive(key)
        self._box = Fernet(base64.urlsafe_b64encode(made))

    def add(
        self,
        provider: str,
        name: str,
        scheme: str,
        channel: str,
        secrets: Secrets,
        options: Secrets,
        campaign_id: int | None = None,
    ) -> Connection:
        """Make a connection. Raises BadRequest for a name that is none, or is in use."""
        if not _NAME.fullmatch(name):
            raise BadRequest(
                "A connection's name has up to 40 small letters, digits, - and _, since it is "
                f"part of an address; {name[:40]!r} is no such name",
                "name",
            )
        made = Connection(0, provider, name, scheme, channel, campaign_id, options, self._clock())
        with write(self._engine) as link:
            if rows.is_used(link, provider, name):
                raise BadRequest(f"{provider} has a connection {name!r} already", "name")
            return replace(made, id=rows.add(link, made, self._seal(secrets)))

    def get(self, provider: str, name: str) -> Connection:
        """The connection of that name. Raises NotFound."""
        return self._named(provider, name)[0]

    def opened(self, provider: str, name: str) -> tuple[Connection, tuple[Secrets, ...]]:
        """The connection with the secrets that count now, the newest first. Raises NotFound."""
        connection, sealed = self._named(provider, name)
        found = [self._open(sealed.secrets)]
        until = sealed.previous_until
        if sealed.previous and until is not None and self._clock() < until:
            found.append(self._open(sealed.previous))
        return connection, tuple(found)

    def list(self) -> tuple[Connection, ...]:
        """All connections, by provider and name."""
        with read(self._engine) as link:
            return rows.every(link)

    def rotate(
        self, provider: str, name: str, secrets: Secrets, grace: timedelta = GRACE
    ) -> Connection:
        """Put new secrets in the place of the present ones, which count for `grace` more."""
        connection, sealed = self._named(provider, name)
        now = self._clock()
        fresh = self._seal(secrets)
        with write(self._engine) as link:
            rows.rotate(link, connection.id, fresh, sealed.secrets, now + grace, now)
        return replace(connection, rotated_at=now)

    def pause(self, provider: str, name: str, paused: bool = True) -> Connection:
        """Take no calls from now on, or take them again. Raises NotFound."""
        connection = self.get(provider, name)
        at = self._clock() if paused else None
        with write(self._engine) as link:
            rows.pause(link, connection.id, at)
        return replace(connection, paused_at=at)

    def record(self, connection: Connection, call: RawCall, same: Sequence[bytes]) -> None:
        """Keep a call; `same` is what makes two calls the same one."""
        digest = blake2b(digest_size=16)
        for part in same:
            digest.update(len(part).to_bytes(8, "big") + part)
        with write(self._engine) as link:
            rows.record(link, connection.id, digest.digest(), call)
            rows.forget(link, connection.id, _SETTLED, call.last_at - KEPT)

    def calls(self, connection: Connection, most: int = 50) -> tuple[RawCall, ...]:
        """The last calls that came through a connection, the newest first."""
        with read(self._engine) as link:
            return rows.calls(link, connection.id, most)

    def _named(self, provider: str, name: str) -> tuple[Connection, Sealed]:
        found = None
        if _NAME.fullmatch(name):
            with read(self._engine) as link:
                found = rows.named(link, provider, name)
        if found is None:
            raise NotFound(f"{provider} has no connection {name[:40]!r} here")
        return found

    def _seal(self, secrets: Secrets) -> str:
        return self._box.encrypt(orjson.dumps(dict(secrets))).decode()

    def _open(self, sealed: str) -> Secrets:
        try:
            found: dict[str, str] = orjson.loads(self._box.decrypt(sealed))
        except InvalidToken:
            raise Unavailable(
                "This connection's secrets were sealed with another HELIOGRAPH_SECRET_KEY: set "
                "that one again, or rotate the connection"
            ) from None
        return found

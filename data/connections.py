"""Which accounts at providers call this workspace, and with what secrets?"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.clock import Clock
from data.errors import BadRequest, NotFound, Unavailable
from data.store import connection_rows as rows
from data.store import waiting_rows, word_rows
from data.store.connection_rows import Connection, RawCall, Sealed, Traffic
from data.store.engine import Engine, read, write
from data.store.subscriber_fold import Connection as Link
from data.store.waiting_rows import ClaimRule
from data.store.word_rows import ProviderWord

__all__ = ["ClaimRule", "Connection", "Connections", "ProviderWord", "RawCall", "Traffic"]

# How long the secrets before a rotation still count, unless it says otherwise.
GRACE = timedelta(hours=24)
# How long calls are kept, unless the settings say otherwise.
KEPT = timedelta(days=30)
_BATCH = 50  # calls, of up to some megabytes each
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)

Secrets = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Readings:
    """What people have said about how a connection's calls are to be read."""

    meanings: Mapping[str, str] = field(default_factory=dict)  # by the provider's word
    rules: tuple[ClaimRule, ...] = ()


class Connections:
    """The connections of one workspace; their secrets are sealed with the workspace's own."""

    def __init__(self, engine: Engine, key: bytes, clock: Clock, kept: timedelta = KEPT) -> None:
        self._engine = engine
        self._clock = clock
        self._kept = kept
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
        return replace(connection, rotated_at=now, previous_until=now + grace)

    def pause(self, provider: str, name: str, paused: bool = True) -> Connection:
        """Take no calls from now on, or take them again. Raises NotFound."""
        connection = self.get(provider, name)
        at = self._clock() if paused else None
        with write(self._engine) as link:
            rows.pause(link, connection.id, at)
        return replace(connection, paused_at=at)

    def delete(self, provider: str, name: str) -> None:
        """Forget a connection with its secrets, its calls and what waits there; what was counted
        stays counted. Raises NotFound.
        """
        connection = self.get(provider, name)
        with write(self._engine) as link:
            rows.drop(link, connection.id)

    def readings(self, connection: Connection) -> Readings:
        """How the calls of a connection are to be read now."""
        with read(self._engine) as link:
            return Readings(
                word_rows.meanings(link, connection.id), waiting_rows.rules(link, connection.id)
            )

    def number(self, connection: Connection, same: Sequence[bytes], link: Link) -> int:
        """The number by which a call is kept once it is recorded in the transaction at `link`."""
        return rows.number(link, connection.id, _digest(same))

    def record(
        self,
        connection: Connection,
        call: RawCall,
        same: Sequence[bytes],
        words: Mapping[str, tuple[int, bool]] | None = None,
        link: Link | None = None,
    ) -> None:
        """Keep a call; `same` is what makes two calls the same one.

        `words` of it mean nothing here: how often each was said, and whether it names a message.
        With a `link`, that is part of the transaction that is open there.
        """
        with nullcontext(link) if link is not None else write(self._engine) as open_:
            rows.record(open_, connection.id, _digest(same), call)
            if words:
                word_rows.count(open_, connection.id, words, call.last_at)
            rows.forget(open_, connection.id, call.last_at - self._kept)

    def judge(self, call: RawCall, link: Link) -> None:
        """Keep what became of a call that was read again."""
        rows.judge(link, call.id, call.verdict, call.why, call.counts)

    def calls(
        self, connection: Connection, most: int = 50, *, bodies: bool = True
    ) -> tuple[RawCall, ...]:
        """The last calls that came through a connection, the newest first.

        Without `bodies`, which can be large, each one's is empty.
        """
        with read(self._engine) as link:
            return rows.calls(link, connection.id, most, bodies=bodies)

    def call(self, connection: Connection, call_id: int) -> RawCall:
        """One call of a connection. Raises NotFound where it is none, or is kept no longer."""
        with read(self._engine) as link:
            found = rows.call(link, connection.id, call_id)
        if found is None:
            raise NotFound("This call is not kept, or not any more")
        return found

    def kept(
        self,
        connection: Connection,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[RawCall]:
        """The kept calls of a connection, the oldest first: from `since` on, before `until`."""
        after = 0
        while True:
            with read(self._engine) as link:
                some = rows.kept(link, connection.id, after, _BATCH, since, until)
            yield from some
            if len(some) < _BATCH:
                return
            after = some[-1].id

    def count(self, connection: Connection) -> int:
        """How many calls of a connection are kept."""
        with read(self._engine) as link:
            return rows.count(link, connection.id)

    def traffic(self, since: datetime) -> Mapping[int, Traffic]:
        """By connection id, its last call and how those since a moment went."""
        with read(self._engine) as link:
            return rows.traffic(link, since)

    def words(self, connection: Connection) -> tuple[ProviderWord, ...]:
        """The words that mean nothing here by themselves, the last one first."""
        with read(self._engine) as link:
            return word_rows.words(link, connection.id)

    def give_meaning(
        self, connection: Connection, word: str, meaning: str | None, who: str
    ) -> None:
        """Keep what a word means, from the next call on. Raises NotFound for one that never came.

        See data/ingest/meaning.py for the meanings; None takes it back.
        """
        with write(self._engine) as link:
            known = word_rows.give_meaning(link, connection.id, word, meaning, self._clock(), who)
        if not known:
            raise NotFound(f"No call through {connection.name} said {word[:40]!r}")

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


def _digest(same: Sequence[bytes]) -> bytes:
    digest = blake2b(digest_size=16)
    for part in same:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()

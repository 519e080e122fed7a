"""How are connections to providers, and the calls that came through them, kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Link
from sqlalchemy import RowMapping, delete, exists, insert, select, update

from data.store.tables import connections, webhook_calls


@dataclass(frozen=True, slots=True)
class Connection:
    """One account at a provider that calls us, without its secrets. Times in UTC."""

    id: int
    provider: str
    name: str
    scheme: str  # how its calls prove where they come from
    channel: str  # what its calls are about where neither they nor the campaign say
    campaign_id: int | None  # where calls belong that name no campaign
    options: Mapping[str, str]
    created_at: datetime
    rotated_at: datetime | None = None
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A connection's secrets as they are stored, and those before the last rotation."""

    secrets: str
    previous: str | None
    previous_until: datetime | None


@dataclass(frozen=True, slots=True)
class RawCall:
    """One call as it came, without what proved its origin, and what became of it."""

    verdict: str
    why: str
    method: str
    path: str  # behind the connection's name, with its query
    headers: Mapping[str, str]
    body: bytes
    first_at: datetime
    last_at: datetime
    times: int = 1  # how often the same came
    counts: Mapping[str, int] = field(default_factory=dict)


def is_used(link: Link, provider: str, name: str) -> bool:
    """Whether the provider has a connection of this name."""
    named = (connections.c.provider == provider) & (connections.c.name == name)
    return bool(link.scalar(select(exists().where(named))))


def add(link: Link, connection: Connection, secrets: str) -> int:
    """Store a new connection with its sealed secrets; return its id, whatever the one given."""
    row = {name: getattr(connection, name) for name in Connection.__dataclass_fields__}
    row |= {"options": dict(connection.options), "secrets": secrets}
    del row["id"]
    return int(link.scalar(insert(connections).returning(connections.c.id), row) or 0)


def named(link: Link, provider: str, name: str) -> tuple[Connection, Sealed] | None:
    """The connection of that name with its sealed secrets, if there is one."""
    row = (
        link.execute(
            select(connections).where(
                connections.c.provider == provider, connections.c.name == name
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    return _connection(row), Sealed(row["secrets"], row["previous"], row["previous_until"])


def every(link: Link) -> tuple[Connection, ...]:
    """All connections, by provider and name."""
    found = link.execute(select(connections).order_by(connections.c.provider, connections.c.name))
    return tuple(_connection(row) for row in found.mappings())


def rotate(
    link: Link, connection_id: int, secrets: str, previous: str, until: datetime, at: datetime
) -> None:
    """Put new sealed secrets in the place of `previous`, which count until `until`."""
    _change(link, connection_id, secrets=secrets, previous=previous, previous_until=until)
    _change(link, connection_id, rotated_at=at)


def pause(link: Link, connection_id: int, at: datetime | None) -> None:
    """Let no call through from `at` on; with None, let them through again."""
    _change(link, connection_id, paused_at=at)


def record(link: Link, connection_id: int, digest: bytes, call: RawCall) -> None:
    """Keep a call; the same one again counts up, and keeps what became of it at first.

    A verdict other than "duplicate" replaces the earlier one: what matched no campaign may match
    one when the provider sends it again.
    """
    one = (webhook_calls.c.connection_id == connection_id) & (webhook_calls.c.digest == digest)
    again: dict[str, Any] = {"last_at": call.last_at, "times": webhook_calls.c.times + 1}
    if call.verdict != "duplicate":
        again |= {"verdict": call.verdict, "why": call.why, "counts": dict(call.counts)}
    if link.execute(update(webhook_calls).where(one).values(**again)).rowcount:
        return
    row = {name: getattr(call, name) for name in RawCall.__dataclass_fields__}
    row |= {"headers": dict(call.headers), "counts": dict(call.counts)}
    link.execute(insert(webhook_calls), {**row, "connection_id": connection_id, "digest": digest})


def forget(link: Link, connection_id: int, verdicts: tuple[str, ...], before: datetime) -> None:
    """Delete the calls with one of these verdicts that came last before a moment."""
    link.execute(
        delete(webhook_calls).where(
            webhook_calls.c.connection_id == connection_id,
            webhook_calls.c.last_at < before,
            webhook_calls.c.verdict.in_(verdicts),
        )
    )


def calls(link: Link, connection_id: int, most: int) -> tuple[RawCall, ...]:
    """A connection's calls, the last one first."""
    table = webhook_calls.c
    found = link.execute(
        select(*(table[name] for name in RawCall.__dataclass_fields__))
        .where(table.connection_id == connection_id)
        .order_by(table.last_at.desc(), table.id.desc())
        .limit(most)
    )
    return tuple(RawCall(**row) for row in found.mappings())


def _change(link: Link, connection_id: int, **values: object) -> None:
    link.execute(update(connections).where(connections.c.id == connection_id).values(**values))


def _connection(row: RowMapping) -> Connection:
    return Connection(**{name: row[name] for name in Connection.__dataclass_fields__})

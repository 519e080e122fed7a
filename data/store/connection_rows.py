"""How are connections to providers, and the calls that came through them, kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Link
from sqlalchemy import RowMapping, delete, exists, func, insert, literal, select, update

from data.store import inbox, waiting_rows, word_rows
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
    previous_until: datetime | None = None  # the secrets before the rotation count until then


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
    id: int = 0


@dataclass(frozen=True, slots=True)
class Traffic:
    """How the calls through a connection went since a moment: different ones by verdict."""

    last_at: datetime | None = None
    by_verdict: Mapping[str, int] = field(default_factory=dict)


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


def number(link: Link, connection_id: int, digest: bytes) -> int:
    """The number of a call: its own, if it is kept, else the one that it gets when it is recorded.

    No number is ever given again, even after its call was deleted: events go on naming it. Call it
    in the transaction that records the call.
    """
    one = (webhook_calls.c.connection_id == connection_id) & (webhook_calls.c.digest == digest)
    known = link.scalar(select(webhook_calls.c.id).where(one))
    if known is not None:
        return int(known)
    last = link.scalar(select(func.max(webhook_calls.c.id))) or 0
    return 1 + max(last, inbox.last_call(link), waiting_rows.last_call(link))


def record(link: Link, connection_id: int, digest: bytes, call: RawCall) -> None:
    """Keep a call; the same one again counts up, and keeps what became of it at first.

    A new one is kept by its id, which `number` gave, or by the next one. A verdict other than
    "duplicate" replaces the earlier one: what matched no campaign may match one when the provider
    sends it again.
    """
    one = (webhook_calls.c.connection_id == connection_id) & (webhook_calls.c.digest == digest)
    again: dict[str, Any] = {"last_at": call.last_at, "times": webhook_calls.c.times + 1}
    if call.verdict != "duplicate":
        again |= {"verdict": call.verdict, "why": call.why, "counts": dict(call.counts)}
    if link.execute(update(webhook_calls).where(one).values(**again)).rowcount:
        return
    row = {name: getattr(call, name) for name in RawCall.__dataclass_fields__}
    row |= {"headers": dict(call.headers), "counts": dict(call.counts)}
    row["id"] = call.id or number(link, connection_id, digest)
    link.execute(insert(webhook_calls), {**row, "connection_id": connection_id, "digest": digest})


def forget(link: Link, connection_id: int, before: datetime) -> None:
    """Delete the calls that came last before a moment."""
    link.execute(
        delete(webhook_calls).where(
            webhook_calls.c.connection_id == connection_id, webhook_calls.c.last_at < before
        )
    )


def drop(link: Link, connection_id: int) -> None:
    """Delete a connection with its calls, words, rules and the events that wait there."""
    waiting_rows.forget_connection(link, connection_id)
    word_rows.forget_connection(link, connection_id)
    link.execute(delete(webhook_calls).where(webhook_calls.c.connection_id == connection_id))
    link.execute(delete(connections).where(connections.c.id == connection_id))


def judge(link: Link, call_id: int, verdict: str, why: str, counts: Mapping[str, int]) -> None:
    """Keep what became of a call that was read again."""
    told = {"verdict": verdict, "why": why, "counts": dict(counts)}
    link.execute(update(webhook_calls).where(webhook_calls.c.id == call_id).values(**told))


def traffic(link: Link, since: datetime) -> dict[int, Traffic]:
    """By connection, when the last call came and how those since a moment went."""
    table = webhook_calls.c
    last = link.execute(
        select(table.connection_id, func.max(table.last_at).label("last_at")).group_by(
            table.connection_id
        )
    )
    found = {row.connection_id: Traffic(row.last_at) for row in last}
    went = link.execute(
        select(table.connection_id, table.verdict, func.count().label("n"))
        .where(table.last_at >= since)
        .group_by(table.connection_id, table.verdict)
    )
    counts: dict[int, dict[str, int]] = {}
    for row in went:
        counts.setdefault(row.connection_id, {})[row.verdict] = row.n
    return {key: Traffic(one.last_at, counts.get(key, {})) for key, one in found.items()}


def kept(
    link: Link,
    connection_id: int,
    after: int,
    most: int,
    since: datetime | None,
    until: datetime | None,
) -> tuple[RawCall, ...]:
    """Calls numbered above `after`, in the order in which they first came.

    Those that came from `since` on and before `until`.
    """
    table = webhook_calls.c
    asked = select(*(table[name] for name in RawCall.__dataclass_fields__)).where(
        table.connection_id == connection_id, table.id > after
    )
    if since is not None:
        asked = asked.where(table.last_at >= since)
    if until is not None:
        asked = asked.where(table.first_at < until)
    found = link.execute(asked.order_by(table.id).limit(most))
    return tuple(RawCall(**row) for row in found.mappings())


def count(link: Link, connection_id: int) -> int:
    """How many calls of a connection are kept."""
    mine = webhook_calls.c.connection_id == connection_id
    return int(link.scalar(select(func.count()).select_from(webhook_calls).where(mine)) or 0)


def call(link: Link, connection_id: int, call_id: int) -> RawCall | None:
    """One call of a connection, if it is still kept."""
    table = webhook_calls.c
    found = link.execute(
        select(*(table[name] for name in RawCall.__dataclass_fields__)).where(
            table.connection_id == connection_id, table.id == call_id
        )
    )
    row = found.mappings().first()
    return None if row is None else RawCall(**row)


def calls(link: Link, connection_id: int, most: int, *, bodies: bool) -> tuple[RawCall, ...]:
    """A connection's calls, the last one first; without `bodies` each one's is empty."""
    table = webhook_calls.c
    names = [name for name in RawCall.__dataclass_fields__ if name != "body"]
    body = table.body if bodies else literal(b"", table.body.type).label("body")
    found = link.execute(
        select(*(table[name] for name in names), body)
        .where(table.connection_id == connection_id)
        .order_by(table.last_at.desc(), table.id.desc())
        .limit(most)
    )
    return tuple(RawCall(**row) for row in found.mappings())


def _change(link: Link, connection_id: int, **values: object) -> None:
    link.execute(update(connections).where(connections.c.id == connection_id).values(**values))


def _connection(row: RowMapping) -> Connection:
    return Connection(**{name: row[name] for name in Connection.__dataclass_fields__})

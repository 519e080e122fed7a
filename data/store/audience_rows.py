"""How is it kept to whom a campaign goes?

A list that a campaign brought has its recipients and their fields; a frozen selection of
subscribers has recipients, and looks the people's names up when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
)

from data.store.subscriber_words import matching
from data.store.tables import (
    audience_entries,
    audiences,
    subscriber_addresses,
    subscriber_tags,
    subscribers,
)

_BATCH = 5_000  # rows a statement


@dataclass(frozen=True, slots=True)
class Member:
    """One recipient of a campaign: `number` counts from 1 without gaps, and is its message's."""

    number: int
    recipient: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which subscribers: on the main list of `channel`, with every tag, found by `q`."""

    channel: str
    tags: frozenset[str] = frozenset()
    q: str = ""


def put(
    connection: Connection,
    campaign_id: int,
    entries: Iterable[tuple[str, Mapping[str, str]]],
    at: datetime,
) -> int:
    """Let a campaign go to these (recipient, fields) and nobody else; return how many they are."""
    forget(connection, campaign_id)
    number, rest = 0, iter(entries)
    while batch := list(islice(rest, _BATCH)):
        rows = [
            {
                "campaign_id": campaign_id,
                "number": n,
                "recipient": recipient,
                "fields": dict(fields),
            }
            for n, (recipient, fields) in enumerate(batch, start=number + 1)
        ]
        connection.execute(insert(audience_entries), rows)
        number += len(batch)
    connection.execute(insert(audiences).values(campaign_id=campaign_id, total=number, at=at))
    return number


def freeze(connection: Connection, campaign_id: int, choice: Choice, at: datetime) -> int:
    """Let a campaign go to whoever is chosen now, by the order in which they came to the list."""
    forget(connection, campaign_id)
    address = subscriber_addresses.c
    chosen = _chosen(choice).with_only_columns(
        literal(campaign_id),
        func.row_number().over(order_by=(address.subscriber_id, address.address)),
        address.address,
        address.subscriber_id,
    )
    columns = ["campaign_id", "number", "recipient", "subscriber_id"]
    connection.execute(insert(audience_entries).from_select(columns, chosen))
    mine = audience_entries.c.campaign_id == campaign_id
    total = connection.scalar(select(func.count()).where(mine)) or 0
    connection.execute(insert(audiences).values(campaign_id=campaign_id, total=total, at=at))
    return total


def listed(connection: Connection, campaign_id: int) -> int | None:
    """How many are on the list that a campaign brought; None where it brought none."""
    total, frozen = _stored(connection, campaign_id)
    return None if frozen else total


def frozen(connection: Connection, campaign_id: int) -> int | None:
    """How many chosen subscribers are frozen; None where none are."""
    total, is_frozen = _stored(connection, campaign_id)
    return total if is_frozen else None


def _stored(connection: Connection, campaign_id: int) -> tuple[int | None, bool]:
    """How many a campaign's entries are, and whether they are frozen subscribers."""
    mine = audiences.c.campaign_id == campaign_id
    total = connection.scalar(select(audiences.c.total).where(mine))
    entry = audience_entries.c
    first = select(entry.subscriber_id).where(entry.campaign_id == campaign_id, entry.number == 1)
    return total, connection.scalar(first) is not None


def members(connection: Connection, campaign_id: int, after: int, size: int) -> tuple[Member, ...]:
    """At most `size` of a campaign's stored recipients, those numbered above `after`."""
    entry = audience_entries.c
    rows = connection.execute(
        select(entry.number, entry.recipient, entry.fields, *_names())
        .outerjoin(subscribers, subscribers.c.id == entry.subscriber_id)
        .where(entry.campaign_id == campaign_id, entry.number > after)
        .order_by(entry.number)
        .limit(size)
    )
    return tuple(
        Member(number, recipient, _named(first, last) if fields is None else fields)
        for number, recipient, fields, first, last in rows
    )


def count(connection: Connection, choice: Choice) -> int:
    """How many are chosen at this moment."""
    return connection.scalar(_chosen(choice).with_only_columns(func.count())) or 0


def chosen(connection: Connection, choice: Choice, after: int, size: int) -> tuple[Member, ...]:
    """At most `size` of those who are chosen at this moment, leaving out the first `after`."""
    address = subscriber_addresses.c
    rows = connection.execute(
        _chosen(choice)
        .with_only_columns(address.address, *_names())
        .order_by(address.subscriber_id, address.address)
        .offset(after)
        .limit(size)
    )
    return tuple(
        Member(number, recipient, _named(first, last))
        for number, (recipient, first, last) in enumerate(rows, start=after + 1)
    )


def forget(connection: Connection, campaign_id: int) -> None:
    """Drop a campaign's list, if it has one."""
    for table in (audience_entries, audiences):
        connection.execute(delete(table).where(table.c.campaign_id == campaign_id))


def _chosen(choice: Choice) -> Select[tuple[object, ...]]:
    address = subscriber_addresses.c
    conditions: list[ColumnElement[bool]] = [
        address.channel == choice.channel,
        address.reachable,
        address.joined_at.is_not(None),
        *(_tagged(tag) for tag in sorted(choice.tags)),
        *matching(choice.q),
    ]
    joined = subscriber_addresses.join(subscribers, subscribers.c.id == address.subscriber_id)
    return select(address.address).select_from(joined).where(*conditions)


def _tagged(tag: str) -> ColumnElement[bool]:
    mine = select(subscriber_tags.c.subscriber_id).where(subscriber_tags.c.tag == tag)
    return subscribers.c.id.in_(mine)


def _names() -> tuple[ColumnElement[str], ColumnElement[str]]:
    return subscribers.c.first_name, subscribers.c.last_name


def _named(first: str | None, last: str | None) -> dict[str, str]:
    return {"first_name": first or "", "last_name": last or ""}

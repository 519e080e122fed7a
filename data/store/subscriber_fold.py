"""What do events make of the subscribers' lists?

A person's place on a channel is a fold of subscriber.* events: on the main list since the earliest
join, on the blocklist if the latest block or unblock (by their own time; of two at one moment the
block) says so. Any order and any repetition of events gives the same rows. Whoever has an address,
on whatever channel, is one person; two addresses become one person's only where somebody says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Column, bindparam, insert, select, update
from sqlalchemy import Connection as Connection  # a handle that the door of events passes on

from data.event import EPOCH, Event
from data.store.subscriber_words import put_words, words_of
from data.store.tables import (
    subscriber_addresses,
    subscriber_growth,
    subscriber_totals,
    subscribers,
)
from data.vocabulary.address import channel_of, fits, known_as
from data.vocabulary.event_kind import EventKind

_CHUNK = 500  # values in one question; every database takes that many
_QUARTER = timedelta(minutes=15)
_LONGEST_SOURCE = 200
T = TypeVar("T")
Key = TypeVar("Key", str, datetime)
Place = tuple[str, str]  # address, channel


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one address on one channel; times in UTC.

    `joined_at` None: not on the main list; `source` says what the join came through. `changed_at`
    is the time of the last block or unblock, None where there was none.
    """

    joined_at: datetime | None = None
    source: str = ""
    blocked: bool = False
    changed_at: datetime | None = None

    def with_(self, other: Standing) -> Standing:
        """Both together, in whatever order they came."""
        first = min((s for s in (self, other) if s.joined_at), key=_join, default=self)
        last = max((s for s in (self, other) if s.changed_at), key=_change, default=self)
        return Standing(first.joined_at, first.source, last.blocked, last.changed_at)


def _join(standing: Standing) -> tuple[datetime, str]:
    assert standing.joined_at is not None
    return standing.joined_at, standing.source


def _change(standing: Standing) -> tuple[datetime, bool]:
    assert standing.changed_at is not None
    return standing.changed_at, standing.blocked


def apply(connection: Connection, heard: Iterable[tuple[str, str, Standing]], at: datetime) -> None:
    """Fold what was heard of (address, channel) into the lists; unknown addresses are new people.

    Call it inside `data.store.engine.write`.
    """
    news: dict[Place, Standing] = {}
    for address, channel, standing in heard:
        place = address, channel
        news[place] = news[place].with_(standing) if place in news else standing
    if not news:
        return
    owner, before = known(connection, [address for address, _ in news])
    strangers = list(dict.fromkeys(a for a, _ in news if a not in owner))
    owner |= dict(zip(strangers, add_people(connection, len(strangers), at), strict=True))
    after = {place: _merged(before.get(place), new) for place, new in news.items()}
    changed = {place: s for place, s in after.items() if before.get(place) != s}
    _write(connection, changed, before, owner)
    _count_channels(connection, changed, before)
    _join_people(connection, changed, owner, at)
    put_words(
        connection,
        ((owner[a], word) for a, c in changed if (a, c) not in before for word in words_of([a])),
    )


def heard_of(events: Iterable[Event]) -> Iterator[tuple[str, str, Standing]]:
    """What accepted events say of subscribers: address, channel, and where it puts them."""
    for event in events:
        if event.heard is None:
            continue
        kind, subject, at, source = event.heard
        moment = EPOCH + timedelta(microseconds=at)
        channel = event.channel or channel_of(subject)
        address = known_as(channel, subject)
        if not address:
            continue
        if kind == EventKind.SUBSCRIBER_JOIN:
            yield address, channel, Standing(moment, source[:_LONGEST_SOURCE])
        else:
            blocked = kind == EventKind.SUBSCRIBER_BLOCK
            yield address, channel, Standing(blocked=blocked, changed_at=moment)


def _merged(before: Standing | None, new: Standing) -> Standing:
    return new if before is None else before.with_(new)


def known(
    connection: Connection, addresses: Iterable[str]
) -> tuple[dict[str, int], dict[Place, Standing]]:
    """Whose these addresses are (person's id), and where they stand on every channel."""
    table = subscriber_addresses.c
    owner: dict[str, int] = {}
    standings: dict[Place, Standing] = {}
    for chunk in _chunks(sorted(set(addresses))):
        rows = select(subscriber_addresses).where(table.address.in_(chunk))
        for row in connection.execute(rows):
            owner[row.address] = row.subscriber_id
            standings[row.address, row.channel] = Standing(
                row.joined_at, row.source, row.blocked, row.changed_at
            )
    return owner, standings


def add_people(connection: Connection, count: int, at: datetime) -> list[int]:
    """Store `count` people of whom nothing is known yet; return their ids."""
    if not count:
        return []
    blank = {"first_name": "", "last_name": "", "updated_at": at}
    statement = insert(subscribers).returning(subscribers.c.id)
    return sorted(connection.scalars(statement, [blank] * count))


def place(connection: Connection, owner: Mapping[Place, int]) -> None:
    """Say whose these addresses are before anything is heard of them; none may be known yet."""
    if not owner:
        return
    people = {address: key for (address, _), key in owner.items()}
    _write(connection, dict.fromkeys(owner, Standing()), {}, people)
    put_words(connection, ((key, word) for a, key in people.items() for word in words_of([a])))


def _write(
    connection: Connection,
    after: Mapping[Place, Standing],
    before: Mapping[Place, Standing],
    owner: Mapping[str, int],
) -> None:
    fresh = [
        {
            "address": address,
            "channel": channel,
            "subscriber_id": owner[address],
            "reachable": fits(channel, address),
            **_columns(standing),
        }
        for (address, channel), standing in after.items()
        if (address, channel) not in before
    ]
    if fresh:
        connection.execute(insert(subscriber_addresses), fresh)
    moved = [
        {"its_address": address, "its_channel": channel, **_columns(standing)}
        for (address, channel), standing in after.items()
        if (address, channel) in before
    ]
    if moved:
        table = subscriber_addresses.c
        connection.execute(
            update(subscriber_addresses).where(
                table.address == bindparam("its_address"), table.channel == bindparam("its_channel")
            ),
            moved,
        )


def _columns(standing: Standing) -> dict[str, object]:
    return {
        "joined_at": standing.joined_at,
        "source": standing.source,
        "blocked": standing.blocked,
        "changed_at": standing.changed_at,
    }


def _join_people(
    connection: Connection, after: Mapping[Place, Standing], owner: Mapping[str, int], at: datetime
) -> None:
    """Let people's own join be the earliest of their addresses, and count them where it moved."""
    firsts: dict[int, datetime] = {}
    for (address, _), standing in after.items():
        if standing.joined_at is not None:
            key = owner[address]
            firsts[key] = min(firsts.get(key, standing.joined_at), standing.joined_at)
    moved, counts = [], Counter[datetime]()
    for chunk in _chunks(sorted(firsts)):
        rows = select(subscribers.c.id, subscribers.c.joined_at).where(subscribers.c.id.in_(chunk))
        for key, joined_at in connection.execute(rows):
            if joined_at is not None and joined_at <= firsts[key]:
                continue
            moved.append({"its_id": key, "joined_at": firsts[key], "updated_at": at})
            counts[_quarter(firsts[key])] += 1
            if joined_at is not None:
                counts[_quarter(joined_at)] -= 1
    if moved:
        mine = subscribers.c.id == bindparam("its_id")
        connection.execute(update(subscribers).where(mine), moved)
    _count(connection, subscriber_growth.c.quarter, {at: {"n": n} for at, n in counts.items()})


def _quarter(moment: datetime) -> datetime:
    return moment - (moment - EPOCH) % _QUARTER


def _count_channels(
    connection: Connection, after: Mapping[Place, Standing], before: Mapping[Place, Standing]
) -> None:
    listed, blocked = Counter[str](), Counter[str]()
    for (address, channel), new in after.items():
        old = before.get((address, channel), Standing())
        listed[channel] += (new.joined_at is not None) - (old.joined_at is not None)
        blocked[channel] += new.blocked - old.blocked
    sums = {channel: {"listed": n, "blocked": blocked[channel]} for channel, n in listed.items()}
    _count(connection, subscriber_totals.c.channel, sums)


def _count(connection: Connection, key: Column[Key], more: Mapping[Key, Mapping[str, int]]) -> None:
    """Add to the additive counts of rows by their key; one that is not there begins at nothing."""
    table = key.table
    wanted = sorted(one for one, sums in more.items() if any(sums.values()))
    for chunk in _chunks(wanted):
        there = set(connection.scalars(select(key).where(key.in_(chunk))))
        names = more[chunk[0]]
        added = (
            update(table)
            .where(key == bindparam("its_key"))
            .values({name: table.c[name] + bindparam(f"more_{name}") for name in names})
        )
        moved = [
            {"its_key": one, **{f"more_{name}": n for name, n in more[one].items()}}
            for one in chunk
            if one in there
        ]
        if moved:
            connection.execute(added, moved)
        fresh = [{key.name: one, **more[one]} for one in chunk if one not in there]
        if fresh:
            connection.execute(insert(table), fresh)


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]

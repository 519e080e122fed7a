"""How are subscribers found in the database, and what else than their lists is kept of them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from data.store.subscriber_words import drop_words, matching, put_words, words_of
from data.store.tables import (
    subscriber_addresses,
    subscriber_growth,
    subscriber_tags,
    subscriber_totals,
    subscribers,
)

MAIN_LIST, BLOCKLIST = "main", "blocked"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """One address of a person on one channel; `joined_at` None: not on the main list."""

    channel: str
    address: str
    joined_at: datetime | None
    source: str
    blocked: bool


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One person; times in UTC. `joined_at` None: known from a blocklist only."""

    id: int
    first_name: str
    last_name: str
    joined_at: datetime | None
    listings: tuple[Listing, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def source(self) -> str:
        """What their earliest join came through."""
        joins = [(one.joined_at, one.source) for one in self.listings if one.joined_at]
        return min(joins)[1] if joins else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which subscribers: an empty word asks for nothing.

    `on` is the main list or the blocklist, of `channel` where that is given.
    """

    q: str = ""
    channel: str = ""
    tag: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class SubscriberPage:
    """One page of a list, and how many the whole list has."""

    subscribers: tuple[Subscriber, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Details:
    """What a person is called, and how they are tagged; None leaves it as it is."""

    first_name: str | None = None
    last_name: str | None = None
    tags: frozenset[str] | None = None


def find(connection: Connection, wanted: Wanted, offset: int, limit: int) -> SubscriberPage:
    """The newest first, by the order in which they came to be known."""
    conditions = _conditions(wanted)
    count = select(func.count()).select_from(subscribers).where(*conditions)
    total = connection.scalar(count) or 0
    if offset >= total:
        return SubscriberPage((), total)
    rows = connection.execute(
        select(subscribers)
        .where(*conditions)
        .order_by(subscribers.c.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    return SubscriberPage(_whole(connection, rows), total)


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Subscriber]:
    """Those people whom there are."""
    found: dict[int, Subscriber] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        rows = connection.execute(select(subscribers).where(subscribers.c.id.in_(chunk))).all()
        found.update((one.id, one) for one in _whole(connection, rows))
    return found


def _whole(
    connection: Connection, rows: Sequence[Row[tuple[object, ...]]]
) -> tuple[Subscriber, ...]:
    ids = [row.id for row in rows]
    listings: defaultdict[int, list[Listing]] = defaultdict(list)
    address = subscriber_addresses.c
    for row in connection.execute(
        select(subscriber_addresses)
        .where(address.subscriber_id.in_(ids))
        .order_by(address.channel, address.address)
    ):
        listings[row.subscriber_id].append(
            Listing(row.channel, row.address, row.joined_at, row.source, row.blocked)
        )
    tags: defaultdict[int, list[str]] = defaultdict(list)
    tag = subscriber_tags.c
    for row in connection.execute(
        select(subscriber_tags).where(tag.subscriber_id.in_(ids)).order_by(tag.tag)
    ):
        tags[row.subscriber_id].append(row.tag)
    return tuple(
        Subscriber(
            id=row.id,
            first_name=row.first_name,
            last_name=row.last_name,
            joined_at=row.joined_at,
            listings=tuple(listings[row.id]),
            tags=tuple(tags[row.id]),
        )
        for row in rows
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = list(matching(wanted.q))
    if wanted.tag:
        tag = subscriber_tags.c
        found.append(subscribers.c.id.in_(select(tag.subscriber_id).where(tag.tag == wanted.tag)))
    if wanted.on == MAIN_LIST and not wanted.channel:
        found.append(subscribers.c.joined_at.is_not(None))
    elif wanted.channel or wanted.on:
        rows = _listed(wanted)
        # Of few people each is looked up; of all of them, one walk through the lists is faster.
        mine = subscriber_addresses.c.subscriber_id == subscribers.c.id
        few = bool(found)
        found.append(rows.where(mine).exists() if few else subscribers.c.id.in_(rows))
    return found


def _listed(wanted: Wanted) -> Select[tuple[int]]:
    address = subscriber_addresses.c
    rows = select(address.subscriber_id)
    if wanted.channel:
        rows = rows.where(address.channel == wanted.channel)
    if wanted.on == MAIN_LIST:
        rows = rows.where(address.joined_at.is_not(None))
    if wanted.on == BLOCKLIST:
        rows = rows.where(address.blocked)
    return rows


def describe(
    connection: Connection,
    people: Mapping[int, Subscriber],
    details: Mapping[int, Details],
    at: datetime,
) -> None:
    """Store what changes in people's names and tags, and let them be found by their names."""
    renamed: dict[int, tuple[str, str]] = {}
    for key, new in details.items():
        old = people[key].first_name, people[key].last_name
        names = _or(new.first_name, old[0]), _or(new.last_name, old[1])
        if names != old:
            renamed[key] = names
    if renamed:
        statement = update(subscribers).where(subscribers.c.id == bindparam("its_id"))
        rows = [
            {"its_id": key, "first_name": first, "last_name": last, "updated_at": at}
            for key, (first, last) in renamed.items()
        ]
        connection.execute(statement, rows)
        _find_by(connection, renamed, people)
    _retag(connection, {k: d.tags for k, d in details.items() if d.tags is not None}, people)


def _or(new: str | None, old: str) -> str:
    return old if new is None else new


def _find_by(
    connection: Connection,
    names: Mapping[int, tuple[str, str]],
    people: Mapping[int, Subscriber],
) -> None:
    """Let people be found by these names, and by no name that they had before."""
    had = [key for key in names if people[key].name]
    for start in range(0, len(had), _CHUNK):
        drop_words(connection, had[start : start + _CHUNK])
    words = {key: words_of(both) for key, both in names.items()}
    for key in had:
        words[key] |= words_of(one.address for one in people[key].listings)
    put_words(connection, ((key, word) for key, mine in words.items() for word in mine))


def _retag(
    connection: Connection, tags: Mapping[int, frozenset[str]], people: Mapping[int, Subscriber]
) -> None:
    table, tag = subscriber_tags, subscriber_tags.c
    gone = [(k, t) for k, after in tags.items() for t in people[k].tags if t not in after]
    new = [(k, t) for k, after in tags.items() for t in sorted(after - set(people[k].tags))]
    if gone:
        mine = (tag.subscriber_id == bindparam("its_id")) & (tag.tag == bindparam("its_tag"))
        rows = [{"its_id": key, "its_tag": word} for key, word in gone]
        connection.execute(delete(table).where(mine), rows)
    if new:
        connection.execute(insert(table), [{"subscriber_id": k, "tag": t} for k, t in new])


def tags(connection: Connection) -> tuple[str, ...]:
    """Every tag that somebody has, by its name."""
    table = subscriber_tags.c
    return tuple(connection.scalars(select(table.tag).distinct().order_by(table.tag)))


def blocked(connection: Connection, channel: str, addresses: Iterable[str]) -> set[str]:
    """Which of these addresses are on the blocklist of the channel, or of an unnamed one."""
    table = subscriber_addresses.c
    asked, found = sorted(set(addresses)), set[str]()
    for start in range(0, len(asked), _CHUNK):
        rows = select(table.address).where(
            table.address.in_(asked[start : start + _CHUNK]),
            table.channel.in_((channel, "")),
            table.blocked,
        )
        found.update(connection.scalars(rows))
    return found


def totals(connection: Connection) -> dict[str, tuple[int, int]]:
    """By channel: how many addresses are on the main list, and how many on the blocklist."""
    table = subscriber_totals.c
    rows = connection.execute(select(table.channel, table.listed, table.blocked))
    return {channel: (listed, blocked) for channel, listed, blocked in rows}


def growth(connection: Connection) -> list[tuple[datetime, int]]:
    """How many people joined in each quarter of an hour, by its beginning; each person once."""
    table = subscriber_growth.c
    rows = select(table.quarter, table.n).where(table.n != 0).order_by(table.quarter)
    return [(quarter, n) for quarter, n in connection.execute(rows)]

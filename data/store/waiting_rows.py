"""Which events wait for their campaign, and which rules say whose they are?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Link
from sqlalchemy import Select, delete, func, insert, select, union, update

from data.store.tables import (
    campaigns,
    claim_rules,
    waiting_events,
    waiting_groups,
    waiting_names,
)

ALL, NAME, TAG = "all", "name", "tag"
_CAMPAIGN = "campaign"
_ASKED = 500

Name = tuple[int | None, str | None]  # a campaign by our id, or by the id that others gave it


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Events of a connection, all or those with a name or tag, belong to a campaign."""

    id: int
    connection_id: int
    about: str
    word: str
    campaign_id: int
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """The events of one connection that named the same; moments in UTC."""

    id: int
    connection_id: int
    names: tuple[Name, ...]
    tags: tuple[str, ...]
    events: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    faults: int = 0  # of them, those that can't be taken


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """One event that waits; `key` is what it will be known by."""

    key: bytes
    fact: Mapping[str, Any]
    received_at: datetime
    id: int = 0
    call_id: int | None = None  # the kept call that brought it, if that is known


def park(link: Link, group: WaitingGroup, digest: bytes, events: Sequence[WaitingEvent]) -> int:
    """Keep the events that don't wait already; say how many those are."""
    keys = [event.key for event in events]
    column = waiting_events.c.key
    waiting = {
        bytes(key)
        for start in range(0, len(keys), _ASKED)
        for key in link.scalars(select(column).where(column.in_(keys[start : start + _ASKED])))
    }
    fresh = {event.key: event for event in events if event.key not in waiting}
    if not fresh:
        return 0
    group_id = _group_id(link, group, digest)
    link.execute(
        insert(waiting_events),
        [
            {
                "group_id": group_id,
                "key": event.key,
                "fact": dict(event.fact),
                "received_at": event.received_at,
                "call_id": event.call_id,
            }
            for event in fresh.values()
        ],
    )
    return len(fresh)


def _group_id(link: Link, group: WaitingGroup, digest: bytes) -> int:
    known = link.scalar(
        select(waiting_groups.c.id).where(
            waiting_groups.c.connection_id == group.connection_id,
            waiting_groups.c.digest == digest,
        )
    )
    if known is not None:
        return int(known)
    row = {
        "connection_id": group.connection_id,
        "digest": digest,
        "names": [list(name) for name in group.names],
        "tags": list(group.tags),
    }
    made = int(link.scalar(insert(waiting_groups).returning(waiting_groups.c.id), row) or 0)
    told: dict[tuple[str, str], int | None] = {}
    told |= {(_CAMPAIGN, str(number)): number for number, _ in group.names if number is not None}
    told |= {(NAME, word): None for _, word in group.names if word is not None}
    told |= {(TAG, tag): None for tag in group.tags}
    if told:
        rows = [
            {"group_id": made, "about": about, "word": word, "campaign_id": number}
            for (about, word), number in told.items()
        ]
        link.execute(insert(waiting_names), rows)
    return made


def groups(link: Link, connection_id: int | None = None) -> tuple[WaitingGroup, ...]:
    """What waits, of one connection or of all, the latest first."""
    events, table = waiting_events.c, waiting_groups.c
    counted = (
        select(
            events.group_id,
            func.count().label("events"),
            func.min(events.received_at).label("first_at"),
            func.max(events.received_at).label("last_at"),
            func.count(events.fault).label("faults"),
        )
        .group_by(events.group_id)
        .subquery()
    )
    asked = (
        select(table.id, table.connection_id, table.names, table.tags, counted)
        .join(counted, counted.c.group_id == table.id)
        .order_by(counted.c.last_at.desc(), table.id)
    )
    if connection_id is not None:
        asked = asked.where(table.connection_id == connection_id)
    return tuple(_group(dict(row)) for row in link.execute(asked).mappings())


def group(link: Link, group_id: int) -> WaitingGroup | None:
    """One group without its counts, if it is there."""
    asked = select(waiting_groups).where(waiting_groups.c.id == group_id)
    row = link.execute(asked).mappings().first()
    return None if row is None else _group(dict(row))


def _group(row: Mapping[str, Any]) -> WaitingGroup:
    counts = {
        name: row[name] for name in ("events", "first_at", "last_at", "faults") if name in row
    }
    names = tuple((number, word) for number, word in row["names"])
    return WaitingGroup(row["id"], row["connection_id"], names, tuple(row["tags"]), **counts)


def claimable(link: Link) -> tuple[int, ...]:
    """The groups whose campaign may be known by now: it appeared, or a rule was made."""
    names, table, rules = waiting_names.c, waiting_groups.c, claim_rules.c
    appeared = select(names.group_id).join(campaigns, campaigns.c.external_id == names.word)
    numbered = select(names.group_id).join(campaigns, campaigns.c.id == names.campaign_id)
    ruled = (
        select(table.id)
        .select_from(waiting_groups)
        .join(claim_rules, rules.connection_id == table.connection_id)
        .join(campaigns, campaigns.c.id == rules.campaign_id)
        .outerjoin(waiting_names, names.group_id == table.id)
        .where((rules.about == ALL) | ((rules.about == names.about) & (rules.word == names.word)))
    )
    asked: tuple[Select[Any], ...] = (appeared.where(names.about == NAME), numbered, ruled)
    return tuple(sorted(link.scalars(union(*asked))))


def take(link: Link, group_id: int, most: int) -> list[WaitingEvent]:
    """The oldest events of a group; call `remove` for those that are taken."""
    table = waiting_events.c
    found = link.execute(
        select(table.id, table.key, table.fact, table.received_at, table.call_id)
        .where(table.group_id == group_id, table.fault.is_(None))
        .order_by(table.id)
        .limit(most)
    )
    return [_event(row) for row in found]


def _event(row: Any) -> WaitingEvent:
    return WaitingEvent(bytes(row.key), row.fact, row.received_at, row.id, row.call_id)


def brought(link: Link, call_ids: Sequence[int]) -> list[tuple[WaitingEvent, WaitingGroup]]:
    """What waits of that which these calls brought, and what each event named."""
    found = []
    events, table = waiting_events.c, waiting_groups.c
    for start in range(0, len(call_ids), _ASKED):
        some = events.call_id.in_(call_ids[start : start + _ASKED])
        asked = (
            select(waiting_events, table.connection_id, table.names, table.tags)
            .join(waiting_groups, table.id == events.group_id)
            .where(some)
        )
        for row in link.execute(asked):
            named = {"id": row.group_id, "connection_id": row.connection_id}
            group = _group({**named, "names": row.names, "tags": row.tags})
            found.append((_event(row), group))
    return found


def last_call(link: Link) -> int:
    """The highest number of a call that brought something that waits; 0 for none."""
    column = waiting_events.c.call_id
    return link.scalar(select(func.max(column)).where(column.is_not(None))) or 0


def drop(link: Link, call_id: int, keys: Sequence[bytes]) -> None:
    """Forget events that a call brought, and that wait."""
    table = waiting_events.c
    touched: set[int] = set()
    for start in range(0, len(keys), _ASKED):
        some = (table.call_id == call_id) & table.key.in_(keys[start : start + _ASKED])
        touched.update(link.scalars(select(table.group_id).where(some)))
        link.execute(delete(waiting_events).where(some))
    _drop_empty(link, sorted(touched))


def remove(link: Link, group_id: int, ids: Sequence[int]) -> None:
    """Events of a group wait no longer; without any, the group is gone."""
    for start in range(0, len(ids), _ASKED):
        some = waiting_events.c.id.in_(ids[start : start + _ASKED])
        link.execute(delete(waiting_events).where(some))
    _drop_empty(link, [group_id])


def fault(link: Link, event_id: int, why: str) -> None:
    """Keep why an event can't be taken."""
    link.execute(update(waiting_events).where(waiting_events.c.id == event_id).values(fault=why))


def expire(link: Link, before: datetime) -> int:
    """Forget the events that have waited since before a moment; say how many."""
    old = waiting_events.c.received_at < before
    touched = list(link.scalars(select(waiting_events.c.group_id).where(old).distinct()))
    if not touched:
        return 0
    gone = link.execute(delete(waiting_events).where(old)).rowcount
    _drop_empty(link, touched)
    return gone


def forget_connection(link: Link, connection_id: int) -> None:
    """Forget what waits at a connection, and its rules."""
    mine = select(waiting_groups.c.id).where(waiting_groups.c.connection_id == connection_id)
    link.execute(delete(waiting_events).where(waiting_events.c.group_id.in_(mine)))
    link.execute(delete(waiting_names).where(waiting_names.c.group_id.in_(mine)))
    link.execute(delete(waiting_groups).where(waiting_groups.c.connection_id == connection_id))
    link.execute(delete(claim_rules).where(claim_rules.c.connection_id == connection_id))


def _drop_empty(link: Link, ids: Iterable[int]) -> None:
    for group_id in ids:
        one = waiting_events.c.group_id == group_id
        if link.scalar(select(waiting_events.c.id).where(one).limit(1)) is None:
            link.execute(delete(waiting_names).where(waiting_names.c.group_id == group_id))
            link.execute(delete(waiting_groups).where(waiting_groups.c.id == group_id))


def rules(link: Link, connection_id: int | None = None) -> tuple[ClaimRule, ...]:
    """The rules of a connection, or of all, in the order in which they were made."""
    asked = select(claim_rules).order_by(claim_rules.c.id)
    if connection_id is not None:
        asked = asked.where(claim_rules.c.connection_id == connection_id)
    return tuple(ClaimRule(**row) for row in link.execute(asked).mappings())


def make_rule(link: Link, rule: ClaimRule) -> None:
    """Keep a rule, in the place of one about the same; its id is given here."""
    table = claim_rules.c
    link.execute(
        delete(claim_rules).where(
            table.connection_id == rule.connection_id,
            table.about == rule.about,
            table.word == rule.word,
        )
    )
    row = {name: getattr(rule, name) for name in ClaimRule.__dataclass_fields__ if name != "id"}
    link.execute(insert(claim_rules), row)


def drop_rule(link: Link, rule_id: int) -> None:
    """Forget a rule; what it claimed stays where it is."""
    link.execute(delete(claim_rules).where(claim_rules.c.id == rule_id))


def oldest(link: Link) -> datetime | None:
    """When the event that has waited longest came; None while none waits."""
    asked = select(waiting_events.c.received_at).order_by(waiting_events.c.received_at).limit(1)
    return link.scalar(asked)

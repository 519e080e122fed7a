"""How are campaigns and their transitions kept in the database?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy import false as nothing

from data.campaign import Campaign
from data.store.tables import campaigns, transitions
from data.vocabulary.campaign_state import Group, State

LARGEST_ID = 2**31 - 1
LONGEST_EXTERNAL_ID = 200
# Longer than any folded line of the search column; SQLite refuses patterns of 50,000 bytes.
LONGEST_SEARCH = 1000
_CHUNK = 500  # SQLite takes at most 32,766 values a statement, older ones 999


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """One page of a list, and how many campaigns the whole list has."""

    campaigns: tuple[Campaign, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Transition:
    """Who moved a campaign from one state to another; None before: new, None after: deleted."""

    campaign_id: int
    before: State | None
    after: State | None
    at: datetime
    who: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a campaign's events belong: its id, its month in the lake, and its channel or ""."""

    id: int
    month: str
    channel: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which campaigns: `since` <= creation < `until`; an empty set or text asks for nothing."""

    group: Group
    since: datetime | None = None
    until: datetime | None = None
    types: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    q: str = ""


def folded(text: str) -> str:
    """Text without regard to case and to how its accents are written."""
    return unicodedata.normalize("NFKC", text).casefold()


def find(connection: Connection, wanted: Wanted, offset: int, limit: int) -> CampaignPage:
    """The newest first, campaigns of one moment by id."""
    count = select(func.count()).select_from(campaigns).where(*_conditions(wanted))
    total = connection.scalar(count) or 0
    if offset >= total:
        return CampaignPage((), total)
    rows = connection.execute(page_of(wanted, offset, limit))
    return CampaignPage(tuple(_campaign(row) for row in rows.mappings()), total)


def page_of(wanted: Wanted, offset: int, limit: int) -> Select[*tuple[Any, ...]]:
    """The question for one page."""
    return (
        select(campaigns)
        .where(*_conditions(wanted))
        .order_by(campaigns.c.created_at.desc(), campaigns.c.id.desc())
        .offset(offset)
        .limit(limit)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [campaigns.c.group == wanted.group]
    if wanted.since is not None:
        found.append(campaigns.c.created_at >= wanted.since)
    if wanted.until is not None:
        found.append(campaigns.c.created_at < wanted.until)
    if wanted.types:
        found.append(campaigns.c.type.in_(sorted(filter(_storable, wanted.types))))
    if wanted.states:
        found.append(campaigns.c.state.in_(sorted(wanted.states)))
    if wanted.q.strip():
        found.append(_named(wanted.q.strip()))
    return found


def _named(q: str) -> ColumnElement[bool]:
    """Name, sender or external id contain `q`, or the id is `q`."""
    text = folded(q)
    if len(text) > LONGEST_SEARCH or "\n" in text or not _storable(text):
        return nothing()
    found = campaigns.c.search.contains(text, autoescape=True)
    if q.isascii() and q.isdecimal() and len(q) <= 10 and int(q) <= LARGEST_ID:
        return found | (campaigns.c.id == int(q))
    return found


def _storable(text: str) -> bool:
    """Whether a database takes it: PostgreSQL refuses NUL, and both halves of characters."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def by_id(connection: Connection, campaign_id: int) -> Campaign | None:
    """The campaign with this id."""
    if not 0 < campaign_id <= LARGEST_ID:
        return None
    return _first(connection, campaigns.c.id == campaign_id)


def by_external_id(connection: Connection, external_id: str) -> Campaign | None:
    """The campaign with this id of its owner."""
    return _first(connection, campaigns.c.external_id == external_id)


def with_state(connection: Connection, group: Group, state: State) -> tuple[Campaign, ...]:
    """All campaigns of one group in one state, the oldest first."""
    rows = connection.execute(
        select(campaigns)
        .where(campaigns.c.group == group, campaigns.c.state == state)
        .order_by(campaigns.c.id)
    )
    return tuple(_campaign(row) for row in rows.mappings())


def known_external_ids(connection: Connection, external_ids: Sequence[str]) -> set[str]:
    """Which of these ids are there."""
    column = campaigns.c.external_id
    known: set[str] = set()
    for start in range(0, len(external_ids), _CHUNK):
        chunk = external_ids[start : start + _CHUNK]
        known.update(connection.scalars(select(column).where(column.in_(chunk))))
    return known


def place_by_id(connection: Connection, campaign_id: int) -> Place | None:
    """Where events of this id belong."""
    if not 0 < campaign_id <= LARGEST_ID:
        return None
    return _place(connection, campaigns.c.id == campaign_id)


def place_by_external_id(connection: Connection, external_id: str) -> Place | None:
    """Where events of this id of its owner belong."""
    if len(external_id) > LONGEST_EXTERNAL_ID or not _storable(external_id):
        return None
    return _place(connection, campaigns.c.external_id == external_id)


def _place(connection: Connection, condition: ColumnElement[bool]) -> Place | None:
    wanted = select(campaigns.c.id, campaigns.c.month, campaigns.c.channel).where(condition)
    row = connection.execute(wanted).first()
    return None if row is None else Place(row.id, row.month, row.channel)


def add(connection: Connection, new: Sequence[Campaign], at: datetime) -> list[int]:
    """Store campaigns, whose ids the database gives; return those in the same order."""
    if not new:
        return []
    rows = [_columns(campaign) | {"month": campaign.month, "updated_at": at} for campaign in new]
    statement = insert(campaigns).returning(campaigns.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(statement, rows))


def add_as(connection: Connection, campaign: Campaign, at: datetime) -> None:
    """Store a campaign under the id that it has."""
    row = _columns(campaign) | {"id": campaign.id, "month": campaign.month, "updated_at": at}
    connection.execute(insert(campaigns).values(**row))


def replace_row(connection: Connection, campaign: Campaign, at: datetime) -> None:
    """Store everything about a known campaign but its month."""
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign.id)
        .values(**_columns(campaign), updated_at=at)
    )


def move(
    connection: Connection,
    campaign: Campaign,
    after: State,
    delivery_at: datetime | None,
    at: datetime,
) -> bool:
    """Change the state if it is still the one that `campaign` says; False: it is not."""
    done = connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign.id, campaigns.c.state == campaign.state)
        .values(state=after, delivery_at=delivery_at, updated_at=at)
    )
    return done.rowcount == 1


def remove(connection: Connection, campaign: Campaign) -> bool:
    """Delete it if its state is still the one that `campaign` says; False: it is not."""
    done = connection.execute(
        delete(campaigns).where(campaigns.c.id == campaign.id, campaigns.c.state == campaign.state)
    )
    return done.rowcount == 1


def record(connection: Connection, moves: Sequence[Transition]) -> None:
    """Keep who did what."""
    if moves:
        connection.execute(
            insert(transitions),
            [
                {
                    "campaign_id": move.campaign_id,
                    "before": move.before,
                    "after": move.after,
                    "at": move.at,
                    "who": move.who,
                    "why": move.why,
                }
                for move in moves
            ],
        )


def transitions_of(connection: Connection, campaign_id: int) -> tuple[Transition, ...]:
    """What happened to a campaign, the first first; a deleted one keeps its record."""
    if not 0 < campaign_id <= LARGEST_ID:
        return ()
    rows = connection.execute(
        select(transitions)
        .where(transitions.c.campaign_id == campaign_id)
        .order_by(transitions.c.id)
    )
    return tuple(
        Transition(
            campaign_id=row.campaign_id,
            before=_state(row.before),
            after=_state(row.after),
            at=row.at,
            who=row.who,
            why=row.why,
        )
        for row in rows
    )


def _state(word: str | None) -> State | None:
    return None if word is None else State(word)


def _first(connection: Connection, condition: ColumnElement[bool]) -> Campaign | None:
    row = connection.execute(select(campaigns).where(condition)).mappings().first()
    return None if row is None else _campaign(row)


def _campaign(row: RowMapping) -> Campaign:
    return Campaign(
        id=row["id"],
        name=row["name"],
        group=Group(row["group"]),
        type=row["type"],
        channel=row["channel"],
        sender=row["sender"],
        state=State(row["state"]),
        created_at=row["created_at"],
        month=row["month"],
        external_id=row["external_id"],
        delivery_at=row["delivery_at"],
        recipients=row["recipients"],
        config=row["config"],
        demo=row["demo"],
    )


def _columns(campaign: Campaign) -> dict[str, Any]:
    searchable = (campaign.name, campaign.sender, campaign.external_id or "")
    return {
        "external_id": campaign.external_id,
        "name": campaign.name,
        "search": "\n".join(folded(text) for text in searchable),
        "group": campaign.group,
        "type": campaign.type,
        "channel": campaign.channel,
        "sender": campaign.sender,
        "state": campaign.state,
        "created_at": campaign.created_at,
        "delivery_at": campaign.delivery_at,
        "recipients": campaign.recipients,
        "config": dict(campaign.config),
        "demo": campaign.demo,
    }

"""How do people get onto the list, many at once, with one or several addresses each?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from data.store import subscriber_fold, subscriber_rows
from data.store.subscriber_fold import Connection, Place, Standing
from data.store.subscriber_rows import Details, Subscriber
from data.subscriber_draft import SubscriberDraft
from data.vocabulary.event_kind import EventKind

# What becomes of what is known of a person, when somebody says more.
Rule = Callable[[Subscriber, SubscriberDraft], Details]


@dataclass(frozen=True, slots=True)
class Via:
    """Through what people join, when, and for which campaign, if for one."""

    source: str
    at: datetime
    campaign_id: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Who each draft is (None: it mixes different people), who is new, and what is to be told."""

    ids: tuple[int | None, ...]
    new: frozenset[int]
    events: tuple[object, ...]


def fill_in(person: Subscriber, draft: SubscriberDraft) -> Details:
    """Names only where there were none; tags added."""
    if person.name:
        return Details(tags=draft.tags | set(person.tags))
    return Details(draft.first_name, draft.last_name, draft.tags | set(person.tags))


def bring_up_to_date(person: Subscriber, draft: SubscriberDraft) -> Details:
    """Names where the draft has them; tags added."""
    return Details(draft.first_name or None, draft.last_name or None, draft.tags | set(person.tags))


def as_said(person: Subscriber, draft: SubscriberDraft) -> Details:
    """Names and tags are those of the draft."""
    return Details(draft.first_name, draft.last_name, draft.tags)


def take(connection: Connection, drafts: Sequence[SubscriberDraft], via: Via, rule: Rule) -> Taken:
    """Store who these people are (checked drafts); the joins still have to be told as events.

    Whoever has one of a draft's addresses is the person meant. Call it inside a transaction of the
    door that takes the events.
    """
    owner, standings = subscriber_fold.known(
        connection, (a for draft in drafts for a in draft.addresses.values())
    )
    ids, new = _identified(connection, drafts, owner, via.at)
    known = [(key, draft) for key, draft in zip(ids, drafts, strict=True) if key is not None]
    fresh: dict[Place, int] = {}
    events: list[object] = []
    for key, draft in known:
        for channel, address in draft.addresses.items():
            place = address, channel
            if place not in standings:
                fresh[place] = key
            if standings.get(place, Standing()).joined_at is None:
                events.append(event(EventKind.SUBSCRIBER_JOIN, place, via))
                standings[place] = Standing(via.at)  # told once
    subscriber_fold.place(connection, fresh)
    people = subscriber_rows.by_ids(connection, (key for key, _ in known))
    details: Mapping[int, Details] = {key: rule(people[key], draft) for key, draft in known}
    subscriber_rows.describe(connection, people, details, via.at)
    return Taken(tuple(ids), frozenset(new), tuple(events))


def _identified(
    connection: Connection,
    drafts: Sequence[SubscriberDraft],
    owner: dict[str, int],
    at: datetime,
) -> tuple[list[int | None], list[int]]:
    """Who each draft is; whoever nobody knows is stored, and `owner` learns their addresses."""
    strangers = 0
    ids: list[int | None] = []
    for draft in drafts:
        mine = {owner[a] for a in draft.addresses.values() if a in owner}
        if not mine:
            strangers += 1
            mine = {-strangers}
        key = mine.pop() if len(mine) == 1 else None
        ids.append(key)
        if key is not None:
            owner.update(dict.fromkeys(draft.addresses.values(), key))
    new = subscriber_fold.add_people(connection, strangers, at)
    return [new[-key - 1] if key is not None and key < 0 else key for key in ids], new


def event(kind: EventKind, place: Place, via: Via) -> dict[str, Any]:
    """The event that tells of somebody's address on a channel."""
    address, channel = place
    data: dict[str, Any] = {"channel": channel}
    if via.campaign_id is not None:
        data["campaign_id"] = via.campaign_id
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": via.source,
        "type": kind.value,
        "time": via.at.isoformat(),
        "subject": address,
        "data": {name: value for name, value in data.items() if value},
    }

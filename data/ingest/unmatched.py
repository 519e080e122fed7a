"""Which events wait for their campaign, and how do they get to it exactly once?

An event that matches no campaign is kept as the fact that it is, since its channel and its status
code may be the campaign's to say. Claiming takes it through the one door and forgets it here in
one transaction: killed at any moment, it waits or it is taken, and never both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from prometheus_client import Counter

from data.clock import Clock
from data.connections import ClaimRule, Connection, Connections
from data.errors import BadRequest, Busy, NotFound
from data.event import ID_LENGTH, TEXT_LENGTH, Place, Places, normalise
from data.ingest.accept import Accept
from data.ingest.fate import Fate
from data.ingest.hearing import Stray, Whose, key_in, place_of
from data.ingest.provider import Fact, Named
from data.ingest.translating import clean, event_of, name_of
from data.store import inbox
from data.store import waiting_rows as rows
from data.store.engine import Engine, read, write
from data.store.inbox import Origin
from data.store.subscriber_fold import Connection as Link
from data.store.waiting_rows import ALL, NAME, TAG, WaitingEvent, WaitingGroup
from data.vocabulary.event_kind import EventKind

__all__ = ["ALL", "NAME", "TAG", "KEPT", "ClaimRule", "Unmatched", "WaitingGroup"]

# How long events wait, unless the settings say otherwise.
KEPT = timedelta(days=30)
_CHANNEL_LENGTH = 40
SLICE = 500  # events a transaction, so that other writers never wait long
WAITING = Counter(
    "heliograph_unmatched_events",
    "Events that came for no known campaign: kept, claimed for one, or forgotten unclaimed",
    ["outcome"],
)


class _Anywhere(NamedTuple):
    """Any campaign: what an event may be, whichever it belongs to."""

    id: int = 1
    month: str = "1970-01"
    channel: str = ""


class _Everywhere:
    def place(self, campaign_id: int | None, external_id: str | None) -> _Anywhere:
        return _Anywhere()


@dataclass(frozen=True, slots=True)
class Parked:
    """What became of events that matched no campaign; the three add up to what there was."""

    waiting: int
    taken: int  # before, when they were claimed
    faults: tuple[str, ...]  # why some would be no event anywhere


class Unmatched:
    """The events that wait; safe to use from several threads and processes."""

    def __init__(
        self,
        engine: Engine,
        connections: Connections,
        accept: Accept,
        campaigns: Places,
        clock: Clock,
        kept: timedelta = KEPT,
    ) -> None:
        self._engine = engine
        self._connections = connections
        self._accept = accept
        self._campaigns = campaigns
        self._clock = clock
        self.kept = kept

    def park(
        self,
        link: Link,
        connection: Connection,
        strays: Sequence[Stray],
        at: datetime,
        call_id: int | None = None,
    ) -> Parked:
        """Keep what matched no campaign, in the transaction that is open at `link`; `call_id` is
        the kept call that brought it.

        What waits already is kept once, and what was claimed before is known: an event's key stays
        the same.
        """
        events: list[tuple[Stray, WaitingEvent]] = []
        faults = []
        for stray in strays:
            try:
                events.append((stray, _waiting(stray.fact, connection, at, call_id)))
            except BadRequest as error:
                faults.append(str(error))
        taken = inbox.known(link, [event.key for _, event in events])
        waiting: dict[tuple[tuple[Named, ...], tuple[str, ...]], list[WaitingEvent]] = {}
        for stray, event in events:
            if event.key not in taken:
                waiting.setdefault((stray.names, stray.tags), []).append(event)
        for (names, tags), some in waiting.items():
            group = _group(connection, names, tags)
            WAITING.labels("kept").inc(rows.park(link, group, _digest(group), some))
        still = sum(len(some) for some in waiting.values())
        return Parked(still, len(events) - still, tuple(faults))

    def groups(self, connection: Connection | None = None) -> tuple[WaitingGroup, ...]:
        """What waits, at one connection or at all, by what it named; the latest first."""
        with read(self._engine) as link:
            return rows.groups(link, connection.id if connection else None)

    def rules(self, connection: Connection | None = None) -> tuple[ClaimRule, ...]:
        """The rules of a connection, or of all."""
        with read(self._engine) as link:
            return rows.rules(link, connection.id if connection else None)

    def make_rule(
        self, connection: Connection, about: str, word: str, campaign_id: int, who: str
    ) -> int:
        """From now on, events of a connection belong to a campaign: all that name none that is
        known (ALL), or those with a NAME or a TAG. Say how many that waited are taken by it.

        Raises BadRequest for a rule that says nothing, NotFound for no campaign.
        """
        if about not in (ALL, NAME, TAG):
            raise BadRequest(f"{about[:20]!r} is nothing that a rule can be about", "about")
        word = "" if about == ALL else clean(word.strip(), ID_LENGTH)
        if about != ALL and not word:
            raise BadRequest("Say which name or tag the rule is about", "word")
        self._place(campaign_id)
        rule = ClaimRule(0, connection.id, about, word, campaign_id, self._clock(), who)
        with write(self._engine) as link:
            rows.make_rule(link, rule)
        return self._claim_due(connection.id)

    def drop_rule(self, rule_id: int) -> None:
        """Follow a rule no longer; what it gave to a campaign stays there."""
        with write(self._engine) as link:
            rows.drop_rule(link, rule_id)

    def claim(self, group_id: int, campaign_id: int) -> int:
        """Give the events of a group to a campaign, by hand; say how many became events.

        Raises NotFound for a group or a campaign that is not there.
        """
        place = self._place(campaign_id)
        with read(self._engine) as link:
            group = rows.group(link, group_id)
        connection = None if group is None else self._by_id().get(group.connection_id)
        if group is None or connection is None:
            raise NotFound("These events wait no longer")
        return self._take(group, connection, Whose(place, by_rule=True))

    def step(self) -> int:
        """Take what can be taken by now, and forget what has waited too long; how many events
        became ones of a campaign.
        """
        before = self._clock() - self.kept
        with read(self._engine) as link:
            oldest = rows.oldest(link)
        if oldest is None:
            return 0
        if oldest < before:
            with write(self._engine) as link:
                WAITING.labels("forgotten").inc(rows.expire(link, before))
        try:
            return self._claim_due()
        except Busy:  # it goes on at the next turn, from what waits then
            return 0

    def _claim_due(self, connection_id: int | None = None) -> int:
        with read(self._engine) as link:
            found = [rows.group(link, key) for key in rows.claimable(link)]
        groups = [
            group
            for group in found
            if group is not None and connection_id in (None, group.connection_id)
        ]
        taken = 0
        by_id = self._by_id() if groups else {}
        for group in groups:
            connection = by_id.get(group.connection_id)
            if connection is None:  # it has just been deleted, and its events with it
                continue
            named = [Named(number, word) for number, word in group.names]
            readings = self._connections.readings(connection)
            whose = place_of(named, group.tags, connection, readings, self._campaigns)
            if whose.place is not None:
                taken += self._take(group, connection, whose)
        return taken

    def _place(self, campaign_id: int) -> Place:
        place = self._campaigns.place(campaign_id, None)
        if place is None:
            raise NotFound(f"There is no campaign {campaign_id}")
        return place

    def _by_id(self) -> dict[int, Connection]:
        return {one.id: one for one in self._connections.list()}

    def _take(self, group: WaitingGroup, connection: Connection, whose: Whose) -> int:
        """Slice by slice, each taken and forgotten in one transaction."""
        accepted = 0
        origins: dict[bytes, Origin] = {}

        def work(link: Link) -> list[dict[str, Any]]:
            events, gone = [], []
            for one in rows.take(link, group.id, SLICE):
                event = event_of(_fact(one.fact), connection, whose.place, one.received_at)
                try:
                    normalise(event, self._campaigns, self._clock())
                except BadRequest as error:
                    rows.fault(link, one.id, clean(str(error), TEXT_LENGTH))
                    continue
                events.append(event)
                gone.append(one.id)
                if one.call_id is not None:
                    origins[one.key] = Origin(one.call_id, whose.by_rule)
            rows.remove(link, group.id, gone)
            return events

        while self._has_some(group):
            self._accept.ready()
            verdict = self._accept.together(work, lambda _: origins)
            accepted += verdict.accepted
            WAITING.labels("claimed").inc(verdict.accepted + verdict.duplicates)
        return accepted

    def _has_some(self, group: WaitingGroup) -> bool:
        with read(self._engine) as link:
            return bool(rows.take(link, group.id, 1))


def _group(connection: Connection, names: tuple[Named, ...], tags: tuple[str, ...]) -> WaitingGroup:
    named = tuple((one.campaign_id, one.external_id) for one in names)
    return WaitingGroup(0, connection.id, named, tags)


def _digest(group: WaitingGroup) -> bytes:
    """Equal for groups that name the same."""
    return blake2b(orjson.dumps([group.names, group.tags]), digest_size=16).digest()


def waiting_event(stray: Stray, connection: Connection, at: datetime) -> WaitingEvent | None:
    """The event as it would wait; None where it would be no event anywhere."""
    try:
        return _waiting(stray.fact, connection, at)
    except BadRequest:
        return None


def key_of_stray(stray: Stray, connection: Connection, at: datetime) -> bytes:
    """What an event without a campaign is known by, even where it would be no event anywhere."""
    return key_in(event_of(stray.fact, connection, None, at))


def is_same(stray: Stray, group: WaitingGroup) -> bool:
    """Whether what waits in `group` named what the stray names."""
    return (stray.names, stray.tags) == (tuple(Named(*one) for one in group.names), group.tags)


def _waiting(
    fact: Fact, connection: Connection, at: datetime, call_id: int | None = None
) -> WaitingEvent:
    """The fact as it is kept. Raises BadRequest for what would be no event of any campaign."""
    event = event_of(fact, connection, _Anywhere(), at)
    known = normalise(event, _Everywhere(), at)
    fitting = {name: event["data"][name] for name in fact.data if name in event["data"]}
    status = fact.status
    kept = {
        "word": clean(fact.word, TEXT_LENGTH),
        "kind": fact.kind,
        "fate": status.value if isinstance(status, Fate) else None,
        "code": clean(status, TEXT_LENGTH) if status and not isinstance(status, Fate) else None,
        "id": name_of(fact),
        "at": fact.at.isoformat() if fact.at else None,
        "recipient": clean(fact.recipient, ID_LENGTH),
        "channel": clean(fact.channel, _CHANNEL_LENGTH),
        "data": fitting,
    }
    return WaitingEvent(known.key, kept, at, call_id=call_id)


def _fact(kept: Mapping[str, Any]) -> Fact:
    return Fact(
        kept["word"],
        EventKind(kept["kind"]),
        Fate(kept["fate"]) if kept["fate"] else kept["code"],
        id=kept["id"],
        at=datetime.fromisoformat(kept["at"]) if kept["at"] else None,
        recipient=kept["recipient"],
        channel=kept["channel"],
        data=kept["data"],
    )

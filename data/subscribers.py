"""Who are the subscribers: the main list, and the blocklist of each channel (5.3, F238 to F243)?

Two truths are kept together. Events (subscriber.join, .block, .unblock) are what happened, and
never change; the lists in the database are what they add up to, for sending and for the totals.
Every event enters through one door, from a provider, a file or the screens alike, and the lists
are folded in the same transaction: see data/store/subscriber_fold.py for why order and repetition
change nothing. So whatever is done here is written as events, and names and tags, of which events
know nothing, go with them. A join never takes anybody off a blocklist: only an unblock does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from data.clock import Clock
from data.errors import BadRequest, NotFound
from data.store import subscriber_fold, subscriber_rows
from data.store.engine import Engine, read
from data.store.subscriber_fold import Connection
from data.store.subscriber_rows import (
    BLOCKLIST,
    MAIN_LIST,
    Listing,
    Subscriber,
    SubscriberPage,
    Wanted,
)
from data.subscriber_draft import SubscriberDraft, checked
from data.subscriber_intake import Taken, Via, as_said, event, fill_in, take
from data.vocabulary.address import kind_of, known_as
from data.vocabulary.event_kind import EventKind

__all__ = [
    "BLOCKLIST",
    "MAIN_LIST",
    "Listing",
    "Subscriber",
    "SubscriberDraft",
    "SubscriberPage",
    "Subscribers",
    "Wanted",
    "by_name_only",
]

LARGEST_PAGE = 1000
SCREEN = "heliograph/subscribers"  # the source of events that are written here
_LAST_PAGE = 2**31
_NAME = re.compile(r"[^\W\d_]+(['’\-][^\W\d_]*)*")


class Door(Protocol):
    """Whatever takes events; see data.ingest.accept.Accept."""

    def together(self, work: Callable[[Connection], Sequence[object]]) -> object:
        """Do `work` and take the events that it returns, both or neither."""


class Subscribers:
    """The subscribers of one workspace."""

    def __init__(self, engine: Engine, door: Door, clock: Clock) -> None:
        self._engine = engine
        self._door = door
        self._clock = clock

    def find(self, wanted: Wanted, page: int = 0, size: int = 25) -> SubscriberPage:
        """Page `page` (from 0) of those who satisfy every filter, the newest first.

        A search finds the beginnings of words in names and addresses. Raises BadRequest.
        """
        if not 0 <= page <= _LAST_PAGE:
            raise BadRequest("A page's number is 0 or more", "page")
        if not 1 <= size <= LARGEST_PAGE:
            raise BadRequest(f"A page has 1 to {LARGEST_PAGE} subscribers", "size")
        with read(self._engine) as connection:
            return subscriber_rows.find(connection, wanted, page * size, size)

    def get(self, subscriber_id: int) -> Subscriber:
        """The person with this id. Raises NotFound."""
        with read(self._engine) as connection:
            return _get(connection, subscriber_id)

    def tags(self) -> tuple[str, ...]:
        """Every tag that somebody has, by its name."""
        with read(self._engine) as connection:
            return subscriber_rows.tags(connection)

    def blocked(self, channel: str, recipients: Sequence[str]) -> frozenset[str]:
        """Which of these recipients, as they are written here, must not be sent to."""
        names: dict[str, list[str]] = {}
        for recipient in recipients:
            names.setdefault(known_as(channel, recipient), []).append(recipient)
        with read(self._engine) as connection:
            found = subscriber_rows.blocked(connection, channel, names)
        return frozenset(recipient for name in found for recipient in names[name])

    def join(
        self,
        draft: SubscriberDraft,
        source: str = SCREEN,
        at: datetime | None = None,
        campaign_id: int | None = None,
    ) -> int:
        """Put somebody on the main list of each channel that the draft has an address for.

        Whoever has one of the addresses already is the person meant, gets the others, the tags, and
        names that were missing. Returns their id. `at` is when they joined, `source` through what.
        Raises BadRequest, also where the addresses are two different people's.
        """
        draft, via = checked(draft), Via(source, at or self._clock(), campaign_id)
        joined: list[int] = []

        def work(connection: Connection) -> Sequence[object]:
            taken = take(connection, [draft], via, fill_in)
            joined.append(_one(taken))
            return taken.events

        self._door.together(work)
        return joined[0]

    def add(self, draft: SubscriberDraft) -> int:
        """Put somebody new on the list; their id. Raises BadRequest where an address is known."""
        draft, via = checked(draft), Via(SCREEN, self._clock())
        added: list[int] = []

        def work(connection: Connection) -> Sequence[object]:
            owner, _ = subscriber_fold.known(connection, draft.addresses.values())
            for channel, address in draft.addresses.items():
                if address in owner:
                    raise BadRequest(
                        f"There is a subscriber with {address} already", kind_of(channel)
                    )
            taken = take(connection, [draft], via, fill_in)
            added.append(_one(taken))
            return taken.events

        self._door.together(work)
        return added[0]

    def edit(self, subscriber_id: int, draft: SubscriberDraft) -> None:
        """Give a person on the main list the names and tags of the draft, and more addresses.

        The addresses that they have stay, whatever the draft leaves out: a block must go on
        holding. Raises NotFound, BadRequest.
        """
        draft, via = checked(draft), Via(SCREEN, self._clock())

        def work(connection: Connection) -> Sequence[object]:
            _get(connection, subscriber_id)
            owner, _ = subscriber_fold.known(connection, draft.addresses.values())
            for channel, address in draft.addresses.items():
                if owner.get(address, subscriber_id) != subscriber_id:
                    raise BadRequest(f"{address} is another subscriber's already", kind_of(channel))
            if not owner:
                raise BadRequest("One of the addresses must be theirs already", "number")
            return take(connection, [draft], via, as_said).events

        self._door.together(work)

    def introduce(self, drafts: Sequence[SubscriberDraft]) -> None:
        """Say whose these addresses are, and what they are called, before they join; all or none.

        Nobody comes to a list by it. Raises BadRequest, also for addresses of different people.
        """
        whole, via = [checked(draft) for draft in drafts], Via(SCREEN, self._clock())

        def work(connection: Connection) -> Sequence[object]:
            if None in take(connection, whole, via, fill_in).ids:
                raise BadRequest("Some addresses belong to different subscribers", "addresses")
            return ()

        self._door.together(work)

    def block(self, subscriber_id: int, channels: Iterable[str]) -> None:
        """Put a person on the blocklist of these channels. Raises NotFound."""
        self._change(EventKind.SUBSCRIBER_BLOCK, subscriber_id, channels)

    def unblock(self, subscriber_id: int, channels: Iterable[str]) -> None:
        """Take a person off the blocklist of these channels. Raises NotFound."""
        self._change(EventKind.SUBSCRIBER_UNBLOCK, subscriber_id, channels)

    def _change(self, kind: EventKind, subscriber_id: int, channels: Iterable[str]) -> None:
        via, wanted = Via(SCREEN, self._clock()), frozenset(channels)

        def work(connection: Connection) -> list[object]:
            listings = _get(connection, subscriber_id).listings
            changed = kind is EventKind.SUBSCRIBER_BLOCK
            return [
                event(kind, (one.address, one.channel), via)
                for one in listings
                if one.channel in wanted and one.blocked is not changed
            ]

        self._door.together(work)

    def totals(self) -> dict[str, tuple[int, int]]:
        """By channel: how many addresses are on the main list, and on the blocklist, now."""
        with read(self._engine) as connection:
            return subscriber_rows.totals(connection)

    def growth(self) -> list[tuple[datetime, int]]:
        """How many people joined in each quarter of an hour that had any, each person once."""
        with read(self._engine) as connection:
            return subscriber_rows.growth(connection)


def by_name_only(wanted: Wanted) -> Wanted:
    """The same without the words that only an address can hold, for who may not see one (D-28).

    Whoever may not see numbers must not find one out digit by digit.
    """
    words = [word for word in wanted.q.split() if _NAME.fullmatch(word)]
    return replace(wanted, q=" ".join(words)) if words != wanted.q.split() else wanted


def _get(connection: Connection, subscriber_id: int) -> Subscriber:
    found = subscriber_rows.by_ids(connection, [subscriber_id] if subscriber_id < 2**63 else [])
    if subscriber_id not in found:
        raise NotFound(f"There is no subscriber {subscriber_id}")
    return found[subscriber_id]


def _one(taken: Taken) -> int:
    key = taken.ids[0]
    if key is None:
        raise BadRequest("The number and the email address are two different subscribers'", "email")
    return key

"""Which of these events are taken? The one door through which every event enters."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

import orjson

from data.channels import CHANNELS
from data.clock import Clock
from data.errors import BadRequest, Busy
from data.event import ID_LENGTH, Event, Places, normalise, shown
from data.ingest.cloudevents import Unreadable
from data.ingest.counters import EVENTS, IGNORED_FIELDS, UNKNOWN_STATUSES
from data.store import inbox, subscriber_fold
from data.store.engine import Engine, read, write
from data.store.inbox import Origin
from data.store.subscriber_fold import Connection

DEEPEST = 2_000_000  # rows in the inbox above which nothing more is taken
RETRY_AFTER = 5  # seconds; compaction moves some hundred thousand rows in that time
_DEPTH_HOLDS = 0.5  # seconds
_NAMES_LOGGED = 1000  # different odd names that are logged; all are counted

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rejection:
    """One event that was not taken: its place among those sent, its id if it had one, and why."""

    index: int
    id: str
    error: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the events of one call; the three add up to what was sent."""

    accepted: int
    duplicates: int
    rejected: tuple[Rejection, ...]


# Does more in the transaction in which events are taken; it must not ask this door for more.
Beside = Callable[[Connection, Verdict], None]
# Says by key which kept call brought each event; asked in that transaction, before they are taken.
Origins = Callable[[Connection], Mapping[bytes, Origin]]


class Accept:
    """Takes events into the inbox; safe to use from several threads."""

    def __init__(
        self, engine: Engine, campaigns: Places, clock: Clock, deepest: int = DEEPEST
    ) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._clock = clock
        self._deepest = deepest
        self._depth, self._depth_until = 0, 0.0
        # Threads of this process queue here, awake at once, rather than poll SQLite's lock.
        self._turn = Lock()
        self._odd: set[tuple[str, str]] = set()
        self._declared = {
            key: frozenset(status.code for status in channel.statuses)
            for key, channel in CHANNELS.items()
        }

    def events(
        self,
        items: Sequence[object],
        beside: Beside | None = None,
        *,
        under: str = "",
        origins: Origins | None = None,
    ) -> Verdict:
        """Take the good ones of `items` (decoded CloudEvents); durable once this returns.

        An event whose (source, id, type) was taken before is a duplicate, whatever else it says;
        a bad one never spoils its neighbours. `beside` is given what became of them, and what it
        writes is durable together with them. `under` is a source that is kept in place of the
        events' own, by which they are known as ever. Raises Unavailable, and then nothing was
        taken.
        """
        now = self._clock()
        good: list[Event] = []
        rejected: list[Rejection] = []
        for index, item in enumerate(items):
            try:
                good.append(_under(normalise(item, self._campaigns, now), under))
            except BadRequest as error:
                rejected.append(_rejection(index, item, error))
        accepted = 0
        if good or beside is not None:
            with self._turn, write(self._engine) as connection:
                whence = origins(connection) if origins is not None else None
                accepted = _take(connection, good, now, whence) if good else 0
                if beside is not None:
                    taken = Verdict(accepted, len(good) - accepted, tuple(rejected))
                    beside(connection, taken)
        self._look_for_odd(good)
        EVENTS.labels("rejected").inc(len(rejected))
        return _verdict(accepted, len(good), rejected)

    def together(
        self, work: Callable[[Connection], Sequence[object]], origins: Origins | None = None
    ) -> Verdict:
        """Do `work` and take the events that it returns: both are durable once this returns.

        Whatever it or a bad event raises undoes both. `work` must not ask this door for more;
        `origins` are asked after it.
        """
        now = self._clock()
        with self._turn, write(self._engine) as connection:
            good = [normalise(item, self._campaigns, now) for item in work(connection)]
            whence = origins(connection) if origins is not None else None
            accepted = _take(connection, good, now, whence) if good else 0
        return _verdict(accepted, len(good), [])

    def waiting(self) -> int:
        """How many events the lake has not taken yet; looked up twice a second."""
        if monotonic() >= self._depth_until:
            with read(self._engine) as connection:
                self._depth = inbox.depth(connection)
            self._depth_until = monotonic() + _DEPTH_HOLDS
        return self._depth

    def ready(self) -> None:
        """Raise Busy while more events wait than is good."""
        waiting = self.waiting()
        if waiting > self._deepest:
            raise Busy(
                f"{waiting:,} events wait to be stored; nothing of this call was taken",
                RETRY_AFTER,
            )

    def _look_for_odd(self, events: Sequence[Event]) -> None:
        """Count what was taken but means nothing here, and log each name once."""
        for event in events:
            if event.status is not None and event.status not in self._declared.get(
                event.channel, ()
            ):
                UNKNOWN_STATUSES.labels(event.channel).inc()
                self._log_once("status of " + event.channel, event.status)
            if event.ignored:
                IGNORED_FIELDS.inc(len(event.ignored))
                for name in event.ignored:
                    self._log_once("field of data", name)

    def _log_once(self, what: str, name: str) -> None:
        if (what, name) in self._odd or len(self._odd) >= _NAMES_LOGGED:
            return
        self._odd.add((what, name))
        log.warning("Events came with an unknown %s: %s", what, shown(name))


def _take(
    connection: Connection,
    good: Sequence[Event],
    now: datetime,
    origins: Mapping[bytes, Origin] | None,
) -> int:
    """Put events into the inbox, and what they say of subscribers into the lists, in one go.

    A redelivery may bear another time; it changes the lists as little as any figure.
    """
    news = [event for event in good if event.heard is not None]
    if news:
        known = inbox.known(connection, [event.key for event in news])
        first = {event.key: event for event in reversed(news) if event.key not in known}
        subscriber_fold.apply(connection, subscriber_fold.heard_of(first.values()), now)
    return inbox.put(connection, [(event.key, event.payload) for event in good], origins)


def _under(event: Event, source: str) -> Event:
    if not source:
        return event
    row = orjson.loads(event.payload) | {"source": source}
    heard = event.heard._replace(source=source) if event.heard else None
    return event._replace(payload=orjson.dumps(row).decode(), heard=heard)


def _verdict(accepted: int, good: int, rejected: Sequence[Rejection]) -> Verdict:
    EVENTS.labels("accepted").inc(accepted)
    EVENTS.labels("duplicate").inc(good - accepted)
    return Verdict(accepted, good - accepted, tuple(rejected))


def _rejection(index: int, item: object, error: BadRequest) -> Rejection:
    if isinstance(item, Unreadable):
        return Rejection(index, "", item.error)
    given = item.get("id") if isinstance(item, dict) else None
    # Cut, and with half characters replaced, so that the answer itself is valid JSON.
    event_id = given[:ID_LENGTH].encode(errors="replace").decode() if isinstance(given, str) else ""
    return Rejection(index, event_id, str(error))

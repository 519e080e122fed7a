"""Which events do calls that are read again change, whatever their order?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from data.clock import Clock
from data.connections import Connection, Connections, RawCall
from data.errors import BadRequest, NotFound
from data.event import Event
from data.ingest.replay_report import Replayed, differ
from data.ingest.rereading import Known, Reading, Rereading, Row, as_kept, rows_of
from data.ingest.webhooks import Outcome, Webhooks
from data.store import correction_rows, inbox, subscriber_fold, waiting_rows
from data.store.correction_rows import Correction
from data.store.engine import Engine, write
from data.store.subscriber_fold import Connection as Link


class Changes:
    """What the calls of one run change, found some calls at a time and whatever their order."""

    def __init__(
        self,
        engine: Engine,
        connection: Connection,
        connections: Connections,
        webhooks: Webhooks,
        clock: Clock,
        rereading: Rereading,
        *,
        dry_run: bool,
    ) -> None:
        self._engine = engine
        self._connection = connection
        self._connections = connections
        self._webhooks = webhooks
        self._clock = clock
        self._rereading = rereading
        self._dry_run = dry_run
        self.said = Replayed()
        self._met: set[bytes] = set()
        # By key, a call that speaks of it as well as the one that brought it.
        self._others: dict[bytes, int] = {}
        # What the call that brought it does not bring any more, and what was known of it.
        self._gone: dict[bytes, tuple[int, Row, Correction | None]] = {}
        self._unparked: set[bytes] = set()

    def take(self, readings: Sequence[Reading]) -> None:
        """Find what some calls change; what is new or waits is settled at once."""
        known = self._rereading.known(readings)
        for reading in readings:
            placed = self._rereading.with_campaigns(reading, known, known.brought)
            self._count(placed)
            own = self._sort(placed, known)
            self._compare(own, placed, known)
            self._miss(placed, known)
            stale = self._stale(placed, known)
            if not self._dry_run:
                self._settle(reading, stale)

    def end(self) -> None:
        """Take out what no call brings any more, and leave to other calls what these bring too."""
        adopted: dict[int, list[bytes]] = {}
        wanted = []
        for key, (call_id, row, pending) in self._gone.items():
            if key in self._others:
                adopted.setdefault(self._others[key], []).append(key)
                continue
            self.said.retract(row, call_id)
            if pending is None or pending.payload is not None:
                wanted.append(Correction(key, None, call_id))
        self._write(wanted, {one.key: one.call_id or 0 for one in wanted})
        for call_id, keys in adopted.items():
            self._adopt(call_id, keys)
        again = {self._others[key] for key in self._unparked if key in self._others}
        for call_id in () if self._dry_run else sorted(again):
            reading = self._reread(call_id)
            if reading is not None:
                self._settle(reading, ())

    def _count(self, reading: Reading) -> None:
        self.said.unknown += len(reading.heard.unknown)
        self.said.ignored += reading.heard.ignored
        self.said.rejected += len(reading.refused)

    def _sort(self, reading: Reading, known: Known) -> dict[bytes, Event]:
        """Tell what is new and what is known; return the events that this call had brought, and
        those of which nobody knows which call did.
        """
        own: dict[bytes, Event] = {}
        for key in (*reading.events, *reading.strays):
            first = key not in self._met
            self._met.add(key)
            if key not in known.origins:
                self._fresh(reading, key, known, first=first)
                continue
            self.said.known += first
            origin = known.origins[key]
            if origin is not None and origin.call_id != reading.raw.id:
                self._others.setdefault(key, reading.raw.id)
            elif key in reading.events and (origin is not None or first):
                own[key] = reading.events[key]
        return own

    def _fresh(self, reading: Reading, key: bytes, known: Known, *, first: bool) -> None:
        if key in reading.events:
            if first:
                self.said.add(reading.events[key])
            return
        self.said.waiting += first
        if key not in known.waiting or known.waiting[key][0].call_id != reading.raw.id:
            self._others.setdefault(key, reading.raw.id)

    def _compare(
        self,
        events: Mapping[bytes, Event],
        reading: Reading,
        known: Known,
        owners: Mapping[bytes, int] | None = None,
    ) -> None:
        """Find which events read otherwise than they are stored, or are to be stored already."""
        before = {key: known.row(key) for key in events}
        payloads = {
            key: as_kept(events[key], row, dated=key not in reading.heard.undated)
            for key, row in before.items()
            if self._can_say(key, row, known)
        }
        wanted, changed = [], []
        for key, row in rows_of(payloads.values()).items():
            stays, old = known.origins[key] is None, before[key]
            if old is None:
                self.said.add(events[key])
            elif differ(old, row):
                self.said.replace(old, row, reading.raw.id, stays=stays)
            if stays or not known.needs(key, row):
                continue
            wanted.append(Correction(key, payloads[key], reading.raw.id))
            changed.append(events[key])
        self._write(wanted, owners or {one.key: reading.raw.id for one in wanted}, changed)

    def _can_say(self, key: bytes, row: Row | None, known: Known) -> bool:
        """Whether an event can be corrected: it is there, or is just being taken out."""
        return key in known.pending if row is None else not self._rereading.is_gone(row)

    def _miss(self, reading: Reading, known: Known) -> None:
        """Note what the call brought and does not bring any more."""
        said = set(reading.keys)
        for key, call_id in known.brought.items():
            if call_id != reading.raw.id or key in said:
                continue
            row = known.row(key)
            if row is not None and not self._rereading.is_gone(row):
                self._gone[key] = (call_id, row, known.pending.get(key))

    def _stale(self, reading: Reading, known: Known) -> list[bytes]:
        """What the call had left waiting, and does not say so any more."""
        found = []
        for key, (one, _) in known.waiting.items():
            if one.call_id != reading.raw.id or key in reading.refused:
                continue
            if not self._rereading.still_waits(reading, key, known):
                found.append(key)
                if key not in reading.strays:
                    self._unparked.add(key)
        self.said.waiting_changed += len(found)
        return found

    def _adopt(self, call_id: int, keys: Sequence[bytes]) -> None:
        """Let events be another call's, as that one reads."""
        reading = self._reread(call_id)
        if reading is None:
            return
        known = self._rereading.known((reading,))
        adopted = dict.fromkeys(keys, call_id)
        placed = self._rereading.with_campaigns(reading, known, adopted)
        owners = {key: origin.call_id for key in keys if (origin := known.origins.get(key))}
        events = {key: placed.events[key] for key in owners if key in placed.events}
        self._compare(events, placed, known, owners)
        if not self._dry_run:
            with write(self._engine) as link:
                inbox.attribute(link, dict.fromkeys(owners, call_id))

    def _reread(self, call_id: int) -> Reading | None:
        try:
            return self._rereading.read(self._connections.call(self._connection, call_id))
        except (BadRequest, NotFound):
            return None

    def _write(
        self,
        wanted: Sequence[Correction],
        owners: Mapping[bytes, int],
        changed: Iterable[Event] = (),
    ) -> None:
        """Write down what is to change of events that are still those that these calls brought."""
        if self._dry_run or not wanted:
            return
        with write(self._engine) as link:
            now = inbox.origins(link, [one.key for one in wanted])
            mine = {key for key, origin in now.items() if origin and origin.call_id == owners[key]}
            correction_rows.add(link, [one for one in wanted if one.key in mine])
            heard = subscriber_fold.heard_of(event for event in changed if event.key in mine)
            subscriber_fold.apply(link, heard, self._clock())

    def _settle(self, reading: Reading, stale: Sequence[bytes]) -> None:
        raw = reading.raw

        def number(link: Link) -> int:
            waiting_rows.drop(link, raw.id, stale)
            return raw.id

        def keep(outcome: Outcome, link: Link) -> None:
            judged = _judged(raw, outcome)
            if judged is not None:
                self._connections.judge(judged, link)

        self._webhooks.settle(self._connection, reading.heard, reading.call, number, keep)


def _judged(raw: RawCall, outcome: Outcome) -> RawCall | None:
    """What became of the call by now; None where that is what is kept already."""
    word, why = outcome.word, outcome.why
    if word == "duplicate" and raw.verdict == "unmatched":
        word, why = "accepted", "What it brought was claimed for a campaign later"
    # What was taken at first counts more than that it is known by now.
    if word in ("duplicate", raw.verdict):
        return None
    return replace(raw, verdict=word, why=why, counts=outcome.counts)

"""How does a whole file of subscribers get in, and how far has it come?

The file is kept until all of it is in, and is taken in batches: each is one transaction with the
note that it is done, so that a stopped server goes on where it was, and no row is taken twice.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from time import monotonic

from data.clock import Clock
from data.errors import BadRequest, NotFound, TooLarge
from data.exports.formulas import harmless
from data.ingest.subscriber_list import GoodRow, SubscriberList, parse_subscribers
from data.store import subscriber_import_rows as rows
from data.store.engine import Engine, read, write
from data.store.subscriber_fold import Connection
from data.store.subscriber_import_rows import Rejected, SubscriberImport
from data.subscriber_intake import Via, bring_up_to_date, take
from data.subscribers import SCREEN, Door

LARGEST_FILE = 32 * 1024 * 1024  # bytes
BATCH = 1_000  # rows a transaction
_TURN = 1.0  # seconds of work between looking after other things


class SubscriberImports:
    """The files of subscribers of one workspace."""

    def __init__(self, engine: Engine, door: Door, clock: Clock) -> None:
        self._engine = engine
        self._door = door
        self._clock = clock
        # What the file at hand says: reading it again for every batch would take longer.
        self._at_hand: tuple[int, SubscriberList] | None = None

    def begin(self, name: str, content: bytes, channels: frozenset[str], who: str) -> int:
        """Keep a file that is to be taken in, and its bad rows; the import's id.

        Nothing is on the list yet: `step` does that. Raises BadRequest for a file without a good
        row, and TooLarge.
        """
        listed = preview(content, channels)
        if not listed.good:
            raise BadRequest(f"{name} has no row that can be taken: {listed.bad[0]}", "file")
        new = SubscriberImport(
            id=0,
            name=name[:200],
            who=who,
            channels=tuple(sorted(channels)),
            started_at=self._clock(),
            finished_at=None,
            rows=len(listed.good),
            done=0,
            added=0,
            updated=0,
            bad=len(listed.bad),
            heading=listed.heading,
        )
        rejected = [(bad.line, bad.reason, bad.cells) for bad in listed.bad]
        with write(self._engine) as connection:
            return rows.begin(connection, new, content, rejected)

    def get(self, import_id: int) -> SubscriberImport:
        """How far one file has come. Raises NotFound."""
        with read(self._engine) as connection:
            found = rows.get(connection, import_id)
        if found is None:
            raise NotFound(f"There is no import {import_id}")
        return found

    def latest(self, count: int = 5) -> tuple[SubscriberImport, ...]:
        """The last files, the newest first."""
        with read(self._engine) as connection:
            return rows.latest(connection, count)

    def rejected_csv(self, import_id: int) -> str:
        """The rows that were not taken, as they came, after their line and the reason.

        What a spreadsheet would run as a formula is made harmless. Raises NotFound.
        """
        heading = self.get(import_id).heading
        with read(self._engine) as connection:
            rejected = rows.rejected(connection, import_id)
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["line", "reason", *map(harmless, heading)])
        writer.writerows([line, why, *map(harmless, cells)] for line, why, cells in rejected)
        return text.getvalue()

    def waiting(self) -> bool:
        """Whether a file is on its way in."""
        with read(self._engine) as connection:
            return rows.unfinished(connection) is not None

    def step(self) -> bool:
        """Take in some more of the oldest unfinished file; False where there is none.

        Only one process may do this at a time.
        """
        until = monotonic() + _TURN
        with read(self._engine) as connection:
            import_id = rows.unfinished(connection)
        if import_id is None:
            self._at_hand = None
            return False
        listed = self._listed(import_id)
        while self._batch(import_id, listed.good) and monotonic() < until:
            pass
        return True

    def _listed(self, import_id: int) -> SubscriberList:
        if self._at_hand is None or self._at_hand[0] != import_id:
            with read(self._engine) as connection:
                content = rows.content(connection, import_id)
            channels = frozenset(self.get(import_id).channels)
            self._at_hand = import_id, parse_subscribers(content, channels)
        return self._at_hand[1]

    def _batch(self, import_id: int, good: Sequence[GoodRow]) -> bool:
        """Take one batch; whether there is more."""
        more: list[bool] = []

        def work(connection: Connection) -> Sequence[object]:
            before = rows.get(connection, import_id)
            if before is None or before.finished_at is not None:
                return ()
            batch = good[before.done : before.done + BATCH]
            now = self._clock()
            via = Via(f"{SCREEN}/import-{import_id}", now)
            taken = take(connection, [row.draft for row in batch], via, bring_up_to_date)
            mixed = [_mixed(row) for row, key in zip(batch, taken.ids, strict=True) if key is None]
            new, done = len(taken.new), before.done + len(batch)
            known = len(batch) - len(mixed) - new
            end = now if done >= before.rows else None
            rows.advance(connection, before, (len(batch), new, known), mixed, end)
            more.append(end is None)
            return taken.events

        self._door.together(work)
        return any(more)


def preview(content: bytes, channels: frozenset[str]) -> SubscriberList:
    """What a file would bring, before anything is kept. Raises TooLarge."""
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // 2**20
        raise TooLarge(f"The file has more than {most} MB: cut it into several", "file")
    return parse_subscribers(content, channels)


def _mixed(row: GoodRow) -> Rejected:
    return row.line, "the addresses belong to different subscribers", row.cells

"""How does what is to be told outside arrive, though servers fail and processes are killed?

What is told is a row first, written in the transaction that decided to tell it. An attempt is
counted, and the time of the next one set, before anything leaves: whoever is killed in between
leaves a row that is tried again. So nothing is lost, and what may arrive twice (a process that was
ended between the delivery and its record) carries the same Message-ID or webhook-id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from data.clock import Clock
from data.store import notice_rows as rows
from data.store.engine import Engine, read, write
from data.store.notice_rows import Notice, Stage, Way

# After the first, the second … attempt; after the last one it is given up.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
KEPT = timedelta(days=90)  # of what was told, and what came of it
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an attempt, in words; `again` where a later one may succeed."""

    arrived: bool
    said: str
    again: bool = False


Deliver = Callable[[Notice], Verdict]


class Notices:
    """What a workspace tells outside; `ways` are how each kind leaves."""

    def __init__(self, engine: Engine, clock: Clock, ways: Mapping[Way, Deliver]) -> None:
        self._engine = engine
        self._clock = clock
        self._ways = ways

    @property
    def is_due(self) -> bool:
        """Whether there is anything to deliver."""
        with read(self._engine) as connection:
            return bool(rows.due(connection, self._clock(), 1))

    def step(self) -> bool:
        """Try what is due; True when there may be more to do at once."""
        with read(self._engine) as connection:
            due = rows.due(connection, self._clock(), _AT_ONCE)
        for notice in due:
            self._try(notice)
        return len(due) == _AT_ONCE

    def about(self, about: str, most: int = 20) -> tuple[Notice, ...]:
        """What was told about one thing, the newest first."""
        with read(self._engine) as connection:
            return rows.latest(connection, about, most)

    def attempts(self, notice: Notice) -> tuple[tuple[object, str], ...]:
        """When a notice was tried, and what came of it, the first attempt first."""
        with read(self._engine) as connection:
            return rows.attempts(connection, notice.id)

    def _try(self, notice: Notice) -> None:
        is_last = notice.attempts >= len(WAITS)
        wait = WAITS[min(notice.attempts, len(WAITS) - 1)]
        with write(self._engine) as connection:
            if not rows.claim(connection, notice, self._clock() + wait):
                return
        verdict = self._ways[notice.way](notice)
        now = self._clock()
        with write(self._engine) as connection:
            rows.tried(connection, notice.id, now, verdict.said)
            if verdict.arrived:
                rows.settle(connection, notice.id, Stage.SENT, now)
            elif not verdict.again or is_last:
                rows.settle(connection, notice.id, Stage.FAILED, now)
            rows.forget_settled(connection, now - KEPT)

"""May somebody try again already? Counts what was tried, so that nothing can be guessed fast."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from data.clock import Clock
from data.errors import Busy

_MOST_NAMES = 10_000


class Tries:
    """At most `most` tries `within` a time for each name; each process counts for itself."""

    def __init__(self, most: int, within: timedelta, clock: Clock) -> None:
        self._most, self._within, self._clock = most, within, clock
        self._made: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def check(self, name: str) -> None:
        """Raise Busy, with the seconds to wait, where `name` has no try left."""
        now = self._clock()
        with self._lock:
            made = self._recent(name, now)
        if len(made) >= self._most:
            wait = ceil((made[0] + self._within - now).total_seconds())
            raise Busy(f"Too many tries; try again in {max(wait, 1)} seconds", max(wait, 1))

    def count(self, name: str) -> None:
        """Count one try of `name`."""
        now = self._clock()
        with self._lock:
            self._made[name] = [*self._recent(name, now), now]
            self._made.move_to_end(name)
            while len(self._made) > _MOST_NAMES:
                self._made.popitem(last=False)

    def _recent(self, name: str, now: datetime) -> list[datetime]:
        return [at for at in self._made.get(name, ()) if now - at < self._within]

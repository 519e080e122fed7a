"""What do the kept calls of providers say, read as they are to be read now?

Figures follow the reading of now: what a call did not bring is added, what reads differently is
put in the place of what was taken, and what no call brings any more is taken out. All that is only
of events whose call is read again: what came by another door, or by a call that can't be read, or
before it was noted which call brings what, stays as it is.

What is added goes through the door of all events. What changes is written down together, and made
in the lake by whoever has the lease of its upkeep; see data/store/correction.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from data.clock import Clock
from data.connections import Connection, Connections
from data.errors import BadRequest
from data.event import Places
from data.ingest.replay_changes import Changes
from data.ingest.replay_report import Replayed
from data.ingest.rereading import Reading, Rereading, is_proven
from data.ingest.webhooks import Webhooks
from data.store import correction_rows
from data.store.correction import correct
from data.store.engine import Engine, read
from data.store.lake import Lake

__all__ = ["Replay", "Replayed"]

_TOGETHER = 20_000  # events that are looked up in the lake at once


class Replay:
    """Reads kept calls again; safe beside a running server, and any number of times."""

    def __init__(
        self,
        engine: Engine,
        connections: Connections,
        campaigns: Places,
        webhooks: Webhooks,
        lake: Lake,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._connections = connections
        self._campaigns = campaigns
        self._webhooks = webhooks
        self._lake = lake
        self._clock = clock

    def run(
        self,
        connection: Connection,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        dry_run: bool = False,
    ) -> Replayed:
        """Read the calls that came from `since` on and before `until`; with `dry_run`, only say
        what would change.

        What is added counts once this returns. What is replaced and taken out is then written down
        for whoever has the lease of the lake's upkeep: see `step`.
        """
        rereading = Rereading(
            self._engine, connection, self._campaigns, self._webhooks, self._lake, self._clock
        )
        changes = Changes(
            self._engine,
            connection,
            self._connections,
            self._webhooks,
            self._clock,
            rereading,
            dry_run=dry_run,
        )
        some: list[Reading] = []
        weight = 0
        for raw in self._connections.kept(connection, since, until):
            if not is_proven(raw):
                continue
            changes.said.calls += 1
            try:
                some.append(rereading.read(raw))
            except BadRequest:
                changes.said.unreadable.append(raw.id)
                continue
            weight += 1 + len(some[-1].keys)
            if weight >= _TOGETHER:
                changes.take(some)
                some, weight = [], 0
        changes.take(some)
        changes.end()
        return changes.said

    def waits(self) -> bool:
        """Whether the lake has not yet come to say all that was found."""
        with read(self._engine) as link:
            return correction_rows.waits(link)

    def step(self, beat: Callable[[], object]) -> bool:
        """Let the lake say some of it; False where there is nothing to do.

        Whoever asks holds the lease of the lake's upkeep; see data/store/correction.py for `beat`.
        """
        return correct(self._lake, beat)

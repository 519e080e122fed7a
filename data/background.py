"""What runs beside the requests: compaction, campaigns whose end has come, draws that are due."""

from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from deltalake.exceptions import DeltaError

from data import draws
from data.errors import Unavailable
from data.sending import complete_submitted
from data.services import Services
from data.store import inbox
from data.store.compaction import compact, settle
from data.store.engine import read
from data.store.workspace_rows import hold, release

TICK = 1.0  # seconds
LEASE = timedelta(seconds=60)
ENOUGH = 20_000  # events in the inbox that are worth a commit at once
LONGEST = 15.0  # seconds that fewer ones wait; readers see them in the inbox all the while
CLOSE_EVERY = 2.0  # seconds

log = logging.getLogger(__name__)


class Background:
    """One thread that does what one process of the workspace must do; a lease says which."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{id(self)}"
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="background", daemon=True)
        self._compacted = self._closed = monotonic()

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the step at hand and give the lease back, so that a restart need not wait."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(TICK):
            try:
                self.step()
            except (Unavailable, DeltaError) as error:
                # The next tick tries again from what the tables' own logs say.
                log.warning("Background work waits: %s", error)
        release(self._services.engine, "background", self._holder)

    def step(self) -> None:
        """One turn: nothing where another process holds the lease."""
        services = self._services
        until = services.clock() + LEASE
        if not hold(services.engine, "background", self._holder, until, services.clock):
            return
        if self._is_due():
            compact(services.lake)
            settle(services.lake)
            self._compacted = monotonic()
        if monotonic() - self._closed > CLOSE_EVERY:
            services.campaigns.close_due(services.clock())
            complete_submitted(services.campaigns, services.lake.view())
            draws.run_due(services.engine, services.lake, services.campaigns, services.clock())
            self._closed = monotonic()

    def _is_due(self) -> bool:
        with read(self._services.engine) as connection:
            waiting = inbox.depth(connection)
        return waiting >= ENOUGH or (waiting > 0 and monotonic() - self._compacted > LONGEST)

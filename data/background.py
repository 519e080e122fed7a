"""What runs beside the requests: sending, importing, compaction, ends and draws that are due."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from secrets import token_hex
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
from data.store.workspace_rows import hold, holder_of, release

TICK = 1.0  # seconds
PATIENCE = 15.0  # seconds between two tries of what keeps failing: its log stays readable
LEASE = timedelta(seconds=60)
# Messages wait for as long as that when the process that sends them was killed.
SENDING_LEASE = timedelta(seconds=20)
# A large month of the lake is rewritten whole.
UNDOING_LEASE = timedelta(minutes=10)
ENOUGH = 20_000  # events in the inbox that are worth a commit at once
LONGEST = 15.0  # seconds that fewer ones wait; readers see them in the inbox all the while
CLOSE_EVERY = 2.0  # seconds

_HOST = socket.gethostname()
_MARK = token_hex(3)  # tells this process from an earlier one that had its number

log = logging.getLogger(__name__)


class _Interrupted(Exception):
    """The work at hand goes on in a later turn."""


class Background:
    """Threads that do what one process of the workspace must do; leases say which.

    Sending has its own, so that a long compaction holds no message up, and the other way round; so
    has importing, which can take minutes.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._holder = f"{_HOST}:{os.getpid()}:{_MARK}:{id(self)}"
        self._stopping = Event()
        self._until: dict[str, datetime] = {}  # how long a lease lasts that this process has
        self._threads = (
            self._thread("background", self._chores),
            self._thread("sending", self.send),
            self._thread("importing", self.take_in),
            self._thread("telling", self.tell),
        )
        self._compacted = self._closed = monotonic()

    def _thread(self, task: str, turn: Callable[[], bool]) -> Thread:
        return Thread(target=self._run, args=(task, turn), name=task, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            self._take_from_the_dead(thread.name)
            thread.start()

    def stop(self) -> None:
        """Finish the steps at hand and give the leases back, so that a restart need not wait."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._services.dispatch.close()

    def _take_from_the_dead(self, task: str) -> None:
        """Don't wait for the lease of a process of this machine that was killed.

        Only beside SQLite, whose processes all run here: elsewhere a number says nothing.
        """
        engine = self._services.engine
        if engine.dialect.name != "sqlite":
            return
        holder = holder_of(engine, task)
        if holder is not None and not _is_alive(holder):
            release(engine, task, holder)

    def _run(self, task: str, turn: Callable[[], bool]) -> None:
        wait = pause = TICK
        while not self._stopping.wait(wait):
            try:
                wait = 0 if turn() else TICK
                pause = TICK
                continue
            except (Unavailable, DeltaError) as error:
                # The next turn goes on from what the tables' own logs say.
                log.warning("%s waits: %s", task.capitalize(), error)
            except Exception:
                # A full disk, say: whatever it was, a later turn may find it gone.
                log.exception("%s could not do a step", task.capitalize())
            wait = pause = min(2 * pause, PATIENCE)
        release(self._services.engine, task, self._holder)

    def _holds(self, task: str, lease: timedelta = LEASE) -> bool:
        """Whether this process does the task now.

        A lease is renewed once half of it is over: a write every second would keep a disk awake.
        """
        services = self._services
        now = services.clock()
        if self._until.get(task, now) - now > lease / 2:
            return True
        if not hold(services.engine, task, self._holder, now + lease, services.clock):
            return False
        self._until[task] = now + lease
        return True

    def _chores(self) -> bool:
        self.step()
        return False

    def send(self) -> bool:
        """One turn of sending: True when there is more to do at once.

        Nothing where another process holds the lease.
        """
        if not self._holds("sending", SENDING_LEASE):
            return False
        return self._services.dispatch.step()

    def take_in(self) -> bool:
        """One turn of taking files in: True when there is more to do at once."""
        services = self._services
        if not services.subscriber_imports.waiting() and not services.file_imports.waiting():
            return False
        if not self._holds("importing"):
            return False
        if services.subscriber_imports.step():
            return True
        try:
            return services.file_imports.step(self._still_importing)
        except _Interrupted:
            return False

    def _still_importing(self) -> None:
        """Raise where a long file is to be left to a later turn, or to another process."""
        if self._stopping.is_set() or not self._holds("importing"):
            raise _Interrupted

    def tell(self) -> bool:
        """One turn of alerts, scheduled reports and their delivery: True when there is more."""
        services = self._services
        if not services.telling.is_due or not self._holds("telling"):
            return False
        return services.telling.step()

    def step(self) -> None:
        """One turn of everything else: nothing where another process holds the lease."""
        services = self._services
        if not self._holds("background"):
            return
        if self._is_due():
            compact(services.lake)
            settle(services.lake)
            self._compacted = monotonic()
        self._undo()
        self._correct()
        if monotonic() - self._closed > CLOSE_EVERY:
            services.campaigns.close_due(services.clock())
            complete_submitted(
                services.campaigns, services.lake.view(), services.dispatch.under_way()
            )
            draws.run_due(services.engine, services.lake, services.campaigns, services.clock())
            services.unmatched.step()
            self._closed = monotonic()

    def _undo(self) -> None:
        """Take some of a file's events out of the lake, if one is to be undone."""
        if self._services.file_imports.undoing() and self._holds("background", UNDOING_LEASE):
            self._services.file_imports.undo_step()

    def _correct(self) -> None:
        """Let the lake say what calls say that were read again, if any were."""
        with suppress(_Interrupted):
            if self._services.replay.waits():
                self._services.replay.step(self._still_correcting)

    def _still_correcting(self) -> None:
        """Raise where the work is to be left to a later turn, or to another process."""
        if self._stopping.is_set() or not self._holds("background", UNDOING_LEASE):
            raise _Interrupted

    def _is_due(self) -> bool:
        with read(self._services.engine) as connection:
            waiting = inbox.depth(connection)
        return waiting >= ENOUGH or (waiting > 0 and monotonic() - self._compacted > LONGEST)


def _is_alive(holder: str) -> bool:
    """Whether the process that a holder's name tells of may still run."""
    host, pid, mark, *_ = [*holder.split(":"), "", "", ""]
    if host != _HOST or not pid.isdecimal():
        return True
    if int(pid) == os.getpid():
        return mark == _MARK
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's, so it is there
        return True
    return True

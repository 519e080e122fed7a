"""How do all threads of a process share one browser that stays warm, and how long may they wait?"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Semaphore, Timer
from typing import TypeVar

from components.chromium import Chromium, Gone, Late, Page, find
from data.errors import Busy, Unavailable

AT_ONCE, IN_LINE = 2, 12  # pieces of work that are done, and that wait for it
REST = 600.0  # seconds without work after which the browser goes; it costs some 200 MB
_SOON, _LATER = 5, 15  # seconds after which it is worth another try

_MISSING = (
    "Pictures and PDF are made by Chromium, which isn't installed on the server; whoever runs it "
    "can install chromium-headless-shell, or name another with HELIOGRAPH_CHROMIUM"
)
T = TypeVar("T")

log = logging.getLogger(__name__)


class WarmBrowser:
    """Starts at the first use and again when it has died; goes after a rest."""

    def __init__(self, program: str, prepare: Callable[[Page], None], rest: float = REST) -> None:
        """`program` is its path or name, "" for the usual ones; `prepare` is done to new pages."""
        self._program, self._prepare, self._rest = program, prepare, rest
        self._inside = 0
        self._desks = Semaphore(AT_ONCE)
        self._lock = Lock()
        self._browser: Chromium | None = None
        self._pages: list[Page] = []
        self._timer: Timer | None = None

    @property
    def pid(self) -> int | None:
        """The leader of its processes, while there are any."""
        browser = self._browser
        return browser.pid if browser and browser.runs else None

    @property
    def inside(self) -> int:
        """How many pieces of work are being done or wait."""
        return self._inside

    def use(self, work: Callable[[Page], T], seconds: float) -> T:
        """What `work` makes of a page within that time, after at most as long a wait for its turn.

        If the browser dies under it, it is done once more. Raises Unavailable without a browser or
        where it doesn't answer in time, Busy where too many others wait.
        """
        with self._turn(seconds):
            try:
                return self._done(work, seconds)
            except Gone:
                log.warning("The browser that draws has died; another takes its place")
            try:
                return self._done(work, seconds)
            except Gone:
                raise Unavailable("The browser that draws doesn't keep running here") from None

    def close(self) -> None:
        """Let the browser go."""
        with self._lock:
            browser, self._browser = self._browser, None
            self._pages.clear()
            if self._timer:
                self._timer.cancel()
        if browser:
            browser.end()

    def _done(self, work: Callable[[Page], T], seconds: float) -> T:
        page: Page | None = None
        try:
            page = self._page(seconds)
            page.allow(seconds)
            done = work(page)
        except Gone:
            self._forget(page)
            raise
        except Late as late:
            self._drop(page)
            log.warning("A picture was given up: %s", late)
            raise Unavailable(f"It was not drawn within {seconds:g} seconds") from None
        except RuntimeError:
            self._drop(page)
            raise
        with self._lock:
            if page.browser is self._browser:
                self._pages.append(page)
        return done

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[None]:
        with self._lock:
            if self._inside == AT_ONCE + IN_LINE:
                raise Busy("Too many pictures are being drawn just now; try again soon", _SOON)
            self._inside += 1
        try:
            if not self._desks.acquire(timeout=seconds):
                raise Busy("The pictures before this one take long; try again later", _LATER)
            try:
                yield
            finally:
                self._desks.release()
        finally:
            with self._lock:
                self._inside -= 1

    def _page(self, seconds: float) -> Page:
        with self._lock:
            if self._browser is None or not self._browser.runs:
                self._pages.clear()
                self._browser = _started(self._program)
            self._wind_up()
            if self._pages:
                return self._pages.pop()
            browser = self._browser
        page = browser.page(seconds)
        self._prepare(page)
        return page

    def _wind_up(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = Timer(self._rest, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _forget(self, page: Page | None) -> None:
        """The browser has died, or the page in it; the others are of no use either."""
        with self._lock:
            browser = page.browser if page else self._browser
            if browser is self._browser:
                self._browser = None
                self._pages.clear()
        if browser:
            browser.end()

    def _drop(self, page: Page | None) -> None:
        if page:
            with suppress(Gone, Late):
                page.close()


def _started(named: str) -> Chromium:
    """A browser that runs, in its sandbox where the system lets it.

    Root has no sandbox to put it in, and some containers don't either. It draws our own figures
    alone, without scripts of others and without a network.
    """
    program = find(named)
    if program is None:
        raise Unavailable(_MISSING)
    if os.geteuid() != 0:
        try:
            return Chromium(program, sandbox=True)
        except (Gone, Late):
            log.warning("Chromium has no sandbox here, and draws without one")
    return Chromium(program, sandbox=False)

"""Where is a browser without a window, and how is it started, asked and ended?

It is spoken to over the DevTools protocol, through a pair of pipes that nobody else can reach. It
never sees the network: whatever it draws is handed to it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from itertools import count
from tempfile import mkdtemp
from threading import Lock, Thread
from time import monotonic
from typing import Any

import orjson

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The browser reads commands from its descriptor 3 and answers on 4; its own output goes nowhere.
_PIPED = 'exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null'
_FLAGS = (
    "--headless --remote-debugging-pipe --no-first-run --no-default-browser-check --disable-gpu "
    "--disable-dev-shm-usage --disable-extensions --disable-sync --disable-component-update "
    "--disable-background-networking --disable-breakpad --mute-audio --hide-scrollbars "
    "--password-store=basic --force-color-profile=srgb --font-render-hinting=none"
).split()
_NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"
_START = 20.0  # seconds in which it must have answered once
_END = 5.0  # seconds in which it ends by itself
_CLOSE = 2.0  # seconds in which a page does


class Gone(Exception):
    """The browser or its page has ended, or never began."""


class Late(Exception):
    """The browser did not answer in time."""


def find(named: str = "") -> str | None:
    """The browser's program: the one that is `named`, by path or name, else the usual ones."""
    for name in (named,) if named else NAMES:
        if found := shutil.which(name):
            return found
    return None


class Chromium:
    """One running browser. Every method may be called from any thread."""

    def __init__(self, program: str, *, sandbox: bool) -> None:
        """Start it. Raises Gone where it ends at once, Late where it says nothing."""
        self._profile = mkdtemp(prefix="heliograph-browser-")
        flags = [*_FLAGS, _NO_NETWORK, f"--user-data-dir={self._profile}"]
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _PIPED, program, *flags, *([] if sandbox else ["--no-sandbox"])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # all of its processes can be ended together
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._pipe_in, self._pipe_out = self._process.stdin, self._process.stdout
        self._numbers = count(1)
        self._lock = Lock()
        self._asked: dict[int, tuple[str, Future[Any]]] = {}
        self._ended = False
        Thread(target=self._listen, name="browser", daemon=True).start()
        try:
            self.ask("Browser.getVersion", timeout=_START)
        except (Gone, Late):
            self.end()
            raise

    @property
    def pid(self) -> int:
        """The leader of the group of its processes."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it can still be asked."""
        return not self._ended

    def ask(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        *,
        session: str = "",
        timeout: float,
    ) -> Any:
        """What it answers to a command, to one of its pages where `session` names it.

        Raises Gone and Late; RuntimeError for what it refuses, which is a mistake of ours.
        """
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        answer: Future[Any] = Future()
        with self._lock:
            if self._ended:
                raise Gone("The browser has ended")
            self._asked[number] = session, answer
        try:
            self._write(orjson.dumps(message) + b"\0")
            return answer.result(timeout)
        except TooLate:
            raise Late(f"{method} took longer than {timeout:g} seconds") from None
        finally:
            self._asked.pop(number, None)

    def page(self, seconds: float) -> Page:
        """A new empty page that has that long for what comes next."""
        target = self.ask("Target.createTarget", {"url": "about:blank"}, timeout=seconds)
        attached = self.ask(
            "Target.attachToTarget",
            {"targetId": target["targetId"], "flatten": True},
            timeout=seconds,
        )
        page = Page(self, target["targetId"], attached["sessionId"])
        page.allow(seconds)
        page.ask("Inspector.enable")  # so that it tells when it crashes
        return page

    def end(self) -> None:
        """End it and all its processes, and forget what it kept."""
        with suppress(Gone, Late, subprocess.TimeoutExpired):  # it is ended below in any case
            self.ask("Browser.close", timeout=_END)
            self._process.wait(_END)
        with suppress(ProcessLookupError):  # none of its processes is left
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with suppress(OSError):  # what was still to be written goes nowhere
            self._pipe_in.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _write(self, message: bytes) -> None:
        try:
            with self._lock:
                self._pipe_in.write(message)
                self._pipe_in.flush()
        except (OSError, ValueError):
            raise Gone("The browser has ended") from None

    def _listen(self) -> None:
        said = bytearray()
        while heard := os.read(self._pipe_out.fileno(), 1 << 20):
            said += heard
            if b"\0" in heard:
                *messages, rest = said.split(b"\0")
                said = bytearray(rest)
                for message in messages:
                    self._take(orjson.loads(message))
        self._pipe_out.close()
        with self._lock:
            self._ended = True
        self._fail("")

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Inspector.targetCrashed":
            self._fail(message.get("sessionId", ""))
        _, answer = self._asked.get(message.get("id", 0), ("", None))
        if answer is None:
            return
        if "error" in message:
            answer.set_exception(RuntimeError(message["error"]["message"]))
        else:
            answer.set_result(message["result"])

    def _fail(self, session: str) -> None:
        """Nothing that was asked of that page will be answered any more; "" is all pages."""
        for of, answer in list(self._asked.values()):
            if (not session or of == session) and not answer.done():
                answer.set_exception(Gone("The browser has ended"))


class Page:
    """One page of a browser; for one thread at a time."""

    def __init__(self, browser: Chromium, target: str, session: str) -> None:
        self.browser = browser
        self._target, self._session = target, session
        self._until = 0.0

    def allow(self, seconds: float) -> None:
        """Whatever is asked from now on must be done in that time, all together."""
        self._until = monotonic() + seconds

    def ask(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """See Chromium.ask."""
        left = max(self._until - monotonic(), 0)
        return self.browser.ask(method, params, session=self._session, timeout=left)

    def run(self, script: str) -> Any:
        """What `script` comes to, once it is settled. Raises RuntimeError where it throws."""
        answer = self.ask(
            "Runtime.evaluate",
            {"expression": script, "awaitPromise": True, "returnByValue": True},
        )
        if thrown := answer.get("exceptionDetails"):
            told = thrown.get("exception", {}).get("description") or thrown["text"]
            raise RuntimeError(f"The page failed: {told[:400]}")
        return answer["result"].get("value")

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function of the page comes to, its arguments going over as JSON."""
        given = ",".join(orjson.dumps(argument).decode() for argument in arguments)
        return self.run(f"{function}({given})")

    def close(self) -> None:
        """Let it go."""
        self.browser.ask("Target.closeTarget", {"targetId": self._target}, timeout=_CLOSE)

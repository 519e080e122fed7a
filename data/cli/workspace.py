"""Which workspace do the commands work on, and who moves its events to the lake?"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from data.services import Services, build
from data.settings import load
from data.store.compaction import compact, settle
from data.store.workspace_rows import hold, release

# The lease of a server's background work, which compacts as well.
LEASE = "background"
_LONGEST = timedelta(minutes=10)


def workspace() -> Services:
    """The workspace that the environment names, brought up to date."""
    return build(load())


@contextmanager
def turn(services: Services, *, give_back: bool = True) -> Iterator[bool]:
    """Whether the background work is ours meanwhile; False where a server does it.

    Inside another turn it makes that one last longer, and leaves it to it to `give_back`.
    """
    me = f"{socket.gethostname()}:{os.getpid()}:cli"
    until = services.clock() + _LONGEST
    mine = hold(services.engine, LEASE, me, until, services.clock)
    try:
        yield mine
    finally:
        if mine and give_back:
            release(services.engine, LEASE, me)


@contextmanager
def tidying(services: Services) -> Iterator[Callable[[], object]]:
    """A function that has what came in moved to the lake, beside whatever goes on meanwhile.

    It waits until what it was called for before is done, so that no inbox outgrows the lake. At the
    end everything is moved, and the lake is tidy. Nothing is done where a server does it.
    """

    def move() -> None:
        with turn(services) as mine:
            if mine:
                compact(services.lake)

    with ThreadPoolExecutor(max_workers=1) as beside:
        moving = beside.submit(move)

        def tidy() -> None:
            nonlocal moving
            moving.result()
            moving = beside.submit(move)

        yield tidy
        moving.result()
    with turn(services) as mine:
        if mine:
            compact(services.lake)
            settle(services.lake)

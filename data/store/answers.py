"""What was counted already? Kept for as long as nothing that it was counted from has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import polars as pl

Found = TypeVar("Found")

MOST = 384 * 1024 * 1024  # bytes: the participants of five million recipients fit in
_LEAST = 1024  # bytes that even a single number costs to keep


class Answers:
    """Answers by the state of the rows behind them; beyond `most` bytes, those unused longest go.

    Safe to use from several threads; two that miss the same answer both look for it.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """The answer of this key: the one that is kept, else what `find` finds."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                known: Found = self._kept[key][0]
                return known
        found = find()
        self._keep(key, found, _size(found))
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _keep(self, key: Hashable, found: object, size: int) -> None:
        if size > self._most:
            return
        with self._lock:
            _, before = self._kept.pop(key, (None, 0))
            self._kept[key] = found, size
            self._size += size - before
            while self._size > self._most:
                _, (_, freed) = self._kept.popitem(last=False)
                self._size -= freed


def _size(found: object) -> int:
    return _LEAST + (int(found.estimated_size()) if isinstance(found, pl.DataFrame) else 0)

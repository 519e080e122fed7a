"""What is a format of files: how a sheet becomes bytes, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from data.exports.sheet import Sheet

_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file; `key` is its ending.

    `write` gives the bytes piece by piece and never has all rows in memory.
    """

    key: str
    label: str
    media_type: str
    order: int
    write: Callable[[Sheet], Iterator[bytes]]

    @property
    def media(self) -> str:
        """The media type alone, without its parameters."""
        return self.media_type.partition(";")[0]


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The content of an open file from its beginning."""
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk

"""What is an importer: how the files of one format become campaigns and events?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is imported: a campaign to register, an event, or something unreadable.

    Or `told`, what is known of a campaign in sum alone.

    `number` counts from 1 over all files and is the same in every run over the same content, so
    that an import can go on after it; `where` is for people. `done` is the share of the whole.
    """

    number: int
    where: str
    done: float
    event: object = None
    campaign: Mapping[str, Any] | None = None
    told: object = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Importer:
    """One file format, as a declaration."""

    key: str  # the word after --format
    label: str
    description: str  # one sentence: what a user hands over
    files: Callable[[Path], tuple[Path, ...]]  # what it would read there; empty: not its format
    lines: Callable[[Path], Iterator[Line]]  # raises BadRequest for what can't be read at all

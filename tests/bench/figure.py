"""What is a measured figure, and how is something timed?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

from rich.console import Console

T = TypeVar("T")
MS = 1000.0


@dataclass(frozen=True, slots=True)
class Bench:
    """What is to be measured: the `scales` of the lakes in words ("1m"), files under `root`."""

    quick: bool
    scales: tuple[str, ...]
    root: Path
    console: Console

    def runs(self, usual: int) -> int:
        """How often something is repeated."""
        return 2 if self.quick else usual


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    `budget` is the largest good value, or the smallest where `more_is_better`. `peer` is what the
    peer needed or managed in the same run. `agrees` says whether both gave the same answer, or
    whether what was measured did what it should; None where there was nothing to compare.
    """

    part: str
    what: str
    value: float
    unit: str
    budget: float | None = None
    more_is_better: bool = False
    peer: float | None = None
    peer_name: str = ""
    agrees: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's."""
        return self.value / self.peer if self.peer else None

    @property
    def verdict(self) -> str:
        """Wrong comes before slow: a fast wrong answer is worth nothing."""
        if self.agrees is False:
            return "WRONG"
        if self.budget is None:
            return ""
        within = self.value >= self.budget if self.more_is_better else self.value <= self.budget
        return "ok" if within else "over"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share) - 1, 0)]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds, and what came out."""
    start = perf_counter()
    result = work()
    return (perf_counter() - start) * MS, result


def duel(
    ours: Callable[[], T], theirs: Callable[[], Any], runs: int, before: Callable[[], object]
) -> tuple[float, float, T, Any]:
    """Medians of both in milliseconds and their answers.

    One run warms up; then both take turns, so that what else the machine does hits both. `before`
    comes ahead of each of ours, unmeasured.
    """
    before()
    answer, other = ours(), theirs()
    mine, its = [], []
    for _ in range(runs):
        before()
        took, answer = timed(ours)
        mine.append(took)
        took, other = timed(theirs)
        its.append(took)
    return median(mine), median(its), answer, other

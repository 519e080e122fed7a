"""What is a whole report or dashboard as one document, before anything is laid out?

It outlives the system, so it says itself what it is of, as of when, what its numbers mean, how much
of a long table it holds, and where the rest is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from data.exports.sheet import metrics_in
from data.metric import Metric
from data.report import TabNumbers


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading of its own; `key` names it for programs.

    `about` says what it is of where that is not what the whole document is of. `rest` leads to
    all rows of those tables that are longer than what stands here, by their keys.
    """

    key: str
    heading: str
    numbers: TabNumbers
    zone: ZoneInfo
    about: tuple[str, ...] = ()
    rest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A report or dashboard at one moment; `facts` stand on its cover, label and value.

    `about` is for programs, as in data.picture.
    """

    name: str  # of the file, without its ending
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    as_of: datetime
    zone: ZoneInfo
    notices: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The definitions of all numbers in it that are metrics, each once."""
        return metrics_in(chain.from_iterable(_keys(section) for section in self.sections))


def _keys(section: Section) -> Iterable[str]:
    yield from (kpi.key for kpi in section.numbers.kpis)
    for table in section.numbers.tables:
        yield from (column.key for column in table.columns)

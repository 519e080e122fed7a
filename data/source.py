"""What is a source of figures: the address of a screen, and the numbers that stand there.

Every chart, tile and table stands at an address, whose words are all of the screen's state. So a
dashboard's tile, a slide of the wall, an exported picture and a scheduled report name what they
show by an address and a key, and the figures are those of the screen itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from data.address import Words
from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import NotFound
from data.report import Chart, Kpi, Table, TabNumbers
from data.reports import Reports, Whole
from data.store.engine import Engine
from data.store.lake import Lake
from data.vocabulary.period import Period

One = TypeVar("One", Kpi, Chart, Table)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the sources of a workspace look into; `zone` is the workspace's."""

    campaigns: Campaigns
    reports: Reports
    lake: Lake
    engine: Engine
    clock: Clock
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, taken apart: what its path names, its words, and who asks.

    Without `reveal` recipients are masked (D-28).
    """

    desk: Desk
    path: str
    names: Mapping[str, str]
    words: Words
    now: datetime
    reveal: bool = False


class Part(StrEnum):
    """What can be taken from a screen."""

    KPI = "kpi"
    CHART = "chart"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Showing:
    """What stands at an address: `period` are the whole days in `zone` that it is about.

    `filters` are the other filters in words, label and value; `notices` say what was ignored.
    `address` is the same place in its usual spelling.
    """

    address: str
    title: str
    period: Period
    zone: ZoneInfo
    numbers: TabNumbers
    filters: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()

    def kpi(self, key: str) -> Kpi:
        """The tile of that key. Raises NotFound."""
        return _named(self.numbers.kpis, key, self.title)

    def chart(self, key: str) -> Chart:
        """The chart of that key. Raises NotFound."""
        return _named(self.numbers.charts, key, self.title)

    def table(self, key: str) -> Table:
        """The table of that key. Raises NotFound."""
        return _named(self.numbers.tables, key, self.title)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of address with figures, as a declaration.

    `path` is the screen's, with names in braces: "/campaigns/{campaign}/report/{tab}". `read`
    raises NotFound for what isn't there and Refused for what may not be shown. `whole` gives all
    rows of a chart or table by its key, where there can be more of them than `read` shows.
    """

    key: str
    path: str
    read: Callable[[Asked], Showing]
    whole: Callable[[Asked, str], Whole] | None = None


def _named(parts: tuple[One, ...], key: str, of: str) -> One:
    for part in parts:
        if part.key == key:
            return part
    raise NotFound(f"There is nothing called {key[:40]!r} on {of}")

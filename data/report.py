"""What a report tab answers: figures, charts and tables, before anything is drawn.

A tab's file asks for its numbers with one function and the generic drawing does the rest; the
same value is what `GET /api/v1/campaigns/{id}/report/{tab}` serves, so page and API can't differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from data.vocabulary.formats import Unit


@dataclass(frozen=True, slots=True)
class Aim:
    """The target of a figure in words, and whether it is met; None: there is nothing to judge."""

    said: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One tile. `counts` are the numbers behind it by tally label, for "What is this number"."""

    key: str  # the metric's key, and the name in the API's `kpis`
    label: str
    value: float | int | None
    unit: Unit
    note: str = ""  # one line under the value: "at least", "so far"
    counts: Mapping[str, int] = field(default_factory=dict)
    aim: Aim | None = None


TIME = "time"  # the field of a chart's rows with their time, beside an x that says it in words
NOTE = "note"  # the field of a chart's rows that holds what was written about their time


class ChartKind(StrEnum):
    """The kinds of charts there are a drawing for."""

    BARS = "bars"  # x: category, y: count
    STACKED_BARS = "stacked_bars"  # x, y, series
    LINES = "lines"  # x: time, y, series
    DONUT = "donut"  # x: slice, y: count; at most five slices
    HORIZONTAL_BARS = "horizontal_bars"  # with a series the bars are made up of its segments
    ELAPSED = "elapsed"  # x: hours since a start, y, series; see Chart.low
    MAP = "map"  # x: place, y: count; rows have latitude and longitude in degrees


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about a time that a chart shows, from `start` up to `end` in UTC.

    A moment ends when it begins. `number` marks it on the chart, `when` is the time in words.
    """

    number: int
    text: str
    when: str
    start: datetime
    end: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart as rows and their roles; `rows` are what the API serves, whole and unrounded."""

    key: str
    title: str
    kind: ChartKind
    rows: list[dict[str, Any]]
    x: str
    y: str
    summary: str  # one computed sentence: what the chart shows
    series: str = ""
    color: str = ""  # row field with a token name ("status-delivered"), else the palette by series
    pattern: str = ""  # row field with the number of a fill, 0 is plain; of lying bars
    x_label: str = ""
    y_label: str = ""
    unit: Unit = Unit.COUNT
    low: str = ""  # with high: row fields with the bounds of the ribbon around a line's y
    high: str = ""
    grid: bool = False  # x by series as a table of shaded cells, instead of the kind's marks
    metric: str = ""  # the key of the metric that y's values are of, where it isn't y itself
    notes: tuple[Note, ...] = ()  # on a time axis; rows that one covers say so under NOTE
    why: str = ""  # why there is nothing to draw, where that is no matter of the period

    def time(self, row: Mapping[str, Any]) -> date | None:
        """The day or moment of a row, where x is one or says in words what stands under TIME."""
        for key in (self.x, TIME):
            if isinstance(at := row.get(key), date):
                return at
        return None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    label: str
    unit: Unit | None = None  # numbers: right-aligned, formatted
    time: bool = False  # a UTC datetime, shown in the report's zone
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One page of a table; `total` counts every row that the filters let through."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    total: int
    page: int = 0
    size: int = 0  # 0: not paged, `rows` is all there is
    sort: str = ""  # a column's key, "-" before it for descending
    foot: Mapping[str, Any] | None = None  # one more row below all others: their grand total


@dataclass(frozen=True, slots=True)
class TabNumbers:
    """Everything on one tab."""

    as_of: datetime
    kpis: tuple[Kpi, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # label and value, for Campaign Overview and Preview
    notices: tuple[str, ...] = ()

"""What goes into a file: rows with typed fields, and what one must know to read them later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from data.metric import Metric
from data.metrics import METRICS
from data.report import Chart, Column
from data.vocabulary.formats import Unit

Row = Mapping[str, Any]
_UTC = ZoneInfo("UTC")


class Kind(StrEnum):
    """What the values of a field are; any of them may be missing."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"  # a fraction
    MOMENT = "moment"  # with its zone, or in UTC
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `key` for programs, `label` for people."""

    key: str
    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class About:
    """What is told beside the rows: `facts` for people, the `metrics` that occur, and an `origin`.

    `origin` tells programs where the figures stand, as a picture's file does (data/picture.py).
    """

    facts: tuple[tuple[str, str], ...] = ()
    metrics: tuple[Metric, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as a file takes it; `pieces` are its rows, some at a time, and can be read once.

    Moments are shown in `zone` where a format has no zones of its own.
    """

    name: str  # of the file, without its ending
    title: str
    fields: tuple[Field, ...]
    pieces: Iterator[Sequence[Row]]
    zone: ZoneInfo = _UTC
    about: About = field(default_factory=About)


def fields_of_table(columns: Iterable[Column]) -> tuple[Field, ...]:
    """A table's columns as they are declared; what is neither number nor time is text."""
    return tuple(Field(one.key, one.label, _declared(one)) for one in columns)


def fields_of_chart(chart: Chart) -> tuple[Field, ...]:
    """All that a chart's rows tell, as in the API; how its marks look is left out."""
    hidden = {chart.color, chart.pattern}
    keys = dict.fromkeys(key for row in chart.rows for key in row if key not in hidden)
    return tuple(Field(key, key, _found(chart, key)) for key in keys)


def text_of(value: object) -> str:
    """A value in a field of text; nothing is empty, moments are RFC 3339 in UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment_of(value).isoformat().replace("+00:00", "Z")
    return str(value)


def moment_of(value: datetime | str) -> datetime:
    """A moment, or its RFC 3339 text, in UTC; one that says no zone is in UTC already."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def metrics_in(keys: Iterable[str]) -> tuple[Metric, ...]:
    """The metrics among the names of fields, each once."""
    return tuple(METRICS[key] for key in dict.fromkeys(keys) if key in METRICS)


def _declared(column: Column) -> Kind:
    if column.unit:
        return Kind.SHARE if column.unit is Unit.SHARE else Kind.NUMBER
    return Kind.MOMENT if column.time else Kind.TEXT


def _found(chart: Chart, key: str) -> Kind:
    """What the values of a chart's field are; of several kinds, they are written as text."""
    values = [row[key] for row in chart.rows if row.get(key) is not None]
    kinds = {_kind(value) for value in values}
    if len(kinds) != 1:
        return Kind.TEXT
    (kind,) = kinds
    drawn = key in (chart.y, chart.low, chart.high)
    return Kind.SHARE if drawn and kind is Kind.NUMBER and chart.unit is Unit.SHARE else kind


def _kind(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind.FLAG
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, datetime):
        return Kind.MOMENT
    return Kind.DAY if isinstance(value, date) else Kind.TEXT

"""What do all charts share: the drawing's interface, colours, axes and the words on marks?

Figures are plain dicts, the same for light and dark: their colours are tokens ("var(--series-1)"),
which the browser resolves as it draws.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from components.theme import color, colors, plotly_template, series_color
from data.report import Chart, ChartKind
from data.vocabulary.formats import Unit, day, moment, shown

Figure = dict[str, Any]

# One configuration for every graph of the app. Plotly 7 offers by itself to upload the figure to
# its vendor's cloud; nothing here ever leaves for another host.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "displayModeBar": False,
    "responsive": True,
    "doubleClick": False,
    "showAxisDragHandles": False,
}

HEIGHT = 288
PATTERNS = ("", "/", ".", "\\", "x", "-", "|", "+")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "hexagon")
LONGEST_TICK = 26
FEW_BARS = 14
DAY = re.compile(r"[A-Z][a-z]{2} \d{1,2}, (\d{4})")


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """How one kind of chart is drawn; `draw` gets at least one row with something to show."""

    key: ChartKind
    draw: Callable[[Chart, ZoneInfo], Figure]


def row_color(chart: Chart, row: Mapping[str, Any], position: int) -> str:
    """The colour that the row names, else the palette's at `position`."""
    token = row.get(chart.color) if chart.color else None
    return color(token) if token in colors() else series_color(position)


def word(value: object, zone: ZoneInfo) -> str:
    """A category, series or time as people read it; times in `zone`."""
    if value is None or value == "":
        return "Not known"
    if isinstance(value, datetime):
        return moment(value if value.tzinfo else value.replace(tzinfo=UTC), zone)
    if isinstance(value, date):
        return day(value)
    return str(value)


def escaped(text: str) -> str:
    """`text` for Plotly, which takes a subset of HTML in every label."""
    return html.escape(text, quote=False)


def ticks(words: list[str]) -> list[str]:
    """`words` as tick labels; days of one year go without it, since room is short there."""
    years = {match[1] if (match := DAY.fullmatch(text)) else "" for text in words}
    if len(words) > 1 and len(years) == 1 and "" not in years:
        return [text.split(",")[0] for text in words]
    return [_tick(text) for text in words]


def _tick(text: str) -> str:
    """`text` as a tick label: escaped, and cut where it would push the chart aside."""
    short = text if len(text) <= LONGEST_TICK else f"{text[: LONGEST_TICK - 1].rstrip()}…"
    return escaped(short)


def distinct(values: Iterable[str]) -> list[str]:
    """`values` in the order of their first appearance, each once."""
    return list(dict.fromkeys(values))


def stacks(chart: Chart, zone: ZoneInfo) -> tuple[list[str], dict[str, float]]:
    """The names of a stacked chart's segments, and what they add up to by category, in order."""
    names = distinct(word(row.get(chart.series), zone) for row in chart.rows)
    totals: dict[str, float] = {}
    for row in chart.rows:
        category = word(row.get(chart.x), zone)
        totals[category] = totals.get(category, 0) + (row.get(chart.y) or 0)
    return names, totals


def title_of(key: str) -> str:
    """A row field's name in words: "total_opens" is "Total opens"."""
    return key.replace("_", " ").replace("-", " ").strip().capitalize()


def value_axis(chart: Chart, top: float, **more: Any) -> dict[str, Any]:
    """The axis of the values: from zero to a little above `top`, with its unit."""
    axis: dict[str, Any] = {
        "title": {"text": escaped(chart.y_label or title_of(chart.y)), "standoff": 8},
        "range": [0, top * 1.12],
        "tickformat": _tick_format(chart.unit, top),
        "fixedrange": True,
        "showgrid": True,
        "zeroline": True,
        "zerolinewidth": 1,
        "nticks": 6,
    }
    if chart.unit is Unit.COUNT and top <= 5:
        axis["dtick"] = 1  # Plotly would put ticks at half a message
    return axis | more


def _tick_format(unit: Unit, top: float) -> str:
    if unit is Unit.SHARE:
        return ".0%" if top >= 0.05 else ".1%"
    return ",.0f" if top < 100_000 else "~s"


def category_axis(words: list[str], label: str, **more: Any) -> dict[str, Any]:
    """The axis of the categories, in the given order; their words are never read as numbers."""
    axis: dict[str, Any] = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": words,
        "tickmode": "array",
        "tickvals": words,
        "ticktext": ticks(words),
        "fixedrange": True,
        "showgrid": False,
        "showline": True,
        "rangemode": "normal",
        "tickformat": "",
    }
    if label:
        axis["title"] = {"text": escaped(label), "standoff": 8}
    return axis | more


def layout(chart: Chart, **more: Any) -> dict[str, Any]:
    """What every figure's layout begins with: tokens, no animation, a view that updates keep."""
    return {
        "template": plotly_template(),
        "height": HEIGHT,
        "margin": {"l": 8, "r": 12, "t": 20, "b": 8},
        "hoverlabel": {"align": "left", "namelength": -1},
        "showlegend": False,
        "dragmode": False,
        "uirevision": chart.key,
        **more,
    }


def one_or_each(colors: list[str]) -> str | list[str]:
    """One colour where all marks share it: Plotly can't mix a list of one with a pattern."""
    return colors[0] if len(set(colors)) == 1 else colors


def pattern(position: int) -> dict[str, Any]:
    """A fill that tells bars and slices apart without their colour."""
    return {
        "shape": PATTERNS[position % len(PATTERNS)],
        "fillmode": "overlay",
        "fgcolor": color("surface"),
        "fgopacity": 0.6,
        "size": 7,
        "solidity": 0.25,
    }


def gap(words: list[str]) -> float:
    """The room between upright bars: a few of them needn't fill the width."""
    return 0.35 if len(words) > 4 else 0.6


def values(chart: Chart) -> list[float]:
    """Every value there is; what is not known is left out."""
    return [row[chart.y] for row in chart.rows if row.get(chart.y) is not None]


def said(chart: Chart, value: float | int | None) -> str:
    """A value of the chart, formatted as everywhere else."""
    return shown(value, chart.unit)


def local_time(value: object, zone: ZoneInfo) -> datetime:
    """A row's time as wall-clock time in `zone`, without it: Plotly knows no time zones.

    A moment without a zone is in UTC; a day is its midnight. Raises TypeError for anything else.
    """
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(zone).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001
    raise TypeError(f"a time axis needs times, not {value!r}")


def whole_days(times: list[datetime]) -> bool:
    """Whether every one of the local `times` is a midnight."""
    return all(t.hour == t.minute == 0 for t in times)


def said_time(local: datetime) -> str:
    """A local time in words, without the hour where it is a midnight."""
    if whole_days([local]):
        return day(local.date())
    return f"{day(local.date())}, {local.hour % 12 or 12}:{local:%M %p}"


def time_label(chart: Chart, times: list[datetime]) -> str:
    """What the axis of the local `times` is called."""
    return chart.x_label or ("Day" if whole_days(times) else "Time")

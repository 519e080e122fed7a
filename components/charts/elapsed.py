"""How are numbers drawn by the hours since a start, with the ribbon that is usual around them?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from components.chart_canvas import (
    DASHES,
    SYMBOLS,
    ChartDrawing,
    Figure,
    distinct,
    escaped,
    layout,
    row_color,
    said,
    value_axis,
    values,
    word,
)
from components.theme import color
from data.report import Chart, ChartKind
from data.vocabulary.formats import number

MARKED_POINTS = 45  # with more, markers would run into one another
MOST_TICKS = 6  # stand side by side on a phone
RIBBON = "ribbon"  # the token of its fill; its edges have the colour of their line


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One line a series; rows with bounds lie in a ribbon with edges of their line's colour."""
    names = distinct(word(row.get(chart.series), zone) for row in chart.rows if chart.series)
    lines = [_rows(chart, name, zone) for name in names] if names else [chart.rows]
    ribbons = [
        edge
        for n, rows in enumerate(lines)
        if chart.low and any(row.get(chart.low) is not None for row in rows)
        for edge in _ribbon(chart, rows, n)
    ]
    tops = [row[chart.high] for row in chart.rows if chart.high and row.get(chart.high) is not None]
    hours = [row[chart.x] for row in chart.rows]
    return {
        # First what lies below: the ribbons, then the lines.
        "data": [
            *ribbons,
            *(_line(chart, name, n, rows) for n, (name, rows) in enumerate(_named(names, lines))),
        ],
        "layout": layout(
            chart,
            hovermode="x unified",
            xaxis=_hours_axis(chart, max(hours)),
            yaxis=value_axis(chart, max([*values(chart), *tops])),
        ),
    }


def _named(names: list[str], lines: list[list[dict[str, Any]]]) -> Any:
    return zip(names or [""], lines, strict=True)


def _rows(chart: Chart, name: str, zone: ZoneInfo) -> list[dict[str, Any]]:
    return [row for row in chart.rows if word(row.get(chart.series), zone) == name]


def _line(chart: Chart, name: str, position: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    label = name or chart.y_label or chart.title
    colour = row_color(chart, rows[0], position)
    spoken = [_words(chart, row) for row in rows]
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(rows) <= MARKED_POINTS else "lines",
        "name": escaped(label),
        "x": [row[chart.x] for row in rows],
        "y": [row.get(chart.y) for row in rows],
        "connectgaps": False,
        "line": {"color": colour, "width": 2, "dash": DASHES[position % len(DASHES)]},
        "marker": {"color": colour, "size": 6, "symbol": SYMBOLS[position % len(SYMBOLS)]},
        "hovertext": [escaped(f"{label}: {words}") for words in spoken],
        "hoverinfo": "x+text",
        "customdata": [
            f"{label}, {_after(row[chart.x])}: {words}"
            for row, words in zip(rows, spoken, strict=True)
        ],
    }


def _ribbon(chart: Chart, rows: list[dict[str, Any]], position: int) -> list[dict[str, Any]]:
    known = [row for row in rows if row.get(chart.low) is not None]
    colour = row_color(chart, rows[0], position)
    edge = {
        "type": "scatter",
        "mode": "lines",
        "name": "",
        "x": [row[chart.x] for row in known],
        "line": {"color": colour, "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return [
        edge | {"y": [row[chart.low] for row in known]},
        edge
        | {"y": [row[chart.high] for row in known], "fill": "tonexty", "fillcolor": color(RIBBON)},
    ]


def _words(chart: Chart, row: dict[str, Any]) -> str:
    shown = said(chart, row.get(chart.y))
    if not chart.low or row.get(chart.low) is None:
        return shown
    return f"{shown} ({said(chart, row[chart.low])} to {said(chart, row[chart.high])})"


def _after(hours: float) -> str:
    return f"after {number(hours)} {'hour' if hours == 1 else 'hours'}"


def _hours_axis(chart: Chart, longest: float) -> dict[str, Any]:
    """Ticks lie on whole days as soon as there are some."""
    return {
        "type": "linear",
        "title": {"text": escaped(chart.x_label), "standoff": 8},
        "range": [0, longest * 1.02 or 1],
        "dtick": _tick(longest),
        "tickformat": ",d",
        "hoverformat": ",.4~g",
        "ticksuffix": " h",
        "showticksuffix": "all",
        "fixedrange": True,
        "zeroline": False,
        "spikecolor": color("edge"),
        "spikethickness": 1,
        "spikedash": "solid",
    }


def _tick(longest: float) -> int:
    return next((step for step in (1, 2, 4, 12, 24, 48, 72) if longest / step <= MOST_TICKS), 168)


DRAWING = ChartDrawing(ChartKind.ELAPSED, draw)

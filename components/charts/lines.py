"""How are numbers over time drawn as lines?"""

from __future__ import annotations

from datetime import datetime, timedelta
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
    local_time,
    row_color,
    said,
    said_time,
    time_label,
    value_axis,
    values,
    whole_days,
    word,
)
from components.theme import color
from data.report import Chart, ChartKind

MARKED_POINTS = 45  # with more, markers would run into one another
DAY_FORMAT = "%a, %b %-d, %Y"
HOUR = 3_600_000  # milliseconds between ticks
HOUR_FORMAT = "%b %-d, %Y, %-I:%M %p"


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One line a series; a moment without a number is a gap, never a zero."""
    names = distinct(word(row.get(chart.series), zone) for row in chart.rows if chart.series)
    traces = [_line(chart, name, n, zone) for n, name in enumerate(names or [""])]
    times = [local_time(row[chart.x], zone) for row in chart.rows]
    return {
        "data": traces,
        "layout": layout(
            chart,
            hovermode="x unified",
            xaxis=_time_axis(chart, times, zone),
            yaxis=value_axis(chart, max(values(chart))),
        ),
    }


def _line(chart: Chart, name: str, position: int, zone: ZoneInfo) -> dict[str, Any]:
    rows = [
        row for row in chart.rows if not chart.series or word(row.get(chart.series), zone) == name
    ]
    times = [local_time(row[chart.x], zone) for row in rows]
    amounts = [said(chart, row.get(chart.y)) for row in rows]
    label = name or chart.y_label or chart.title
    colour = row_color(chart, rows[0], position)
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(rows) <= MARKED_POINTS else "lines",
        "name": escaped(label),
        "x": [t.isoformat() for t in times],
        "y": [row.get(chart.y) for row in rows],
        "connectgaps": False,
        "line": {"color": colour, "width": 2, "dash": DASHES[position % len(DASHES)]},
        "marker": {"color": colour, "size": 6, "symbol": SYMBOLS[position % len(SYMBOLS)]},
        "hovertext": [escaped(f"{label}: {y}") for y in amounts],
        "hoverinfo": "x+text",
        "customdata": [
            f"{label}, {said_time(t)}: {y}" for t, y in zip(times, amounts, strict=True)
        ],
    }


def _time_axis(chart: Chart, times: list[datetime], zone: ZoneInfo) -> dict[str, Any]:
    by_day = whole_days(times)
    label = time_label(chart, times)
    axis: dict[str, Any] = {
        "type": "date",
        "title": {"text": escaped(f"{label} ({zone.key})"), "standoff": 8},
        "hoverformat": DAY_FORMAT if by_day else HOUR_FORMAT,
        "tickformatstops": [
            {"dtickrange": [None, HOUR - 1], "value": "%-I:%M %p\n%b %-d"},
            {"dtickrange": [HOUR, 12 * HOUR], "value": "%-I %p\n%b %-d"},
            {"dtickrange": ["M1", "M6"], "value": "%b\n%Y"},
        ],
        "fixedrange": True,
        "spikecolor": color("edge"),
        "spikethickness": 1,
        "spikedash": "solid",
        "nticks": 8,
    }
    first, last = min(times), max(times)
    if first == last:  # Plotly would zoom in to thousandths of a second
        step = timedelta(days=1) if by_day else timedelta(hours=1)
        axis |= {"range": [(first - step).isoformat(), (last + step).isoformat()]}
        axis |= {"tickvals": [first.isoformat()], "ticktext": [said_time(first)]}
    elif by_day and last - first <= timedelta(days=8):
        axis |= {"dtick": 86_400_000, "tickformat": "%b %-d"}
    return axis


DRAWING = ChartDrawing(ChartKind.LINES, draw)

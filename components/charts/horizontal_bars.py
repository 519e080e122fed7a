"""How are counts by category drawn as lying bars, for long names or many of them?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from components.chart_canvas import (
    ChartDrawing,
    Figure,
    category_axis,
    escaped,
    layout,
    one_or_each,
    pattern,
    row_color,
    said,
    stacks,
    value_axis,
    values,
    word,
)
from data.report import Chart, ChartKind

BAR_HEIGHT = 30  # pixels, gap included
FRAME_HEIGHT = 84


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One bar a row, the first on top, each with its value at its end; or of segments."""
    if chart.series:
        return _stacked(chart, zone)
    words = [word(row.get(chart.x), zone) for row in chart.rows]
    amounts = [row.get(chart.y) for row in chart.rows]
    spoken = [f"{w}: {said(chart, y)}" for w, y in zip(words, amounts, strict=True)]
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": amounts,
        "y": words,
        "text": [said(chart, y) for y in amounts],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [escaped(s) for s in spoken],
        "hoverinfo": "text",
        "customdata": spoken,
        "marker": {"color": one_or_each([row_color(chart, row, 0) for row in chart.rows])},
    }
    if chart.pattern:
        shapes = [pattern(row.get(chart.pattern) or 0)["shape"] for row in chart.rows]
        trace["marker"]["pattern"] = {**pattern(0), "shape": shapes}
    names = list(dict.fromkeys(words))
    return {
        "data": [trace],
        "layout": layout(
            chart,
            height=FRAME_HEIGHT + BAR_HEIGHT * len(names),
            margin={"l": 8, "r": 48, "t": 8, "b": 8},
            bargap=0.3,
            barmode="stack",
            xaxis=value_axis(chart, max(values(chart)), nticks=4),
            yaxis=category_axis(names, chart.x_label, autorange="reversed", ticklabelstandoff=6),
        ),
    }


def _stacked(chart: Chart, zone: ZoneInfo) -> Figure:
    """One bar a category, one segment a series."""
    names, totals = stacks(chart, zone)
    categories = list(totals)
    return {
        "data": [_segment(chart, name, n, zone) for n, name in enumerate(names)],
        "layout": layout(
            chart,
            height=FRAME_HEIGHT + BAR_HEIGHT * len(categories),
            margin={"l": 8, "r": 24, "t": 8, "b": 8},
            bargap=0.3,
            barmode="stack",
            xaxis=value_axis(chart, max(totals.values()), nticks=5),
            yaxis=category_axis(
                categories, chart.x_label, autorange="reversed", ticklabelstandoff=6
            ),
        ),
    }


def _segment(chart: Chart, name: str, position: int, zone: ZoneInfo) -> dict[str, Any]:
    rows = [row for row in chart.rows if word(row.get(chart.series), zone) == name]
    words = [word(row.get(chart.x), zone) for row in rows]
    spoken = [
        f"{w} · {name}: {said(chart, row.get(chart.y))}" for w, row in zip(words, rows, strict=True)
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": escaped(name),
        "x": [row.get(chart.y) for row in rows],
        "y": words,
        "hovertext": [escaped(s) for s in spoken],
        "hoverinfo": "text",
        "customdata": spoken,
        "marker": {
            "color": [row_color(chart, row, position) for row in rows],
            "pattern": pattern(position),
        },
    }


DRAWING = ChartDrawing(ChartKind.HORIZONTAL_BARS, draw)

"""How are counts by category drawn as upright bars?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from components.chart_canvas import (
    FEW_BARS,
    ChartDrawing,
    Figure,
    category_axis,
    escaped,
    gap,
    layout,
    row_color,
    said,
    value_axis,
    values,
    word,
)
from data.report import Chart, ChartKind


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One bar a row, in the given order, its value above it while there is room."""
    words = [word(row.get(chart.x), zone) for row in chart.rows]
    amounts = [row.get(chart.y) for row in chart.rows]
    spoken = [f"{w}: {said(chart, y)}" for w, y in zip(words, amounts, strict=True)]
    few = len(words) <= FEW_BARS
    trace = {
        "type": "bar",
        "x": words,
        "y": amounts,
        "text": [said(chart, y) for y in amounts] if few else None,
        "textposition": "outside" if few else "none",
        "textangle": 0,
        "cliponaxis": False,
        "hovertext": [escaped(s) for s in spoken],
        "hoverinfo": "text",
        "customdata": spoken,
        "marker": {"color": [row_color(chart, row, 0) for row in chart.rows]},
    }
    return {
        "data": [trace],
        "layout": layout(
            chart,
            bargap=gap(words),
            barmode="stack",  # two rows of one name stand on each other; "group" would hide one
            xaxis=category_axis(list(dict.fromkeys(words)), chart.x_label),
            yaxis=value_axis(chart, max(values(chart))),
        ),
    }


DRAWING = ChartDrawing(ChartKind.BARS, draw)

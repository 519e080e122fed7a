"""How are counts by category drawn as lying bars, for long names or many of them?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from components.chart_canvas import (
    ChartDrawing,
    Figure,
    category_axis,
    escaped,
    layout,
    row_color,
    said,
    value_axis,
    values,
    word,
)
from data.report import Chart, ChartKind

BAR_HEIGHT = 30  # pixels, gap included
FRAME_HEIGHT = 84


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One bar a row, the first on top, each with its value at its end."""
    words = [word(row.get(chart.x), zone) for row in chart.rows]
    amounts = [row.get(chart.y) for row in chart.rows]
    spoken = [f"{w}: {said(chart, y)}" for w, y in zip(words, amounts, strict=True)]
    trace = {
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
        "marker": {"color": [row_color(chart, row, 0) for row in chart.rows]},
    }
    names = list(dict.fromkeys(words))
    return {
        "data": [trace],
        "layout": layout(
            chart,
            height=FRAME_HEIGHT + BAR_HEIGHT * len(names),
            margin={"l": 8, "r": 48, "t": 8, "b": 8},
            bargap=0.3,
            barmode="stack",
            xaxis=value_axis(chart, max(values(chart)), nticks=5),
            yaxis=category_axis(names, chart.x_label, autorange="reversed", ticklabelstandoff=6),
        ),
    }


DRAWING = ChartDrawing(ChartKind.HORIZONTAL_BARS, draw)

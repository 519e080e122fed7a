"""How are the parts of a whole drawn as a ring, with the whole in the middle?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from components.chart_canvas import (
    ChartDrawing,
    Figure,
    escaped,
    layout,
    pattern,
    row_color,
    said,
    word,
)
from components.charts import horizontal_bars
from components.theme import color
from data.report import Chart, ChartKind
from data.vocabulary.formats import share

MOST_SLICES = 5


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One slice a row; more than five can't be told apart in a ring and are drawn as bars."""
    if len(chart.rows) > MOST_SLICES:
        return horizontal_bars.draw(chart, zone)
    words = [word(row.get(chart.x), zone) for row in chart.rows]
    amounts = [row.get(chart.y) or 0 for row in chart.rows]
    total = sum(amounts)
    parts = [share(y / total) for y in amounts]
    spoken = [f"{w}: {said(chart, y)} ({p})" for w, y, p in zip(words, amounts, parts, strict=True)]
    ring = {
        "type": "pie",
        "hole": 0.64,
        "labels": [escaped(w) for w in words],
        "values": amounts,
        "sort": False,
        "direction": "clockwise",
        "text": parts,
        "textinfo": "text",
        "textposition": "outside",
        "automargin": True,
        "hovertext": [escaped(s) for s in spoken],
        "hoverinfo": "text",
        "customdata": spoken,
        "marker": {
            "colors": [row_color(chart, row, n) for n, row in enumerate(chart.rows)],
            "pattern": {
                **pattern(0),
                "shape": [pattern(n)["shape"] for n in range(len(words))],
            },
            "line": {"color": color("surface"), "width": 2},
        },
    }
    middle = {
        "text": f"<b>{escaped(said(chart, total))}</b><br>{escaped(chart.y_label or 'Total')}",
        "font": {"size": 16, "color": color("text")},
        "showarrow": False,
        "x": 0.5,
        "y": 0.5,
    }
    return {
        "data": [ring],
        "layout": layout(chart, annotations=[middle], margin={"l": 24, "r": 24, "t": 24, "b": 24}),
    }


DRAWING = ChartDrawing(ChartKind.DONUT, draw)

"""How are bars drawn that are made up of segments, as in "Messages by Status" (F097)?"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from components.chart_canvas import (
    FEW_BARS,
    ChartDrawing,
    Figure,
    category_axis,
    escaped,
    gap,
    layout,
    one_or_each,
    pattern,
    row_color,
    said,
    stacks,
    ticks,
    value_axis,
    word,
)
from data.report import Chart, ChartKind

MOST_TICKS = 8  # on an axis of many bars


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One bar a category, one segment a series; above each its total, where there is room."""
    names, totals = stacks(chart, zone)
    categories = list(totals)
    same_color: dict[str, int] = defaultdict(int)
    segments = [_segment(chart, name, n, same_color, zone) for n, name in enumerate(names)]
    return {
        "data": [*segments, *([_totals(chart, totals)] if len(totals) <= FEW_BARS else [])],
        "layout": layout(
            chart,
            bargap=gap(categories),
            barmode="stack",
            xaxis=category_axis(categories, chart.x_label, **_fewer_ticks(categories)),
            yaxis=value_axis(chart, max(totals.values())),
        ),
    }


def _fewer_ticks(categories: list[str]) -> dict[str, Any]:
    """Names for every second, third … of many categories, which would stand across one another."""
    if len(categories) <= FEW_BARS:
        return {}
    named = categories[:: -(-len(categories) // MOST_TICKS)]
    return {"tickvals": named, "ticktext": ticks(named)}


def _segment(
    chart: Chart, name: str, position: int, same_color: dict[str, int], zone: ZoneInfo
) -> dict[str, Any]:
    rows = [row for row in chart.rows if word(row.get(chart.series), zone) == name]
    colors_used = [row_color(chart, row, position) for row in rows]
    spoken = [
        f"{word(row.get(chart.x), zone)} · {name}: {said(chart, row.get(chart.y))}" for row in rows
    ]
    # Segments of one category share its colour, so each takes the next pattern of that colour.
    shape = pattern(same_color[colors_used[0]] if chart.color else position)
    same_color[colors_used[0]] += 1
    return {
        "type": "bar",
        "name": escaped(name),
        "x": [word(row.get(chart.x), zone) for row in rows],
        "y": [row.get(chart.y) for row in rows],
        "hovertext": [escaped(s) for s in spoken],
        "hoverinfo": "text",
        "customdata": spoken,
        "marker": {"color": one_or_each(colors_used), "pattern": shape},
    }


def _totals(chart: Chart, totals: dict[str, int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(totals),
        "y": list(totals.values()),
        "text": [said(chart, total) for total in totals.values()],
        "textposition": "top center",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


DRAWING = ChartDrawing(ChartKind.STACKED_BARS, draw)

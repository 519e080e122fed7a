"""How are counts at places drawn on a map of the world?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any
from zoneinfo import ZoneInfo

from components.chart_canvas import ChartDrawing, Figure, escaped, layout, said, word
from components.land import outlines
from components.theme import color
from data.report import Chart, ChartKind

MAP_HEIGHT = 400
LARGEST, SMALLEST = 44, 7  # diameters in pixels
LEAST_WIDTH, LEAST_HEIGHT = 40.0, 24.0  # degrees; closer in, the outlines are too coarse
# Where people live; the ice beyond needs room only when there is something on it.
_WORLD = ((-180.0, 180.0), (-58.0, 84.0))


def draw(chart: Chart, zone: ZoneInfo) -> Figure:
    """One circle a row, its area by count and the large ones below; as near as the rows allow."""
    rows = sorted(chart.rows, key=lambda row: -(row.get(chart.y) or 0))
    amounts = [row.get(chart.y) or 0 for row in rows]
    spoken = [f"{word(row.get(chart.x), zone)}: {said(chart, row.get(chart.y))}" for row in rows]
    most = max(amounts)
    east, north = _extent(rows)
    circles = {
        "type": "scatter",
        "mode": "markers",
        "x": [row["longitude"] for row in rows],
        "y": [row["latitude"] for row in rows],
        "hovertext": [escaped(s) for s in spoken],
        "hoverinfo": "text",
        "customdata": spoken,
        "cliponaxis": False,
        "marker": {
            "color": color("series-1"),
            "opacity": [0.4 + 0.45 * n / most for n in amounts],
            "size": amounts,
            "sizemode": "area",
            "sizeref": 2 * most / LARGEST**2,
            "sizemin": SMALLEST / 2,
            "line": {"color": color("series-1"), "width": 1.5},
        },
    }
    axis = {"fixedrange": True, "visible": False, "rangemode": "normal"}
    return {
        "data": [circles],
        "layout": layout(
            chart,
            height=MAP_HEIGHT,
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
            xaxis={**axis, "range": list(east)},
            yaxis={
                **axis,
                "range": list(north),
                "scaleanchor": "x",
                "scaleratio": _stretch(north),
            },
            shapes=list(_ground()),
        ),
    }


def _ground() -> Iterable[dict[str, Any]]:
    common = {"type": "path", "xref": "x", "yref": "y", "layer": "below"}
    paths = outlines()
    yield {
        **common,
        "path": paths["land"],
        "fillcolor": color("grid"),
        "line": {"color": color("edge"), "width": 0.5},
    }
    yield {**common, "path": paths["borders"], "line": {"color": color("edge"), "width": 0.5}}


def _extent(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[float, float], tuple[float, float]]:
    """West to east and south to north, around all rows; the world where they lie all over it."""
    east = _span([row["longitude"] for row in rows], LEAST_WIDTH)
    north = _span([row["latitude"] for row in rows], LEAST_HEIGHT)
    if east[1] - east[0] < 180:
        return east, north
    low, high = _WORLD[1]
    return _WORLD[0], (min(low, north[0]), max(high, north[1]))


def _span(degrees: Sequence[float], least: float) -> tuple[float, float]:
    low, high = min(degrees), max(degrees)
    half = max((high - low) * 1.3, least) / 2
    return (low + high) / 2 - half, (low + high) / 2 + half


def _stretch(north: tuple[float, float]) -> float:
    """How much taller than wide a degree is here; in a picture of the world they are equal."""
    if north[1] - north[0] > 90:
        return 1.0
    return round(1 / cos(radians(min(abs(sum(north) / 2), 65))), 3)


DRAWING = ChartDrawing(ChartKind.MAP, draw)

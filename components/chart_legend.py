"""Which colour and pattern is which, in words and at most two lines?"""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import Any

from dash import html

from components.chart_canvas import PATTERNS, Figure
from components.markup import written

MOST_ENTRIES = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One colour with its pattern; `value` orders what stays when there are too many."""

    name: str
    color: str
    shape: str
    value: float
    line: bool = False


def entries(figure: Figure) -> list[Entry]:
    """What the figure's colours stand for; nothing where a single colour says nothing."""
    traces = [t for t in figure["data"] if t.get("hoverinfo") != "skip"]
    if traces[0]["type"] == "pie":
        return _slices(traces[0])
    if len(traces) < 2:
        return []
    return [_series(trace) for trace in traces]


def _slices(pie: dict[str, Any]) -> list[Entry]:
    marker = pie["marker"]
    return [
        Entry(unescape(label), color, shape, value)
        for label, color, shape, value in zip(
            pie["labels"], marker["colors"], marker["pattern"]["shape"], pie["values"], strict=True
        )
    ]


def _series(trace: dict[str, Any]) -> Entry:
    amounts = trace["x" if trace.get("orientation") == "h" else "y"]
    total = sum(amount for amount in amounts if amount is not None)
    name = unescape(trace["name"])
    if trace["type"] == "scatter":
        return Entry(name, trace["line"]["color"], trace["line"]["dash"], total, line=True)
    marker = trace["marker"]
    colors = marker["color"]
    color = colors if isinstance(colors, str) else colors[0]
    return Entry(name, color, marker["pattern"]["shape"], total)


def legend(figure: Figure) -> html.Ul | None:
    """The legend of a figure; beyond six entries the largest stay and the rest is counted."""
    found = entries(figure)
    if not found:
        return None
    kept = found
    if len(found) > MOST_ENTRIES:
        largest = sorted(found, key=lambda e: e.value, reverse=True)[: MOST_ENTRIES - 1]
        kept = [entry for entry in found if entry in largest]
    items = [html.Li([_swatch(entry), html.Bdi(entry.name)]) for entry in kept]
    if len(kept) < len(found):
        items.append(html.Li(f"and {len(found) - len(kept)} more, in the table"))
    return written(html.Ul, items, className="legend", **{"aria-label": "Legend"})


def _swatch(entry: Entry) -> html.Span:
    if entry.line:
        style = {"borderTopColor": entry.color, "borderTopStyle": _border(entry.shape)}
        return html.Span(className="swatch swatch-line", style=style)
    kind = PATTERNS.index(entry.shape)
    return html.Span(
        className=f"swatch swatch-{kind}",
        style={"backgroundColor": entry.color},
        **{"aria-hidden": "true"},
    )


def _border(dash: str) -> str:
    if dash == "solid":
        return "solid"
    return "dotted" if dash == "dot" else "dashed"

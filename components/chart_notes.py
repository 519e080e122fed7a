"""How do notes stand on a chart over time: a numbered mark, its words, and a list below?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.chart_canvas import Figure, escaped, local_time, word
from components.theme import color
from data.report import NOTE, Chart, ChartKind, Note

_ROOM = 26  # pixels above the plot, for the numbers


def with_notes(figure: Figure, chart: Chart, zone: ZoneInfo) -> Figure:
    """The drawing with a mark for each note, which its marks' words tell as well."""
    if not chart.notes:
        return figure
    layout = figure["layout"]
    margin = {**layout["margin"], "t": max(layout["margin"]["t"], _ROOM)}
    shapes, labels = [], []
    for note in chart.notes:
        first, last, middle = _place(note, chart, zone)
        shapes.append(_shape(first, last))
        labels.append(_label(note, middle))
    return {
        **figure,
        "data": [_told(trace, chart, zone) for trace in figure["data"]],
        "layout": {
            **layout,
            "margin": margin,
            "shapes": [*layout.get("shapes", ()), *shapes],
            "annotations": [*layout.get("annotations", ()), *labels],
        },
    }


def _place(note: Note, chart: Chart, zone: ZoneInfo) -> tuple[Any, Any, Any]:
    """From where to where a note's mark goes on the axis, and where its number stands."""
    if chart.kind is ChartKind.LINES:
        start = local_time(note.start, zone)
        # A day's points stand at its midnight, so the last day's point is where a span ends.
        end = max(start, local_time(note.end, zone) - timedelta(days=1))
        return start.isoformat(), end.isoformat(), start.isoformat()
    bars = _bars(note, chart, zone)
    first, last = bars[0], bars[-1]
    if first == last:
        return first, first, first
    return first - 0.5, last + 0.5, first


def _bars(note: Note, chart: Chart, zone: ZoneInfo) -> list[int]:
    """The places of the bars that a note is about, counted from 0."""
    mark = f"{note.number}: "
    found: dict[str, bool] = {}
    for row in chart.rows:
        said = row.get(NOTE) or ""
        here = said.startswith(mark) or f"; {mark}" in said
        found[word(row.get(chart.x), zone)] = here
    return [place for place, here in enumerate(found.values()) if here] or [0]


def _shape(first: Any, last: Any) -> dict[str, Any]:
    line = {"color": color("muted"), "width": 1, "dash": "dot"}
    common = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "above"}
    if first == last:
        return {**common, "type": "line", "x0": first, "x1": last, "line": line}
    return {
        **common,
        "type": "rect",
        "x0": first,
        "x1": last,
        "fillcolor": color("muted"),
        "opacity": 0.14,
        "line": {"width": 0},
        "layer": "below",
    }


def _label(note: Note, x: Any) -> dict[str, Any]:
    return {
        "x": x,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "showarrow": False,
        "text": str(note.number),
        "hovertext": escaped(f"{note.when}: {note.text}"),
        "captureevents": True,
        "font": {"size": 11, "color": color("text")},
        "bgcolor": color("surface"),
        "bordercolor": color("edge"),
        "borderwidth": 1,
        "borderpad": 2,
    }


def _told(trace: dict[str, Any], chart: Chart, zone: ZoneInfo) -> dict[str, Any]:
    """A trace whose marks' words, which the arrow keys read out, tell the notes of their time."""
    if "customdata" not in trace:
        return trace
    said = {_x(row, chart, zone): row[NOTE] for row in chart.rows if row.get(NOTE)}
    words = [
        f"{text}. Note {said[x]}" if x in said else text
        for x, text in zip(trace["x"], trace["customdata"], strict=True)
    ]
    return {**trace, "customdata": words}


def _x(row: dict[str, Any], chart: Chart, zone: ZoneInfo) -> str:
    if chart.kind is ChartKind.LINES:
        return local_time(row[chart.x], zone).isoformat()
    return word(row.get(chart.x), zone)


def note_list(chart: Chart) -> list[Component]:
    """The notes below a chart, by their numbers, and the way to write one."""
    if not is_over_time(chart):
        return []
    items = [_item(note) for note in chart.notes]
    listed = [html.Ol(items, className="chart-notes", **{"aria-label": "Notes"})] if items else []
    # assets/telling.js says from where it comes, so that the form leads back.
    add = html.A(
        "Add note",
        href="/settings/annotations/new",
        className="note-add",
        **{"data-add-note": "", "aria-label": f"Add note to {chart.title}"},
    )
    return [html.Div([*listed, add], className="chart-foot")]


def is_over_time(chart: Chart) -> bool:
    """Whether notes can stand on it."""
    return bool(chart.notes) or (
        chart.kind in (ChartKind.LINES, ChartKind.STACKED_BARS)
        and not chart.grid
        and any(chart.time(row) for row in chart.rows)
    )


def _item(note: Note) -> Component:
    who = f" ({note.who})" if note.who else ""
    return html.Li(
        [html.Span(f"{note.when}: ", className="note-when"), html.Bdi(note.text), who],
        value=note.number,
    )

"""How are counts by weekday and part of day drawn, so that the busiest can be read off?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from components.chart_canvas import distinct, said, title_of, word
from data.report import Chart

LEVELS = 5  # shades; beside each stands its number, so nobody needs to tell them apart


def day_part_grid(chart: Chart, zone: ZoneInfo) -> html.Div:
    """A table with a row for each `x`, a column for each `series`, and shaded counts in it.

    The largest count carries the word "Most"; several that are equally large all do. Needs at
    least one count above zero.
    """
    rows = distinct(word(row.get(chart.x), zone) for row in chart.rows)
    columns = distinct(word(row.get(chart.series), zone) for row in chart.rows)
    counts = {
        (word(row.get(chart.x), zone), word(row.get(chart.series), zone)): row.get(chart.y) or 0
        for row in chart.rows
    }
    most = max(counts.values())
    label = chart.x_label or title_of(chart.x)
    return html.Div(
        html.Table(
            [
                html.Caption(chart.title, className="visually-hidden"),
                html.Thead(
                    html.Tr(
                        [html.Th(label, scope="col"), *(html.Th(c, scope="col") for c in columns)]
                    )
                ),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(row, scope="row"),
                                *(_cell(chart, counts.get((row, c), 0), most) for c in columns),
                            ]
                        )
                        for row in rows
                    ]
                ),
            ],
            className="day-parts",
        ),
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": f"{chart.title}, scrolls sideways"},
    )


def _cell(chart: Chart, count: float, most: float) -> html.Td:
    """One count; level 0 is none, and every other count has a shade."""
    level = 0 if count <= 0 else max(1, -(-count * LEVELS // most))
    text: list[Any] = [said(chart, count)]
    if count == most:
        text.append(html.Span(" Most", className="day-part-most"))
    return html.Td(
        text, className="num most" if count == most else "num", **{"data-level": f"{level:.0f}"}
    )

"""How are counts by weekday and part of day drawn, so that the busiest can be read off?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from components.chart_canvas import distinct, said, title_of, word
from components.markup import written
from data.report import Chart

LEVELS = 5  # shades; beside each stands its number, so nobody needs to tell them apart


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by row and column, both in the order of their first appearance."""

    rows: list[str]
    columns: list[str]
    counts: Mapping[tuple[str, str], float]

    @property
    def most(self) -> float:
        """The largest count."""
        return max(self.counts.values())

    def count(self, row: str, column: str) -> float:
        """One count, 0 where nothing is known."""
        return self.counts.get((row, column), 0)

    def level(self, count: float) -> int:
        """Level 0 is none, and every other count has a shade, from 1 to LEVELS."""
        return 0 if count <= 0 else max(1, int(-(-count * LEVELS // self.most)))


def grid_of(chart: Chart, zone: ZoneInfo) -> Grid:
    """The counts of a chart, `x` by `series`."""
    return Grid(
        distinct(word(row.get(chart.x), zone) for row in chart.rows),
        distinct(word(row.get(chart.series), zone) for row in chart.rows),
        {
            (word(row.get(chart.x), zone), word(row.get(chart.series), zone)): row.get(chart.y) or 0
            for row in chart.rows
        },
    )


def day_part_grid(chart: Chart, zone: ZoneInfo) -> html.Div:
    """A table with a row for each `x`, a column for each `series`, and shaded counts in it.

    The largest count carries the word "Most"; several that are equally large all do. Needs at
    least one count above zero.
    """
    grid = grid_of(chart, zone)
    label = chart.x_label or title_of(chart.x)
    return html.Div(
        html.Table(
            [
                html.Caption(chart.title, className="visually-hidden"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(label, scope="col"),
                            *(html.Th(c, scope="col") for c in grid.columns),
                        ]
                    )
                ),
                written(
                    html.Tbody,
                    [
                        html.Tr(
                            [
                                html.Th(row, scope="row"),
                                *(_cell(chart, grid, grid.count(row, c)) for c in grid.columns),
                            ]
                        )
                        for row in grid.rows
                    ],
                ),
            ],
            className="day-parts",
        ),
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": f"{chart.title}, scrolls sideways"},
    )


def _cell(chart: Chart, grid: Grid, count: float) -> html.Td:
    text: list[Any] = [said(chart, count)]
    if count == grid.most:
        text.append(html.Span(" Most", className="day-part-most"))
    return html.Td(
        text,
        className="num most" if count == grid.most else "num",
        **{"data-level": str(grid.level(count))},
    )

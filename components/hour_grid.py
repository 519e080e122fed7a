"""How are numbers by weekday and hour drawn, so that the busiest hour can be seen and followed?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import html

from components.chart_canvas import distinct, said
from components.markup import written
from data.report import Chart
from data.vocabulary.formats import Unit

LEVELS = 6  # shades; in each cell stands its number, so nobody needs to tell them apart
# The address of what a cell counts, from its row.
CellLink = Callable[[Mapping[str, Any]], str]


def hour_grid(chart: Chart, link: CellLink, *, few: str = "", least: int = 0) -> html.Div:
    """A table with a row for each `x` and a column for each `series`, every cell a link.

    `few` is the row field with the number that a share is of: below `least` it is shown without a
    shade, since it says little. Needs at least one value above zero.
    """
    columns = distinct(str(row[chart.series]) for row in chart.rows)
    names = distinct(str(row[chart.x]) for row in chart.rows)
    cells = {(str(row[chart.x]), str(row[chart.series])): row for row in chart.rows}
    sure = [row for row in chart.rows if not few or (row.get(few) or 0) >= least]
    most = max((row[chart.y] or 0 for row in sure), default=0)
    return html.Div(
        html.Table(
            [
                html.Caption(chart.title, className="visually-hidden"),
                html.Thead(html.Tr([html.Td(), *(html.Th(c, scope="col") for c in columns)])),
                written(
                    html.Tbody,
                    [
                        html.Tr(
                            [
                                html.Th(name, scope="row"),
                                *(
                                    _cell(chart, cells[name, c], most, link, sure=sure)
                                    for c in columns
                                ),
                            ]
                        )
                        for name in names
                    ],
                ),
            ],
            className="hour-grid",
        ),
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": f"{chart.title}, scrolls sideways"},
    )


def _cell(
    chart: Chart,
    row: Mapping[str, Any],
    most: float,
    link: CellLink,
    *,
    sure: list[dict[str, Any]],
) -> html.Td:
    amount = row[chart.y]
    level = -(-amount * LEVELS // most) if amount and most and row in sure else 0
    if not amount:
        return html.Td("0" if amount == 0 else "–", className="nothing")
    words = f"{row[chart.x]}, {row[chart.series]}: {said(chart, amount)}"
    return html.Td(
        html.A(
            short(amount, chart.unit),
            href=link(row),
            title=words,
            id=f"{chart.key}-{row[chart.x]}-{row[chart.series]}".replace(" ", "-").lower(),
            **{"data-route": "", "aria-label": words},
        ),
        className="most" if amount == most and row in sure else "",
        **{"data-level": f"{min(level, LEVELS):.0f}"},
    )


def short(amount: float, unit: Unit) -> str:
    """A value of three or four letters: "874", "2.4k", "12k", "1.3M"; shares in whole percent."""
    if unit is Unit.SHARE:
        return f"{amount * 100:.0f}" if amount >= 0.0095 else f"{amount * 100:.1f}"
    for size, letter in ((1_000_000, "M"), (1000, "k")):
        if amount >= size * 0.9995:  # what would be rounded up to it
            scaled = amount / size
            return f"{scaled:.1f}{letter}" if scaled < 9.95 else f"{scaled:.0f}{letter}"
    return f"{amount:.0f}"

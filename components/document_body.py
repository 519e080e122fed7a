"""What stands in a document, on paper and in a file alike: cover, sections, definitions?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component

from components.chart_frame import as_table
from components.chart_legend import legend
from components.data_table import plain_table
from components.day_part_grid import day_part_grid
from components.kpi_tile import kpi_tile
from components.tab_body import fact_list
from data.document import Document, Section
from data.metric import Metric
from data.metrics import METRICS
from data.report import Chart, Table
from data.vocabulary.formats import number

# Draws a chart's marks, in the given section, or nothing where there are none.
Plot = Callable[[Section, Chart], Any]
MANY_COLUMNS = 7


def cover(document: Document) -> Component:
    """What it is, of what and as of when, and what is in it."""
    entries = [
        *((section.key, section.heading) for section in document.sections),
        *((("definitions", "What the numbers mean"),) if document.metrics else ()),
    ]
    return html.Header(
        [
            html.P(document.kind, className="document-kind"),
            html.H1(document.title),
            fact_list(document.facts),
            *_notices(document.notices),
            html.Nav(
                html.Ol([html.Li(html.A(label, href=f"#{key}")) for key, label in entries]),
                className="document-contents",
                **{"aria-label": "Contents"},
            ),
        ],
        className="document-cover",
    )


def section_body(section: Section, plot: Plot, *, twins: bool) -> Component:
    """A section with its notices, tiles, charts, facts and tables, in this order.

    With `twins` the table behind each chart is there as well.
    """
    numbers = section.numbers
    return html.Section(
        [
            html.H2(section.heading, id=section.key),
            *(html.P(line, className="document-about") for line in section.about),
            *_notices(numbers.notices),
            _tiles(section, explain=twins),
            *(_chart(section, chart, plot, twins) for chart in numbers.charts),
            fact_list(numbers.facts),
            *(_table(section, table) for table in numbers.tables),
        ],
        className="document-section",
        **{"data-section": section.key},
    )


def definitions(metrics: tuple[Metric, ...]) -> Component | None:
    """Every number's definition; None where there are no metrics."""
    if not metrics:
        return None
    return html.Section(
        [
            html.H2("What the numbers mean", id="definitions"),
            html.Dl([html.Div(_meaning(metric)) for metric in metrics], className="meanings"),
        ],
        className="document-section",
    )


def _meaning(metric: Metric) -> list[Component]:
    told = [html.Dd(metric.definition), html.Dd(f"Formula: {metric.formula}")]
    if metric.exclusions:
        told.append(html.Dd(f"Left out: {metric.exclusions}"))
    return [html.Dt(metric.label), *told]


def _notices(notices: tuple[str, ...]) -> list[Component]:
    return [html.P(notice, className="notice") for notice in notices]


def _tiles(section: Section, *, explain: bool) -> Component | None:
    numbers = section.numbers
    if not numbers.kpis:
        return None
    tiles = [
        kpi_tile(kpi, section.zone, numbers.as_of, metric=METRICS.get(kpi.key))
        for kpi in numbers.kpis
    ]
    return html.Div(tiles, className="kpis" if explain else "kpis unexplained")


def _chart(section: Section, chart: Chart, plot: Plot, twins: bool) -> Component:
    drawn = plot(section, chart)
    rows = as_table(chart, section.zone)
    twin = html.Details(
        [
            html.Summary("View as table", className="part-button"),
            html.Div(plain_table(rows, section.zone), className="table-scroll", tabIndex=0),
        ],
        className="document-twin",
    )
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.H3(chart.title, className="part-title"),
                    html.P(chart.summary, className="chart-summary"),
                ]
            ),
            drawn,
            twin if twins and chart.rows else None,
        ],
        className="chart",
        **{"aria-label": chart.title, "data-chart": chart.key},
    )


def grid_or_legend(section: Section, chart: Chart, figure: dict[str, Any] | None) -> Component:
    """What of a chart is HTML rather than drawn: the shaded table, or the legend of the marks."""
    if figure is None:
        return html.P("There is nothing to draw.", className="part-empty")
    return day_part_grid(chart, section.zone) if chart.grid else legend(figure)


def _table(section: Section, table: Table) -> Component:
    here, there = len(table.rows), table.total
    told = f"{number(here)} of {number(there)} rows"
    where = section.rest.get(table.key)
    more = [" · all of them are at ", html.Span(where, className="document-link")] if where else []
    wide = "data-table wide" if len(table.columns) > MANY_COLUMNS else "data-table"
    body = (
        [
            html.Div(plain_table(table, section.zone), className="table-scroll", tabIndex=0),
            html.P([told, *more], className="pager"),
        ]
        if there
        else [html.P("There are no rows.", className="part-empty")]
    )
    return html.Section(
        [html.H3(table.title, className="part-title"), *body],
        className=wide,
        **{
            "aria-label": table.title,
            "data-table": table.key,
            "data-columns": orjson.dumps([column.key for column in table.columns]).decode(),
        },
    )

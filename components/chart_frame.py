"""How does every chart stand on a page: name, summary, drawing, table twin, menu?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from components.chart_canvas import (
    CONFIG,
    Figure,
    local_time,
    said_time,
    time_label,
    title_of,
    values,
)
from components.chart_legend import legend
from components.charts import DRAWINGS
from components.data_table import plain_table
from components.day_part_grid import day_part_grid
from components.export_menu import CHART_ACTIONS, PIN, MenuItem, export_menu
from data.report import Chart, ChartKind, Column, Table
from data.vocabulary.formats import Unit

HOW_TO_READ = "Arrow keys read the marks one by one, Home and End go to the first and the last."


def figure_of(chart: Chart, zone: ZoneInfo) -> Figure | None:
    """The drawing of `chart`, or None where there is nothing but emptiness or zeros to draw."""
    if not any(values(chart)):
        return None
    return DRAWINGS[chart.kind].draw(chart, zone)


def chart_frame(
    chart: Chart,
    zone: ZoneInfo,
    *,
    period: str = "",
    csv: str = "",
    exports: Sequence[MenuItem] = (),
    actions: Sequence[Any] = (),
    name: str = "",
    address: str = "",
) -> html.Figure:
    """`chart` in its frame.

    `period` says which days it shows and is printed on downloaded pictures beside the time zone.
    `csv` is where its rows can be downloaded, `exports` more entries of its menu, `actions` more
    buttons beside it. `name` is what its ids are made of where the key is there more than once, and
    `address` where its figures stand if that isn't the page's own.
    """
    figure = None if chart.grid else figure_of(chart, zone)
    own_id = f"chart-{name or chart.key}"
    twin = f"{own_id}-table"
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.Div(
                        [
                            html.H3(chart.title, className="part-title"),
                            _buttons(chart, figure, twin, csv, exports, actions),
                        ],
                        className="part-head",
                    ),
                    html.P(chart.summary, className="chart-summary"),
                ]
            ),
            *(_grid(chart, zone) if chart.grid else _drawn(chart, figure, own_id)),
            html.Div(
                plain_table(as_table(chart, zone), zone),
                id=twin,
                hidden=True,
                role="region",
                tabIndex=0,
                className="table-scroll chart-table",
                **{"aria-label": f"{chart.title} as a table"},
            ),
        ],
        id=own_id,
        className="chart",
        **{
            "aria-label": chart.title,
            "data-title": chart.title,
            "data-caption": " · ".join(part for part in (period, zone.key) if part),
            "data-file": chart.key,
            **({"data-address": address} if address else {}),
        },
    )


def _buttons(
    chart: Chart,
    figure: Figure | None,
    twin: str,
    csv: str,
    exports: Sequence[MenuItem],
    actions: Sequence[Any],
) -> html.Div:
    table_button = html.Button(
        "View as table",
        type="button",
        className="part-button",
        disable_n_clicks=True,
        **{"aria-expanded": "false", "aria-controls": twin, "data-toggles": twin},
    )
    pictures = CHART_ACTIONS if figure else ()
    files = (MenuItem("Download CSV", href=csv),) if csv else ()
    menu = export_menu(chart.title, (*pictures, *files, *exports, PIN))
    return html.Div([table_button, menu, *actions], className="part-actions")


def _drawn(chart: Chart, figure: Figure | None, own_id: str) -> list[Any]:
    if figure is None:
        return [html.P(_nothing(chart), className="part-empty")]
    height = figure["layout"]["height"]
    return [
        legend(figure),
        html.Div(
            dcc.Graph(
                id=f"{own_id}-graph",
                figure=figure,
                config=CONFIG,
                responsive=True,
                style={"height": f"{height}px"},
            ),
            className="chart-plot",
            role="application",
            tabIndex=0,
            **{
                "aria-roledescription": "chart",
                "aria-label": f"{chart.title}. {HOW_TO_READ}",
            },
        ),
        html.P(className="visually-hidden chart-said", role="status"),
    ]


def _grid(chart: Chart, zone: ZoneInfo) -> list[Any]:
    if not any(values(chart)):
        return [html.P(_nothing(chart), className="part-empty")]
    return [day_part_grid(chart, zone)]


def _nothing(chart: Chart) -> str:
    if values(chart):
        return (
            f"Everything in {chart.title} is 0 in this period; a chart will show at the first one."
        )
    return f"There is nothing in {chart.title} for this period yet; choose another period or wait."


def as_table(chart: Chart, zone: ZoneInfo) -> Table:
    """The rows of `chart` with the columns that it draws, times being those of `zone`."""
    rows, x_label = chart.rows, chart.x_label or title_of(chart.x)
    if chart.kind is ChartKind.LINES:
        times = [local_time(row[chart.x], zone) for row in rows]
        rows = [{**row, chart.x: said_time(t)} for row, t in zip(rows, times, strict=True)]
        x_label = f"{time_label(chart, times)} ({zone.key})"
    x_unit = Unit.COUNT if chart.kind is ChartKind.ELAPSED else None
    columns = [Column(chart.x, x_label, x_unit)]
    if chart.series:
        columns.append(Column(chart.series, title_of(chart.series)))
    columns.append(Column(chart.y, chart.y_label or title_of(chart.y), chart.unit))
    bounds = (chart.low, chart.high) if chart.low else ()
    columns += [Column(name, title_of(name), chart.unit) for name in bounds]
    return Table(chart.key, chart.title, tuple(columns), rows, len(rows))

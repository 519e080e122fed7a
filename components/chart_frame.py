"""How does every chart stand on a page: name, summary, drawing, table twin, menu?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
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
from components.chart_notes import note_list, with_notes
from components.charts import DRAWINGS
from components.data_table import plain_table
from components.day_part_grid import day_part_grid
from components.definition import definition_panel
from components.export_menu import CHART_ACTIONS, PIN, MenuItem, export_menu, file_items
from data.report import NOTE, Chart, ChartKind, Column, Table
from data.vocabulary.formats import Unit, moment

OWN_HEIGHT = frozenset({ChartKind.HORIZONTAL_BARS, ChartKind.MAP})
HOW_TO_READ = "Arrow keys read the marks one by one, Home and End go to the first and the last."


def figure_of(chart: Chart, zone: ZoneInfo) -> Figure | None:
    """The drawing of `chart`, or None where there is nothing but emptiness or zeros to draw."""
    if not any(values(chart)):
        return None
    return with_notes(DRAWINGS[chart.kind].draw(chart, zone), chart, zone)


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
    as_of: datetime | None = None,
    filters: Sequence[tuple[str, str]] = (),
    fills: bool = False,
) -> html.Figure:
    """`chart` in its frame.

    `period` says which days it shows and is printed on downloaded pictures, with the time zone, the
    other `filters` (label and value) and the moment `as_of` which its figures are counted.
    `csv` is where its rows can be downloaded, `exports` more entries of its menu, `actions` more
    buttons beside it. `name` is what its ids are made of where the key is there more than once, and
    `address` where its figures stand if that isn't the page's own. One that `fills` is as high as
    what it stands in, unless its marks need a height of their own.
    """
    figure = None if chart.grid else figure_of(chart, zone)
    if figure and fills and chart.kind not in OWN_HEIGHT:
        figure = {**figure, "layout": {**figure["layout"], "height": None}}
    own_id = f"chart-{name or chart.key}"
    twin = f"{own_id}-table"
    meaning = definition_panel(chart, zone, as_of, f"{own_id}-about")
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.Div(
                        [
                            html.H3(chart.title, className="part-title"),
                            _buttons(chart, figure, twin, meaning, csv, exports, actions),
                        ],
                        className="part-head",
                    ),
                    html.P(chart.summary, className="chart-summary"),
                ]
            ),
            meaning,
            *(_grid(chart, zone) if chart.grid else _drawn(chart, figure, own_id)),
            *note_list(chart),
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
            "data-file": chart.key,
            **_caption(period, zone, as_of, filters),
            **({"data-address": address} if address else {}),
        },
    )


def _caption(
    period: str, zone: ZoneInfo, as_of: datetime | None, filters: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """What assets/pictures prints under a picture and writes into its file."""
    said = {"data-period": period, "data-zone": zone.key}
    if filters:
        said["data-filters"] = json.dumps([f"{label}: {value}" for label, value in filters])
    if as_of:
        said["data-as-of"] = as_of.astimezone(UTC).isoformat().replace("+00:00", "Z")
        said["data-as-of-said"] = moment(as_of, zone)
    return said


def _buttons(
    chart: Chart,
    figure: Figure | None,
    twin: str,
    meaning: html.Div | None,
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
    pictures = CHART_ACTIONS if figure or (chart.grid and any(values(chart))) else ()
    items = (
        *pictures,
        *(file_items(csv) if csv else ()),
        *exports,
        *((MenuItem("What is this number", toggles=meaning.id),) if meaning else ()),
        PIN,
    )
    menu = export_menu(chart.title, items)
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
                style={"height": f"{height}px" if height else "100%"},
            ),
            className="chart-plot",
            role="application",
            tabIndex=0,
            **{
                "aria-roledescription": "chart",
                "aria-label": f"{chart.title}. {HOW_TO_READ}",
            },
        ),
        _said(),
    ]


def _said() -> html.P:
    """Where a chart says aloud what its keys and its menu did."""
    return html.P(className="visually-hidden chart-said", role="status")


def _grid(chart: Chart, zone: ZoneInfo) -> list[Any]:
    if not any(values(chart)):
        return [html.P(_nothing(chart), className="part-empty")]
    return [day_part_grid(chart, zone), _said()]


def _nothing(chart: Chart) -> str:
    if chart.why:
        return chart.why
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
    columns += [Column(NOTE, "Notes")] if chart.notes else []
    return Table(chart.key, chart.title, tuple(columns), rows, len(rows))

"""How is any tab of a report drawn from its numbers?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from dash import html

from components.chart_frame import chart_frame
from components.data_table import data_table
from components.kpi_tile import kpi_row
from data.metric import Metric
from data.report import TabNumbers
from data.vocabulary.formats import NOTHING

# The address of this tab with other parameters for the table named first.
TableLink = Callable[[str, Mapping[str, str]], str]
# The address of the rows of a chart or table, named by its key, as CSV.
CsvLink = Callable[[str], str]


def tab_body(
    numbers: TabNumbers,
    zone: ZoneInfo,
    *,
    metrics: Mapping[str, Metric],
    period: str = "",
    link: TableLink | None = None,
    csv: CsvLink | None = None,
    filters: Sequence[tuple[str, str]] = (),
) -> html.Div:
    """Notices, tiles, charts, facts and tables, in this order; what a tab lacks takes no room.

    `period` and the other `filters` are told on pictures of the charts.
    """
    parts = (
        _notices(numbers),
        kpi_row(numbers.kpis, zone, numbers.as_of, metrics),
        _charts(numbers, zone, period, csv, filters),
        fact_list(numbers.facts),
        *_tables(numbers, zone, link, csv),
    )
    drawn = [part for part in parts if part is not None]
    if not drawn:
        drawn = [html.P("This tab has nothing to show yet.", className="part-empty")]
    return html.Div(drawn, className="tab-body")


def fact_list(facts: tuple[tuple[str, str], ...]) -> html.Div | None:
    """Labels and values one under the other, as in Campaign Overview; None for no facts."""
    if not facts:
        return None
    rows = [html.Div([html.Dt(label), html.Dd(html.Bdi(v or NOTHING))]) for label, v in facts]
    return html.Div(html.Dl(rows, className="facts long"), className="facts-box")


def _notices(numbers: TabNumbers) -> html.Div | None:
    if not numbers.notices:
        return None
    return html.Div(
        [html.P(notice, className="notice") for notice in numbers.notices],
        role="status",
        className="notices",
    )


def _charts(
    numbers: TabNumbers,
    zone: ZoneInfo,
    period: str,
    csv: CsvLink | None,
    filters: Sequence[tuple[str, str]],
) -> html.Div | None:
    if not numbers.charts:
        return None
    return html.Div(
        [
            chart_frame(
                chart,
                zone,
                period=period,
                csv=csv(chart.key) if csv else "",
                as_of=numbers.as_of,
                filters=filters,
            )
            for chart in numbers.charts
        ],
        className="charts",
    )


def _tables(
    numbers: TabNumbers, zone: ZoneInfo, link: TableLink | None, csv: CsvLink | None
) -> list[html.Section]:
    return [
        data_table(
            table,
            zone,
            link=None if link is None else _link_of(table.key, link),
            csv=csv(table.key) if csv else "",
        )
        for table in numbers.tables
    ]


def _link_of(key: str, link: TableLink) -> Callable[[Mapping[str, str]], str]:
    return lambda params: link(key, params)

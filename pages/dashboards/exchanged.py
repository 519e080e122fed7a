"""How is the Messaging dashboard drawn? (specification 5.1)"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.chart_frame import chart_frame
from components.data_table import data_table
from components.kpi_tile import kpi_row
from data.address import Address
from data.dashboards import COLUMNS, DIRECTIONS
from data.metrics import METRICS
from data.report import TabNumbers
from data.vocabulary.days import days_in_full

OWN = ("sort", "direction")
PATH = "/dashboards/messaging"
DETAILS = f"{PATH}/senders"


def figures(numbers: TabNumbers, address: Address) -> list[Component]:
    """Tiles, the chart by day with its switch, and the table by channel."""
    (chart,), (table,) = numbers.charts, numbers.tables
    drawn = (
        *(html.P(notice, className="notice") for notice in numbers.notices),
        kpi_row(numbers.kpis, address.zone, numbers.as_of, METRICS),
        chart_frame(
            chart,
            address.zone,
            period=days_in_full(address.period),
            as_of=numbers.as_of,
            csv=address.csv(chart.key),
            actions=(_switch(address),),
        ),
        data_table(table, address.zone, link=address.link, csv=address.csv(table.key)),
        dcc.Link(
            ["Message Log of these days", icon("arrow-right")],
            href=address.elsewhere("/logs"),
            className="board-back",
        ),
    )
    return [part for part in drawn if part is not None]


def details_link(address: Address) -> Component:
    """To Traffic by Sender, for the same days (F225)."""
    href = address.elsewhere(DETAILS)
    return dcc.Link(["View Details", icon("arrow-right")], href=href, className="button")


def notices(address: Address) -> tuple[str, ...]:
    """What the address says of order and direction that can't be followed."""
    told = []
    if (way := address.word("direction")) and way not in DIRECTIONS:
        told.append(f"direction=“{way[:40]}” was ignored: there is no such direction.")
    sortable = {column.key for column in COLUMNS if column.sortable}
    if (sort := address.word("sort")) and sort.removeprefix("-") not in sortable:
        told.append(f"sort=“{sort[:40]}” was ignored: the table has no such column.")
    return tuple(told)


def _switch(address: Address) -> Component:
    """Which way the drawn messages went (D-16)."""
    asked = address.word("direction")
    chosen = asked if asked in DIRECTIONS else "outbound"
    links = [
        html.A(
            label,
            id=f"board-direction-{key}",
            href=address.link({"direction": key}),
            className="part-button" + (" strong" if key == chosen else ""),
            **{"data-route": "", **({"aria-current": "true"} if key == chosen else {})},
        )
        for key, label in DIRECTIONS.items()
    ]
    return html.Div(links, role="group", className="switch", **{"aria-label": "Direction"})

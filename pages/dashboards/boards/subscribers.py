"""The Subscribers dashboard: how the main list grows, and who is on which list of a channel."""

from __future__ import annotations

from typing import Any

from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    dcc,
    html,
    no_update,
    set_props,
)
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.chart_frame import chart_frame
from components.data_table import data_table
from components.date_range import period_value, value_id
from components.document_menu import document_menu
from components.follow import follow
from components.kpi_tile import kpi_row
from components.page_head import page_head
from components.schedule_link import schedule_link
from components.shell import AS_OF
from components.wall_link import wall_link
from data.address import Address, Words, read, usual_days
from data.marked import marked
from data.metrics import METRICS
from data.report import TabNumbers
from data.services import Services, services
from data.subscriber_growth import subscriber_growth
from data.vocabulary.days import days_in_full
from pages.dashboards.board import Board
from pages.dashboards.frame import days_filter, stamp

PATH = "/dashboards/subscribers"
LIST = "/settings/subscribers"
SHOW, NAMES, GONE = "subscribers-show", "subscribers-names", "subscribers-gone"
BODY, STAMP, VERSION = "subscribers-body", "subscribers-stamp", "subscribers-version"
POLL, REFRESH, ASKED = "subscribers-poll", "subscribers-refresh", "subscribers-asked"


def layout(words: Words) -> Component:
    """Two figures, the growth by day, and the lists of each channel."""
    now_in = services()
    address = read(PATH, words, (), now_in.zone, now_in.clock())
    numbers, version = _numbers(address, now_in)
    refresh = html.Button(
        [icon("arrow-clockwise"), "Refresh"], id=REFRESH, type="button", className="button"
    )
    manage = dcc.Link(["Manage subscribers", icon("arrow-right")], href=LIST, className="button")
    called = {
        "words": (),
        "usual": period_value(usual_days(numbers.as_of, address.zone)),
        "drops": [],
    }
    notices = [html.P(notice, className="notice") for notice in address.notices]
    return html.Div(
        [
            dcc.Store(id=ASKED, data=dict(words)),
            dcc.Store(id=VERSION, data=version),
            dcc.Store(id=NAMES, data=called),
            dcc.Store(id=GONE),
            follow(POLL, moves=True),
            page_head(
                "Subscribers",
                "Who came to the main list, and who can be written to over which channel.",
                actions=(
                    wall_link("subscribers"),
                    schedule_link(address.link({}), "Subscribers"),
                    document_menu("Subscribers", address.link({})),
                    refresh,
                ),
            ),
            html.Div(
                [days_filter(SHOW, address, numbers.as_of), manage],
                role="group",
                className="filter-bar",
                **{"aria-label": "Filters"},
            ),
            html.Div(notices, className="report-notices", role="status") if notices else None,
            html.P(
                stamp(address, numbers.as_of), id=STAMP, role="status", className="report-stamp"
            ),
            html.Div(
                _body(numbers, address), id=BODY, className="board-body", **{"data-redrawn": ""}
            ),
        ],
        className="board",
    )


def _numbers(address: Address, now_in: Services) -> tuple[TabNumbers, list[int]]:
    view = now_in.lake.view()
    numbers = subscriber_growth(view, now_in.clock(), address.zone, address.period)
    return marked(now_in.engine, numbers, address.zone), list(view.version)


def _body(numbers: TabNumbers, address: Address) -> list[Component]:
    (chart,), (table,) = numbers.charts, numbers.tables
    drawn = (
        kpi_row(numbers.kpis, address.zone, numbers.as_of, METRICS),
        chart_frame(
            chart,
            address.zone,
            period=days_in_full(address.period),
            csv=_csv(address, chart.key),
            as_of=numbers.as_of,
        ),
        data_table(table, address.zone, csv=_csv(address, table.key)),
        html.P(
            "The log shows running totals, whatever days are chosen. Somebody on several channels "
            "counts in each of their rows, and once in the total above; somebody on a blocklist "
            "stays on the main list.",
            className="report-stamp",
        ),
    )
    return [part for part in drawn if part is not None]


def _csv(address: Address, table: str) -> str:
    return address.elsewhere(f"{PATH}.csv", table=table)


@callback(
    Output(BODY, "children"),
    Output(STAMP, "children"),
    Output(VERSION, "data"),
    Input(REFRESH, "n_clicks"),
    Input(POLL, "n_clicks"),
    State(ASKED, "data"),
    State(VERSION, "data"),
    prevent_initial_call=True,
)
def look_again(
    clicks: int | None, ticks: int | None, words: dict[str, Any], version: list[int]
) -> tuple[Any, ...]:
    """The figures as they are now; a tick changes nothing while nothing has arrived (D-05)."""
    if not clicks and not ticks:
        raise PreventUpdate  # the button has just been drawn, nobody has pressed it
    now_in = services()
    if ctx.triggered_id == POLL and list(now_in.lake.version()) == version:
        return no_update, no_update, no_update
    address = read(PATH, words, (), now_in.zone, now_in.clock())
    numbers, version = _numbers(address, now_in)
    set_props(AS_OF, {"children": f"Data as of {numbers.as_of.astimezone(now_in.zone):%H:%M:%S}"})
    return _body(numbers, address), stamp(address, numbers.as_of), version


clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(GONE, "data"),
    Input(value_id(SHOW), "data"),
    State(NAMES, "data"),
    prevent_initial_call=True,
)

BOARD = Board(
    key="subscribers",
    label="Subscribers",
    description="How does the main list grow, and who is on which blocklist?",
    icon="people",
    order=2,
    layout=layout,
)

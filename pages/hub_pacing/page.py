"""Is a running campaign ahead of, within or behind what similar ones had by now? (D-17, F244)"""

from __future__ import annotations

from typing import Any

import dash
from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    dcc,
    html,
    no_update,
    set_props,
)
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.campaign_picker import SHOWN, found_id, search_id
from components.chart_frame import chart_frame
from components.data_table import data_table
from components.document_menu import document_menu
from components.follow import follow
from components.hub_tabs import PACING, hub_tabs
from components.kpi_tile import kpi_row
from components.page_head import page_head, page_title
from components.shell import AS_OF
from components.states import state
from components.tab_body import fact_list
from data.launched import launched, running
from data.metrics import METRICS
from data.pacing.address import Pace, pace
from data.pacing.screen import Paced, paced, said_filters
from data.services import Services, services
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import moment, unbroken
from data.vocabulary.period import ALL
from pages.hub_pacing import choosing

SAID, BODY = "pacing-said", "pacing-body"
ASKED, VERSION, POLL = "pacing-asked", "pacing-version", "pacing-poll"
LISTED = 12  # campaigns of each list to choose from

dash.register_page(__name__, path=PACING, title=page_title("Pacing"))


def layout(**words: str | list[str]) -> Component:
    """The pace of the campaign that the address names, else the campaigns to choose from."""
    now_in = services()
    asked = pace(words, now_in.campaigns, now_in.zone, now_in.clock())
    found, version = _paced(asked, now_in)
    told = [html.P(notice, className="notice") for notice in asked.notices]
    head = [
        part
        for part in (
            choosing.chosen(asked),
            choosing.picker(asked, launched(now_in.campaigns, "", SHOWN)),
        )
        if part is not None
    ]
    return html.Div(
        [
            dcc.Store(id=ASKED, data=dict(words)),
            dcc.Store(id=VERSION, data=version),
            follow(POLL, moves=True),
            page_head(
                "Pacing",
                "Where a campaign stands, hour by hour since its start, among past ones like it.",
                actions=(document_menu("the pacing", PACING),),
            ),
            hub_tabs(PACING, asked.tz),
            html.Div(told, className="report-notices", role="status") if told else None,
            html.Div(head, className="pacing-head"),
            html.Div(_answer(asked, found), id=SAID),
            choosing.controls(asked, found) if found.measure else None,
            html.Div(
                _body(asked, found, now_in), id=BODY, className="board-body", **{"data-redrawn": ""}
            ),
        ],
        className="board pacing",
    )


def _paced(asked: Pace, now_in: Services) -> tuple[Paced, list[int]]:
    view = now_in.lake.view()
    found = paced(asked, now_in.campaigns, view, now_in.clock(), now_in.zone)
    return found, list(view.version)


def _answer(asked: Pace, found: Paced) -> list[Component]:
    if not found.sentence:
        return []
    at = moment(found.numbers.as_of, asked.zone)
    return [
        html.P(unbroken(found.sentence), id=choosing.ANSWER, tabIndex=-1, className="answer"),
        html.P(f"As of {at} ({asked.zone.key}).", className="report-stamp"),
    ]


def _body(asked: Pace, found: Paced, now_in: Services) -> list[Component]:
    if asked.campaign is None:
        return _choice(asked, now_in)
    return _drawn(asked, found) if found.measure else []


def _choice(asked: Pace, now_in: Services) -> list[Component]:
    lists = choosing.lists(
        asked, running(now_in.campaigns, LISTED), launched(now_in.campaigns, "", 2 * LISTED)
    )
    nothing = state(
        "speedometer2",
        "Nothing has gone out yet",
        "As soon as a campaign is sent, its pace can be followed here.",
        "New Campaign",
        "/campaigns/new/messaging",
    )
    return lists or [nothing]


def _drawn(asked: Pace, found: Paced) -> list[Component]:
    (chart,), (table,) = found.numbers.charts, found.numbers.tables
    drawn = (
        kpi_row(found.numbers.kpis, asked.zone, found.numbers.as_of, METRICS),
        chart_frame(
            chart,
            asked.zone,
            period=days_in_full(ALL),
            csv=_csv(asked, chart.key),
            as_of=found.numbers.as_of,
            filters=said_filters(asked, found),
        ),
        fact_list(found.numbers.facts),
        data_table(
            table,
            asked.zone,
            csv=_csv(asked, table.key),
            empty="No campaign of the year before is like this one.",
        ),
    )
    return [part for part in drawn if part is not None]


def _csv(asked: Pace, table: str) -> str:
    path, _, words = asked.link().partition("?")
    return f"{path}.csv?{words}&table={table}"


@callback(
    Output(found_id(choosing.PICKER), "children"),
    Input(search_id(choosing.PICKER), "value"),
    State(ASKED, "data"),
    prevent_initial_call=True,
)
def look_for(q: str | None, words: dict[str, Any]) -> list[Component]:
    """The campaigns of that name, each as the link to its pace."""
    now_in = services()
    asked = pace(words, now_in.campaigns, now_in.zone, now_in.clock())
    return choosing.offers(asked, launched(now_in.campaigns, q or "", SHOWN))


@callback(
    Output(SAID, "children"),
    Output(BODY, "children"),
    Output(VERSION, "data"),
    Input(POLL, "n_clicks"),
    State(ASKED, "data"),
    State(VERSION, "data"),
    prevent_initial_call=True,
)
def look_again(ticks: int | None, words: dict[str, Any], version: list[int]) -> tuple[Any, ...]:
    """The pace as it is now; nothing changes while nothing has arrived (D-05)."""
    if not ticks:
        raise PreventUpdate
    now_in = services()
    if list(now_in.lake.version()) == version:
        return no_update, no_update, no_update
    asked = pace(words, now_in.campaigns, now_in.zone, now_in.clock())
    found, newer = _paced(asked, now_in)
    at = now_in.clock().astimezone(now_in.zone)
    set_props(AS_OF, {"children": f"Data as of {at:%H:%M:%S}"})
    return _answer(asked, found), _body(asked, found, now_in), newer


clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(choosing.GONE, "data"),
    Input(choosing.DAYS, "data"),
    Input(choosing.MEASURE, "value"),
    Input(choosing.SPAN, "value"),
    State(choosing.NAMES, "data"),
    prevent_initial_call=True,
)

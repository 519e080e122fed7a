"""Which of these campaigns did better, and could that be chance? (D-17, F244)"""

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
from components.document_menu import document_menu
from components.follow import follow
from components.hub_tabs import COMPARE, hub_tabs
from components.page_head import page_head, page_title
from components.shell import AS_OF
from components.states import state
from data.campaigns import CampaignPage
from data.comparison.address import MOST, Choice, choice
from data.comparison.screen import Compared, compared, said_filters
from data.launched import launched
from data.services import Services, services
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import moment, unbroken
from data.vocabulary.period import ALL
from pages.hub_compare import controls
from pages.hub_compare.table import side_by_side

SAID, BODY = "compare-said", "compare-body"
ASKED, VERSION, POLL = "compare-asked", "compare-version", "compare-poll"

dash.register_page(__name__, path=COMPARE, title=page_title("Compare campaigns"))


def layout(**words: str | list[str]) -> Component:
    """The campaigns that the address names, side by side."""
    now_in = services()
    asked = choice(words, now_in.campaigns, now_in.zone, now_in.clock())
    found, version = _compared(asked, now_in)
    told = [html.P(notice, className="notice") for notice in found.notices]
    return html.Div(
        [
            dcc.Store(id=ASKED, data=dict(words)),
            dcc.Store(id=VERSION, data=version),
            follow(POLL, moves=bool(asked.campaigns)),
            page_head(
                "Compare campaigns",
                f"Up to {MOST} campaigns side by side: which did better, and could it be chance?",
                actions=(document_menu("the comparison", COMPARE),),
            ),
            hub_tabs(COMPARE, asked.tz),
            html.Div(told, className="report-notices", role="status") if told else None,
            controls.chosen(asked, _offered(asked, "", now_in)),
            html.Div(_answer(asked, found), id=SAID),
            controls.controls(asked, found) if found.line else None,
            html.Div(_body(asked, found), id=BODY, className="board-body", **{"data-redrawn": ""}),
        ],
        className="board compare",
    )


def _compared(asked: Choice, now_in: Services) -> tuple[Compared, list[int]]:
    view = now_in.lake.view()
    return compared(asked, view, now_in.clock()), list(view.version)


def _offered(asked: Choice, q: str, now_in: Services) -> CampaignPage:
    """A few more than are listed, since some may be compared already."""
    return launched(now_in.campaigns, q, SHOWN + len(asked.campaigns))


def _answer(asked: Choice, found: Compared) -> list[Component]:
    if found.line is None:
        return []
    at = moment(found.numbers.as_of, asked.zone)
    counted = f"Counted over each campaign's whole life, as of {at} ({asked.zone.key})."
    return [
        html.P(unbroken(found.sentence), id=controls.ANSWER, tabIndex=-1, className="answer"),
        html.P(counted, className="report-stamp"),
    ]


def _body(asked: Choice, found: Compared) -> list[Component]:
    if found.line is None:
        return [
            state(
                "bar-chart-steps",
                "Nothing to compare yet",
                "Add two campaigns to see which did better, and whether that could be chance.",
            )
        ]
    (chart,), (table,) = found.numbers.charts, found.numbers.tables
    csv = _csv(asked)
    return [
        *(html.P(notice, className="notice") for notice in found.numbers.notices),
        chart_frame(
            chart,
            asked.zone,
            period=days_in_full(ALL),
            csv=f"{csv}&table={chart.key}",
            as_of=found.numbers.as_of,
            filters=said_filters(asked, found),
        ),
        side_by_side(found.lines, asked, f"{csv}&table={table.key}"),
    ]


def _csv(asked: Choice) -> str:
    path, _, words = asked.link().partition("?")
    return f"{path}.csv?{words}"


@callback(
    Output(found_id(controls.PICKER), "children"),
    Input(search_id(controls.PICKER), "value"),
    State(ASKED, "data"),
    prevent_initial_call=True,
)
def look_for(q: str | None, words: dict[str, Any]) -> list[Component]:
    """The campaigns of that name, each as a link that adds it."""
    now_in = services()
    asked = choice(words, now_in.campaigns, now_in.zone, now_in.clock())
    return controls.offers(asked, _offered(asked, q or "", now_in))


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
    """The figures as they are now; nothing changes while nothing has arrived (D-05)."""
    if not ticks:
        raise PreventUpdate
    now_in = services()
    if list(now_in.lake.version()) == version:
        return no_update, no_update, no_update
    asked = choice(words, now_in.campaigns, now_in.zone, now_in.clock())
    found, newer = _compared(asked, now_in)
    at = found.numbers.as_of.astimezone(now_in.zone)
    set_props(AS_OF, {"children": f"Data as of {at:%H:%M:%S}"})
    return _answer(asked, found), _body(asked, found), newer


clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(controls.GONE, "data"),
    Input(controls.DAYS, "data"),
    Input(controls.METRIC, "value"),
    Input(controls.SPAN, "value"),
    State(controls.NAMES, "data"),
    prevent_initial_call=True,
)

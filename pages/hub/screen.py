"""How does the Analytics Hub look, drawn from its figures?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.chart_frame import chart_frame
from components.date_range import period_label
from components.document_menu import document_menu
from components.follow import follow
from components.hour_grid import hour_grid
from components.hub_tabs import OVERVIEW, hub_tabs
from components.kpi_tile import kpi_tile
from components.page_head import page_head
from components.schedule_link import schedule_link
from components.states import empty
from data.hub.by_hour import LEAST, WHOLE
from data.hub.counting import Look
from data.hub.hub import Hub
from data.hub.naming import said_filters
from data.hub.sums import RIPE
from data.hub.tiles import Tile
from data.metrics import METRICS
from data.report import Chart
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import Unit, moment
from pages.hub.controls import breakdown_control, chart_controls, filters, only
from pages.hub.links import of_hour, of_steps
from pages.hub.parts import breakdown_table, change

STAMP, VERSION, ASKED = "hub-stamp", "hub-version", "hub-asked"
PARTS = ("hub-figures", "hub-chart", "hub-rest")
POLL, REFRESH = "hub-poll", "hub-refresh"
_LEAD = "How all campaigns are going, and what has changed."


def screen(found: Hub, words: Mapping[str, Any], version: tuple[int, ...]) -> Component:
    """The whole page; `version` is that of the lake behind `found`."""
    look = found.look
    if found.is_empty:
        return _nothing(look)
    refresh = html.Button(
        [icon("arrow-clockwise"), "Refresh"], id=REFRESH, type="button", className="button"
    )
    notices = [html.P(notice, className="notice") for notice in look.asked.notices]
    return html.Div(
        [
            dcc.Store(id=ASKED, data=dict(words)),
            dcc.Store(id=VERSION, data=list(version)),
            follow(POLL, moves=True),
            page_head(
                "Analytics Hub",
                _LEAD,
                actions=(
                    schedule_link(look.asked.link({}), "Analytics Hub"),
                    document_menu("the hub", "/hub"),
                    refresh,
                ),
            ),
            hub_tabs(OVERVIEW, look.asked.tz),
            html.Div(
                filters(look), role="group", className="filter-bar", **{"aria-label": "Filters"}
            ),
            html.Div(notices, className="report-notices", role="status") if notices else None,
            only(look),
            _body(found),
        ],
        className="hub",
    )


def _nothing(look: Look) -> Component:
    return html.Div(
        [
            page_head("Analytics Hub", _LEAD),
            hub_tabs(OVERVIEW, look.asked.tz),
            empty(
                "There are no campaigns yet",
                "The hub adds up what campaigns send and receive, and this workspace has none.",
                "New Message +",
                "/campaigns/new/messaging",
            ),
        ],
        className="hub",
    )


def _body(found: Hub) -> Component:
    """The parts that are drawn again, and between them the controls, which stay."""
    look, course = found.look, found.over_time
    drawn = [
        html.Div(part, id=name, className="hub-part", **{"data-redrawn": ""})
        for name, part in zip(PARTS, parts(found), strict=True)
    ]
    figures, chart, rest = drawn
    return html.Div(
        [
            figures,
            html.Div([chart_controls(look, course.step, course.days), chart]),
            html.Div([breakdown_control(look), rest]),
        ],
        className="hub-body",
    )


def parts(found: Hub) -> tuple[list[Component], list[Component], list[Component]]:
    """What changes as events arrive: answer and tiles, the chart, what it is made up of."""
    tiles = [_tile(found.look, tile) for tile in found.tiles]
    told = [html.P(notice, className="notice") for notice in found.numbers.notices]
    return (
        [_answer(found), *told, html.Div(tiles, className="kpis hub-kpis")],
        _course(found),
        [
            breakdown_table(found.look, found.numbers.tables[0]),
            _hours(found.look, found.numbers.charts[1]),
        ],
    )


def _answer(found: Hub) -> Component:
    asked = found.look.asked
    days = f"{period_label(asked.period)}, days of {asked.zone.key}."
    ripe = ""
    if found.look.before is not None:
        hours = f"{RIPE.total_seconds() / 3600:.0f}"
        ripe = f" Shares are compared for messages that are at least {hours} hours old."
    seen = f"Last updated {moment(asked.now, asked.zone)}; this page follows what arrives."
    return html.Div(
        [
            html.P(found.answer, className="hub-answer"),
            html.P(f"{days} {found.compared}{ripe} {seen}", className="report-stamp"),
        ],
        id=STAMP,
        role="status",
    )


def _tile(look: Look, tile: Tile) -> Component:
    """A figure; its link draws it over time."""
    kpi = tile.kpi
    drawn = kpi_tile(
        replace(kpi, note=""),
        look.asked.zone,
        look.asked.now,
        metric=METRICS[kpi.key],
        change=change(tile.change.sentence) if tile.change else "",
        spark=tile.spark,
    )
    chosen = look.asked.metric == kpi.key
    shown_below = f"{kpi.label}: {'shown below' if chosen else 'show over time'}"
    link = html.A(
        "Shown below" if chosen else "Show over time",
        id=f"hub-tile-{kpi.key}",
        href=look.asked.link({"metric": kpi.key, "sort": ""}),
        className="hub-tile-link",
        **{
            "data-route": "",
            "aria-label": shown_below,
            **({"aria-current": "true"} if chosen else {}),
        },
    )
    drawn.children = [*drawn.children, link]
    return drawn


def _course(found: Hub) -> list[Component]:
    """The chart; its marks lead to the page filtered by them."""
    look, course = found.look, found.over_time
    frame = chart_frame(
        course.chart,
        look.asked.zone,
        period=days_in_full(look.asked.period),
        as_of=look.asked.now,
        filters=said_filters(look),
        csv=look.asked.csv(course.chart.key),
    )
    drawn = any(row[course.chart.y] for row in course.chart.rows)
    hint = "Choose a mark to see it alone; with the keyboard, read the marks and press Enter."
    return [
        html.Div(frame, className="hub-marks", **{"data-marks": of_steps(look, course)}),
        html.P(hint if drawn else "", className="hub-hint"),
    ]


def _hours(look: Look, chart: Chart) -> Component:
    """The grid in the frame of every chart, its cells being links."""
    frame = chart_frame(
        chart,
        look.asked.zone,
        period=days_in_full(look.asked.period),
        as_of=look.asked.now,
        filters=said_filters(look),
        csv=look.asked.csv(chart.key),
    )
    few = WHOLE if chart.unit is Unit.SHARE else ""
    grid = hour_grid(chart, lambda row: of_hour(look, row), few=few, least=LEAST)
    frame.children = [
        grid if getattr(part, "className", "") == "table-scroll" else part
        for part in frame.children
    ]
    unit = f" In percent; unshaded are hours of fewer than {LEAST} messages." if few else ""
    hint = f"Hours of {look.asked.zone.key}. Choose one to see it alone.{unit}"
    drawn = any(row[chart.y] for row in chart.rows)
    return html.Div([frame, html.P(hint if drawn else "", className="hub-hint")])

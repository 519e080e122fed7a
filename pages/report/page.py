"""A campaign's report, one address a tab (specification 1.5, 1.9, 2.1)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import dash
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.date_range import period_label
from components.kpi_tile import kpi_tile
from components.page_head import page_title
from components.report_card import report_card
from components.shell import AS_OF
from components.states import problem, state
from components.tab_body import tab_body
from data.channels import CHANNELS
from data.errors import HeliographError, NotFound, Refused
from data.metrics import METRICS
from data.reports import Report
from data.services import services
from data.vocabulary.campaign_state import State as CampaignState
from data.vocabulary.campaign_state import has_report
from data.vocabulary.formats import moment
from pages.report.address import Address, number_of, read
from pages.report.pausing import pause_button, pause_places
from pages.report.report_tab import refresh_id
from pages.report.tabs import TABS

ROW = "report-row"
BODY = "report-body"
STAMP = "report-stamp"
POLL = "report-poll"
ASKED = "report-asked"  # the address that is drawn
VERSION = "report-version"  # of the lake, when it was drawn
LOOK_AGAIN = 10_000  # milliseconds (D-05)
# More tabs than these stand in two rows.
_ONE_ROW = 4


def exists(campaign_id: str, tab: str = "") -> bool:
    """Whether the address leads to a campaign and one of its tabs; the status is 404 if not."""
    try:
        campaign = services().campaigns.get(number_of(campaign_id))
    except NotFound:
        return False
    if not tab or not has_report(campaign.group, campaign.state):
        return True
    return tab in dict(services().reports.tabs(campaign))


def title(campaign_id: str = "", tab: str = "") -> str:
    """What the browser's tab says."""
    try:
        name = services().campaigns.get(number_of(campaign_id)).name
    except NotFound:
        return page_title("No such campaign")
    label = TABS[tab].label if tab in TABS else "Report"
    return page_title(f"{label} · {name}")


def layout(campaign_id: str = "", tab: str = "", **search: str | list[str]) -> Component:
    """The report at a tab. Raises NotFound, which the frame shows."""
    asked = services()
    address = read(campaign_id, tab, search, asked.zone, asked.clock())
    version = asked.lake.version()
    try:
        report = _opened(address)
    except Refused as error:
        return _closed(address, error)
    address = read(campaign_id, report.tab, search, asked.zone, asked.clock())
    is_live = report.campaign.state is CampaignState.LIVE
    return html.Div(
        [
            dcc.Store(
                id=ASKED, data={"campaign": campaign_id, "tab": report.tab, "search": search}
            ),
            dcc.Store(id=VERSION, data=list(version)),
            dcc.Interval(id=POLL, interval=LOOK_AGAIN, disabled=not is_live),
            *pause_places(),
            _card(report, address),
            _notices(report, address, asked.zone),
            html.Div(_row(report, address), id=ROW),
            _tabs(report, address),
            html.Div(
                _body(report, address),
                id=BODY,
                role="tabpanel",
                tabIndex=0,
                className=f"report-panel report-{report.campaign.group}",
                **{"aria-labelledby": f"report-tab-{report.tab}"},
            ),
        ],
        className="report",
    )


for _name, _template in (("first", ""), ("tab", "/<tab>")):
    dash.register_page(
        f"{__name__}.{_name}",
        path_template=f"/campaigns/<campaign_id>/report{_template}",
        title=title,
        layout=layout,
        exists=exists,
    )


@callback(
    Output(ROW, "children"),
    Output(BODY, "children"),
    Output(STAMP, "children"),
    Output(VERSION, "data"),
    Input({"report": "refresh", "place": EVERY}, "n_clicks"),
    Input(POLL, "n_intervals"),
    State(ASKED, "data"),
    State(VERSION, "data"),
    prevent_initial_call=True,
)
def look_again(
    clicks: list[int | None], ticks: int | None, drawn: dict[str, Any], version: list[int]
) -> tuple[Any, ...]:
    """The numbers as they are now; a tick changes nothing while nothing has arrived (D-05)."""
    if not any(clicks) and not ticks:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    asked = services()
    now = list(asked.lake.version())
    if ctx.triggered_id == POLL and now == version:
        return no_update, no_update, no_update, no_update
    address = read(drawn["campaign"], drawn["tab"], drawn["search"], asked.zone, asked.clock())
    try:
        report = _opened(address)
    except HeliographError as error:
        return (), _closed(address, error), no_update, now
    stamp = report.numbers.as_of.astimezone(asked.zone)
    set_props(AS_OF, {"children": f"Data as of {stamp:%H:%M:%S}"})
    return _row(report, address), _body(report, address), _stamp(report, address), now


def _opened(address: Address) -> Report:
    visitor = get_current_request().state.visitor
    return services().reports.open(
        address.campaign_id,
        address.tab,
        address.period,
        address.zone,
        address.params,
        visitor.sees_recipients,
    )


def _closed(address: Address, error: HeliographError) -> Component:
    """Why there is no report to show, and the way to what there is (F040, F064)."""
    details = f"/campaigns/{address.campaign_id}"
    if not isinstance(error, Refused):
        return problem(error, "Details", details)
    return state("hourglass", "This report is not open", f"{error}.", "Details", details, level=1)


def _card(report: Report, address: Address) -> Component:
    refresh = html.Button(
        [icon("arrow-clockwise"), " Refresh"],
        id=refresh_id("card"),
        type="button",
        className="part-button",
    )
    copy = html.A(
        [icon("file-earmark-zip"), " Copy of the report"],
        href=address.copy,
        download="",
        className="part-button",
    )
    printing = html.Button(
        [icon("printer"), " Print"],
        type="button",
        className="part-button",
        disable_n_clicks=True,
        **{"data-print": ""},
    )
    return html.Div(
        [
            report_card(
                report.campaign,
                address.zone,
                type_label=report.type.label,
                channel=CHANNELS.get(report.campaign.channel),
                actions=(pause_button(report.campaign), refresh, copy, printing),
            ),
            html.P(_stamp(report, address), id=STAMP, role="status", className="report-stamp"),
        ]
    )


def _stamp(report: Report, address: Address) -> str:
    """How fresh the numbers are, and whether they may change (D-05, D-27)."""
    at = report.numbers.as_of.astimezone(address.zone)
    updated = f"Last updated {moment(at, address.zone)} ({address.zone.key})."
    if report.campaign.state is CampaignState.LIVE:
        return f"{updated} Interim figures: the campaign is Live, and this page follows it."
    return f"{updated} Receipts that arrive late may still change these figures."


def _notices(report: Report, address: Address, usual: ZoneInfo) -> Component | None:
    """What was ignored in the address, and which days and time zone it asks for instead."""
    told: list[Any] = [html.P(notice, className="notice") for notice in address.notices]
    if not address.period.is_all:
        days = f"Only {period_label(address.period)} ({address.zone.key}) is shown. "
        told.append(_told(days, "Show all days", address.whole_time))
    if address.zone.key != usual.key:
        zone = f"Times and days are those of {address.zone.key}. "
        told.append(_told(zone, f"Use {usual.key}", address.without("tz")))
    return html.Div(told, className="report-notices", role="status") if told else None


def _told(sentence: str, step: str, href: str) -> Component:
    return html.P([sentence, dcc.Link(step, href=href)], className="notice")


def _row(report: Report, address: Address) -> Component | None:
    """The KPIs between card and tabs (F072)."""
    if not report.row:
        return None
    tiles = [
        kpi_tile(kpi, address.zone, report.numbers.as_of, metric=METRICS.get(kpi.key))
        for kpi in report.row
    ]
    return html.Div(tiles, className="kpis")


def _tabs(report: Report, address: Address) -> Component:
    """The tabs as links, in two tiers where they are many; Tab stops at the current one."""
    half = -(-len(report.tabs) // 2) if len(report.tabs) > _ONE_ROW else len(report.tabs)
    tiers = (report.tabs[:half], report.tabs[half:])
    return html.Div(
        [
            html.Div(
                [_tab(key, label, key == report.tab, address) for key, label in tier],
                role="presentation",
                className="tabs report-tier",
            )
            for tier in tiers
            if tier
        ],
        role="tablist",
        className="report-tabs",
        **{"aria-label": "Report", "data-report-tabs": ""},
    )


def _tab(key: str, label: str, current: bool, address: Address) -> Component:
    return html.A(
        label,
        id=f"report-tab-{key}",
        href=address.to(key),
        role="tab",
        tabIndex=0 if current else -1,
        className="tab",
        **{"aria-selected": "true" if current else "false", "aria-controls": BODY},
    )


def _body(report: Report, address: Address) -> list[Component]:
    tab = TABS[report.tab]
    own = [tab.body(report.ask, report.numbers)] if tab.body else []
    drawn = tab_body(
        report.numbers,
        address.zone,
        metrics=METRICS,
        period="" if address.period.is_all else period_label(address.period),
        link=address.table if len(report.numbers.tables) == 1 else address.one_of_tables,
        csv=address.csv,
    )
    return [*own, drawn]

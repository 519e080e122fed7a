"""A campaign's report, one address a tab (specification 1.5, 1.9, 2.1)."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update, set_props
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.follow import OFF, follow, word
from components.page_head import page_title
from components.shell import AS_OF
from data.errors import HeliographError, NotFound, Refused
from data.reports import Report
from data.services import services
from data.vocabulary.campaign_state import MOVING, has_report
from pages.report import screen
from pages.report.address import Address, number_of, read
from pages.report.pausing import pause_places
from pages.report.tabs import TABS

CARD = "report-head"
ROW = "report-row"
POLL = "report-poll"
ASKED = "report-asked"  # the address that is drawn
VERSION = "report-version"  # of the lake and the campaign's state, when it was drawn
WAITING, OPENED = "report-waiting", "report-opened"  # of a campaign without a report yet


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
        return _waiting(screen.closed(address, error), campaign_id, tab, search)
    address = read(campaign_id, report.tab, search, asked.zone, asked.clock())
    return html.Div(
        [
            dcc.Store(
                id=ASKED, data={"campaign": campaign_id, "tab": report.tab, "search": search}
            ),
            dcc.Store(id=VERSION, data=[*version, report.campaign.state]),
            follow(POLL, moves=report.campaign.state in MOVING),
            *pause_places(),
            html.Div(screen.card(report, address), id=CARD, **{"data-redrawn": ""}),
            screen.notices(report, address, asked.zone),
            html.Div(screen.row(report, address), id=ROW),
            screen.tabs(report, address),
            html.Div(
                screen.body(report, address),
                id=screen.BODY,
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
    output={
        "card": Output(CARD, "children"),
        "row": Output(ROW, "children"),
        "body": Output(screen.BODY, "children"),
        "stamp": Output(screen.STAMP, "children"),
        "version": Output(VERSION, "data"),
        "follow": Output(POLL, "data-follow"),
    },
    inputs={
        "clicks": Input({"report": "refresh", "place": EVERY}, "n_clicks"),
        "looks": Input(POLL, "n_clicks"),
        "drawn": State(ASKED, "data"),
        "version": State(VERSION, "data"),
    },
    prevent_initial_call=True,
)
def look_again(
    clicks: list[int | None], looks: int | None, drawn: dict[str, Any], version: list[Any]
) -> dict[str, Any]:
    """The report as it is now; a look changes nothing while nothing has happened (D-05)."""
    if not any(clicks) and not looks:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    asked = services()
    address = read(drawn["campaign"], drawn["tab"], drawn["search"], asked.zone, asked.clock())
    same = dict.fromkeys(("card", "row", "body", "stamp", "version", "follow"), no_update)
    state_now = asked.campaigns.get(address.campaign_id).state
    now = [*asked.lake.version(), state_now]
    set_props(AS_OF, {"children": f"Data as of {asked.clock().astimezone(asked.zone):%H:%M:%S}"})
    if ctx.triggered_id == POLL and now == version:
        return same
    try:
        report = _opened(address)
    except HeliographError as error:
        closed = screen.closed(address, error)
        return {**same, "card": (), "row": (), "body": closed, "version": now, "follow": OFF}
    told = {
        **same,
        "row": screen.row(report, address),
        "body": screen.body(report, address),
        "stamp": screen.stamp(report, address),
        "version": now,
    }
    if state_now == version[-1]:
        return told
    moves = word(moves=state_now in MOVING)
    return {**told, "stamp": no_update, "card": screen.card(report, address), "follow": moves}


@callback(
    Output(OPENED, "children"),
    Input(WAITING, "n_clicks"),
    State(ASKED, "data"),
    prevent_initial_call=True,
)
def opens(looks: int | None, asked: dict[str, Any]) -> Component:
    """The report in the place of the sentence that there is none, once there is one."""
    campaign = services().campaigns.get(number_of(asked["campaign"]))
    if not looks or not has_report(campaign.group, campaign.state):
        raise PreventUpdate
    return layout(asked["campaign"], asked["tab"], **asked["search"])


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


def _waiting(
    closed: Component, campaign_id: str, tab: str, search: dict[str, str | list[str]]
) -> Component:
    """A report that is not open; it opens by itself if its campaign goes on by itself."""
    moves = services().campaigns.get(number_of(campaign_id)).state in MOVING
    asked = {"campaign": campaign_id, "tab": tab, "search": search}
    return html.Div(
        [dcc.Store(id=ASKED, data=asked), follow(WAITING, moves=moves), closed], id=OPENED
    )

"""What stands on a campaign's Details in its state (F049)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.kpi_tile import kpi_row
from components.page_head import page_head
from components.short_link import short_link
from components.states import state
from components.tab_body import tab_body
from data.api.guard import Visitor
from data.campaign import Campaign
from data.errors import HeliographError
from data.launched import is_launched
from data.metrics import METRICS
from data.plays import PLAYS
from data.sending import sending
from data.services import Services
from data.vocabulary.campaign_state import Group, State, has_report
from data.vocabulary.formats import moment
from pages.campaign import details, forms
from pages.campaign.carriage import carriage
from pages.campaign.under_way import under_way

REFRESH = "campaign-refresh"


def body(here: Services, campaign: Campaign, visitor: Visitor) -> list[Component]:
    """Everything that depends on the campaign's state (F049)."""
    return [
        page_head(campaign.name, actions=_actions(campaign)),
        html.Div(list(_sections(here, campaign, visitor)), className="stack loose"),
    ]


def _sections(here: Services, campaign: Campaign, visitor: Visitor) -> Iterator[Component]:
    now = here.clock()
    yield details.facts(campaign, here.zone)
    if campaign.type in PLAYS:
        yield short_link(here.short_links.prepare(campaign).short_url)
    if campaign.state is State.IN_PROGRESS:
        far = sending(campaign, here.lake.view(), now)
        yield under_way(campaign, far, now, here.zone, carriage(here, campaign))
    if (controls := forms.controls(campaign, here.zone, now, visitor.may_change)) is not None:
        yield controls
    if campaign.group is Group.INTERACTIVE and campaign.state is State.PENDING:
        yield _gathered(here, campaign, visitor)
    yield details.configuration(campaign)
    yield details.history(here.campaigns.transitions(campaign.id), here.zone)


def _actions(campaign: Campaign) -> tuple[Component, ...]:
    back = dcc.Link("All campaigns", href=f"/reports/{campaign.group}", className="button")
    refresh = html.Button(
        [icon("arrow-clockwise"), "Refresh"], id=REFRESH, type="button", className="button"
    )
    pacing = dcc.Link("Pacing", href=f"/hub/pacing?campaign={campaign.id}", className="button")
    always = (back, refresh, *((pacing,) if is_launched(campaign) else ()))
    if not has_report(campaign.group, campaign.state):
        return always
    href = f"/campaigns/{campaign.id}/report"
    return *always, dcc.Link("Report", href=href, className="button primary")


def _gathered(here: Services, campaign: Campaign, visitor: Visitor) -> Component:
    """The statistics up to the pause: the type's KPIs and its first tab (F058, F059)."""
    try:
        report = here.reports.gathered(campaign.id, visitor.sees_recipients)
    except HeliographError as error:
        told = [html.P(f"They can't be shown: {error}.", className="notice")]
        return details.card("Statistics up to the pause", told)
    paused = here.campaigns.paused_at(campaign.id)
    tab = tab_body(report.numbers, here.zone, metrics=METRICS)
    return html.Section(
        [
            html.H2("Statistics up to the pause"),
            html.P(
                f"What was gathered until {moment(paused, here.zone)} ({here.zone.key}).",
                className="muted",
            ),
            kpi_row(report.row, here.zone, report.numbers.as_of, METRICS),
            html.H3(dict(report.tabs)[report.tab]),
            tab,
        ],
        className="stack campaign-gathered",
    )


def said(sentence: str, kind: str, now: datetime) -> Component:
    """What was done, or why not; it takes the focus, since the button may be gone."""
    return html.P(
        sentence,
        role="status",
        tabIndex=-1,
        className=f"campaign-told {kind}",
        **{"data-take-focus": now.isoformat()},
    )


def missing(campaign_id: str) -> Component:
    """There is nothing to show details of."""
    return state(
        "signpost-split",
        "No such campaign",
        f"There is no campaign {campaign_id[:40]}; it may have been deleted.",
        "Open Performance Reports",
        "/reports/messaging",
        level=1,
    )


def deleted(told: str) -> Component:
    """In the place of a campaign that has just been deleted."""
    step = "Open Performance Reports"
    return html.Div(
        state("trash3", "Deleted", told, step, "/reports/messaging", level=1),
        role="status",
        tabIndex=-1,
        **{"data-take-focus": told},
    )

"""How does a report look: its card, figures and tabs, or why there is none?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.date_range import period_label
from components.document_menu import document_menu
from components.kpi_tile import kpi_tile
from components.report_card import report_card
from components.schedule_link import schedule_link
from components.short_link import short_link
from components.states import problem, state
from components.tab_body import tab_body
from data.channels import CHANNELS
from data.errors import HeliographError, Refused
from data.marked import marked
from data.metrics import METRICS
from data.plays import PLAYS
from data.reports import Report
from data.services import services
from data.targets import aimed
from data.vocabulary.campaign_state import State as CampaignState
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import moment
from pages.report.address import Address
from pages.report.pausing import pause_button
from pages.report.report_tab import refresh_id
from pages.report.tabs import TABS

BODY = "report-body"
STAMP = "report-stamp"
# More tabs than these stand in two rows.
_ONE_ROW = 4


def closed(address: Address, error: HeliographError) -> Component:
    """Why there is no report to show, and the way to what there is (F040, F064)."""
    details = f"/campaigns/{address.campaign_id}"
    if not isinstance(error, Refused):
        return problem(error, "Details", details)
    return state("hourglass", "This report is not open", f"{error}.", "Details", details, level=1)


def card(report: Report, address: Address) -> Component:
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
                actions=(
                    pause_button(report.campaign),
                    refresh,
                    schedule_link(
                        address.without(), f"{report.campaign.name}: {TABS[report.tab].label}"
                    ),
                    document_menu("the report", address.whole_report, small=True),
                    copy,
                    printing,
                ),
            ),
            _link(report),
            html.P(stamp(report, address), id=STAMP, role="status", className="report-stamp"),
        ]
    )


def _link(report: Report) -> Component | None:
    """The campaign's short URL, if it leads to a page of this workspace."""
    if report.campaign.type not in PLAYS:
        return None
    return short_link(services().short_links.prepare(report.campaign).short_url)


def stamp(report: Report, address: Address) -> str:
    """How fresh the numbers are, and whether they may change (D-05, D-27)."""
    at = report.numbers.as_of.astimezone(address.zone)
    updated = f"Last updated {moment(at, address.zone)} ({address.zone.key})."
    if report.campaign.state is CampaignState.LIVE:
        return f"{updated} Interim figures: the campaign is Live, and this page follows it."
    return f"{updated} Receipts that arrive late may still change these figures."


def notices(report: Report, address: Address, usual: ZoneInfo) -> Component | None:
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


def row(report: Report, address: Address) -> Component | None:
    """The KPIs between card and tabs (F072)."""
    if not report.row:
        return None
    tiles = [
        kpi_tile(kpi, address.zone, report.numbers.as_of, metric=METRICS.get(kpi.key))
        for kpi in aimed(services().engine, report.row, campaign=report.campaign)
    ]
    return html.Div(tiles, className="kpis")


def tabs(report: Report, address: Address) -> Component:
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


def body(report: Report, address: Address) -> list[Component]:
    tab = TABS[report.tab]
    numbers = marked(services().engine, report.numbers, address.zone, campaign=report.campaign)
    own = [tab.body(report.ask, numbers)] if tab.body else []
    drawn = tab_body(
        numbers,
        address.zone,
        metrics=METRICS,
        period=days_in_full(address.period),
        link=address.table if len(report.numbers.tables) == 1 else address.one_of_tables,
        csv=address.csv,
    )
    return [*own, drawn]

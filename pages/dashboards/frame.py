"""What stands around the figures of a dashboard: head, filters, notices, and how fresh they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.date_range import date_range, period_label
from components.document_menu import document_menu
from components.page_head import page_head
from components.schedule_link import schedule_link
from components.wall_link import wall_link
from data.address import Address, Words, usual_days
from data.vocabulary.formats import moment
from data.walls import builtin

BODY = "board-body"
STAMP = "board-stamp"
POLL = "board-poll"
REFRESH = "board-refresh"
ASKED = "board-asked"  # the place and the words of the address that is drawn
VERSION = "board-version"  # of the lake, when it was drawn
LOOK_AGAIN = 10_000  # milliseconds (D-05)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: `version` of the lake, at `now`."""

    body: Sequence[Component]
    version: tuple[int, ...]
    now: datetime


def frame(
    place: str,
    words: Words,
    address: Address,
    drawn: Drawn,
    *,
    title: str,
    lead: str,
    filters: Sequence[Component],
    above: Sequence[Component] = (),
) -> Component:
    """The whole screen of `place`; `above` stands between the filters and the figures."""
    here = address.link({})
    refresh = html.Button(
        [icon("arrow-clockwise"), "Refresh"], id=REFRESH, type="button", className="button"
    )
    return html.Div(
        [
            dcc.Store(id=ASKED, data={"place": place, "words": dict(words)}),
            dcc.Store(id=VERSION, data=list(drawn.version)),
            dcc.Interval(id=POLL, interval=LOOK_AGAIN),
            page_head(
                title,
                lead,
                actions=(
                    *((wall_link(place),) if place in builtin() else ()),
                    schedule_link(here, title),
                    document_menu(title, here),
                    refresh,
                ),
            ),
            html.Div(
                list(filters), role="group", className="filter-bar", **{"aria-label": "Filters"}
            ),
            _notices(address),
            html.P(stamp(address, drawn.now), id=STAMP, role="status", className="report-stamp"),
            *above,
            html.Div(list(drawn.body), id=BODY, className="board-body", **{"data-redrawn": ""}),
        ],
        className="board",
    )


def days_filter(name: str, address: Address, now: datetime) -> Component:
    """The date filter "Show"; All is not offered here (F023)."""
    today, usual = now.astimezone(address.zone).date(), usual_days(now, address.zone)
    return date_range(name, address.period, today, zone=address.zone.key, default=usual)


def stamp(address: Address, now: datetime) -> str:
    """Which days the figures are of, and how fresh they are."""
    return (
        f"{period_label(address.period)}, days of {address.zone.key}. "
        f"Last updated {moment(now, address.zone)}; this page follows what arrives."
    )


def _notices(address: Address) -> Any:
    told = [html.P(notice, className="notice") for notice in address.notices]
    return html.Div(told, className="report-notices", role="status") if told else None

"""Who may look on without being signed in? The dialog that makes and ends a dashboard's links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.confirm import confirm
from data.dashboard_links import LONGEST_PASSWORD, SHORTEST_PASSWORD, DashboardLink
from data.errors import BadRequest
from data.own_dashboards import Dashboard
from data.services import Services
from data.vocabulary.formats import moment
from pages.dashboards.own_deed import Deed
from pages.dashboards.own_dialogs import DIALOG, FAULT, go_id

DEEDS = frozenset({"share", "share-make", "share-revoke"})
FOR, ENDS, PASSWORD = "share-for", "share-ends", "share-password"
_LONGEST_NAME = 80
# Days for which a link holds.
_ENDS = {"7": "7 days", "30": "30 days", "90": "90 days", "": "Until it is revoked"}


def do(
    here: Services, board: Dashboard, deed: Deed, filled: Mapping[str, Any], by: str
) -> Component:
    """The dialog as it is afterwards; a new link is shown in it this one time.

    Raises BadRequest, and NotFound for a link that has ended.
    """
    made = ""
    if deed.name == "share-make":
        made = here.dashboard_links.create(
            board.id,
            str(filled["for"] or ""),
            by=by,
            expires_at=_end(here, filled["ends"]),
            password=str(filled["password"] or ""),
        )
    elif deed.name == "share-revoke":
        here.dashboard_links.revoke(board.id, deed.of)
    return _dialog(here, board, made)


def _end(here: Services, days: Any) -> datetime | None:
    if days not in _ENDS:
        raise BadRequest("A link holds for 7, 30 or 90 days, or until it is revoked", "ends")
    return here.clock() + timedelta(days=int(days)) if days else None


def _dialog(here: Services, board: Dashboard, made: str) -> Component:
    links = here.dashboard_links.list(board.id)
    address = f"{here.settings.address}/shared/{made}" if made else ""
    body = [
        html.P(id=FAULT, role="alert", className="field-fault"),
        *([_made(address)] if made else []),
        html.P(
            "Whoever has a link sees this dashboard as it is at that moment, without signing in: "
            "figures alone, recipients masked, nothing that could be changed."
        ),
        _form(),
        _links(links, here),
    ]
    return confirm(
        DIALOG, f"Share “{board.name}”", body, (), here.clock().isoformat(), cancel="Close"
    )


def _made(address: str) -> Component:
    copy = html.Button(
        [icon("copy"), " Copy link"],
        type="button",
        className="part-button",
        disable_n_clicks=True,
        **{"data-copy": address},
    )
    return html.Section(
        [
            html.P("The link is made. It is shown this one time only.", className="share-made"),
            html.Code(address, className="short-link-url"),
            copy,
            html.Span(role="status", className="short-link-told"),
        ],
        className="share-new",
        **{"aria-label": "New link"},
    )


def _form() -> Component:
    ends = [{"value": value, "label": label} for value, label in _ENDS.items()]
    make = html.Button(
        "Make link", id=go_id("share-make"), type="button", className="button primary"
    )
    return html.Div(
        [
            _field("For whom (optional)", FOR, _line(FOR, _LONGEST_NAME)),
            _field(
                "It holds for",
                ENDS,
                dbc.Select(id=ENDS, options=ends, value="30", className="filter-select"),
            ),
            _field(
                f"Password (optional, at least {SHORTEST_PASSWORD} characters)",
                PASSWORD,
                _line(PASSWORD, LONGEST_PASSWORD, "password"),
            ),
            make,
        ],
        className="share-form",
    )


def _links(links: tuple[DashboardLink, ...], here: Services) -> Component | None:
    if not links:
        return None
    items = [html.Li(_link(link, here)) for link in links]
    return html.Section(
        [
            html.H3("Links that hold", className="part-title"),
            html.Ul(items, className="share-links"),
        ]
    )


def _link(link: DashboardLink, here: Services) -> list[Component]:
    until = f"until {moment(link.expires_at, here.zone)}" if link.expires_at else "until revoked"
    opened = f"last opened {moment(link.opened_at, here.zone)}" if link.opened_at else "not opened"
    locked = ("with a password",) if link.has_password else ()
    name = link.name or f"Made {moment(link.created_at, here.zone)}"
    revoke = html.Button(
        "Revoke",
        id=go_id("share-revoke", link.id),
        type="button",
        className="button danger",
        **{"aria-label": f"Revoke {name}"},
    )
    facts = ", ".join((f"by {link.created_by}", until, *locked, opened))
    return [html.Div([html.Bdi(name), html.Span(facts, className="muted")]), revoke]


def _field(label: str, control_id: str, control: Component) -> html.Div:
    return html.Div([html.Label(label, htmlFor=control_id), control], className="confirm-field")


def _line(control_id: str, longest: int, kind: str = "text") -> dcc.Input:
    return dcc.Input(
        id=control_id,
        value="",
        type=kind,
        maxLength=longest,
        autoComplete="new-password" if kind == "password" else "off",
        className="field-line",
    )

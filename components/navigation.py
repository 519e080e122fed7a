"""Where can one go? The left navigation (F001, F002)."""

from __future__ import annotations

from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon


@dataclass(frozen=True, slots=True)
class Place:
    """One entry; it is the current one on every address that begins with one of `owns`.

    Of several entries that own an address the one with the longest beginning is current.
    """

    label: str
    href: str
    icon: str
    owns: tuple[str, ...]


PLACES = (
    Place("Analytics Hub", "/hub", "compass", ("/hub",)),
    Place(
        "Performance Reports",
        "/reports/messaging",
        "clipboard-data",
        ("/reports", "/campaigns"),
    ),
    Place("Dashboards", "/dashboards", "grid-1x2", ("/dashboards", "/wall")),
    Place("Message Log", "/logs", "chat-left-text", ("/logs",)),
    Place("New Campaign", "/campaigns/new/messaging", "plus-square", ("/campaigns/new",)),
    Place("Settings", "/settings", "gear", ("/settings",)),
)


def navigation() -> Component:
    """The sidebar: the product's mark, the places, and the button that makes it narrow."""
    return html.Nav(
        [
            dcc.Link(
                [html.Span(className="mark", **{"aria-hidden": "true"}), html.Span("Heliograph")],
                href="/hub",
                className="brand",
            ),
            html.Ul([_entry(place) for place in PLACES], className="places"),
            html.Button(
                [icon("layout-sidebar"), html.Span("Collapse", className="word")],
                id="shell-fold",
                type="button",
                className="place fold",
                **{"aria-label": "Collapse navigation", "aria-pressed": "false"},
            ),
        ],
        id="shell-nav",
        className="side",
        **{"aria-label": "Main"},
    )


def _entry(place: Place) -> Component:
    link = dcc.Link(
        [icon(place.icon), html.Span(place.label, className="word")],
        href=place.href,
        className="place",
        title=place.label,
    )
    return html.Li(link, **{"data-owns": " ".join(place.owns)})

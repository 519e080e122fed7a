"""The frame around every page: navigation, top bar, the page, and what went wrong."""

from __future__ import annotations

import dash
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.follow import connection
from components.navigation import navigation
from components.pin import pin
from components.top_bar import AS_OF, top_bar

ARRIVAL = "shell-arrival"
TOAST = "shell-toast"

# Dash's own parts: the address, and the title that comes with a page.
ADDRESS = "_pages_location"
PAGE_TITLE = "_pages_store"
PAGE = "_pages_content"

__all__ = ["ADDRESS", "AS_OF", "PAGE", "PAGE_TITLE", "TOAST", "done", "shell", "toast", "wire"]


def shell(workspace: str, person: str, zone: str, *, is_demo: bool, origin: str = "") -> Component:
    """The whole frame; the page is put into its middle by its address.

    `origin` is where others reach the workspace, for what leaves it with an address on it; without
    one it is where the browser is.
    """
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="skip"),
            navigation(),
            html.Div(id="shell-veil", className="veil"),
            html.Div(
                [
                    top_bar(workspace, person, zone, is_demo=is_demo),
                    html.Main(dash.page_container, id="main", tabIndex=-1),
                ],
                className="rest",
            ),
            connection(),
            html.Div(id=TOAST, className="toasts", role="alert"),
            dcc.Store(id=ARRIVAL),
            *pin(),
        ],
        className="frame",
        **{"data-origin": origin},
    )


def toast(sentence: str) -> Component:
    """A sentence in the corner: what was asked for didn't happen, and why."""
    return html.Div([icon("exclamation-triangle"), html.Span(sentence)], className="toast-line")


def done(sentence: str, step: str, href: str) -> Component:
    """A sentence in the corner: what was asked for has happened, and where to see it."""
    link = dcc.Link(step, href=href)
    return html.Div(
        [icon("check-circle"), html.Span([sentence, " ", link])], className="toast-line good"
    )


def wire(screens: Dash) -> None:
    """Let the browser mark the current place and move the focus when a page arrives."""
    screens.clientside_callback(
        ClientsideFunction("shell", "arrived"),
        Output(ARRIVAL, "data"),
        Input(ADDRESS, "pathname"),
        Input(ADDRESS, "search"),
        Input(PAGE_TITLE, "data"),
    )

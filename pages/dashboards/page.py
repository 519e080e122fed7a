"""Which dashboards are there? None yet."""

from __future__ import annotations

import dash
from dash import html
from dash.development.base_component import Component

from components.page_head import page_head, page_title
from components.states import state

dash.register_page(__name__, path="/dashboards", title=page_title("Dashboards"))


def layout(**_: object) -> Component:
    """What is not there yet, and the way to what is."""
    return html.Div(
        [
            page_head("Dashboards"),
            state(
                "grid-1x2",
                "There are no dashboards yet",
                "Dashboards can't be made yet; each campaign's figures are in its report.",
                "Open Performance Reports",
                "/reports/messaging",
            ),
        ]
    )

"""What does all engagement look like? Not drawn yet."""

from __future__ import annotations

import dash
from dash import html
from dash.development.base_component import Component

from components.page_head import page_head, page_title
from components.states import state

dash.register_page(__name__, path="/hub", title=page_title("Analytics Hub"))


def layout(**_: object) -> Component:
    """What is not there yet, and the way to what is."""
    return html.Div(
        [
            page_head("Analytics Hub"),
            state(
                "compass",
                "The hub has no charts yet",
                "Numbers across campaigns can't be shown yet; each campaign has its own report.",
                "Open Performance Reports",
                "/reports/messaging",
            ),
        ]
    )

"""What can be set? Nothing on a screen yet."""

from __future__ import annotations

import dash
from dash import html
from dash.development.base_component import Component

from components.page_head import page_head, page_title
from components.states import state

dash.register_page(__name__, path="/settings", title=page_title("Settings"))


def layout(**_: object) -> Component:
    """What is not there yet, and the way to what is."""
    return html.Div(
        [
            page_head("Settings"),
            state(
                "gear",
                "There is nothing to set here yet",
                "Settings come from the environment, and API keys are made on the command line, "
                "with: heliograph key create.",
                "Open Performance Reports",
                "/reports/messaging",
            ),
        ]
    )

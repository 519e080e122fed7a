"""What happened to each message? Not shown here yet."""

from __future__ import annotations

import dash
from dash import html
from dash.development.base_component import Component

from components.page_head import page_head, page_title
from components.states import state

dash.register_page(__name__, path="/logs", title=page_title("Message Log"))


def layout(**_: object) -> Component:
    """What is not there yet, and the way to what is."""
    return html.Div(
        [
            page_head("Message Log"),
            state(
                "chat-left-text",
                "The log can't be searched here yet",
                "Messages can't be looked up across campaigns yet; each report covers its own.",
                "Open Performance Reports",
                "/reports/messaging",
            ),
        ]
    )

"""What can be set, and where?"""

from __future__ import annotations

import dash
from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.page_head import page_head, page_title

dash.register_page(__name__, path="/settings", title=page_title("Settings"))

# Label, address, icon, and what is there.
PLACES = (
    (
        "Subscribers",
        "/settings/subscribers",
        "people",
        "Who is on the main list, and who must not be written to?",
    ),
    (
        "Import subscribers",
        "/settings/subscribers/import",
        "upload",
        "Bring a CSV file of people in, and follow earlier files.",
    ),
    (
        "Files",
        "/settings/files",
        "file-earmark-arrow-up",
        "Bring in events that other systems exported, or take an import out again.",
    ),
    (
        "Wall screens",
        "/settings/walls",
        "display",
        "What do the screens on the walls show, and which of them are paired?",
    ),
    (
        "Alerts",
        "/settings/alerts",
        "bell",
        "Which figures are watched, and who hears when one is wrong?",
    ),
    (
        "Scheduled reports",
        "/settings/reports",
        "envelope-paper",
        "Which figures are sent to whom, and when?",
    ),
    (
        "Notes on charts",
        "/settings/annotations",
        "chat-square-text",
        "What happened on these days, and who says so?",
    ),
    (
        "Targets",
        "/settings/targets",
        "bullseye",
        "What should a figure be, at least or at most?",
    ),
    (
        "Connections",
        "/settings/connections",
        "plug",
        "Which providers call this workspace, how do their calls go, and what waits?",
    ),
    (
        "Human, machine, bot",
        "/settings/actors",
        "robot",
        "Which opens and clicks are people's, and which are those of programs?",
    ),
)


def layout(**_: object) -> Component:
    """A card a place, and where all other settings are."""
    return html.Div(
        [
            page_head("Settings", "What belongs to the whole workspace."),
            html.Ul([html.Li(_card(*place)) for place in PLACES], className="board-cards"),
            html.P(
                [
                    "Everything else comes from the environment of the server; API keys are made "
                    "on the command line, with ",
                    html.Code("heliograph key create"),
                    ".",
                ],
                className="report-stamp",
            ),
        ]
    )


def _card(label: str, href: str, picture: str, about: str) -> Component:
    return dcc.Link(
        [
            icon(picture),
            html.Span(label, className="board-name"),
            html.Span(about, className="board-about"),
        ],
        href=href,
        className="board-card",
    )

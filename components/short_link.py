"""Where do people open a campaign's page? Its short URL, to be copied, opened or printed."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.badges import icon


def short_link(url: str) -> Component:
    """A campaign's short URL with its buttons; assets/short_link.js copies and says so."""
    copy = html.Button(
        [icon("copy"), " Copy link"],
        type="button",
        className="part-button",
        disable_n_clicks=True,
        **{"data-copy": url},
    )
    opened = html.A(
        [icon("box-arrow-up-right"), " Open page"],
        href=url,
        target="_blank",
        rel="noopener",
        className="part-button",
    )
    return html.Section(
        [
            html.Strong("Short link"),
            html.Code(url, className="short-link-url"),
            html.Div([copy, opened], className="part-actions"),
            html.Span(role="status", className="short-link-told"),
        ],
        className="short-link",
        **{"aria-label": "Short link"},
    )

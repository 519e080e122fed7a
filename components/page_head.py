"""How does every page begin? Its one h1, a sentence, and what can be done."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component


def page_head(title: str, lead: str = "", actions: tuple[Component, ...] = ()) -> Component:
    """The head of a page."""
    return html.Div(
        [
            html.H1(title),
            *([html.Div(list(actions), className="actions")] if actions else []),
            *([html.P(lead, className="lead")] if lead else []),
        ],
        className="page-head",
    )


def page_title(title: str) -> str:
    """What the browser's tab says."""
    return f"{title} · Heliograph"

"""How do the figures of a dashboard come to a wall screen?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.badges import icon


def wall_link(wall_id: str | int) -> Component:
    """The way to the wall of that id; it is a page without the frame, so the browser leaves."""
    return html.A(
        [icon("display"), "Show on a wall"], href=f"/wall/{wall_id}", className="part-button"
    )

"""Which screens does the Analytics Hub have, and which of them is this?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.address import joined

OVERVIEW, COMPARE, PACING = "/hub", "/hub/compare", "/hub/pacing"
SCREENS = {OVERVIEW: "Overview", COMPARE: "Compare campaigns", PACING: "Pacing"}


def hub_tabs(present: str, tz: str = "") -> Component:
    """The hub's screens as links, the one at the path `present` marked as the current page.

    Each begins with its own filters; only the time zone `tz`, where one is chosen, goes along.
    """
    links = [
        html.A(
            label,
            href=joined(path, {"tz": tz}),
            className="tab selected" if path == present else "tab",
            **{"data-route": "", **({"aria-current": "page"} if path == present else {})},
        )
        for path, label in SCREENS.items()
    ]
    return html.Nav(links, className="tabs hub-tabs", **{"aria-label": "Analytics Hub"})

"""How do the figures of a screen come to be sent again and again?"""

from __future__ import annotations

from dash import dcc
from dash.development.base_component import Component

from components.badges import icon
from data.address import joined


def schedule_link(address: str, name: str, kind: str = "part-button") -> Component:
    """The way to the form that sends what stands at `address`, under its name."""
    href = joined("/settings/reports/new", {"address": address, "name": name})
    return dcc.Link([icon("envelope-paper"), "Schedule"], href=href, className=kind)

"""Where does the page ask which dashboard a figure shall stand on?

assets/pin.js tells which figure is meant: `data` of ASKED names its address, part, key and title.
Whoever owns the dashboards answers with a dialog in SLOT.
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

ASKED = "pin-asked"
SLOT = "pin-slot"


def pin() -> list[Component]:
    """The frame's part of it; nothing is to be seen before somebody asks."""
    return [dcc.Store(id=ASKED), html.Div(id=SLOT)]

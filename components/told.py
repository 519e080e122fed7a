"""How is it said what has just been done?"""

from __future__ import annotations

from datetime import datetime

from dash import html
from dash.development.base_component import Component

DONE, TROUBLE = "campaign-done", "notice"


def told(sentence: str, now: datetime, kind: str = DONE) -> Component:
    """The sentence; it takes the focus, so that it is read out. `now` tells it from an earlier."""
    return html.P(
        sentence,
        role="status",
        tabIndex=-1,
        className=f"campaign-told {kind}",
        **{"data-take-focus": now.isoformat()},
    )

"""How is a campaign made? Not on a screen yet: campaigns come in through the API."""

from __future__ import annotations

import dash
from dash import html
from dash.development.base_component import Component

from components.page_head import page_head, page_title
from components.states import state

for _group, _title in (("messaging", "New Message"), ("interactive", "New Campaign")):
    dash.register_page(
        f"{__name__}.{_group}",
        path=f"/campaigns/new/{_group}",
        title=page_title(_title),
        layout=lambda heading=_title, back=_group, **_: layout(heading, back),
    )


def layout(heading: str, group: str) -> Component:
    """What is not there yet, and the way to what is."""
    return html.Div(
        [
            page_head(heading),
            state(
                "plus-square",
                "Campaigns can't be made here yet",
                "A campaign is registered through the API by the system that runs it, "
                "and then appears among the reports.",
                "Open Performance Reports",
                f"/reports/{group}",
            ),
        ]
    )

"""What stands at an address that leads nowhere?"""

from __future__ import annotations

import dash
from dash.development.base_component import Component

from components.page_head import page_title
from components.states import state


def layout(**_: object) -> Component:
    """Says so, and leads back."""
    return state(
        "signpost-split",
        "There is no such page",
        "The address may be mistyped, or what it led to is gone.",
        "Open Performance Reports",
        "/reports/messaging",
        level=1,
    )


# Dash looks for the last word of the name.
dash.register_page(
    "pages.not_found_404", path="/404", title=page_title("No such page"), layout=layout
)

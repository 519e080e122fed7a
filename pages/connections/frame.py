"""How do a connection's page and that of waiting events stand, so that one callback serves both?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.follow import follow

BODY, HEAD, FOLLOW, TOLD, SLOT, ABOUT, GONE = (
    f"connection-{part}" for part in ("body", "head", "follow", "told", "slot", "about", "gone")
)


def frame(
    about: dict[str, str],
    head: Component,
    body: Sequence[Component],
    told: Component | None = None,
    fixed: Component | None = None,
) -> Component:
    """A page that follows what moves: head and body are drawn anew, `fixed` stays as it is.

    `about` says of which connection it is; empty words mean all of them.
    """
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            dcc.Store(id=ABOUT, data=about),
            follow(FOLLOW, moves=True),
            html.Div(head, id=HEAD),
            html.Div(told, id=TOLD),
            fixed,
            html.Div(list(body), id=BODY, className="connection-body"),
            html.Div(id=SLOT),
        ],
        className="connections",
    )

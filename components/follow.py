"""How does a page follow what moves by itself (D-05)?

The browser looks again every ten seconds while somebody looks at the page, and says so in the frame
while it has lost the server; as soon as that answers again, it looks at once (assets/follow.js).
"""

from __future__ import annotations

from dash import html

ON, OFF = "on", "off"
CONNECTION = "shell-connection"


def follow(follow_id: str, *, moves: bool) -> html.Div:
    """The page's pulse: each look counts its `n_clicks` up.

    A callback that takes `Input(follow_id, "n_clicks")` looks again; what it gives to
    `Output(follow_id, "data-follow")` is `word` of whether there will be more to see.
    """
    return html.Div(id=follow_id, hidden=True, **{"data-follow": word(moves=moves)})


def word(*, moves: bool) -> str:
    """What `data-follow` says."""
    return ON if moves else OFF


def connection() -> html.Div:
    """Where the frame says that the server can't be reached; empty while it can."""
    return html.Div(id=CONNECTION, className="connection", role="status")

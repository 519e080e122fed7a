"""The button of a filter with a panel: what is chosen stands on it, and a small cross clears it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.badges import icon


def filter_button(
    name: str,
    label: str,
    face: Component,
    clear_id: Mapping[str, Any],
    clears: Mapping[str, str],
    unchosen: bool,
    symbol: str = "",
    popup: str = "",
) -> list[Component]:
    """The label, the button with `face` on it, which opens the panel "<name>-panel", and the cross.

    `symbol` is drawn before the face, `popup` is what kind of panel opens. `clears` are the words
    of the cross; it is hidden while `unchosen`.
    """
    kind = {"aria-haspopup": popup} if popup else {}
    return [
        html.Label(label, htmlFor=f"{name}-button", className="filter-label"),
        html.Button(
            [
                *([icon(symbol)] if symbol else []),
                html.Span(face, id=f"{name}-face", className="filter-face"),
                icon("chevron-down"),
            ],
            id=f"{name}-button",
            type="button",
            className="filter-button",
            **{
                "aria-expanded": "false",
                "aria-controls": f"{name}-panel",
                "aria-describedby": f"{name}-face",
                **kind,
            },
        ),
        html.Button(
            icon("x-lg"),
            id=dict(clear_id),
            type="button",
            className="filter-clear",
            hidden=unchosen,
            **clears,
        ),
    ]

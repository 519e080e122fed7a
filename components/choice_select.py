"""How is one of several chosen where the address can say one alone? By the browser's own menu."""

from __future__ import annotations

from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import html

EVERY = "*"  # what the control holds while nothing is chosen; the address says nothing then


def choice_select(control_id: str, label: str, options: Mapping[str, str], chosen: str) -> html.Div:
    """A menu named `label`; `options` say what stands for each value, EVERY among them.

    A chosen value that is not offered is offered, too: somebody's address says so.
    """
    named = {**options, **({chosen: chosen} if chosen and chosen not in options else {})}
    offered = [{"value": value, "label": text} for value, text in named.items()]
    return html.Div(
        [
            html.Label(label, htmlFor=control_id, className="filter-label"),
            dbc.Select(
                options=offered, value=chosen or EVERY, id=control_id, className="filter-select"
            ),
        ],
        className="filter",
    )

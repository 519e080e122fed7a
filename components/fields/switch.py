"""On or off."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.field import (
    Draw,
    FieldPart,
    Filled,
    control_id,
    fault_line,
    help_line,
    marks,
    place,
)
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    where = place(wanted, filled)
    own = control_id(where)
    options = [{"value": "on", "label": wanted.label, "input_id": own}]
    return html.Div(
        [
            dbc.Checklist(id=f"{own}-switch", options=options, value=["on"] if filled.raw else []),
            *help_line(wanted, own),
            fault_line(filled.faults.get(where), own),
        ],
        className="creator-field of-switch",
        **marks(wanted, filled),
        **{"data-switch": ""},
    )


FIELD = FieldPart(Kind.SWITCH, _draw)

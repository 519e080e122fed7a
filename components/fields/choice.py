"""One of few, all of them in sight."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from components.field import Draw, FieldPart, Filled, control_id, grouped, place
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    own = control_id(place(wanted, filled))
    values = [value for value, _label in wanted.options]
    chosen = filled.raw if filled.raw in values else wanted.usual
    options = [
        {
            "value": value,
            "label": label,
            "input_id": f"{own}-{number}",
            "disabled": filled.locked,
        }
        for number, (value, label) in enumerate(wanted.options)
    ]
    control = dbc.RadioItems(id=own, name=own, options=options, value=chosen)
    return grouped(wanted, filled, control, values)


FIELD = FieldPart(Kind.CHOICE, _draw)

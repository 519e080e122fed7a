"""One of a menu."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from components.field import Draw, FieldPart, Filled, control_id, labelled, place
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    options = [{"value": value, "label": label} for value, label in wanted.options]
    control = dbc.Select(
        id=control_id(place(wanted, filled)), options=options, value=filled.raw or wanted.usual
    )
    return labelled(wanted, filled, control)


FIELD = FieldPart(Kind.PICK, _draw)

"""A number; what is none stays as it was typed, and is told."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from components.field import Draw, FieldPart, Filled, control_id, labelled, place
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    control = dbc.Input(
        id=control_id(place(wanted, filled)),
        type="text",
        value=filled.raw or wanted.usual,
        disabled=filled.locked,
        inputmode="numeric",
        autocomplete="off",
    )
    return labelled(wanted, filled, control)


FIELD = FieldPart(Kind.NUMBER, _draw)

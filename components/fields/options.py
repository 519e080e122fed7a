"""The options of a menu, one a line, and where each leads."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from components.field import Draw, FieldPart, Filled, control_id, labelled, place
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    own = control_id(place(wanted, filled))
    return labelled(wanted, filled, dbc.Textarea(id=own, value=filled.raw or "", rows=4))


FIELD = FieldPart(Kind.OPTIONS, _draw)

"""A file from the visitor's own machine; what was found in it stands below."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.field import Draw, FieldPart, Filled, control_id, labelled, place
from data.creation_field import Field, Kind

LARGEST_FILE = 5 * 1024 * 1024  # bytes
UPLOAD = "creator-file"


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    own = control_id(place(wanted, filled))
    control = dcc.Upload(
        html.Span([icon("upload"), " Choose a CSV file, or drop it here"], className="button"),
        id=UPLOAD,
        accept=".csv,text/csv,text/plain",
        max_size=LARGEST_FILE,
        className="creator-upload",
    )
    told = [filled.told] if filled.told is not None else []
    return labelled(wanted, filled, html.Div(control, id=f"{own}-drop"), *told)


FIELD = FieldPart(Kind.FILE, _draw)

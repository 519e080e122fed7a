"""A text of several lines, with buttons that put placeholders in."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.badges import icon
from components.field import Draw, FieldPart, Filled, control_id, labelled, place
from data.creation_field import Field, Kind

_NAMES = {"{{first_name}}": "First name", "{{link}}": "Link"}


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    own = control_id(place(wanted, filled))
    rows = 6 if filled.attribute == "data-field" else 3
    control = dbc.Textarea(id=own, value=filled.raw or wanted.usual, rows=rows)
    told = [filled.told] if filled.told is not None else []
    return labelled(wanted, filled, control, *_inserts(wanted, own), *told)


def _inserts(wanted: Field, own: str) -> list[Any]:
    buttons = [
        html.Button(
            [icon("plus"), _NAMES.get(text, text)],
            type="button",
            className="part-button",
            **{"data-insert": text, "data-into": own},
        )
        for text in wanted.inserts
    ]
    return [html.Div(buttons, className="creator-inserts")] if buttons else []


FIELD = FieldPart(Kind.TEXT, _draw)

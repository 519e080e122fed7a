"""A line of text, with suggestions where there are any."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.field import Draw, FieldPart, Filled, control_id, labelled, place
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    own = control_id(place(wanted, filled))
    if wanted.read_only:
        return html.Div(html.Bdi(filled.raw), className="creator-field creator-read-only")
    offered = f"{own}-offers" if filled.offers else None
    control = dbc.Input(
        id=own,
        type="text",
        value=filled.raw or wanted.usual,
        disabled=filled.locked,
        autocomplete="off",
        list=offered,
    )
    told = [filled.told] if filled.told is not None else []
    if offered is None:
        return labelled(wanted, filled, control, *told)
    options = [html.Option(value=value) for value, _label in filled.offers]
    return labelled(wanted, filled, control, html.Datalist(options, id=offered), *told)


FIELD = FieldPart(Kind.LINE, _draw)

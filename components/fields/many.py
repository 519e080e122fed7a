"""Any of a few; those that there are may be known to the page alone."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.field import Draw, FieldPart, Filled, control_id, grouped, place
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, _: Draw) -> Component:
    own = control_id(place(wanted, filled))
    chosen = [str(one) for one in filled.raw or ()]
    offered = [*(wanted.options or filled.offers)]
    # What was chosen stays chosen, though it isn't offered any more.
    offered += [(one, one) for one in chosen if one not in dict(offered)]
    values = [value for value, _label in offered]
    if not offered:
        return grouped(wanted, filled, html.P("There are none yet.", className="muted"), values)
    options = [
        {"value": value, "label": label, "input_id": f"{own}-{number}"}
        for number, (value, label) in enumerate(offered)
    ]
    control = dbc.Checklist(id=own, options=options, value=chosen)
    return grouped(wanted, filled, control, values)


FIELD = FieldPart(Kind.MANY, _draw)

"""Each file here draws one kind of field."""

from dash.development.base_component import Component

from components.field import FieldPart, Filled
from data.creation_field import Field
from data.registry import collect

FIELDS = collect(__name__, "FIELD", FieldPart)


def draw(wanted: Field, filled: Filled) -> Component:
    """The field with what was typed into it."""
    return FIELDS[wanted.kind.value].draw(wanted, filled, draw)

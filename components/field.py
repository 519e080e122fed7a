"""How does a field stand in a form: its name, what helps, its control, what is wrong with it?

assets/creator.js reads the form: `data-field` (in a row `data-column`) names what a control is for,
`data-values` what the choices of a group stand for. It also ties help and fault to the control.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.creation_field import Field, Kind


@dataclass(frozen=True, slots=True)
class Filled:
    """What is known about a field where it is drawn.

    `raw` is what was typed, `faults` what is wrong, by control. `offers` are values to choose from
    or, for a line, to be suggested. `told` is drawn below the control. `focus` has the control or
    row that gets the focus, with a word that tells this time from the last one. In a row, `where`
    is the control's place.
    """

    raw: Any = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    offers: Sequence[tuple[str, str]] = ()
    told: Component | None = None
    locked: bool = False
    focus: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    attribute: str = "data-field"


Draw = Callable[[Field, Filled], Component]


@dataclass(frozen=True, slots=True)
class FieldPart:
    """What draws one kind of field; the last argument draws the fields in its rows."""

    kind: Kind
    draw: Callable[[Field, Filled, Draw], Component]

    @property
    def key(self) -> str:
        """The kind's word."""
        return self.kind.value


def place(wanted: Field, filled: Filled) -> str:
    """Which control it is, as problems name it: "prizes.0.stock"."""
    return filled.where or wanted.key


def control_id(where: str) -> str:
    """The id of the control; dots can't stand in one."""
    return f"field-{where.replace('.', '-').replace('_', '-')}"


def labelled(wanted: Field, filled: Filled, control: Any, *extra: Any) -> Component:
    """A control under its label."""
    where = place(wanted, filled)
    own = control_id(where)
    return html.Div(
        [
            html.Label(_name(wanted), htmlFor=own, id=f"{own}-label"),
            *help_line(wanted, own),
            control,
            *extra,
            fault_line(filled.faults.get(where), own),
        ],
        className=_kind(wanted),
        **marks(wanted, filled),
    )


def grouped(wanted: Field, filled: Filled, control: Any, values: Sequence[str]) -> Component:
    """Several choices under one legend."""
    where = place(wanted, filled)
    own = control_id(where)
    return html.Fieldset(
        [
            html.Legend(_name(wanted)),
            *help_line(wanted, own),
            control,
            fault_line(filled.faults.get(where), own),
        ],
        id=f"{own}-group",
        className=_kind(wanted),
        **marks(wanted, filled),
        **{"data-values": "\n".join(values)},
    )


def marks(wanted: Field, filled: Filled) -> dict[str, str]:
    where = place(wanted, filled)
    mark = {} if filled.locked or wanted.read_only else {filled.attribute: wanted.key}
    return mark | {"data-control": control_id(where), "data-where": where}


def _kind(wanted: Field) -> str:
    return f"creator-field of-{wanted.kind.value}"


def _name(wanted: Field) -> list[Any]:
    optional = html.Span(" (optional)", className="creator-optional")
    plain = wanted.required or wanted.kind in {Kind.SWITCH, Kind.CHOICE} or wanted.read_only
    return [wanted.label] if plain else [wanted.label, optional]


def help_line(wanted: Field, own: str) -> list[Any]:
    return [html.P(wanted.help, id=f"{own}-help", className="creator-help")] if wanted.help else []


def fault_line(message: str | None, own: str) -> html.P:
    """What is wrong with a control; empty while nothing is."""
    return html.P(message or "", id=f"{own}-fault", className="creator-fault")

"""How does a form of a settings screen look: fields in groups, each with its help and its fault?

A field's control has the id {"form": FORM, "field": KEY} and its fault {"form": FORM, "fault":
KEY}; one callback of the page reads all of the former and writes all of the latter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from data.errors import BadRequest

ANY = "*"  # what a menu holds while nothing is chosen; the browser's own would show no label for ""
LINE, AREA, CHOICE, MANY, TIME, DAY, NUMBER = (
    "line",
    "area",
    "choice",
    "many",
    "time",
    "day",
    "number",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: what it is called, its kind, what helps, and what can be chosen.

    `only` names another field and the value that it must have for this one to be asked.
    """

    key: str
    label: str
    kind: str = LINE
    help: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    suggestions: Sequence[str] = ()
    unit: str = ""
    only: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one legend."""

    legend: str
    entries: tuple[Entry, ...]
    lead: str = ""


def control_id(form: str, key: str) -> dict[str, str]:
    """The id of a field's control."""
    return {"form": form, "field": key}


def fault_id(form: str, key: str) -> dict[str, str]:
    """The id of the line that says what is wrong with a field."""
    return {"form": form, "fault": key}


def in_the_page(own: Mapping[str, str]) -> str:
    """What the browser takes a component's id for: its keys in order, without a blank."""
    return json.dumps(own, sort_keys=True, separators=(",", ":"))


def inputs(form: str) -> Input:
    """Whatever is typed or chosen in the form."""
    return Input({"form": form, "field": ALL}, "value")


def states(form: str) -> State:
    """All that the form holds."""
    return State({"form": form, "field": ALL}, "value")


def faults(form: str) -> Output:
    """Where the faults of all fields are said."""
    return Output({"form": form, "fault": ALL}, "children")


def fields(form: str, groups: Sequence[Group], values: Mapping[str, str]) -> list[Component]:
    """The groups one under the other, filled with `values`."""
    return [
        html.Fieldset(
            [
                html.Legend(group.legend, className="form-legend"),
                *([html.P(group.lead, className="muted")] if group.lead else []),
                html.Div(
                    [_drawn(form, entry, values.get(entry.key, "")) for entry in group.entries],
                    className="form-fields",
                ),
            ],
            className="form-group",
        )
        for group in groups
    ]


def filled(form: str) -> dict[str, str]:
    """What the form holds for the callback that runs; several choices are joined by commas."""
    held = [*_flat(ctx.inputs_list), *_flat(ctx.states_list)]
    return {
        each["id"]["field"]: _text(each.get("value"))
        for each in held
        if _is_of(each, form, "field")
    }


def said(form: str, error: BadRequest | None) -> list[str]:
    """What to write into the fault lines of the form."""
    where = error.where if error else None
    return [f"{error}." if key == where else "" for key in _fault_keys(form)]


def has_field(form: str, error: BadRequest) -> bool:
    """Whether a field's own line says what is wrong; anything else is left to the page."""
    return error.where in _fault_keys(form)


def unchanged(form: str) -> list[Any]:
    """The fault lines as they are."""
    return [no_update for _ in _fault_keys(form)]


def _fault_keys(form: str) -> list[str]:
    outputs = _flat(ctx.outputs_list)
    return [each["id"]["fault"] for each in outputs if _is_of(each, form, "fault")]


def _is_of(each: Mapping[str, Any], form: str, part: str) -> bool:
    own = each["id"]
    return isinstance(own, dict) and own.get("form") == form and part in own


def _flat(parts: Any) -> Iterator[Mapping[str, Any]]:
    """Dash nests what a callback reads and writes as the callback's own arguments are."""
    if isinstance(parts, list):
        for part in parts:
            yield from _flat(part)
    elif isinstance(parts, dict) and "id" in parts:
        yield parts
    elif isinstance(parts, dict):
        yield from _flat(list(parts.values()))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return "" if value in (None, ANY) else str(value)


def _drawn(form: str, entry: Entry, value: str) -> Component:
    own = f"{form}-{entry.key}"
    helped = html.Span(entry.help, className="form-help") if entry.help else None
    fault = html.P(id=fault_id(form, entry.key), role="alert", className="form-fault")
    only = {"data-only": f"{entry.only[0]}={entry.only[1]}"} if entry.only else {}
    mark = {"data-entry": entry.key, **only}
    if entry.kind == MANY:
        return html.Fieldset(
            [html.Legend([entry.label, helped]), _many(form, entry, value), fault],
            className="form-field of-many",
            **mark,
        )
    suggested = (
        [html.Datalist([html.Option(value=one) for one in entry.suggestions], id=f"{own}-list")]
        if entry.suggestions
        else []
    )
    return html.Div(
        [
            html.Label(entry.label, htmlFor=in_the_page(control_id(form, entry.key))),
            helped,
            _control(form, entry, value),
            *suggested,
            fault,
        ],
        className=f"form-field of-{entry.kind}",
        **mark,
    )


def _control(form: str, entry: Entry, value: str) -> Component:
    own = control_id(form, entry.key)
    if entry.kind == CHOICE:
        options = [{"value": key, "label": label} for key, label in entry.options.items()]
        held = value if value in entry.options else next(iter(entry.options), "")
        return dbc.Select(id=own, options=options, value=held, className="form-control-own")
    if entry.kind == AREA:
        return dcc.Textarea(
            id=own, value=value, rows=3, maxLength=2000, className="form-control-own"
        )
    kinds = {TIME: "time", DAY: "date"}
    return dbc.Input(
        id=own,
        value=value,
        type=kinds.get(entry.kind, "text"),
        inputmode="decimal" if entry.kind == NUMBER else None,
        debounce=True,
        autocomplete="off",
        maxlength=2000,
        list=f"{form}-{entry.key}-list" if entry.suggestions else None,
        className="form-control-own",
    )


def _many(form: str, entry: Entry, value: str) -> Component:
    options = [{"value": key, "label": label} for key, label in entry.options.items()]
    return dbc.Checklist(
        id=control_id(form, entry.key),
        options=options,
        value=[one for one in value.split(",") if one in entry.options],
    )

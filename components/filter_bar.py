"""The line of filters above what they filter: menus of several choices, a search, and clearing.

A menu's value is the list `chosen_id(name)`.value; assets/filters.js keeps the words on its button.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import MATCH, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component

from components.filter_button import filter_button

PAUSE = 250  # milliseconds without a key, after which a search is looked for


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu; `color` is a class that colours a dot, as cards do: "state-live"."""

    value: str
    label: str
    color: str = ""


def _part(name: Any, part: str) -> dict[str, Any]:
    return {"choice-menu": name, "part": part}


def chosen_id(name: Any) -> dict[str, Any]:
    """The checklist whose `value` is what is chosen; nothing chosen means everything."""
    return _part(name, "chosen")


def swatch(color: str) -> html.Span:
    """A dot in the colour `color`; the word beside it says what it stands for."""
    return html.Span(className=f"dot {color}", **{"aria-hidden": "true"})


def face(choices: Sequence[Choice], chosen: Collection[str]) -> str:
    """What a menu's button says: "All", up to two names, or how many."""
    labels = [choice.label for choice in choices if choice.value in chosen]
    if not labels:
        return "All"
    return ", ".join(labels) if len(labels) <= 2 else f"{len(labels)} of {len(choices)}"


def choice_menu(
    name: str, label: str, noun: str, choices: Sequence[Choice], chosen: Collection[str]
) -> html.Div:
    """A button named `label` that opens a list of checkboxes; `noun` is the plural of a choice."""
    picked = [choice.value for choice in choices if choice.value in chosen]
    return html.Div(
        [
            dcc.Store(
                id=_part(name, "labels"), data=[[choice.value, choice.label] for choice in choices]
            ),
            *filter_button(
                name,
                label,
                html.Span(face(choices, picked), id=_part(name, "face")),
                _part(name, "clear"),
                {"aria-label": f"Clear {noun}", "data-uncheck": name},
                unchosen=not picked,
            ),
            html.Div(
                dbc.Checklist(
                    id=chosen_id(name),
                    options=[{"value": c.value, "label": _line(c)} for c in choices],
                    value=picked,
                    className="choice-list",
                ),
                id=f"{name}-panel",
                hidden=True,
                role="group",
                className="filter-panel",
                **{"aria-label": f"Choose {noun}", "data-panel": "", "data-list": ""},
            ),
        ],
        className="filter choice-menu",
        **{"data-disclosure": ""},
    )


def _line(choice: Choice) -> Component | str:
    if not choice.color:
        return choice.label
    return html.Span([swatch(choice.color), choice.label], className="choice-line")


def search_box(name: str, label: str, value: str, longest: int) -> html.Div:
    """A field named `label` for free text, at most `longest` characters."""
    return html.Div(
        [
            html.Label(label, htmlFor=name, className="filter-label"),
            searching(name, value, longest, "filter-search"),
        ],
        className="filter filter-free",
    )


def searching(control_id: Any, value: str, longest: int, style: str) -> dbc.Input:
    """A search field of the class `style`, heard of once its writer pauses."""
    # dcc.Input puts the caret back after each key, and so mixes up a fast typist's.
    return dbc.Input(
        id=control_id,
        type="search",
        value=value,
        debounce=PAUSE,
        maxLength=longest,
        autocomplete="off",
        className=style,
    )


def filter_bar(filters: Sequence[Component], clear: Component) -> html.Div:
    """The filters in one line, and `clear`, the button that empties them all."""
    return html.Div(
        [*filters, clear], role="group", className="filter-bar", **{"aria-label": "Filters"}
    )


clientside_callback(
    ClientsideFunction("choiceMenu", "face"),
    Output(_part(MATCH, "face"), "children"),
    Output(_part(MATCH, "clear"), "hidden"),
    Input(chosen_id(MATCH), "value"),
    State(_part(MATCH, "labels"), "data"),
    prevent_initial_call=True,
)

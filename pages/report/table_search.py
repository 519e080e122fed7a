"""How are the rows of a long table searched, and what does a reader see of them?

The form is an address in itself, so it works with the keyboard, the history and a shared link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from data.reports import Ask, Rows
from pages.report.table_page import SIZES

LONGEST_SEARCH = 256
PIECE = 20_000  # rows of a download in memory at once
# The options of each choice, by the name that the address has for it: its label, and what to say
# for each value.
Choices = Mapping[str, tuple[str, Mapping[str, str]]]
# Words of the address that a form does not ask for but must not lose.
_KEPT = ("range", "from", "to", "tz", "sort", "table")


def sought(ask: Ask) -> str:
    """What the address searches for."""
    return ask.param("q").strip()[:LONGEST_SEARCH]


def having(ask: Ask, rows: Rows, column: str) -> Rows:
    """The rows that have what is searched for in `recipient` or in `column`, in any case."""
    text = sought(ask).lower()
    if not text:
        return rows
    recipient, other = (pl.col(name).str.to_lowercase() for name in ("recipient", column))
    # Who sees masked recipients could find out the rest one character at a time.
    named = recipient.str.contains(text, literal=True) if ask.reveal else recipient == text
    return rows.filter(
        named.fill_null(value=False) | other.str.contains(text, literal=True).fill_null(value=False)
    )


def shown(ask: Ask, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their recipients as this reader may see them."""
    return [{**row, "recipient": ask.shown_recipient(row["recipient"])} for row in rows]


def streamed(ask: Ask, rows: pl.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """The same, some thousand at a time."""
    for piece in rows.iter_slices(PIECE):
        yield shown(ask, piece.to_dicts())


def masked(ask: Ask) -> Iterator[str]:
    """A sentence for who searches without seeing whole IDs."""
    if ask.param("q") and not ask.reveal:
        yield "You see masked IDs, so the search finds whole IDs only."


def unknown(ask: Ask, name: str, known: Collection[str]) -> Iterator[str]:
    """A sentence where the address has a value for `name` that is none of the known ones."""
    if (value := ask.param(name)) and value not in known:
        yield f"{name}=“{value[:40]}” was ignored: it is none of {', '.join(known)}."


def search_form(
    ask: Ask, name: str, title: str, label: str, choices: Choices | None = None, hint: str = ""
) -> Component:
    """The form above the table `title`: what to search for, choices, and rows a page.

    Its ids begin with `name`; `label` and `hint` say what the search looks through.
    """
    choices = choices or {}
    kept = {key: value for key, value in (ask.params or {}).items() if key in _KEPT}
    text = dcc.Input(
        id=f"{name}-q",
        name="q",
        type="search",
        value=ask.param("q"),
        placeholder=hint,
        autoComplete="off",
        maxLength=LONGEST_SEARCH,
    )
    fields = [_field(f"{name}-q", label, text)]
    for word, (called, options) in choices.items():
        fields.append(_choice(ask, name, word, called, {"": "All", **options}))
    fields.append(_choice(ask, name, "size", "Rows", _sizes(ask)))
    is_narrow = any(ask.param(word) for word in ("q", *choices))
    return html.Form(
        [
            html.Div(
                [dcc.Input(type="text", name=key, value=value) for key, value in kept.items()],
                hidden=True,
            ),
            *fields,
            html.Button("Search", type="submit", className="part-button strong"),
            dcc.Link("Clear", href="?", className="part-button") if is_narrow else None,
        ],
        method="get",
        className="report-search",
        role="search",
        **{"aria-label": title},
    )


def _sizes(ask: Ask) -> dict[str, str]:
    asked = ask.param("size")
    sizes = [str(size) for size in SIZES]
    return {size: size for size in (*sizes, *([asked] if asked.isdecimal() else ()))}


def _choice(ask: Ask, form: str, name: str, label: str, options: Mapping[str, str]) -> Component:
    chosen, control_id = ask.param(name), f"{form}-{name}"
    drawn = [
        html.Option(text, value=value, **({"selected": True} if value == chosen else {}))
        for value, text in options.items()
    ]
    return _field(control_id, label, html.Select(drawn, id=control_id, name=name))


def _field(control_id: str, label: str, control: Component) -> Component:
    return html.Div([html.Label(label, htmlFor=control_id), control], className="report-field")

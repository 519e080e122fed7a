"""Rows of fields: pages, questions, prizes; each can be moved and removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.badges import icon
from components.field import (
    Draw,
    FieldPart,
    Filled,
    control_id,
    fault_line,
    help_line,
    marks,
    place,
)
from data.creation_field import Field, Kind


def _draw(wanted: Field, filled: Filled, draw: Draw) -> Component:
    rows = [row for row in filled.raw or () if isinstance(row, Mapping)]
    own = control_id(place(wanted, filled))
    add = html.Button(
        [icon("plus-lg"), f"Add {wanted.noun}"],
        id=own,
        type="button",
        className="button",
        **{"data-do": "add", "data-about": wanted.key, **_focused(filled, wanted.key)},
    )
    parts: list[Any] = [
        html.Legend(wanted.label),
        *help_line(wanted, own),
        html.Ol(
            [_row(wanted, filled, draw, row, number, len(rows)) for number, row in enumerate(rows)],
            className="creator-rows",
        ),
        *([] if wanted.fixed or len(rows) >= wanted.most_rows else [add]),
        fault_line(filled.faults.get(wanted.key), own),
    ]
    return html.Fieldset(
        parts,
        id=f"{own}-group",
        className="creator-field of-rows",
        **marks(wanted, filled),
        **{"data-rows": ""},
    )


def _focused(filled: Filled, where: str) -> dict[str, str]:
    return {"data-take-focus": filled.focus[where]} if where in filled.focus else {}


def _row(
    wanted: Field, filled: Filled, draw: Draw, row: Mapping[str, Any], number: int, count: int
) -> Component:
    title = f"{wanted.noun.capitalize()} {number + 1}"
    cells = [
        draw(
            column,
            Filled(
                raw=row.get(column.key, ""),
                faults=filled.faults,
                where=f"{wanted.key}.{number}.{column.key}",
                attribute="data-column",
            ),
        )
        for column in wanted.columns
    ]
    tools = [] if wanted.fixed else _tools(wanted, title, number, count)
    return html.Li(
        html.Div(
            [
                html.Div(
                    [html.Span(title, className="creator-row-title"), *tools],
                    className="creator-row-head",
                ),
                html.Div(cells, className=f"creator-cells across-{len(cells)}"),
            ],
            role="group",
            tabIndex=-1,
            className="creator-row",
            **{"aria-label": title, "data-row": "", **_focused(filled, f"{wanted.key}.{number}")},
        )
    )


def _tools(wanted: Field, title: str, number: int, count: int) -> list[Component]:
    """Move it up or down, remove it."""
    tools = (
        ("up", "arrow-up", f"Move {title} up", number > 0),
        ("down", "arrow-down", f"Move {title} down", number < count - 1),
        ("remove", "trash3", f"Remove {title}", True),
    )
    return [
        html.Button(
            icon(picture),
            type="button",
            className="icon-button",
            disabled=not can,
            title=name,
            **{
                "aria-label": name,
                "data-do": deed,
                "data-about": wanted.key,
                "data-number": str(number),
            },
        )
        for deed, picture, name, can in tools
    ]


FIELD = FieldPart(Kind.ROWS, _draw)

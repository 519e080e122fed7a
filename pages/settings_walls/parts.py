"""What do both screens about walls draw: fields, sections, tables, and what has just happened?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

LONGEST_NAME = 200


def field(control: Component, label: str, help_: str = "") -> html.Div:
    """A control below its name."""
    told = [html.Span(help_, className="field-help")] if help_ else []
    name = html.Label([html.Span(label), *told], htmlFor=control.id)
    return html.Div([name, control], className="wall-field")


def line(control_id: str, value: str = "", longest: int = LONGEST_NAME, **more: Any) -> dcc.Input:
    """A line of text."""
    return dcc.Input(
        id=control_id,
        value=value,
        maxLength=longest,
        autoComplete="off",
        className="field-line",
        **more,
    )


def menu(control_id: Any, options: Mapping[str, str], value: str) -> dbc.Select:
    """A menu of one choice; a value that is not offered is named by itself."""
    named = {
        **options,
        **({value: f"{value} (not there any more)"} if value not in options else {}),
    }
    offered = [{"value": key, "label": label} for key, label in named.items()]
    return dbc.Select(id=control_id, options=offered, value=value, className="filter-select")


def section(title: str, lead: Any, parts: Sequence[Any]) -> html.Section:
    """A part of the screen with its name."""
    heading = [html.H2(title), *([html.P(lead, className="muted")] if lead else [])]
    return html.Section([*heading, *parts], className="wall-part", **{"aria-label": title})


def said(sentence: str, kind: str, now: datetime) -> html.P:
    """What has just happened; it takes the focus, so that it is read out."""
    return html.P(
        sentence,
        role="status",
        tabIndex=-1,
        className=f"campaign-told {kind}",
        **{"data-take-focus": now.isoformat()},
    )


def cell(head: str, shown: Any) -> html.Td:
    """A cell that says what it is where there is no room for the table's head."""
    return html.Td(shown, **{"data-label": head})


def scrolling(table: html.Table, name: str) -> html.Div:
    """A table that can be wider than there is room; the keyboard moves it."""
    return html.Div(
        table,
        className="table-scroll",
        role="region",
        tabIndex=0,
        **{"aria-label": f"{name}, rows"},
    )

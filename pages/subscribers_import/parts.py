"""How are a file's preview, its progress and its result drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.pager import counted
from data.ingest.subscriber_list import SubscriberList
from data.store.subscriber_import_rows import SubscriberImport
from data.vocabulary.formats import NOTHING, number

LIST = "/settings/subscribers"
PATH = f"{LIST}/import"
GO = "subscribers-import-go"
GOOD_SHOWN, BAD_SHOWN = 5, 20
_FIELDS = {
    "first_name": "First name",
    "last_name": "Last name",
    "number": "Mobile number",
    "whatsapp": "WhatsApp number",
    "email": "Email address",
    "token": "Device token",
    "tags": "Tags",
}


def preview(name: str, listed: SubscriberList) -> Component:
    """What a file would bring, and the button that lets it."""
    good, bad = len(listed.good), len(listed.bad)
    parts: list[Any] = [
        html.H2(["In ", html.Bdi(name)]),
        facts((("Rows", listed.total), ("Can be imported", good), ("Can't be", bad))),
    ]
    if listed.columns:
        parts.append(html.P(_columns(listed)))
    if good:
        parts += [html.H3("The first rows", className="part-title"), _sample(listed)]
    if bad:
        parts += [
            html.H3("Rows that will be left out", className="part-title"),
            _bad_rows(listed),
        ]
    if good:
        button = f"Import {counted(good, 'subscriber', 'subscribers')}"
        go = html.Button([icon("upload"), button], id=GO, type="button", className="button primary")
        parts.append(html.Div(go, className="import-buttons"))
    else:
        parts.append(html.P("No row of this file can be imported. Correct it and choose it again."))
    return html.Section(parts, className="import-card", **{"aria-label": "Preview"})


def facts(pairs: Sequence[tuple[str, int]]) -> html.Dl:
    """Numbers under their names."""
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(number(count))]) for name, count in pairs],
        className="import-facts",
    )


def _columns(listed: SubscriberList) -> list[Any]:
    told: list[Any] = ["Columns: "]
    for n, (field, heading) in enumerate(listed.columns.items()):
        told += [", " if n else "", html.Bdi(heading), f" as {_FIELDS[field].lower()}"]
    if listed.ignored:
        told += ["; left out: ", html.Bdi(", ".join(listed.ignored)[:300])]
    return [*told, "."]


def _sample(listed: SubscriberList) -> Component:
    used = [field for field in _FIELDS if field in listed.columns]
    at = {field: listed.heading.index(listed.columns[field]) for field in used}
    rows = [
        html.Tr([html.Td(str(row.line)), *(_cell(row.cells, at[field]) for field in used)])
        for row in listed.good[:GOOD_SHOWN]
    ]
    heads = ["Line", *(_FIELDS[field] for field in used)]
    return _table("The first rows", heads, rows)


def _cell(cells: Sequence[str], at: int) -> html.Td:
    text = cells[at] if at < len(cells) else ""
    return html.Td(html.Bdi(text) if text else NOTHING)


def _bad_rows(listed: SubscriberList) -> Component:
    shown = listed.bad[:BAD_SHOWN]
    rows = [html.Tr([html.Td(str(bad.line)), html.Td(html.Bdi(bad.reason))]) for bad in shown]
    table = _table("Rows that will be left out", ["Line", "Reason"], rows)
    more = len(listed.bad) - len(shown)
    if not more:
        return table
    told = f"And {counted(more, 'more row', 'more rows')}; all can be downloaded after the import."
    return html.Div([table, html.P(told, className="muted")])


def _table(name: str, heads: Sequence[str], rows: Sequence[html.Tr]) -> html.Div:
    table = html.Table(
        [
            html.Caption(name, className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(list(rows)),
        ],
        className="rows",
    )
    return html.Div(
        table,
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": f"{name}, scrolls sideways"},
    )


def way(one: SubscriberImport, zone: ZoneInfo, reveal: bool) -> Component:
    """How far a file has come, or what came of it."""
    done = one.finished_at is not None
    bar = html.Progress(
        value=str(one.done), max=str(max(one.rows, 1)), **{"aria-label": "Rows taken in"}
    )
    told = (
        f"All {counted(one.rows, 'row', 'rows')} that could be read are in."
        if done
        else f"{number(one.done)} of {counted(one.rows, 'row', 'rows')}. It goes on by itself, "
        "also when this page is closed or the server is restarted."
    )
    parts: list[Any] = [
        html.H2("Import finished" if done else "Importing"),
        bar,
        html.P(told, role="status"),
        facts((("New", one.added), ("Brought up to date", one.updated), ("Left out", one.bad))),
        html.P(
            ["Started ", time_of(one.started_at, zone), f" by {one.who}"]
            + ([", finished ", time_of(one.finished_at, zone)] if done else []),
            className="muted",
        ),
    ]
    if done:
        parts.append(html.Div(_after(one, reveal), className="import-buttons"))
    return html.Section(parts, className="import-card", **{"aria-label": "Import"})


def _after(one: SubscriberImport, reveal: bool) -> list[Component]:
    buttons: list[Component] = [dcc.Link("Open the list", href=LIST, className="button primary")]
    if one.bad and reveal:
        href = f"{PATH}s/{one.id}/rejected.csv"
        label = f"Download {counted(one.bad, 'row', 'rows')} left out"
        buttons.append(
            html.A([icon("download"), label], href=href, download="", className="button")
        )
    return buttons


def earlier(imports: Sequence[SubscriberImport], zone: ZoneInfo) -> Component | None:
    """The last files, each with the address of its way."""
    if not imports:
        return None
    rows = [
        html.Li(
            [
                dcc.Link(html.Bdi(one.name), href=f"{PATH}/{one.id}"),
                " · ",
                time_of(one.started_at, zone),
                f" · {number(one.done)} of {counted(one.rows, 'row', 'rows')}",
            ]
        )
        for one in imports
    ]
    return html.Section(
        [html.H2("Earlier imports"), html.Ul(rows)],
        className="import-card",
        **{"aria-label": "Earlier imports"},
    )

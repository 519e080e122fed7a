"""How is one page of a table drawn, so that its order and page live in the address?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.chart_canvas import word
from components.export_menu import export_menu, file_items, pin_button
from components.markup import Raw, markup, written
from data.report import Column, Table
from data.vocabulary.formats import NOTHING, moment, number, shown

# The address of the same page with these parameters changed: {"sort": "-sent", "page": "0"}.
Link = Callable[[Mapping[str, str]], str]


def data_table(
    table: Table,
    zone: ZoneInfo,
    *,
    link: Link | None = None,
    csv: str = "",
    empty: str = "",
    name: str = "",
    address: str = "",
) -> html.Section:
    """`table` with its heading, download, sort links and pager.

    `link` gives the address for another order (`sort`, and `page` back to "0") or another page
    (`page`, counted from 0); without it nothing can be sorted. `csv` is where all its filtered
    rows can be downloaded, with the other formats beside it (F277). `empty` says why there are no
    rows and what to do. `name` is what its id is made of where the key is there more than once, and
    `address` where its figures stand if that isn't the page's own.
    """
    files = export_menu(table.title, file_items(csv)) if csv else None
    heading = html.Div(
        [
            html.H3(table.title, className="part-title"),
            html.Div([files, pin_button(table.title)], className="part-actions"),
        ],
        className="part-head",
    )
    if table.total == 0:
        sentence = empty or f"There are no rows in {table.title} for this period and these filters."
        body: list[Component] = [html.P(sentence, className="part-empty")]
    else:
        body = [_scroller(table.title, plain_table(table, zone, link)), _pager(table, link)]
    return html.Section(
        [heading, *body],
        id=f"table-{name or table.key}",
        className="data-table",
        **_named(table.title),
        **{"data-table": table.key, **({"data-address": address} if address else {})},
    )


def plain_table(table: Table, zone: ZoneInfo, link: Link | None = None) -> html.Table:
    """The bare table: caption, column heads, rows; times are shown in `zone`."""
    return html.Table(
        [
            html.Caption(table.title, className="visually-hidden"),
            html.Thead(html.Tr([_head(table, column, link) for column in table.columns])),
            written(html.Tbody, [_row(row, table, zone) for row in table.rows]),
            *([] if table.foot is None else [_foot(table, zone)]),
        ],
        className="rows",
    )


def _row(row: Mapping[str, Any], table: Table, zone: ZoneInfo) -> Raw:
    return Raw(f"<tr>{''.join(_cell(row.get(c.key), c, zone) for c in table.columns)}</tr>")


def _foot(table: Table, zone: ZoneInfo) -> html.Tfoot:
    foot, (first, *others) = table.foot or {}, table.columns
    named = html.Th(Raw(_content(foot.get(first.key), first, zone)), scope="row")
    cells = [
        Raw("<td></td>" if foot.get(c.key) in ("", None) else _cell(foot[c.key], c, zone))
        for c in others
    ]
    return written(html.Tfoot, html.Tr([named, *cells]))


def _named(name: str) -> dict[str, str]:
    return {"aria-label": name}


def _scroller(title: str, table: html.Table) -> html.Div:
    return html.Div(
        table,
        role="region",
        tabIndex=0,
        className="table-scroll",
        **_named(f"{title}, scrolls sideways"),
    )


def _head(table: Table, column: Column, link: Link | None) -> html.Th:
    kind = "num" if column.unit else ""
    if link is None or not column.sortable:
        return html.Th(column.label, scope="col", className=kind)
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(table.sort, "none")
    arrow = {"ascending": " ↑", "descending": " ↓", "none": ""}[order]
    href = link({"sort": _next_sort(table.sort, column), "page": "0"})
    return html.Th(
        dcc.Link([column.label, html.Span(arrow, **{"aria-hidden": "true"})], href=href),
        scope="col",
        className=kind,
        **{"aria-sort": order},
    )


def _next_sort(sort: str, column: Column) -> str:
    """The other direction; at first the one that shows most: largest, latest, or from A on."""
    if sort == column.key:
        return f"-{column.key}"
    if sort == f"-{column.key}":
        return column.key
    return f"-{column.key}" if column.unit or column.time else column.key


def _cell(value: Any, column: Column, zone: ZoneInfo) -> str:
    """Tables have thousands of cells: they are written at once, not drawn and then written."""
    kind = ' class="num"' if column.unit else ""
    return f"<td{kind}>{_content(value, column, zone)}</td>"


def _content(value: Any, column: Column, zone: ZoneInfo) -> str:
    if column.unit:
        return escape(shown(value, column.unit))
    return markup(time_of(value, zone) if column.time else _text(value, zone))


def time_of(value: datetime | str | None, zone: ZoneInfo) -> html.Time | str:
    """A moment as people in `zone` read it and as programs do; nothing is "–"."""
    if value is None or value == "":
        return NOTHING
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return html.Time(
        moment(at, zone), dateTime=at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    )


def _text(value: Any, zone: ZoneInfo) -> html.Bdi | str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple | set | frozenset):
        return html.Bdi(", ".join(str(v) for v in value))
    return html.Bdi(word(value, zone))


def _pager(table: Table, link: Link | None) -> html.Nav | html.P:
    count = len(table.rows)
    first = table.page * table.size + 1
    span = f"Rows {number(first)}–{number(first + count - 1)} of {number(table.total)}"
    if not count:
        span = f"This page is past the last of {number(table.total)} rows"
    if not table.size or link is None or table.total <= table.size and count:
        return html.P(span, className="pager")
    last = (table.total - 1) // table.size
    back, on = min(table.page - 1, last), table.page + 1
    steps = (
        ("First", 0, table.page > 0),
        ("Previous", back, table.page > 0),
        ("Next", on, table.page < last),
        ("Last", last, table.page != last),
    )
    return html.Nav(
        [html.Span(span, className="pager-span"), *(_step(link, *step) for step in steps)],
        className="pager",
        **_named(f"Pages of {table.title}"),
    )


def _step(link: Link, label: str, page: int, open_: bool) -> dcc.Link | html.Span:
    if not open_:
        return html.Span(label, className="part-button off", **{"aria-disabled": "true"})
    return dcc.Link(label, href=link({"page": str(page)}), className="part-button")

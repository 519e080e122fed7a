"""How is the breakdown drawn, each row leading to the page filtered by it or to a report?"""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.export_menu import export_menu, file_items, pin_button
from data.hub.asked import HubAsked
from data.hub.breakdown import AT, SIZE
from data.hub.counting import Look
from data.report import Column, Table
from data.vocabulary.campaign_state import Group, State, has_report
from data.vocabulary.formats import number, shown
from pages.hub.links import of_part

_SORT = {"change": "difference"}  # what a column is called in the address
CAMPAIGN = "campaign"


def breakdown_table(look: Look, table: Table) -> Component:
    """The table with its heading and what can be taken away."""
    files = export_menu(table.title, file_items(look.asked.csv(table.key)))
    heading = html.Div(
        [
            html.H3(table.title, className="part-title"),
            html.Div([files, pin_button(table.title)], className="part-actions"),
        ],
        className="part-head",
    )
    body = [_rows(look, table), _pager(look.asked, table)] if table.rows else [_nothing(table)]
    return html.Section(
        [heading, *body],
        id=f"table-{table.key}",
        className="data-table hub-parts",
        **{"aria-label": table.title},
    )


def _nothing(table: Table) -> Component:
    sentence = f"There is nothing in {table.title} for these days and filters."
    return html.P(sentence, className="part-empty")


def _rows(look: Look, table: Table) -> Component:
    campaigns = _reports(look) if look.asked.by == CAMPAIGN else {}
    head = html.Tr([_head(look.asked, column, table.sort) for column in table.columns])
    lines = [_line(look, row, table, campaigns) for row in table.rows]
    return html.Div(
        html.Table(
            [
                html.Caption(table.title, className="visually-hidden"),
                html.Thead(head),
                html.Tbody(lines),
            ],
            className="rows",
        ),
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": f"{table.title}, scrolls sideways"},
    )


def _head(asked: HubAsked, column: Column, sort: str) -> Component:
    kind = "num" if column.unit else ""
    if not column.sortable:
        return html.Th(column.label, scope="col", className=kind)
    key = _SORT.get(column.key, column.key)
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    arrow = {"ascending": " ↑", "descending": " ↓", "none": ""}[order]
    first = key if key == "name" else f"-{key}"
    other = key if sort == f"-{key}" else f"-{key}"
    href = asked.link({"sort": other if order != "none" else first})
    link = html.A(
        [column.label, html.Span(arrow, **{"aria-hidden": "true"})],
        id=f"hub-sort-{key}",
        href=href,
        **{"data-route": ""},
    )
    return html.Th(link, scope="col", className=kind, **{"aria-sort": order})


def _line(look: Look, row: dict[str, Any], table: Table, reports: dict[int, str]) -> Component:
    cells = []
    for column in table.columns:
        if column.key == "name":
            cells.append(html.Th(_name(look, row, reports), scope="row"))
        elif column.unit:
            cells.append(html.Td(shown(row[column.key], column.unit), className="num"))
        else:
            cells.append(html.Td(change(row[column.key]), className="hub-change"))
    return html.Tr(cells)


def _name(look: Look, row: dict[str, Any], reports: dict[int, str]) -> list[Any]:
    """The name as a link to the filtered page, and for a campaign to its report, too."""
    name, href = html.Bdi(row["name"]), of_part(look, row[AT])
    found: list[Any] = [html.A(name, href=href, **{"data-route": ""}) if href else name]
    if place := reports.get(row[AT], ""):
        of = html.Span(f" of {row['name']}", className="visually-hidden")
        found.append(dcc.Link(["Report", of], href=place, className="hub-report"))
    return found


def _reports(look: Look) -> dict[int, str]:
    """Where each campaign that has a report has it."""
    rows = look.fields.select("campaign", "group", "state").iter_rows()
    return {
        campaign: f"/campaigns/{campaign}/report"
        for campaign, group, state in rows
        if has_report(Group(group), State(state))
    }


def change(sentence: str) -> list[Any]:
    """A change in words, its verdict set apart."""
    verdict, _, rest = sentence.partition(": ")
    if not rest:
        return [sentence or "–"]
    shade = {"Better": "good", "Worse": "bad"}.get(verdict, "even")
    return [html.Span(verdict, className=f"hub-verdict {shade}"), " ", rest]


def _pager(asked: HubAsked, table: Table) -> Component:
    first, last = table.page * SIZE + 1, -(-table.total // SIZE) - 1
    span = f"Rows {number(first)}–{number(first + len(table.rows) - 1)} of {number(table.total)}"
    if not last:
        return html.P(span, className="pager")
    steps = [("Previous", table.page - 1), ("Next", table.page + 1)]
    links = [
        html.A(
            label,
            id=f"hub-page-{label.lower()}",
            href=asked.link({"page": str(to)}),
            className="part-button",
            **{"data-route": ""},
        )
        if 0 <= to <= last
        else html.Span(label, className="part-button off", **{"aria-disabled": "true"})
        for label, to in steps
    ]
    named = {"aria-label": f"Pages of {table.title}"}
    return html.Nav([html.Span(span, className="pager-span"), *links], className="pager", **named)

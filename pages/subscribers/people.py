"""How is a page of subscribers drawn, for those who may change them and those who may not?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.export_menu import export_menu, file_items
from components.pager import counted, nearby, page_count
from components.states import empty
from data.api.guard import Visitor
from data.channels import CHANNELS
from data.subscribers import SCREEN, Listing, Subscriber, SubscriberPage
from data.vocabulary.formats import NOTHING, number
from data.vocabulary.recipients import mask
from pages.subscribers.asked import PAGE_SIZE, PATH, Asked

ADD, BLOCK, UNBLOCK, EDIT = "add", "block", "unblock", "edit"


def ask_id(deed: str, subscriber_id: int = 0) -> dict[str, Any]:
    """The id of a button that asks before it does something to a subscriber."""
    return {"subscribers": "ask", "deed": deed, "id": subscriber_id}


def people(asked: Asked, found: SubscriberPage, zone: ZoneInfo, visitor: Visitor) -> Component:
    """The list, or why there is none."""
    if not found.total and asked.is_filtered:
        return empty(
            "Nobody matches",
            "No subscriber satisfies all of these filters.",
            "Clear filters",
            PATH,
        )
    if not found.total:
        return empty(
            "Nobody is on the list yet",
            "Add somebody above, import a file, or send subscriber.join events.",
            "Import a CSV file",
            f"{PATH}/import",
        )
    reveal = visitor.sees_recipients
    rows = [_row(one, zone, visitor, reveal) for one in found.subscribers]
    heads = ("Name", "Reached at", "Tags", "Joined", "Came through")
    acts = [html.Th("Actions", scope="col")] if visitor.may_change else []
    table = html.Table(
        [
            html.Caption("Subscribers", className="visually-hidden"),
            html.Thead(html.Tr([*(html.Th(head, scope="col") for head in heads), *acts])),
            html.Tbody(rows),
        ],
        className="rows subscriber-rows",
    )
    return html.Section(
        [
            html.Div(
                [
                    html.P(_span(asked, found), className="part-count", role="status"),
                    export_menu("Subscribers", file_items(asked.csv)),
                ],
                className="part-head",
            ),
            html.Div(
                table,
                role="region",
                tabIndex=0,
                className="table-scroll",
                **{"aria-label": "Subscribers, scrolls sideways"},
            ),
            _pages(asked, found.total),
        ],
        className="data-table",
        **{"aria-label": "List of subscribers"},
    )


def _span(asked: Asked, found: SubscriberPage) -> str:
    total = counted(found.total, "subscriber", "subscribers")
    first = asked.page * PAGE_SIZE + 1
    if not found.subscribers:
        return f"This page is past the last of {total}"
    if found.total <= PAGE_SIZE:
        return total
    return f"{number(first)}–{number(first + len(found.subscribers) - 1)} of {total}"


def _row(one: Subscriber, zone: ZoneInfo, visitor: Visitor, reveal: bool) -> html.Tr:
    name = html.Bdi(one.name) if one.name else NOTHING
    tags = [html.Span(tag, className="tag") for tag in one.tags]
    cells: list[Any] = [
        html.Th(name, scope="row"),
        html.Td(html.Ul([_reached(each, reveal) for each in one.listings], className="reached")),
        html.Td(html.Div(tags, className="tags") if tags else NOTHING),
        html.Td(time_of(one.joined_at, zone) if one.joined_at else "Not on the main list"),
        html.Td(html.Bdi(source_label(one.source))),
    ]
    if visitor.may_change:
        cells.append(html.Td(html.Div(_buttons(one, reveal), className="row-buttons")))
    return html.Tr(cells)


def _reached(one: Listing, reveal: bool) -> html.Li:
    blocked = [html.Span("Blocked", className="badge-blocked")] if one.blocked else []
    return html.Li(
        [
            html.Span(channel_label(one.channel), className="reached-channel"),
            html.Bdi(one.address if reveal else mask(one.address)),
            *blocked,
        ]
    )


def channel_label(channel: str) -> str:
    """What people call a channel, one that events alone know too."""
    return CHANNELS[channel].short if channel in CHANNELS else channel.capitalize() or "Any"


def source_label(source: str) -> str:
    """What a join came through, as people say it; a source of elsewhere stays as it is."""
    if source == SCREEN:
        return "This screen"
    if source.startswith(f"{SCREEN}/import-"):
        return f"Import {source.removeprefix(f'{SCREEN}/import-')}"
    return source or NOTHING


def said_name(one: Subscriber, reveal: bool) -> str:
    """What a person is called in a sentence: the name, else an address."""
    address = one.listings[0].address if one.listings else str(one.id)
    return one.name or (address if reveal else mask(address))


def _buttons(one: Subscriber, reveal: bool) -> list[html.Button]:
    offered = []
    if one.joined_at is not None and reveal:
        offered.append((EDIT, "Edit"))
    if any(not each.blocked for each in one.listings):
        offered.append((BLOCK, "Block"))
    if any(each.blocked for each in one.listings):
        offered.append((UNBLOCK, "Unblock"))
    name = said_name(one, reveal)
    return [
        html.Button(
            label,
            id=ask_id(deed, one.id),
            type="button",
            className="part-button",
            **{"aria-label": f"{label} {name}"},
        )
        for deed, label in offered
    ]


def _pages(asked: Asked, total: int) -> html.Nav | None:
    pages = page_count(total, PAGE_SIZE)
    if pages == 1:
        return None
    steps: list[Any] = [_step("Previous page", "chevron-left", asked, asked.page - 1, pages)]
    for page in nearby(min(asked.page, pages - 1), pages):
        steps.append(_gap() if page is None else _page(asked, page))
    steps.append(_step("Next page", "chevron-right", asked, asked.page + 1, pages))
    return html.Nav(
        html.Ul([html.Li(step) for step in steps], className="pager-list"),
        className="pager",
        **{"aria-label": "Pages"},
    )


def _gap() -> html.Span:
    return html.Span("…", className="pager-gap")


def _page(asked: Asked, page: int) -> html.A:
    here = {"aria-current": "page"} if page == asked.page else {}
    label = {"aria-label": f"Page {number(page + 1)}", "data-route": ""}
    return html.A(
        number(page + 1),
        id=f"subscribers-page-{page}",
        href=asked.on_page(page),
        className="pager-link",
        **label,
        **here,
    )


def _step(name: str, sign: str, asked: Asked, to: int, pages: int) -> Component:
    if not 0 <= to < pages:
        return html.Span(icon(sign), className="pager-link pager-off", **{"aria-hidden": "true"})
    return dcc.Link(
        [icon(sign), html.Span(name, className="visually-hidden")],
        href=asked.on_page(to),
        className="pager-link",
    )

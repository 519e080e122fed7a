"""How is a page of the message log drawn? Its ten columns (F231)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.export_menu import export_menu, file_items
from components.pager import counted, pager
from components.states import empty
from data.channels import CHANNELS
from data.log_rows import Direction
from data.message_log import Entry, LogPage
from data.vocabulary.formats import NOTHING

SIZE = 50
COLUMNS = (
    "Date",
    "Channel",
    "Direction",
    "Sender",
    "Recipient",
    "Carrier",
    "Status",
    "Status Date",
    "Campaign ID",
    "Action",
)
_ARROWS = {Direction.OUT: "arrow-up-right", Direction.IN: "arrow-down-left"}
Href = Callable[[Entry], str]


def log_table(
    found: LogPage, page: int, zone: ZoneInfo, detail: Href, paged: Callable[[int], str], csv: str
) -> list[Component]:
    """How many there are, the rows of one page, and the way to the others."""
    head = html.Div(
        [
            html.H2(counted(found.total, "message", "messages"), className="part-title"),
            export_menu("Message Log", file_items(csv)),
        ],
        className="part-head",
    )
    if not found.entries:
        return [_past_the_last(paged) if found.total else _nothing()]
    rows = [_row(entry, zone, detail(entry), n) for n, entry in enumerate(found.entries)]
    table = html.Table(
        [
            html.Caption("Message Log", className="visually-hidden"),
            html.Thead(html.Tr([html.Th(column, scope="col") for column in COLUMNS])),
            html.Tbody(rows),
        ],
        className="rows log-rows",
    )
    scroller = html.Div(
        table,
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": "Message Log, scrolls sideways"},
    )
    box = html.Section(
        [head, scroller, pager(page, SIZE, found.total, paged)],
        className="data-table",
        **{"aria-label": "Message Log"},
    )
    return [box]


def _nothing() -> Component:
    return empty(
        "No messages",
        "Nothing was sent or received in these days with these filters; choose other days, or "
        "fewer filters.",
        "Clear filters",
        "/logs",
    )


def _past_the_last(paged: Callable[[int], str]) -> Component:
    return empty("No such page", "The log has no page so far back.", "First page", paged(0))


def _row(entry: Entry, zone: ZoneInfo, href: str, n: int) -> html.Tr:
    channel = CHANNELS[entry.channel]
    cells: tuple[Any, ...] = (
        time_of(entry.at, zone),
        html.Span([icon(channel.icon), channel.label], className="log-word"),
        html.Span([icon(_ARROWS[entry.direction]), entry.direction.label], className="log-word"),
        _text(entry.sender),
        _text(entry.recipient),
        _text(entry.carrier),
        html.Abbr(entry.status, title=entry.meaning),
        time_of(entry.status_at, zone),
        _campaign(entry),
        html.A(
            "Details",
            id=f"log-details-{n}",
            href=href,
            **{"data-route": "", "aria-label": f"Details of message {n + 1}"},
        ),
    )
    return html.Tr([html.Td(cell) for cell in cells])


def _campaign(entry: Entry) -> Any:
    """Its owner's id where there is one (F235); a link, since the id alone tells little."""
    if entry.campaign_id is None:
        return NOTHING
    return html.A(
        html.Bdi(entry.shown_campaign),
        href=f"/campaigns/{entry.campaign_id}",
        title=entry.campaign_name or "",
    )


def _text(value: str | None) -> html.Bdi | str:
    return html.Bdi(value) if value else NOTHING

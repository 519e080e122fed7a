"""/dashboards/….csv and /logs.csv: what can a reader of a dashboard take away as a file? (F277)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from data import log_words, traffic
from data.api import parameters
from data.api.csv_table import pieces
from data.api.guard import visitor_of
from data.api.parameters import FromDay, Range, ToDay, Tz
from data.api.workspace import Workspace
from data.channels import CHANNELS
from data.conversations import conversations
from data.dashboards import Asked, messaging
from data.errors import NotFound
from data.message_log import Entry
from data.report import Chart, Column, TabNumbers

# Pages link here, so the guard has let a person in; programs have /api/v1 and /v3.
router = APIRouter(include_in_schema=False)

_CSV = "text/csv; charset=utf-8; header=present"
_TABLES: dict[str, Callable[[Asked], TabNumbers]] = {
    "messages_exchanged": messaging,
    "exchanged_by_day": messaging,
    "traffic_messages": traffic.messages,
    "traffic_performance": traffic.performance,
    "outcomes_by_sender": traffic.performance,
    "traffic_conversations": conversations,
}
LOG_COLUMNS = (
    Column("date", "Date"),
    Column("channel", "Channel"),
    Column("direction", "Direction"),
    Column("sender", "Sender"),
    Column("recipient", "Recipient"),
    Column("carrier", "Carrier"),
    Column("status", "Status"),
    Column("status_date", "Status Date"),
    Column("campaign", "Campaign ID"),
    Column("message_id", "Message ID"),
)


@router.get("/dashboards/messaging.csv")
@router.get("/dashboards/messaging/senders.csv")
def get_figures(
    request: Request,
    workspace: Workspace,
    *,
    table: Annotated[str, Query()],
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
) -> StreamingResponse:
    """All rows of one chart or table, as the page filters and sorts them."""
    visitor_of(request)
    if table not in _TABLES:
        raise NotFound(f"There is no table {table[:40]!r}")
    now, words = workspace.clock(), request.query_params
    days, zone = parameters.days(range_, first, last, tz, now, workspace.zone)
    channel = words.get("channel", "")
    asked = Asked(
        workspace.lake.view(),
        workspace.engine,
        now,
        zone,
        days,
        channel=channel if channel in CHANNELS else "",
        sender=words.get("sender", ""),
        sort=words.get("sort", ""),
        direction=words.get("direction", "outbound"),
    )
    numbers = _TABLES[table](asked)
    columns, rows = _rows(numbers, table)
    return _file(pieces(columns, rows), table)


@router.get("/logs.csv")
def get_log(
    request: Request,
    workspace: Workspace,
    *,
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
) -> StreamingResponse:
    """Every message that the page's filters let through, newest first."""
    reveal = visitor_of(request).sees_recipients
    now, log = workspace.clock(), workspace.message_log
    days, zone = parameters.days(range_, first, last, tz, now, workspace.zone)
    filters = log_words.read(dict(request.query_params)).filters(days, zone, log)
    found = chain.from_iterable(log.pieces(filters, reveal=reveal))
    return _file(pieces(LOG_COLUMNS, map(_line, found)), "messages")


def _rows(numbers: TabNumbers, key: str) -> tuple[Sequence[Column], list[dict[str, Any]]]:
    for table in numbers.tables:
        if table.key == key:
            return table.columns, table.rows
    for chart in numbers.charts:
        if chart.key == key:
            return _columns(chart), chart.rows
    raise NotFound(f"There is no table {key!r} for these filters")


def _columns(chart: Chart) -> list[Column]:
    named = {chart.x: chart.x_label, chart.series: chart.series.title(), chart.y: chart.y_label}
    return [Column(key, label or key.title()) for key, label in named.items() if key]


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "date": entry.at,
        "channel": CHANNELS[entry.channel].label,
        "direction": entry.direction.label,
        "sender": entry.sender,
        "recipient": entry.recipient,
        "carrier": entry.carrier,
        "status": entry.status,
        "status_date": entry.status_at,
        "campaign": entry.shown_campaign,
        "message_id": entry.message_id,
    }


def _file(content: Iterator[str], name: str) -> StreamingResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(content, media_type=_CSV, headers=disposition)

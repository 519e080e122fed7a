"""GET /v3/mlog…: every message that was exchanged, as records, counts or a file (7.1, D-19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.datastructures import QueryParams
from starlette.responses import Response, StreamingResponse

from data.api.answers import Json
from data.api.guard import Visitor, require
from data.api.parameters import check_names
from data.api.problems import MEDIA_TYPE, told
from data.api.workspace import Workspace
from data.channels import CHANNELS
from data.errors import BadRequest, HeliographError, Refused
from data.exports.formats.csv_lines import lines as csv_lines
from data.log_rows import Direction, LogFilters
from data.message_log import Entry, MessageLog
from data.report import Column
from data.report_mail import Letter, addresses, send

router = APIRouter(prefix="/v3", tags=["message log"])

MOST_DAYS = 92
TOO_LONG = f"The date range exceeds the allowed limit: {MOST_DAYS}"
CODES = {channel.code: channel.key for channel in CHANNELS.values()}
USUAL_SIZE, LARGEST_SIZE = 100, 1000
GRANULARITIES = ("hour", "day", "month")

_FILTERS = ("from", "to", "recipient", "campaignId", "channel", "direction", "status")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+ ]00:00)"
)
_EXAMPLE = "2015-03-04T00:00:00.000Z"
_FARTHEST_PAGE = 10**9
_LONGEST = 256  # characters of a filter

Reader = Annotated[Visitor, Depends(require("reports:read"))]
From = Annotated[
    str | None,
    Query(alias="from", description=f"Required: the beginning, inclusive, like {_EXAMPLE}"),
]
To = Annotated[
    str | None,
    Query(alias="to", description=f"Required: the end, exclusive, at most {MOST_DAYS} days later"),
]
Recipient = Annotated[
    str | None, Query(description="A person's whole number or address, whichever way messages went")
]
CampaignId = Annotated[
    str | None, Query(alias="campaignId", description="The campaign's id, or its externalId")
]
Channel = Annotated[
    str | None,
    Query(
        description="S SMS, E Email, P Push, R RCS, W WhatsApp",
        json_schema_extra={"enum": list(CODES)},
    ),
]
Way = Annotated[
    str | None,
    Query(description="MT outgoing, MO incoming", json_schema_extra={"enum": list(Direction)}),
]
Status = Annotated[str | None, Query(description="A raw status code; RECEIVED of incoming ones")]

COLUMNS = (
    Column("date", "Date"),
    Column("channel", "Channel"),
    Column("direction", "Direction"),
    Column("sender", "Sender"),
    Column("recipient", "Recipient"),
    Column("carrier", "Carrier"),
    Column("status", "Status"),
    Column("statusDate", "Status Date"),
    Column("campaignId", "Campaign ID"),
    Column("externalId", "External ID"),
    Column("messageId", "Message ID"),
    Column("action", "Action"),
)


class Record(BaseModel):
    """One message; with a granularity, `date`, `channel`, `direction` and `messages` alone."""

    date: datetime
    channel: str = Field(description="Its code: S, E, P, R, W")
    direction: Literal["MT", "MO"]
    sender: str | None = Field(default=None, description="Of an incoming message the person")
    recipient: str | None = None
    carrier: str | None = Field(default=None, description="Of outgoing SMS, once it is known")
    status: str | None = None
    statusDate: datetime | None = None  # noqa: N815
    campaignId: int | None = None  # noqa: N815
    externalId: str | None = None  # noqa: N815
    messageId: str | None = None  # noqa: N815
    action: str | None = Field(default=None, description="The page with the message's detail")
    messages: int | None = Field(default=None, description="With a granularity: how many")


class Answer(BaseModel):
    """A page of records."""

    status: int = Field(description="The HTTP status, repeated")
    explain: str = Field(description="Why the report is refused; empty in a good answer")
    total: int = Field(description="All records that the filters let through")
    page: int
    size: int
    records: list[Record]


@router.get("/mlog", response_model=Answer, responses=told(400, 413))
def get_messages(
    request: Request,
    workspace: Workspace,
    reader: Reader,
    *,
    start: From = None,
    until: To = None,
    recipient: Recipient = None,
    campaign_id: CampaignId = None,
    channel: Channel = None,
    direction: Way = None,
    status: Status = None,
    page: Annotated[str | None, Query(description="From 0")] = None,
    size: Annotated[str | None, Query(description="Of a page: 1 to 1000, usually 100")] = None,
    granularity: Annotated[
        str | None,
        Query(
            description="Counts by this step of UTC instead of messages",
            json_schema_extra={"enum": list(GRANULARITIES)},
        ),
    ] = None,
) -> Response:
    """Messages, newest first, or how many there were. Needs reports:read.

    What can't be answered is a problem document whose `explain` says why.
    """
    try:
        given = request.query_params
        check_names(given, (*_FILTERS, "page", "size", "granularity"))
        filters = _filters(given, workspace.message_log)
        number = _number(given, "page", 0, 0, _FARTHEST_PAGE)
        length = _number(given, "size", USUAL_SIZE, 1, LARGEST_SIZE)
        log, reveal = workspace.message_log, reader.sees_recipients
        if "granularity" in given:
            step = _one_of(given, "granularity", GRANULARITIES)
            counts = [_count(row) for row in log.counts(filters, step)]
            shown = counts[number * length : (number + 1) * length]
            return _answer(len(counts), number, length, shown)
        found = log.page(filters, number, length, reveal=reveal)
    except BadRequest as error:
        return explained(error)
    return _answer(found.total, number, length, [record(entry) for entry in found.entries])


@router.get(
    "/mlog/export",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        202: {"description": "The file is on its way to the addresses in emails"},
        **told(400, 409, 413),
    },
)
def export_messages(
    request: Request,
    workspace: Workspace,
    reader: Reader,
    later: BackgroundTasks,
    *,
    start: From = None,
    until: To = None,
    recipient: Recipient = None,
    campaign_id: CampaignId = None,
    channel: Channel = None,
    direction: Way = None,
    status: Status = None,
    emails: Annotated[
        str | None,
        Query(description="Send the file to these addresses instead, separated by commas"),
    ] = None,
) -> Response:
    """The same messages as a CSV file, all of them. Needs reports:read."""
    try:
        given = request.query_params
        check_names(given, (*_FILTERS, "emails"))
        filters = _filters(given, workspace.message_log)
        to = addresses(given["emails"]) if "emails" in given else ()
        if to and not workspace.settings.smtp_url.get_secret_value():
            raise Refused(
                "Mail is not set up here (HELIOGRAPH_SMTP_URL), so the file can't be sent; leave "
                "emails out, and it is the answer"
            )
        found = workspace.message_log.pieces(filters, reveal=reader.sees_recipients)
    except (BadRequest, Refused) as error:
        return explained(error)
    lines = csv_lines(COLUMNS, _records(found))
    name = f"messages-{given['from'][:10]}-{given['to'][:10]}.csv"
    if not to:
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        media_type = "text/csv; charset=utf-8; header=present"
        return StreamingResponse(lines, media_type=media_type, headers=disposition)
    later.add_task(send, workspace.settings, Letter(to, name, given["from"], given["to"]), lines)
    sentence = f"The file is being made, and goes to {', '.join(to)}"
    return Json({"status": 202, "explain": sentence}, 202, background=later)


def explained(error: HeliographError) -> Response:
    """A refusal as a problem document with the field that the documentation names: `explain`."""
    where = {"where": error.where} if isinstance(error, BadRequest) and error.where else {}
    document = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": str(error),
        "explain": str(error),
        "total": 0,
        "records": [],
        **where,
    }
    return Json(document, error.status, {"Content-Type": MEDIA_TYPE})


def record(entry: Entry) -> dict[str, Any]:
    """A message in the words of this API."""
    return {
        "date": entry.at,
        "channel": CHANNELS[entry.channel].code,
        "direction": entry.direction.value,
        "sender": entry.sender,
        "recipient": entry.recipient,
        "carrier": entry.carrier,
        "status": entry.status,
        "statusDate": entry.status_at,
        "campaignId": entry.campaign_id,
        "externalId": entry.external_id,
        "messageId": entry.message_id,
        "action": f"/logs?entry={entry.key}",
    }


def _records(found: Iterator[tuple[Entry, ...]]) -> Iterator[dict[str, Any]]:
    for entries in found:
        yield from (record(entry) for entry in entries)


def _count(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "date": row["time"],
        "channel": CHANNELS[row["channel"]].code,
        "direction": row["direction"],
        "messages": row["n"],
    }


def _answer(total: int, page: int, size: int, records: list[dict[str, Any]]) -> Json:
    whole = {"status": 200, "explain": "", "total": total, "page": page, "size": size}
    return Json({**whole, "records": records})


def _filters(given: QueryParams, log: MessageLog) -> LogFilters:
    """What the address asks for. Raises BadRequest with the documented words."""
    start, until = _moment(given, "from"), _moment(given, "to")
    if until <= start:
        raise BadRequest("to must be after from", "to")
    if until - start > timedelta(days=MOST_DAYS):
        raise BadRequest(TOO_LONG, "to")
    named = _text(given, "campaignId")
    channel = CODES[_one_of(given, "channel", CODES)] if "channel" in given else ""
    way = Direction(_one_of(given, "direction", Direction)) if "direction" in given else None
    status = _text(given, "status")
    return LogFilters(
        start,
        until,
        channels=frozenset({channel} if channel else ()),
        directions=frozenset({way} if way else ()),
        statuses=frozenset({status} if status else ()),
        recipient=_text(given, "recipient"),
        campaigns=log.campaigns(named) if named else None,
    )


def _moment(given: QueryParams, name: str) -> datetime:
    text = given.get(name, "")
    if not text:
        raise BadRequest(f"{name} is required, in UTC, like {_EXAMPLE}", name)
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        at = datetime.fromisoformat(text.replace(" 00:00", "+00:00")).astimezone(UTC)
    except ValueError:
        wrong = text[:40]
        raise BadRequest(f"{name} must be in UTC, like {_EXAMPLE}, not {wrong!r}", name) from None
    if not 1970 <= at.year <= 2199:
        raise BadRequest(f"{name} must lie between the years 1970 and 2199", name)
    return at


def _text(given: QueryParams, name: str) -> str:
    """A filter's value; "" where it is not given. Raises BadRequest for what nothing can be."""
    text = given.get(name, "")
    if name in given and not text.strip():
        raise BadRequest(f"{name} must not be empty; leave it out for all", name)
    if len(text) > _LONGEST or not text.isprintable():
        raise BadRequest(f"{name} must be at most {_LONGEST} printable characters", name)
    return text.strip()


def _one_of(given: QueryParams, name: str, known: Any) -> str:
    value = given[name]
    if value not in list(known):
        raise BadRequest(f"{name} must be one of {', '.join(known)}, not {value[:40]!r}", name)
    return value


def _number(given: QueryParams, name: str, usual: int, least: int, most: int) -> int:
    if name not in given:
        return usual
    text = given[name]
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1
    if not least <= number <= most:
        raise BadRequest(
            f"{name} must be a whole number from {least} to {most}, not {text[:40]!r}", name
        )
    return number

"""/logs.csv, .xlsx, .parquet: what can a reader of the message log take away? (F277)"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import StreamingResponse

from data import log_words
from data.api import parameters
from data.api.file_answer import file_answer
from data.api.guard import visitor_of
from data.api.parameters import FromDay, Range, ToDay, Tz
from data.api.workspace import Workspace
from data.channels import CHANNELS
from data.exports.formats import FORMATS
from data.exports.sheet import About, Field, Kind, Sheet
from data.message_log import Entry
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import moment

# Pages link here, so the guard has let a person in; programs have /v3.
router = APIRouter(include_in_schema=False)

FIELDS = (
    Field("date", "Date", Kind.MOMENT),
    Field("channel", "Channel"),
    Field("direction", "Direction"),
    Field("sender", "Sender"),
    Field("recipient", "Recipient"),
    Field("carrier", "Carrier"),
    Field("status", "Status"),
    Field("status_date", "Status Date", Kind.MOMENT),
    Field("campaign", "Campaign ID"),
    Field("message_id", "Message ID"),
)
Ending = Annotated[str, Path(pattern=f"^({'|'.join(FORMATS)})$")]


@router.get("/logs.{ending}")
def get_log(
    request: Request,
    workspace: Workspace,
    ending: Ending,
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
    found = log.pieces(filters, reveal=reveal)
    facts = (
        ("Days", days_in_full(days)),
        ("Time zone", zone.key),
        ("Data as of", moment(now, zone)),
    )
    pieces = ([_line(entry) for entry in some] for some in found)
    messages = Sheet("messages", "Message Log", FIELDS, pieces, zone, About(facts))
    return file_answer(messages, FORMATS[ending])


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

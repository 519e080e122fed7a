"""/campaigns/{id}/report…: what can a reader of a report take away as a file?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from data.api import parameters
from data.api.csv_table import of_report
from data.api.guard import visitor_of
from data.api.parameters import CampaignId, FromDay, Range, ToDay, Tz
from data.api.report_copy import zipped
from data.api.workspace import Workspace

# Pages link here, so the guard has let a person in; programs have /api/v1.
router = APIRouter(prefix="/campaigns/{campaign_id}", include_in_schema=False)

_CSV = "text/csv; charset=utf-8; header=present"
_OWN = ("range", "from", "to", "tz", "table")


@router.get("/report.zip")
def copy_report(
    campaign_id: CampaignId,
    request: Request,
    workspace: Workspace,
    *,
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
) -> StreamingResponse:
    """The whole report for the same days and time zone as the page."""
    now = workspace.clock()
    days, zone = parameters.days(range_, first, last, tz, now, workspace.zone)
    copied = workspace.reports.copy(campaign_id, days, zone, visitor_of(request).sees_recipients)
    return _file(zipped(copied, days), "application/zip", f"campaign-{campaign_id}-report.zip")


@router.get("/report/{tab}.csv")
def get_rows(
    campaign_id: CampaignId,
    tab: str,
    request: Request,
    workspace: Workspace,
    *,
    table: Annotated[str, Query()],
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
) -> StreamingResponse:
    """All rows of one chart or table, as the page filters and sorts them (F277)."""
    now = workspace.clock()
    days, zone = parameters.days(range_, first, last, tz, now, workspace.zone)
    params = {k: v for k, v in request.query_params.items() if k not in _OWN}
    reveal = visitor_of(request).sees_recipients
    whole = workspace.reports.whole(campaign_id, tab, table, days, zone, params, reveal)
    return _file(of_report(whole), _CSV, f"campaign-{campaign_id}-{tab}-{whole.key}.csv")


def _file(
    content: Iterator[str] | Iterator[bytes], media_type: str, name: str
) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=media_type, headers=headers)

"""/campaigns/{id}/report.zip: how does a reader take a whole report away? (F080)"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from data.api import parameters
from data.api.guard import visitor_of
from data.api.parameters import CampaignId, FromDay, Range, ToDay, Tz
from data.api.report_copy import zipped
from data.api.workspace import Workspace

# Pages link here, so the guard has let a person in; programs have /api/v1.
router = APIRouter(prefix="/campaigns/{campaign_id}", include_in_schema=False)


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
    headers = {"Content-Disposition": f'attachment; filename="campaign-{campaign_id}-report.zip"'}
    return StreamingResponse(zipped(copied, days), media_type="application/zip", headers=headers)

"""/api/v1/campaigns/{id}/report: what numbers does a campaign's report show?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from data.api import parameters
from data.api.answers import Json
from data.api.campaigns import Reader
from data.api.file_answer import FILES, file_answer, wanted
from data.api.parameters import CampaignId, FromDay, Range, ToDay, Tz
from data.api.problems import told
from data.api.workspace import Workspace
from data.errors import BadRequest, Refused
from data.report_json import as_json
from data.screen_files import sheet
from data.vocabulary.campaign_state import has_report

router = APIRouter(prefix="/api/v1/campaigns/{campaign_id}/report", tags=["reports"])

_OWN = ("range", "from", "to", "tz", "table")


class TabAnswer(BaseModel):
    """A tab's name and label."""

    key: str
    label: str


class TabsAnswer(BaseModel):
    """The tabs of one campaign, in the order of its report."""

    tabs: list[TabAnswer]


class TableAnswer(BaseModel):
    """One page of a table; `total` counts every row that the filters let through."""

    total: int
    rows: list[dict[str, Any]]


class FactAnswer(BaseModel):
    """One line of an overview."""

    label: str
    value: str


class TabNumbersAnswer(BaseModel):
    """Everything on a tab. Rates are fractions, unrounded; a rate over nothing is null."""

    as_of: AwareDatetime
    kpis: dict[str, float | int | None]
    charts: dict[str, list[dict[str, Any]]]
    tables: dict[str, TableAnswer]
    facts: list[FactAnswer] = Field(description="What an overview or preview says in words")
    notices: list[str] = Field(description="What to know before reading the numbers")


@router.get("", response_model=TabsAnswer, responses=told(400, 404, 409))
def list_tabs(campaign_id: CampaignId, workspace: Workspace, _: Reader) -> Json:
    """The tabs that this campaign's report has. Needs reports:read."""
    campaign = workspace.campaigns.get(campaign_id)
    if not has_report(campaign.group, campaign.state):
        raise Refused(f"Campaign {campaign.id} is {campaign.state.label}; it has no report yet")
    tabs = workspace.reports.tabs(campaign)
    return Json({"tabs": [{"key": key, "label": label} for key, label in tabs]})


@router.get(
    "/{tab}",
    response_model=TabNumbersAnswer,
    responses={
        200: {"content": FILES},
        **told(400, 404, 409),
    },
)
def get_tab(
    campaign_id: CampaignId,
    tab: str,
    request: Request,
    workspace: Workspace,
    reader: Reader,
    *,
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
    table: Annotated[
        str | None,
        Query(description=f"With Accept: {', '.join(FILES)}, the table or chart to give whole"),
    ] = None,
) -> Response:
    """The numbers on one tab: those that the page shows. Needs reports:read.

    Further parameters are the tab's own: a table's sort, page and size, a tab's search.
    """
    given = request.query_params
    for name in given:
        parameters.check_single(given, name)
    now = workspace.clock()
    days, zone = parameters.days(range_, first, last, tz, now, workspace.zone)
    params = {name: value for name, value in given.items() if name not in _OWN}
    reveal = reader.sees_recipients
    kind = wanted(request.headers.get("accept", ""))
    if kind is None:
        return Json(as_json(workspace.reports.tab(campaign_id, tab, days, zone, params, reveal)))
    if table is None:
        raise BadRequest(f"{kind.media} gives one table whole; name it with table=", "table")
    address = f"/campaigns/{campaign_id}/report/{tab}?{urlencode(dict(given))}"
    whole = sheet(workspace.desk, address, table, reveal=reveal)
    return file_answer(replace(whole, name=f"campaign-{campaign_id}-{tab}-{table}"), kind)

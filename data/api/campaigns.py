"""/api/v1/campaigns: which campaigns are there, and what is to become of them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import count, islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from data import combos
from data.api import parameters
from data.api.answers import Json
from data.api.body import described, json_object
from data.api.guard import Visitor, require
from data.api.parameters import CampaignId, FromDay, Range, ToDay
from data.api.problems import told
from data.api.workspace import Workspace
from data.campaign import Campaign
from data.campaign_draft import read_moment
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import LARGEST_PAGE, Campaigns, parse_draft
from data.errors import BadRequest
from data.vocabulary.campaign_state import STATES, Group, State
from data.vocabulary.filters import LONGEST_SEARCH, CampaignFilters

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])

Reader = Annotated[Visitor, Depends(require("reports:read"))]
Writer = Annotated[Visitor, Depends(require("campaigns:write"))]
Document = Annotated[dict[str, Any], Depends(json_object)]


class CampaignAnswer(BaseModel):
    """One campaign; times in UTC."""

    id: int
    external_id: str | None = Field(description="The id that its owner gave it")
    name: str
    group: Group
    type: str
    channel: str = Field(description="Empty where it is entered by link or keyword")
    sender: str
    status: State
    created_at: AwareDatetime
    delivery_at: AwareDatetime | None
    recipients: int | None = Field(description="The declared audience; null: not known")
    config: dict[str, Any]


class CampaignPageAnswer(BaseModel):
    """One page of those that satisfy all filters, the newest first."""

    total: int
    page: int = Field(description="From 0")
    size: int
    campaigns: list[CampaignAnswer]


def as_json(campaign: Campaign) -> dict[str, Any]:
    """A campaign in the words of the API."""
    return {
        "id": campaign.id,
        "external_id": campaign.external_id,
        "name": campaign.name,
        "group": campaign.group,
        "type": campaign.type,
        "channel": campaign.channel,
        "sender": campaign.sender,
        "status": campaign.state,
        "created_at": campaign.created_at,
        "delivery_at": campaign.delivery_at,
        "recipients": campaign.recipients,
        "config": dict(campaign.config),
    }


class PausedAnswer(CampaignAnswer):
    """A campaign that was paused, and those of its combo that were paused with it."""

    also_paused: list[int] = Field(description="Ids of Live campaigns that lead into this one")


class RegistrationBody(BaseModel):
    """A campaign that another system runs."""

    external_id: str | None = Field(
        default=None, max_length=200, description="A known one is updated, never doubled"
    )
    name: str = Field(max_length=200)
    group: Group
    type: str = Field(json_schema_extra={"enum": list(CAMPAIGN_TYPES)})
    channel: str | None = Field(default=None, description="One of those of its type")
    sender: str | None = Field(default=None, max_length=200)
    status: State
    created_at: AwareDatetime | None = None
    delivery_at: AwareDatetime | None = None
    recipients: int | None = Field(default=None, ge=0)
    config: dict[str, Any] | None = None


class ScheduleBody(BaseModel):
    """When it is to go out."""

    delivery_at: AwareDatetime = Field(description="In the future")


@router.get("", response_model=CampaignPageAnswer, responses=told(400))
def list_campaigns(
    request: Request,
    workspace: Workspace,
    _: Reader,
    *,
    group: Annotated[Group | None, Query(description="Both groups where none is named")] = None,
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    type_: Annotated[list[str], Query(alias="type", default_factory=list)],
    status: Annotated[list[State], Query(default_factory=list)],
    q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "",
    page: Annotated[int, Query(ge=0, le=1_000_000, description="From 0")] = 0,
    size: Annotated[int, Query(ge=1, le=200)] = 25,
) -> Json:
    """List campaigns, the newest first; days are those of creation. Needs reports:read."""
    once = ("group", "range", "from", "to", "q", "page", "size")
    parameters.check_names(request.query_params, once, ("type", "status"))
    today = workspace.clock().astimezone(workspace.zone).date()
    days = parameters.period(range_, first, last, today)
    types = frozenset(parameters.each(type_, CAMPAIGN_TYPES, "type"))
    wanted = [
        CampaignFilters(one, days, types, states, " ".join(q.split()))
        for one in ((group,) if group else Group)
        # Of a status that only the other group knows, this group has no campaigns.
        if (states := frozenset(status) & frozenset(STATES[one])) or not status
    ]
    total, found = _page(workspace.campaigns, wanted, page, size)
    campaigns = [as_json(campaign) for campaign in found]
    return Json({"total": total, "page": page, "size": size, "campaigns": campaigns})


def _page(
    campaigns: Campaigns, wanted: Sequence[CampaignFilters], page: int, size: int
) -> tuple[int, Sequence[Campaign]]:
    """One page of all that satisfy any of the filters, the newest first, and how many those are."""
    if len(wanted) == 1:
        found = campaigns.find(wanted[0], page, size)
        return found.total, found.campaigns
    total = sum(campaigns.find(filters, 0, 1).total for filters in wanted)
    if page * size >= total:
        return total, ()
    runs = [newest_first(campaigns, filters) for filters in wanted]
    both = merge(*runs, key=lambda campaign: (campaign.created_at, campaign.id), reverse=True)
    return total, tuple(islice(both, page * size, (page + 1) * size))


def newest_first(campaigns: Campaigns, filters: CampaignFilters) -> Iterator[Campaign]:
    """All campaigns that satisfy the filters, fetched page by page."""
    for page in count():
        found = campaigns.find(filters, page, LARGEST_PAGE)
        yield from found.campaigns
        if (page + 1) * LARGEST_PAGE >= found.total:
            return


@router.get("/{campaign_id}", response_model=CampaignAnswer, responses=told(400, 404))
def get_campaign(campaign_id: CampaignId, workspace: Workspace, _: Reader) -> Json:
    """One campaign. Needs reports:read."""
    return Json(as_json(workspace.campaigns.get(campaign_id)))


@router.post(
    "",
    status_code=201,
    response_model=CampaignAnswer,
    responses={
        200: {"model": CampaignAnswer, "description": "The external_id was known: updated"},
        **told(400, 408, 409, 413),
    },
    openapi_extra=described(RegistrationBody),
)
def register_campaign(workspace: Workspace, visitor: Writer, document: Document) -> Json:
    """Register a campaign that another system runs, or update it. Needs campaigns:write."""
    campaign, is_new = workspace.campaigns.register(parse_draft(document), visitor.name)
    return Json(
        as_json(campaign),
        201 if is_new else 200,
        {"Location": f"/api/v1/campaigns/{campaign.id}"},
    )


@router.post("/{campaign_id}/pause", response_model=PausedAnswer, responses=told(400, 404, 409))
def pause_campaign(campaign_id: CampaignId, workspace: Workspace, visitor: Writer) -> Json:
    """Take a Live campaign, and the Live ones that lead into it, to Pending.

    Needs campaigns:write.
    """
    paused, *others = combos.pause(workspace.campaigns, campaign_id, visitor.name)
    return Json({**as_json(paused), "also_paused": [one.id for one in others]})


@router.post("/{campaign_id}/resume", response_model=CampaignAnswer, responses=told(400, 404, 409))
def resume_campaign(campaign_id: CampaignId, workspace: Workspace, visitor: Writer) -> Json:
    """Take a paused campaign back to Live. Needs campaigns:write."""
    return Json(as_json(combos.resume(workspace.campaigns, campaign_id, visitor.name)))


@router.post(
    "/{campaign_id}/schedule",
    response_model=CampaignAnswer,
    responses=told(400, 404, 408, 409, 413),
    openapi_extra=described(ScheduleBody),
)
def schedule_campaign(
    campaign_id: CampaignId, workspace: Workspace, visitor: Writer, document: Document
) -> Json:
    """Give a campaign its date, or another one. Needs campaigns:write."""
    if unknown := sorted(set(document) - {"delivery_at"}):
        raise BadRequest(
            f"{unknown[0][:40]!r} is not a field here; delivery_at is", unknown[0][:40]
        )
    at = read_moment(document.get("delivery_at"), "delivery_at")
    return Json(
        as_json(
            workspace.campaigns.change(campaign_id, State.SCHEDULED, visitor.name, delivery_at=at)
        )
    )


@router.post("/{campaign_id}/publish", response_model=CampaignAnswer, responses=told(400, 404, 409))
def publish_campaign(campaign_id: CampaignId, workspace: Workspace, visitor: Writer) -> Json:
    """Send a message now, or publish an interactive campaign. Needs campaigns:write."""
    group = workspace.campaigns.get(campaign_id).group
    after = State.IN_PROGRESS if group is Group.MESSAGING else State.PROCESSING
    return Json(as_json(workspace.campaigns.change(campaign_id, after, visitor.name)))


@router.delete("/{campaign_id}", status_code=204, responses=told(400, 404, 409))
def delete_campaign(campaign_id: CampaignId, workspace: Workspace, visitor: Writer) -> Response:
    """Delete a campaign that never went out. Needs campaigns:write."""
    workspace.campaigns.delete(campaign_id, visitor.name)
    return Response(status_code=204)

"""POST /v1/campaigns/{id}/trigger: what does a call of the delivery endpoint record (4.17)?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from data.api.answers import Json
from data.api.body import checked, json_object
from data.api.campaigns import Writer
from data.api.parameters import CampaignId
from data.api.problems import told
from data.api.workspace import Workspace
from data.trigger import record, simulated

router = APIRouter(prefix="/v1/campaigns/{campaign_id}/trigger", tags=["campaigns"])

SOURCE = "endpoint"


class TriggerBody(BaseModel):
    """Whom to send the campaign's message to."""

    receiver: str = Field(description="A number, address or device token, as its channel needs")
    campaignLabel: str = Field(default="", description="The caller's own word")  # noqa: N815


class TriggerAnswer(BaseModel):
    """The message that was recorded; it is simulated and never leaves."""

    message_id: str
    receiver: str
    status: str = Field(description="The raw status that it waits in")
    simulated: bool


@router.post(
    "",
    status_code=202,
    response_model=TriggerAnswer,
    responses=told(400, 404, 408, 409, 413, 429),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": TriggerBody.model_json_schema()}},
        }
    },
)
def trigger(
    campaign_id: CampaignId,
    workspace: Workspace,
    _: Writer,
    document: Annotated[dict[str, Any], Depends(json_object)],
) -> Json:
    """Record a simulated message of a Live campaign. Needs the scope campaigns:write."""
    campaign = workspace.campaigns.get(campaign_id)
    body = checked(TriggerBody, document)
    event = simulated(campaign, body.receiver, body.campaignLabel, workspace.clock(), SOURCE)
    workspace.accept.ready()
    record(workspace.accept, event)
    return Json(
        {
            "message_id": event["id"],
            "receiver": event["subject"],
            "status": event["data"]["status"],
            "simulated": True,
        },
        202,
    )

"""POST /api/v1/query: any metrics, split any way, in any period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import polars as pl
from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from data.api import parameters
from data.api.answers import Json
from data.api.body import checked, described, json_object
from data.api.campaigns import newest_first
from data.api.guard import Visitor, require
from data.api.problems import told
from data.api.workspace import Workspace
from data.campaign import Campaign
from data.campaigns import Campaigns
from data.dimensions import DIMENSIONS
from data.errors import BadRequest, NotFound
from data.metrics import METRICS
from data.query import TIME, Query, run
from data.tallies import TALLIES
from data.tally import Grain
from data.totals import among
from data.vocabulary.campaign_state import Group
from data.vocabulary.filters import CampaignFilters

router = APIRouter(tags=["queries"])

MOST_ROWS = 100_000
MOST_VALUES = 1000  # of one filter
CAMPAIGN = "campaign"

Value = Annotated[str, Field(max_length=4096)] | Annotated[int, Field(strict=True)]


class QueryBody(BaseModel):
    """What is asked; GET /api/v1/metrics names every metric and dimension."""

    model_config = ConfigDict(extra="forbid")

    metrics: list[str] = Field(min_length=1, max_length=50)
    dimensions: list[str] = Field(default=[], max_length=5)
    filters: dict[str, Value | list[Value]] = Field(
        default={}, description="By a dimension's key, the value or values to keep"
    )
    range: str | None = Field(default=None, description="Predefined days; or from and to")
    from_: str | None = Field(default=None, alias="from", description="The first day, inclusive")
    to: str | None = Field(default=None, description="The last day, inclusive")
    granularity: Literal["hour", "day", "week", "month"] | None = None
    tz: str | None = Field(default=None, description="Whose days; usually the workspace's zone")
    axis: Literal["event", "send"] = Field(
        default="event", description="Book a message when it happened, or when it was sent"
    )


class QueryAnswer(BaseModel):
    """One row a combination; with a granularity, `time` is the beginning of its bucket."""

    as_of: AwareDatetime
    tz: str
    rows: list[dict[str, Any]]
    notices: list[str] = Field(description="What to know before reading the numbers")


@router.post(
    "/api/v1/query",
    response_model=QueryAnswer,
    responses=told(400, 408, 413),
    openapi_extra=described(QueryBody),
)
def answer_query(
    workspace: Workspace,
    _: Annotated[Visitor, Depends(require("reports:read"))],
    document: Annotated[dict[str, Any], Depends(json_object)],
) -> Json:
    """Any combination of metrics and dimensions. Needs reports:read."""
    body = checked(QueryBody, document)
    now = workspace.clock()
    days, zone = parameters.days(body.range, body.from_, body.to, body.tz, now, workspace.zone)
    start, until = days.instants(zone)
    where = _where(body.filters)
    query = Query(
        metrics=tuple(parameters.each(body.metrics, METRICS, "metrics")),
        dimensions=tuple(parameters.each(body.dimensions, DIMENSIONS, "dimensions")),
        campaigns=_campaigns(body, where, workspace.campaigns),
        where=where,
        start=start,
        until=until,
        granularity=body.granularity or "",
        zone=zone.key,
        axis=body.axis,
    )
    view = workspace.lake.view()
    ids = None if query.campaigns is None else {one.id for one in query.campaigns}
    return Json(
        {
            "as_of": now,
            "tz": zone.key,
            "rows": _rows(run(query, view), query),
            "notices": list(among(view, ids, start, until)),
        }
    )


def _where(filters: Mapping[str, Value | list[Value]]) -> dict[str, frozenset[str]]:
    where = {}
    for name, given in filters.items():
        values = given if isinstance(given, list) else [given]
        if name not in DIMENSIONS:
            raise BadRequest(
                f"{name[:40]!r} is no dimension to filter by; they are {', '.join(DIMENSIONS)}",
                f"filters.{name[:40]}",
            )
        if len(values) > MOST_VALUES:
            raise BadRequest(f"A filter takes at most {MOST_VALUES} values", f"filters.{name}")
        where[name] = frozenset(str(value) for value in values)
    return where


def _campaigns(
    body: QueryBody, where: dict[str, frozenset[str]], campaigns: Campaigns
) -> tuple[Campaign, ...] | None:
    """The campaigns in question, as far as the question has to know them; else None: all."""
    if CAMPAIGN in where:
        return tuple(_campaign(text, campaigns) for text in sorted(where[CAMPAIGN]))
    tallies = (TALLIES[name] for key in body.metrics for name in METRICS[key].tallies)
    by_field = any(DIMENSIONS[name].campaign_field for name in (*body.dimensions, *where))
    if by_field or any(tally.grain is Grain.CONFIG for tally in tallies):
        return tuple(c for group in Group for c in newest_first(campaigns, CampaignFilters(group)))
    return None


def _campaign(text: str, campaigns: Campaigns) -> Campaign:
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise BadRequest(
            f"A campaign is named by its id, not by {text[:40]!r}", f"filters.{CAMPAIGN}"
        )
    try:
        return campaigns.get(int(text))
    except NotFound as error:
        raise BadRequest(str(error), f"filters.{CAMPAIGN}") from None


def _rows(frame: pl.DataFrame, query: Query) -> list[dict[str, Any]]:
    """The answer without the counts behind it. Raises BadRequest when it is too long to send."""
    if len(frame) > MOST_ROWS:
        raise BadRequest(
            f"The answer has {len(frame):,} rows, at most {MOST_ROWS:,} are sent: "
            "ask for fewer dimensions, a shorter period or a coarser granularity",
            "dimensions",
        )
    times = [TIME] if query.granularity else []
    return (
        frame.select(*times, *query.dimensions, *query.metrics)
        .with_columns(pl.col(name).dt.convert_time_zone("UTC") for name in times)
        .to_dicts()
    )

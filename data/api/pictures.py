"""/api/v1/chart.png and the like: how does a chart look, and which figures stand at an address?"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from data.api import parameters
from data.api.answers import Json
from data.api.campaigns import Reader
from data.api.guard import visitor_of
from data.api.parameters import CampaignId, FromDay, Range, ToDay, Tz
from data.api.problems import told
from data.api.reports import TabNumbersAnswer
from data.api.workspace import Workspace
from data.errors import BadRequest
from data.picture import (
    LARGEST,
    MOST_SCALE,
    SMALLEST,
    WIDTH,
    Picture,
    PictureFormat,
    Theme,
    picture_of,
)
from data.report_json import as_json
from data.showing import showing
from data.source import Showing

router = APIRouter(tags=["pictures"])
# Pages link here, so the guard has let a person in.
for_people = APIRouter(include_in_schema=False)

_LOOKS = ("theme", "width", "height", "scale")
_PICTURES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            kind.media_type: {"schema": {"type": "string", "format": "binary"}}
            for kind in PictureFormat
        }
    },
    304: {"description": "The picture is the one that If-None-Match names"},
    **told(400, 404, 409, 429),
}
_PNG = {**_PICTURES, 200: {"content": {"image/png": {}}}}

At = Annotated[
    str, Query(description="The address of a screen, without its host: /hub?range=last-week")
]
ChartKey = Annotated[str, Query(description="The chart's key among the figures there")]


@dataclass(frozen=True, slots=True)
class Looks:
    """How a picture is to look."""

    theme: Theme
    width: int
    height: int | None
    scale: float


def _looks(
    theme: Annotated[Theme, Query(description="Whose colours")] = Theme.LIGHT,
    width: Annotated[int, Query(ge=SMALLEST, le=LARGEST, description="CSS pixels")] = WIDTH,
    height: Annotated[
        int | None,
        Query(ge=SMALLEST, le=LARGEST, description="CSS pixels; usually as much as it needs"),
    ] = None,
    scale: Annotated[
        float, Query(ge=0.5, le=MOST_SCALE, description="Dots of a PNG to a pixel")
    ] = 2.0,
) -> Looks:
    return Looks(theme, width, height, scale)


Looking = Annotated[Looks, Depends(_looks)]


class FiguresAnswer(TabNumbersAnswer):
    """What stands at an address."""

    address: str = Field(description="The address in its usual spelling")
    title: str
    zone: str = Field(description="The time zone of its days")


@router.get("/api/v1/figures", response_model=FiguresAnswer, responses=told(400, 404, 409))
def get_figures(at: At, request: Request, workspace: Workspace, reader: Reader) -> Json:
    """The figures of a screen, whichever it is. Needs reports:read."""
    parameters.check_names(request.query_params, ("at",))
    found = _found(workspace, at, reader.sees_recipients)
    itself = {"address": found.address, "title": found.title, "zone": found.zone.key}
    return Json({**itself, **as_json(found.numbers)})


@router.get("/api/v1/chart.{kind}", responses=_PICTURES, response_class=Response)
def get_chart(
    kind: PictureFormat,
    at: At,
    chart: ChartKey,
    looks: Looking,
    request: Request,
    workspace: Workspace,
    reader: Reader,
) -> Response:
    """A chart of a screen as a picture that says what it is of. Needs reports:read."""
    parameters.check_names(request.query_params, ("at", "chart", *_LOOKS))
    found = _found(workspace, at, reader.sees_recipients)
    return _drawn(workspace, request, found, chart, kind, looks)


@router.get(
    "/api/v1/campaigns/{campaign_id}/report/{tab}/{chart}.png",
    responses=_PNG,
    response_class=Response,
)
def get_report_chart(
    campaign_id: CampaignId,
    tab: str,
    chart: str,
    looks: Looking,
    request: Request,
    workspace: Workspace,
    reader: Reader,
    *,
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
) -> Response:
    """A chart of a report's tab as a PNG. Needs reports:read. Further parameters are the tab's."""
    given = request.query_params
    for name in given:
        parameters.check_single(given, name)
    parameters.days(range_, first, last, tz, workspace.clock(), workspace.zone)
    words = urlencode({name: value for name, value in given.items() if name not in _LOOKS})
    address = f"/campaigns/{campaign_id}/report/{tab}{'?' if words else ''}{words}"
    found = _found(workspace, address, reader.sees_recipients)
    return _drawn(workspace, request, found, chart, PictureFormat.PNG, looks)


@for_people.get("/chart.{kind}", response_class=Response)
def take_chart(
    kind: PictureFormat,
    at: At,
    chart: ChartKey,
    looks: Looking,
    request: Request,
    workspace: Workspace,
) -> Response:
    """The same for whoever looks at the screen."""
    found = _found(workspace, at, visitor_of(request).sees_recipients)
    return _drawn(workspace, request, found, chart, kind, looks)


def _found(workspace: Workspace, address: str, reveal: bool) -> Showing:
    """What stands there. Raises BadRequest where a word of the address can't be followed."""
    found = showing(workspace.desk, address, reveal=reveal)
    if found.notices:
        raise BadRequest(" ".join(found.notices), "at")
    return found


def _drawn(
    workspace: Workspace,
    request: Request,
    found: Showing,
    chart: str,
    kind: PictureFormat,
    looks: Looks,
) -> Response:
    picture = picture_of(
        found,
        chart,
        origin=workspace.settings.public_url or str(request.base_url).rstrip("/"),
        theme=looks.theme,
        width=looks.width,
        height=looks.height,
        scale=looks.scale,
        format=kind,
    )
    name = f"heliograph-{chart}.{kind}"
    headers = {
        "Cache-Control": "private, no-cache",  # may be kept, and is asked about each time
        "ETag": _tag(picture),
        "Content-Disposition": f'inline; filename="{name}"',
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    painted = workspace.painter.paint(picture)
    return Response(painted, media_type=kind.media_type, headers=headers)


def _tag(picture: Picture) -> str:
    """The same for pictures that look the same: what is printed names the minute, no moment."""
    seen = (
        picture.chart,
        picture.zone.key,
        picture.title,
        picture.caption,
        picture.theme,
        picture.width,
        picture.height,
        picture.scale,
        picture.format,
    )
    return f'"{sha256(orjson.dumps(seen, option=orjson.OPT_NON_STR_KEYS)).hexdigest()[:32]}"'

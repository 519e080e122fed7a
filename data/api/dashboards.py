"""/api/v1/dashboards: which dashboards did people make, and which numbers stand on one?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import AwareDatetime, BaseModel, Field

from data.api import parameters
from data.api.answers import Json
from data.api.campaigns import Reader
from data.api.parameters import FromDay, Range, ToDay, Tz
from data.api.problems import told
from data.api.workspace import Workspace
from data.own_dashboard import FILTERS, Dashboard, checked_filters, wanted_filters
from data.report import Chart, Kpi, Table
from data.shown_tiles import ShownTile, shown_tiles

router = APIRouter(prefix="/api/v1/dashboards", tags=["dashboards"])

DashboardId = Annotated[int, Path(description="The dashboard's id", ge=1, lt=2**31)]
Channel = Annotated[str | None, Query(description="The channel of every tile")]


class DashboardAnswer(BaseModel):
    """A dashboard that somebody made; `tiles` counts what stands on it."""

    id: int
    name: str
    tiles: int
    revision: int = Field(description="Counts the changes")
    changed_at: AwareDatetime
    changed_by: str


class DashboardsAnswer(BaseModel):
    """All dashboards, by name."""

    dashboards: list[DashboardAnswer]


class TileAnswer(BaseModel):
    """A tile with its number, or with the sentence that says why there is none.

    `x`, `y`, `width` and `height` are columns of 12 and rows.
    """

    id: int
    title: str
    part: str = Field(description="kpi, chart or table")
    key: str
    address: str = Field(description="The screen that the figure stands on")
    x: int
    y: int
    width: int
    height: int
    value: float | int | None = Field(description="Of a kpi; null over nothing")
    rows: list[dict[str, Any]] | None = Field(description="Of a chart or table")
    total: int | None = Field(description="Of a table: every row that its filters let through")
    as_of: AwareDatetime | None
    notes: list[str] = Field(description="What to know before reading the number")
    trouble: str | None


class TilesAnswer(BaseModel):
    """A dashboard with its tiles in reading order, and the filters that they stand under."""

    id: int
    name: str
    revision: int
    filters: dict[str, str]
    tiles: list[TileAnswer]


@router.get("", response_model=DashboardsAnswer, responses=told())
def list_dashboards(workspace: Workspace, _: Reader) -> Json:
    """The dashboards that people made. Needs reports:read."""
    return Json({"dashboards": [_dashboard(one) for one in workspace.own_dashboards.list()]})


@router.get("/{dashboard_id}", response_model=TilesAnswer, responses=told(400, 404))
def get_dashboard(
    dashboard_id: DashboardId,
    request: Request,
    workspace: Workspace,
    reader: Reader,
    *,
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
    channel: Channel = None,
) -> Json:
    """A dashboard's tiles with their numbers, as its page shows them. Needs reports:read.

    Filters stand in the place of the dashboard's own, all together; range=all asks for the days of
    each tile.
    """
    parameters.check_names(request.query_params, FILTERS)
    board = workspace.own_dashboards.get(dashboard_id)
    wanted = wanted_filters(board, request.query_params)
    words = checked_filters(wanted, workspace.clock(), workspace.zone)
    shown = shown_tiles(workspace.desk, board.shown_with(words), reveal=reader.sees_recipients)
    return Json(
        {
            "id": board.id,
            "name": board.name,
            "revision": board.revision,
            "filters": words,
            "tiles": [_tile(one) for one in shown],
        }
    )


def _dashboard(board: Dashboard) -> dict[str, Any]:
    return {
        "id": board.id,
        "name": board.name,
        "tiles": len(board.tiles),
        "revision": board.revision,
        "changed_at": board.changed_at,
        "changed_by": board.changed_by,
    }


def _tile(shown: ShownTile) -> dict[str, Any]:
    tile, figure = shown.tile, shown.figure
    return {
        "id": tile.id,
        "title": tile.title,
        "part": tile.part,
        "key": tile.key,
        "address": tile.address,
        "x": tile.x,
        "y": tile.y,
        "width": tile.width,
        "height": tile.height,
        "value": figure.value if isinstance(figure, Kpi) else None,
        "rows": figure.rows if isinstance(figure, Chart | Table) else None,
        "total": figure.total if isinstance(figure, Table) else None,
        "as_of": shown.found.numbers.as_of if shown.found else None,
        "notes": list(shown.notes),
        "trouble": shown.trouble or None,
    }

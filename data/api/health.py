"""Is the process well, can it do its work, and what does it count?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from data.api.answers import Json
from data.api.problems import Problem, told
from data.api.workspace import Workspace
from data.ingest.counters import WAITING

router = APIRouter(tags=["operation"])


class HealthAnswer(BaseModel):
    """All is well."""

    status: Literal["ok"]


@router.get("/healthz", response_model=HealthAnswer)
async def healthz() -> Json:
    """The process answers."""
    return Json({"status": "ok"})


@router.get(
    "/readyz",
    response_model=HealthAnswer,
    responses={503: {"model": Problem, "description": "Database or event store can't be read"}},
)
def readyz(workspace: Workspace) -> Json:
    """Database and event store answer, too."""
    workspace.lake.version()
    return Json({"status": "ok"})


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **told()},
)
def metrics(workspace: Workspace) -> Response:
    """This process's counters for Prometheus; from elsewhere than this machine it needs a key."""
    WAITING.set(workspace.accept.waiting())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

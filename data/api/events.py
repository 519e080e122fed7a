"""POST /api/v1/events: which of these events were taken?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from data.api.answers import Json
from data.api.body import whole
from data.api.guard import Visitor, require
from data.api.problems import told
from data.api.workspace import Workspace
from data.errors import Busy, TooLarge
from data.event import CHANNELS, ID_LENGTH, TEXT_FIELDS, TEXT_LENGTH
from data.ingest.accept import Accept, Verdict
from data.ingest.cloudevents import (
    BATCH,
    LARGEST_BODY,
    LINES,
    STRUCTURED,
    TOO_LARGE,
    events_in,
    unpacked,
)
from data.vocabulary.event_kind import EventKind

router = APIRouter(tags=["events"])

MOST_AT_ONCE = 16  # calls whose bodies are in memory


@dataclass
class Intake:
    """How many calls bring events just now; one for each app."""

    most: int = MOST_AT_ONCE
    calls: int = 0
    # Decoding holds the interpreter, and the database has one writer: more threads only add
    # memory and waiting.
    threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))

    @contextmanager
    def place(self) -> Iterator[None]:
        """Count one call in. Raises Busy when there are too many."""
        if self.calls >= self.most:
            raise Busy(f"{self.calls} calls bring events just now; try again", 1)
        self.calls += 1
        try:
            yield
        finally:
            self.calls -= 1


class RejectionAnswer(BaseModel):
    """One event that was not taken."""

    index: int = Field(description="Its place among the events of this call, from 0")
    id: str = Field(description="Its id, or an empty string where it had none")
    error: str = Field(description="One sentence that names the attribute and what is wrong")


class VerdictAnswer(BaseModel):
    """What became of the events; the three add up to those that were sent."""

    accepted: int
    duplicates: int = Field(description="Taken before, by (source, id, type); changes no figure")
    rejected: list[RejectionAnswer]


_ID = {"type": "string", "minLength": 1, "maxLength": ID_LENGTH}
_TEXT = {"type": "string", "maxLength": TEXT_LENGTH}
_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "time"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": _ID,
        "source": {**_TEXT, "minLength": 1},
        "type": {"enum": [kind.value for kind in EventKind]},
        "time": {"type": "string", "format": "date-time"},
        "subject": {**_ID, "description": "The recipient"},
        "data": {
            "type": "object",
            "properties": {
                "campaign_id": {"type": "integer"},
                "external_id": _ID,
                "channel": {"enum": list(CHANNELS)},
                "status": {"type": "string", "maxLength": 64},
                "segments": {"type": "integer", "minimum": 1, "maximum": 255},
                "latitude": {"type": "number", "minimum": -90, "maximum": 90},
                "longitude": {"type": "number", "minimum": -180, "maximum": 180},
                "value": {"type": "number"},
                "correct": {"type": "boolean"},
                "country": {"type": "string", "description": "ISO 3166"},
                **{n: {"type": "string", "maxLength": most} for n, most in TEXT_FIELDS.items()},
            },
        },
    },
}
_BODY = {
    "required": True,
    "description": "At most 10 MB, packed and unpacked, and 10,000 events; gzip is taken. One "
    "event may also come in binary mode: application/json with ce- headers.",
    "content": {
        STRUCTURED: {"schema": _EVENT},
        BATCH: {"schema": {"type": "array", "maxItems": 10_000, "items": _EVENT}},
        LINES: {"schema": {"type": "string", "description": "One structured event a line"}},
    },
}


@router.post(
    "/api/v1/events",
    status_code=202,
    response_model=VerdictAnswer,
    responses=told(400, 408, 413, 415, 429),
    openapi_extra={"requestBody": _BODY},
)
async def take_events(
    request: Request,
    workspace: Workspace,
    _: Annotated[Visitor, Depends(require("events:write"))],
) -> Json:
    """Take CloudEvents; answers once they are durable. Needs the scope events:write."""
    intake: Intake = request.app.state.intake
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and len(announced) < 20 and int(announced) > LARGEST_BODY:
        raise TooLarge(TOO_LARGE, "body")
    with intake.place():
        body = await whole(request, LARGEST_BODY)
        verdict = await run_sync(
            _take, workspace.accept, body, request.headers, limiter=intake.threads
        )
    return Json(verdict, 202)


def _take(accept: Accept, body: bytes, headers: Mapping[str, str]) -> Verdict:
    accept.ready()
    encoding = headers.get("content-encoding", "")
    return accept.events(events_in(unpacked(body, encoding), headers))

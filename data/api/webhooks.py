"""/webhooks/{provider}/{connection}: what does a provider tell us, and is it really the provider?

The signature is what lets a call in, so no key is asked for.
"""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from data.api.body import whole
from data.api.events import Intake
from data.api.workspace import Workspace
from data.ingest.fetching import fetched
from data.ingest.provider import Answer, Call, Fetch
from data.services import Services

# Each provider describes its own calls; they are no part of this API's description.
router = APIRouter(prefix="/webhooks/{provider}/{connection}", include_in_schema=False)

LARGEST = 5_000_000  # bytes; the largest that a provider announces is 3 MB
_METHODS = ["GET", "POST", "DELETE"]


async def fetcher() -> Fetch:
    """How providers' public keys are fetched."""
    return fetched


@router.api_route("", methods=_METHODS)
@router.api_route("/{rest:path}", methods=_METHODS)
async def take_webhook(
    request: Request,
    workspace: Workspace,
    fetch: Annotated[Fetch, Depends(fetcher)],
    provider: str,
    connection: str,
    rest: str = "",
) -> Response:
    """Take a provider's call; answers once what it says is durable."""
    intake: Intake = request.app.state.intake
    with intake.place():
        body = await whole(request, LARGEST)
        call = Call(
            request.method,
            str(request.url),
            rest,
            dict(request.headers),
            body,
            workspace.clock(),
        )
        trial = getattr(request.state, "trial", False)
        answer = await run_sync(
            _take, workspace, fetch, provider, connection, call, trial, limiter=intake.threads
        )
    media_type = "application/json" if answer.text.startswith("{") else "text/plain"
    return Response(answer.text, answer.status, media_type=media_type)


def _take(
    services: Services, fetch: Fetch, provider: str, connection: str, call: Call, trial: bool
) -> Answer:
    services.accept.ready()
    return services.webhooks.take(provider, connection, call, fetch, trial=trial)

"""Which addresses does the API have? All of them are put on one app here."""

from __future__ import annotations

from functools import cache, partial

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from data.api import (
    campaigns,
    dashboards,
    documents,
    downloads,
    events,
    file_imports,
    health,
    links,
    log_files,
    message_log,
    metrics,
    pictures,
    play,
    query,
    reports,
    screen_files,
    subscriber_files,
    trigger,
    unsubscribe,
    webhooks,
)
from data.api.answers import Json
from data.api.description import describe
from data.api.events import Intake
from data.api.guard import Guard
from data.api.problems import LastResort, answer_problems
from data.services import Services

ROUTERS: tuple[APIRouter, ...] = (
    events.router,
    reports.router,
    campaigns.router,
    trigger.router,
    dashboards.router,
    metrics.router,
    query.router,
    message_log.router,
    health.router,
    screen_files.router,  # whose endings are few: before those that take any
    pictures.router,
    pictures.for_people,
    documents.router,
    downloads.router,
    log_files.router,
    webhooks.router,
    links.router,
    play.router,
    unsubscribe.router,
    subscriber_files.router,
    file_imports.router,
)

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


def create(services: Services) -> FastAPI:
    """An app that is the API alone."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    install(app, services)
    return app


def install(app: FastAPI, services: Services) -> None:
    """Put the API on `app`, and its guard before everything that `app` has.

    Call it before anything adds a route for every path, and add no middleware afterwards: that
    would run before the guard.
    """
    app.state.services = services
    app.state.intake = Intake()
    for router in ROUTERS:
        app.include_router(router)
    _describe_at(app, "/api/openapi.json")
    for path in ("/api/{rest:path}", "/v1/{rest:path}", "/v3/{rest:path}", "/webhooks/{rest:path}"):
        app.add_api_route(path, _nothing_here, methods=_METHODS, include_in_schema=False)
    answer_problems(app)
    app.add_middleware(Guard, services=services)
    app.add_middleware(LastResort)


def _describe_at(app: FastAPI, path: str) -> None:
    # Written when somebody asks for it: a start has no time for it.
    description = cache(partial(describe, ROUTERS))

    def answer() -> Json:
        return Json(description())

    app.add_api_route(path, answer, include_in_schema=False)


async def _nothing_here(request: Request) -> None:
    """Say that there is no such address, or that it takes other methods.

    Without this, screens would answer such calls with a page.
    """
    routes = (route for router in ROUTERS for route in router.routes)
    allowed = {
        method
        for route in routes
        if isinstance(route, APIRoute) and route.path_regex.match(request.url.path)
        for method in route.methods or ()
    }
    if allowed:
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
    raise HTTPException(404)

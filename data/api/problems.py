"""What does a caller get when something is wrong? A problem document (RFC 9457), always."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.api.answers import Json
from data.errors import BadRequest, Busy, HeliographError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = Field(default="about:blank", description="Always about:blank: see status")
    title: str = Field(description="The kind of problem, in a few words")
    status: int = Field(description="The HTTP status, repeated")
    detail: str = Field(description="One sentence that says what to change")
    where: str | None = Field(
        default=None, description="The field, parameter or header that is wrong"
    )
    instance: str | None = Field(
        default=None, description="Names this one failure in the server's log"
    )


class ProblemAnswer(Json):
    """A problem document as an answer."""

    media_type = MEDIA_TYPE

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        where: str | None = None,
        instance: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        document |= {} if where is None else {"where": where}
        document |= {} if instance is None else {"instance": instance}
        super().__init__(document, status, headers)


def problem(error: HeliographError, headers: Mapping[str, str] | None = None) -> ProblemAnswer:
    """The answer that tells of a foreseen failure."""
    where = error.where if isinstance(error, BadRequest) else None
    extra = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else {}
    return ProblemAnswer(
        error.status, error.title, str(error), where=where, headers={**extra, **(headers or {})}
    )


def page(error: HeliographError) -> HTMLResponse:
    """A failure as a page of its own, for people who have no other page to see it on."""
    title, text = escape(error.title), escape(str(error))
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{text}.</p></html>",
        error.status,
    )


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer, for its description; the common ones included."""
    codes = sorted({401, 403, 500, 503, *statuses})
    return {code: {"model": Problem, "description": HTTPStatus(code).phrase} for code in codes}


def answer_problems(app: FastAPI) -> None:
    """Make every failure of `app` a problem document."""

    @app.exception_handler(HeliographError)
    async def foreseen(_: Request, error: HeliographError) -> ProblemAnswer:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> ProblemAnswer:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        return problem(BadRequest(f"{name}: {first['msg']}", name))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> ProblemAnswer:
        phrase = HTTPStatus(error.status_code).phrase
        detail = {
            404: f"There is nothing at {request.url.path}",
            405: f"{request.method} is not possible at {request.url.path}",
        }.get(error.status_code, str(error.detail))
        return ProblemAnswer(error.status_code, phrase, detail, headers=error.headers)


class LastResort:
    """Answers 500 to the unforeseen and logs it once, under a number that the answer names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if started:
                raise  # half an answer is out: only a broken connection tells the caller
            number = uuid4()
            log.exception("Request %s failed: %s %s", number, scope["method"], scope["path"])
            answer = ProblemAnswer(
                500,
                "Something went wrong",
                "This is a mistake in the server; its log tells more under the number below",
                instance=number.urn,
            )
            await answer(scope, receive, send)

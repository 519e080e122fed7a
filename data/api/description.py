"""What does the API say of itself? Its OpenAPI 3.1 document."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from data.api.problems import MEDIA_TYPE


def describe(routers: Iterable[APIRouter]) -> dict[str, Any]:
    """The document for these routers' routes."""
    document = get_openapi(
        title="Heliograph",
        version=version("heliograph"),
        openapi_version="3.1.0",
        summary="Campaign performance reports: events in, numbers out",
        routes=[route for router in routers for route in router.routes],
    )
    for path in document["paths"].values():
        for operation in path.values():
            _correct(operation["responses"])
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    return document


def _correct(responses: dict[str, Any]) -> None:
    """Failures are problem documents here, and wrong parameters 400 rather than 422."""
    responses.pop("422", None)
    for status, response in responses.items():
        if status >= "400":
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}

"""What did the caller send? A body is read piece by piece, so that none can be too large."""

from __future__ import annotations

from typing import Any, TypeVar

import orjson
from anyio import fail_after
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from data.errors import BadRequest, TooLarge, TooSlow

LARGEST_DOCUMENT = 1_000_000  # bytes of a single JSON document
PATIENCE = 60.0  # seconds for a body to arrive

Model = TypeVar("Model", bound=BaseModel)


async def whole(request: Request, largest: int) -> bytes:
    """The body as it was sent, whatever its headers say. Raises TooLarge, TooSlow, BadRequest."""
    body = bytearray()
    try:
        with fail_after(PATIENCE):
            async for piece in request.stream():
                body += piece
                if len(body) > largest:
                    raise TooLarge(f"a body may have at most {largest:,} bytes", "body")
    except TimeoutError:
        raise TooSlow(f"the body did not arrive within {PATIENCE:.0f} seconds", "body") from None
    except ClientDisconnect:
        raise BadRequest("the body ended too early", "body") from None
    return bytes(body)


async def json_object(request: Request) -> dict[str, Any]:
    """A body that must be one JSON object; an empty one counts as {}."""
    body = await whole(request, LARGEST_DOCUMENT)
    if not body.strip():
        return {}
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"the body is no JSON: {error}", "body") from None
    if not isinstance(document, dict):
        raise BadRequest("the body must be a JSON object", "body")
    return document


def described(model: type[BaseModel]) -> dict[str, Any]:
    """What the API's description says of a body that is read by `json_object`."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})
    # In place, because the description has no room of its own for them.
    for name, definition in definitions.items():
        schema = _inlined(schema, f"#/$defs/{name}", definition)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _inlined(part: Any, reference: str, definition: Any) -> Any:
    if isinstance(part, dict):
        if part.get("$ref") == reference:
            return definition
        return {name: _inlined(inner, reference, definition) for name, inner in part.items()}
    if isinstance(part, list):
        return [_inlined(inner, reference, definition) for inner in part]
    return part


def checked(model: type[Model], document: object) -> Model:
    """`document` as a `model`. Raises BadRequest that names the first field that is wrong."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadRequest(f"{name}: {first['msg'].removeprefix('Value error, ')}", name) from None

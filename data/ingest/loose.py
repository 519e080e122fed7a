"""How is a provider's loosely shaped body read, when any part may be missing or of another type?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import Message
from email.parser import BytesParser
from math import isfinite
from typing import Any
from urllib.parse import parse_qsl

from data.errors import BadRequest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s*(Z|z|UTC|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{1,20}(\.\d{1,9})?", re.ASCII)
_FORM = "application/x-www-form-urlencoded"


def document(body: bytes) -> Any:
    """The JSON value in `body`. Raises BadRequest that says why there is none."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is not valid UTF-8 at byte {error.start}", "body") from None
    except RecursionError:
        raise BadRequest("the body's JSON is nested too deeply", "body") from None
    except ValueError as error:
        raise BadRequest(f"the body is no JSON: {error}", "body") from None


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`. Raises BadRequest."""
    found = document(body)
    if not isinstance(found, dict):
        raise BadRequest("the body must be a JSON object", "body")
    return found


def text_document(text: object) -> Any:
    """The JSON value in a text inside a body; None where there is none."""
    if not isinstance(text, str):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def media_type(content_type: str) -> str:
    """The bare type in a Content-Type header, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def form(body: bytes, content_type: str) -> tuple[tuple[str, str], ...]:
    """The fields of a form, blank ones and repeated ones too. Raises BadRequest."""
    if media_type(content_type) == "multipart/form-data":
        return _multipart(body, content_type)
    if media_type(content_type) != _FORM:
        raise BadRequest(f"send a form, not {content_type[:60]!r}", "Content-Type")
    try:
        return tuple(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000))
    except ValueError as error:
        raise BadRequest(f"the body is no form: {error}", "body") from None


def _multipart(body: bytes, content_type: str) -> tuple[tuple[str, str], ...]:
    kind = content_type.encode("latin-1", "replace").replace(b"\r", b"").replace(b"\n", b"")
    whole = BytesParser(policy=policy.compat32).parsebytes(
        b"Content-Type: " + kind + b"\r\n\r\n" + body
    )
    parts = whole.get_payload()
    if not isinstance(parts, list):
        raise BadRequest("the body is no multipart form", "body")
    return tuple((name, _content(part)) for part in parts if (name := _name(part)))


def _name(part: object) -> str:
    if not isinstance(part, Message):
        return ""
    name = part.get_param("name", header="content-disposition")
    return name if isinstance(name, str) else ""


def _content(part: object) -> str:
    payload = part.get_payload(decode=True) if isinstance(part, Message) else b""
    return payload.decode(errors="replace") if isinstance(payload, bytes) else ""


def inner(value: object, *path: str | int) -> Any:
    """What stands at `path` inside `value`; None where any step leads nowhere."""
    for step in path:
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def words(value: object, *path: str | int) -> str:
    """The text or number at `path` as text; empty for anything else."""
    found = inner(value, *path)
    if isinstance(found, str):
        return found.strip()
    if isinstance(found, bool) or not isinstance(found, int | float):
        return ""
    if isinstance(found, int):
        return str(found) if abs(found) < 10**30 else ""
    return repr(found) if isfinite(found) else ""


def items(value: object, *path: str | int) -> list[Any]:
    """The list at `path`; empty for anything else."""
    found = inner(value, *path)
    return found if isinstance(found, list) else []


def mapping(value: object, *path: str | int) -> dict[str, Any]:
    """The object at `path`; empty for anything else."""
    found = inner(value, *path)
    return found if isinstance(found, dict) else {}


def number(value: object, *path: str | int) -> float | None:
    """The number at `path`, written as text or not; None for anything else."""
    text = words(value, *path)
    try:
        found = float(text) if text else None
    except ValueError:
        return None
    return found if found is not None and isfinite(found) else None


def moment(value: object, *path: str | int) -> datetime | None:
    """The moment at `path` in UTC; None where there is none, or one that can't be read.

    Reads seconds, milli- and nanoseconds since 1970, and ISO 8601 in all the ways that providers
    write it: a zone without colon, " UTC", more digits than microseconds have. Without a zone it
    is taken as UTC.
    """
    text = words(value, *path)
    if _NUMBER.fullmatch(text):
        return _since_1970(text)
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    day, clock, fraction, zone = found.groups()
    offset = "+00:00" if zone in (None, "Z", "z", "UTC") else zone
    try:
        at = datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(UTC)
        return at + timedelta(microseconds=int((fraction or "0")[:6].ljust(6, "0")))
    except (ValueError, OverflowError):
        return None


def _since_1970(text: str) -> datetime:
    whole, _, fraction = text.partition(".")
    seconds, micros = int(whole), int(fraction[:6].ljust(6, "0"))
    for step in (1000, 1000, 1000):
        if seconds < 100_000_000_000:
            break
        seconds, rest = divmod(seconds, step)
        micros = rest * 1000 + micros // 1000
    return _EPOCH + timedelta(seconds=seconds, microseconds=micros)

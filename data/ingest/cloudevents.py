"""Which events are in this body? CloudEvents 1.0 over HTTP: structured, batch, lines, binary."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import unquote

import orjson

from data.errors import BadRequest, TooLarge, UnsupportedMedia

LARGEST_BODY = 10_000_000  # bytes, as sent and again as unpacked
MOST_EVENTS = 10_000

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
BINARY = "application/json"

TOO_LARGE = f"a body may have at most {LARGEST_BODY:,} bytes"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in the place of an event that is no JSON."""

    error: str


def unpacked(body: bytes, encoding: str) -> bytes:
    """Undo a Content-Encoding. Raises TooLarge before a bomb has unfolded, BadRequest, and
    UnsupportedMedia for anything but gzip.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return body
    if name not in {"gzip", "x-gzip"}:
        raise UnsupportedMedia(
            f"Content-Encoding {encoding[:40]!r} is not taken; send gzip or none",
            "Content-Encoding",
        )
    inflate = zlib.decompressobj(wbits=31)
    try:
        plain = inflate.decompress(body, LARGEST_BODY + 1)
    except zlib.error:
        raise BadRequest("the body is not valid gzip", "body") from None
    if len(plain) > LARGEST_BODY:
        raise TooLarge(f"{TOO_LARGE}, unpacked too", "body")
    if not inflate.eof:
        raise BadRequest("the gzip body ends too early", "body")
    if inflate.unused_data:
        raise BadRequest("the gzip body goes on after its end", "body")
    return plain


def events_in(body: bytes, headers: Mapping[str, str]) -> Sequence[object]:
    """The decoded events in an unpacked body; what is no JSON line becomes an Unreadable.

    `headers` have lower-case names. Raises BadRequest, TooLarge or UnsupportedMedia where nothing
    of the body can be taken.
    """
    media = _media_type(headers.get("content-type", ""))
    if media == LINES:
        return _lines(body)
    if media == BATCH:
        return _batch(_document(body))
    if media == STRUCTURED:
        return [_single(_document(body))]
    if media == BINARY and "ce-specversion" in headers:
        return [_binary(_document(body), headers)]
    raise UnsupportedMedia(
        f"send events as {STRUCTURED}, {BATCH} or {LINES}, or as {BINARY} with ce- headers",
        "Content-Type",
    )


def _media_type(value: str) -> str:
    message = Message()
    message["content-type"] = value
    charset = message.get_param("charset")
    if charset is not None and str(charset).lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedMedia("send JSON in UTF-8", "Content-Type")
    return message.get_content_type()


def _lines(body: bytes) -> list[object]:
    lines = [(n, line) for n, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    _check_count(len(lines))
    items: list[object] = []
    for number, line in lines:
        try:
            items.append(_decoded(line))
        except BadRequest as error:
            items.append(Unreadable(f"line {number}: {error}"))
    return items


def _batch(document: object) -> list[object]:
    if not isinstance(document, list):
        raise BadRequest("a batch must be a JSON array of events", "body")
    _check_count(len(document))
    return document


def _check_count(count: int) -> None:
    if count > MOST_EVENTS:
        raise TooLarge(f"a body may have at most {MOST_EVENTS:,} events, not {count:,}", "body")


def _single(document: object) -> object:
    if not isinstance(document, dict):
        raise BadRequest(f"a body of {STRUCTURED} must be one JSON object", "body")
    return document


def _binary(data: object, headers: Mapping[str, str]) -> dict[str, Any]:
    """The event whose attributes are headers, percent-encoded, and whose data is the body."""
    attributes = {
        name.removeprefix("ce-"): unquote(value)
        for name, value in headers.items()
        if name.startswith("ce-")
    }
    return {**attributes, "data": data}


def _document(body: bytes) -> object:
    try:
        return _decoded(body)
    except BadRequest as error:
        raise BadRequest(f"the body is no JSON: {error}", "body") from None


def _decoded(text: bytes) -> object:
    """The JSON value in `text`. Raises BadRequest with the position.

    orjson refuses what JSON's grammar allows but few programs can hold: half surrogate pairs and
    numbers out of range. The slower parser reads those, so that one such value spoils only the
    event that it stands in.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        refusal = str(error)
    try:
        return json.loads(text.decode(), parse_int=_whole, parse_constant=_no_constant)
    except RecursionError:
        raise BadRequest("it is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise BadRequest(f"it is not valid UTF-8 at byte {error.start}") from None
    except ValueError:
        raise BadRequest(refusal) from None


def _whole(digits: str) -> int | float:
    # int() takes time that grows with the square of the digits, and refuses at some length.
    return int(digits) if len(digits) < 20 else float(digits)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")

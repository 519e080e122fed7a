"""How is a provider's call shown to someone who may not see whole recipients (D-28)?"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from data.ingest.loose import media_type
from data.vocabulary.recipients import mask

LONGEST = 20_000  # characters that are shown
_FORM = "application/x-www-form-urlencoded"
_EMAIL = re.compile(r"[^\s\"'<>:,;()\[\]]+@[^\s\"'<>:,;()\[\]]+")
_DIGITS = re.compile(r"\+?\d[\d\s().-]{5,}\d")
_PACKED = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")
# What people write, and what they are called, has no form to know it by.
_PERSONAL = frozenset(
    "text body name first_name last_name firstname lastname username profilename caption city zip "
    "address ip user_agent useragent traits".split()
)

Mask = Callable[[str, str], str]


def shown_body(body: bytes, content_type: str, *, reveal: bool) -> str:
    """The body as text to read: JSON indented, a form a line each; without personal data unless
    `reveal`. Masks rather too much than too little.
    """
    text = body.decode(errors="replace")
    change: Mask = _as_it_is if reveal else _masked
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict | list):
        told = json.dumps(_through(document, "", change), indent=2, ensure_ascii=False)
    elif media_type(content_type) == _FORM:
        pairs = parse_qsl(text, keep_blank_values=True)
        told = "\n".join(f"{name} = {change(name, value)}" for name, value in pairs)
    else:
        told = change("", text)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]}\n… {len(told):,} characters in all"


def shown_path(path: str, *, reveal: bool) -> str:
    """What stood behind the connection's address."""
    return path if reveal else _masked("", path)


def _through(value: Any, name: str, change: Mask) -> Any:
    if isinstance(value, dict):
        return {change("", key): _through(inner, key, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_through(inner, name, change) for inner in value]
    if isinstance(value, str):
        inner = _inner(value)
        return change(name, value) if inner is None else _through(inner, name, change)
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = str(value)
        return value if change(name, said) == said else change(name, said)
    return value


def _inner(text: str) -> Any:
    """The JSON object inside a text, written out or in base64; None where there is none."""
    for read in (str.encode, _from_base64):
        try:
            found = json.loads(read(text))
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict | list):
            return found
    return None


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def _as_it_is(_: str, text: str) -> str:
    return text


def _masked(name: str, text: str) -> str:
    if name.lower() in _PERSONAL and text:
        return mask("")
    packed = _PACKED.sub(lambda found: mask(found[0]), text)
    plain = _EMAIL.sub(lambda found: mask(found[0]), packed)
    return _DIGITS.sub(lambda found: mask(found[0]), plain)

"""What does a filled-in field say? Each reading names the field where it can't be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, time
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import BadRequest

Filled = Mapping[str, str]
_LONGEST_ADDRESS = 254


def chosen(filled: Filled, name: str, known: Collection[str]) -> str:
    """One of the `known` words. Raises BadRequest."""
    value = filled.get(name, "")
    if value not in known:
        raise BadRequest(f"{value[:40]!r} is no choice here", name)
    return value


def digits(filled: Filled, name: str, least: int, most: int, usual: str = "0") -> int:
    """A whole number from `least` to `most`; `usual` where nothing was typed."""
    text = filled.get(name, "").strip() or usual
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise BadRequest(f"{text[:40]!r} is no whole number", name)
    if not least <= int(text) <= most:
        raise BadRequest(f"Must be from {least:,} to {most:,}", name)
    return int(text)


def amount(filled: Filled, name: str, most: float) -> float:
    """A number from 0 to `most`. Raises BadRequest."""
    text = filled.get(name, "").strip()
    try:
        value = float(text)
    except ValueError:
        raise BadRequest(f"{text[:40]!r} is no number", name) from None
    if not isfinite(value) or not 0 <= value <= most:
        raise BadRequest(f"Must be from 0 to {most:,.0f}", name)
    return value


def wall_time(filled: Filled, name: str) -> str:
    """A time of day as "18:30"; "" where nothing was typed. Raises BadRequest."""
    text = filled.get(name, "").strip()
    if not text:
        return ""
    try:
        return time.fromisoformat(text).replace(tzinfo=None).isoformat("minutes")
    except ValueError:
        raise BadRequest(f"{text[:40]!r} is no time of day like 18:30", name) from None


def one_day(filled: Filled, name: str) -> date | None:
    """A day as "2026-03-11"; None where nothing was typed. Raises BadRequest."""
    text = filled.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"{text[:40]!r} is no day like 2026-03-11", name) from None


def known_zone(filled: Filled, name: str) -> str:
    """The name of a time zone. Raises BadRequest."""
    text = filled.get(name, "").strip()
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(f"There is no time zone {text[:40]!r}", name) from None


def mail_addresses(text: str, most: int, name: str = "emails") -> tuple[str, ...]:
    """Addresses separated by commas, spaces or lines, each once. Raises BadRequest."""
    found = tuple(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    for one in found:
        user, _, domain = one.rpartition("@")
        plain = one.isascii() and one.isprintable() and not any(c in one for c in '<>"()\\,')
        if not (user and "@" not in user and "." in domain.strip(".") and plain):
            raise BadRequest(f"{one[:60]!r} is no email address", name)
        if len(one) > _LONGEST_ADDRESS:
            raise BadRequest(f"An email address has at most {_LONGEST_ADDRESS} characters", name)
    if len(found) > most:
        raise BadRequest(f"At most {most} addresses", name)
    return found

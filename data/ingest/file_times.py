"""Which moment does a cell mean, in the many forms in which programs write times?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.errors import BadRequest
from data.ingest.loose import moment

USUAL = ""
# Key: what people read, and the forms that are tried one after the other.
TIME_FORMATS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    USUAL: ("2026-03-11 09:30:00, or a number since 1970", ()),
    "day.month.year": (
        "11.03.2026 09:30",
        ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y"),
    ),
    "day/month/year": (
        "11/03/2026 09:30 (the day first)",
        ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y"),
    ),
    "month/day/year": (
        "03/11/2026 09:30 AM (the month first)",
        (
            "%m/%d/%Y %I:%M:%S %p",
            "%m/%d/%Y %I:%M %p",
            "%m/%d/%Y %H:%M:%S",
            "%m/%d/%Y %H:%M",
            "%m/%d/%Y",
        ),
    ),
    "month day, year": (
        "Mar 11, 2026 09:30 AM",
        (
            "%b %d, %Y %I:%M:%S %p",
            "%b %d, %Y %I:%M %p",
            "%b %d, %Y, %I:%M %p",
            "%B %d, %Y %I:%M %p",
            "%b %d, %Y %H:%M",
            "%b %d, %Y",
        ),
    ),
}
_ZONE = re.compile(r"(Z|z|UTC|[+-]\d\d:?\d\d)$", re.ASCII)
_NUMBER = re.compile(r"\d{9,20}(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment_of(text: str, form: str, zone: ZoneInfo) -> datetime:
    """The moment in UTC; a time without a zone of its own is one of `zone`. Raises BadRequest."""
    found = _read(text.strip(), form, zone)
    if found is None:
        raise BadRequest(f"{text[:40]!r} is not a time like {TIME_FORMATS[form][0]}")
    return found


def form_of(texts: Sequence[str]) -> str | None:
    """The form in which all of these can be read; None where there is none.

    Where both the day and the month may come first, that is for a person to say: the day does.
    """
    utc = ZoneInfo("UTC")
    given = [text.strip() for text in texts if text.strip()]
    for form in TIME_FORMATS if given else ():
        if all(_read(text, form, utc) for text in given):
            return form
    return None


def _read(text: str, form: str, zone: ZoneInfo) -> datetime | None:
    if form == USUAL:
        return _usual(text, zone)
    bare = text.removesuffix("UTC").strip()
    home = zone if bare == text else UTC
    for pattern in TIME_FORMATS[form][1]:
        try:
            return datetime.strptime(bare, pattern).replace(tzinfo=home).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _usual(text: str, zone: ZoneInfo) -> datetime | None:
    if _NUMBER.fullmatch(text):
        return moment(text)
    full = f"{text} 00:00" if _DAY.fullmatch(text) else text
    found = None if full.isdecimal() else moment(full)
    if found is None or _ZONE.search(full):
        return found
    return found.replace(tzinfo=zone).astimezone(UTC)

"""What do the parameters in an address say? Strictly: what can't be read is refused by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Path, Query
from starlette.datastructures import QueryParams

from data.errors import BadRequest
from data.vocabulary.filters import period_from_search
from data.vocabulary.period import PRESETS, Period

_DAY = {"format": "date"}

Range = Annotated[
    str | None,
    Query(alias="range", description="Whole days", json_schema_extra={"enum": [*PRESETS, "all"]}),
]
FromDay = Annotated[
    str | None,
    Query(alias="from", description="The first day, inclusive", json_schema_extra=_DAY),
]
ToDay = Annotated[
    str | None, Query(alias="to", description="The last day, inclusive", json_schema_extra=_DAY)
]
Tz = Annotated[
    str | None, Query(description="Whose days; an IANA name. Usually that of the workspace")
]
CampaignId = Annotated[int, Path(description="The campaign's id")]

_PERIOD = ("range", "from", "to")


def check_names(given: QueryParams, once: Collection[str], often: Collection[str] = ()) -> None:
    """Raise BadRequest for a parameter that this address doesn't know, or knows only once."""
    for name in given:
        if name not in once and name not in often:
            known = ", ".join((*once, *often))
            raise BadRequest(f"There is no parameter {name[:40]!r}; known are {known}", name[:40])
        if name in once:
            check_single(given, name)


def check_single(given: QueryParams, name: str) -> None:
    """Raise BadRequest for a parameter that came more than once."""
    if len(given.getlist(name)) > 1:
        raise BadRequest(f"{name[:40]!r} can be given once only", name[:40])


def period(range_: str | None, first: str | None, last: str | None, today: date) -> Period:
    """The days that range, or from and to, name; all days where nothing is named."""
    named = {"range": range_, "from": first, "to": last}
    search = {name: value for name, value in named.items() if value is not None}
    if range_ is not None and len(search) > 1:
        raise BadRequest("Give range, or from and to", "range")
    for name, value in search.items():
        if not value or period_from_search({name: value}, today)[1]:
            raise BadRequest(_why(name, value), name)
    return period_from_search(search, today)[0]


def _why(name: str, value: str) -> str:
    if name == "range":
        return f"range must be one of {', '.join(PRESETS)} or all, not {value[:40]!r}"
    return f"{name} must be a day from 1970 to 2199 like 2026-11-24, not {value[:40]!r}"


def zone(name: str | None, usual: ZoneInfo) -> ZoneInfo:
    """The time zone of that IANA name, `usual` where none is named. Raises BadRequest."""
    if name is None:
        return usual
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(
            f"tz must be a time zone like Europe/Berlin, not {name[:40]!r}", "tz"
        ) from None


def days(
    range_: str | None,
    first: str | None,
    last: str | None,
    tz: str | None,
    now: datetime,
    usual: ZoneInfo,
) -> tuple[Period, ZoneInfo]:
    """What `period` finds at `now`, and the time zone that the days are of. Raises BadRequest."""
    where = zone(tz, usual)
    return period(range_, first, last, now.astimezone(where).date()), where


def each(values: Iterable[str], known: Collection[str], name: str) -> list[str]:
    """The values, each once, all of which must be `known`. Raises BadRequest."""
    found = list(dict.fromkeys(values))
    for value in found:
        if value not in known:
            raise BadRequest(f"{name} must be of {', '.join(known)}, not {value[:40]!r}", name)
    return found

"""How values look: the one place that decides, for screens and exports alike."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

NOTHING = "–"


class Unit(StrEnum):
    """What a number is a number of."""

    COUNT = "count"
    SHARE = "share"  # a fraction, shown in percent


def number(value: float | int | None) -> str:
    """A count with thousands separators; nothing is "–" (F280)."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def share(value: float | None) -> str:
    """A fraction in percent with one decimal (D-08); nothing is "–"."""
    return NOTHING if value is None else f"{value * 100:.1f} %"


def shown(value: float | int | None, unit: Unit) -> str:
    """A metric's value as tiles, charts and tables show it."""
    return share(value) if unit is Unit.SHARE else number(value)


def unbroken(text: str) -> str:
    """A sentence in which no percent sign goes to the next line without its number."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def day(value: date) -> str:
    """Like "Feb 9, 2022"."""
    return f"{value:%b} {value.day}, {value.year}"


def moment(value: datetime | None, zone: ZoneInfo) -> str:
    """Like "Feb 9, 2022, 1:07 PM" in `zone` (F026); nothing is "–"."""
    if value is None:
        return NOTHING
    local = value.astimezone(zone)
    return f"{day(local.date())}, {local.hour % 12 or 12}:{local:%M %p}"

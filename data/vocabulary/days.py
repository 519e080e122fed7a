"""How are whole days said in full, so that the words still hold when "last week" is long ago?"""

from __future__ import annotations

from data.vocabulary.formats import day
from data.vocabulary.period import PRESETS, Period


def days_in_full(period: Period) -> str:
    """Like "Feb 1, 2026 to Feb 9, 2026 (Last Week)"; "All days" where none is left out."""
    if period.is_all:
        return "All days"
    first = day(period.first) if period.first else "the beginning"
    last = day(period.last) if period.last else "now"
    days = first if first == last else f"{first} to {last}"
    name = PRESETS.get(period.preset, "")
    return f"{days} ({name})" if name else days

"""What does the address of a screen ask for, and what are the addresses around it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.vocabulary.filters import period_from_search, period_to_pairs
from data.vocabulary.period import Period, preset

# What the address says after "?"; a word that came several times is a list.
Words = Mapping[str, str | list[str]]
USUAL = "last-30-days"
_DAYS = ("range", "from", "to")
_EVERYWHERE = (*_DAYS, "tz")
_LONGEST = 200  # characters of a word that is kept


@dataclass(frozen=True, slots=True)
class Address:
    """An address as read; `words` has each of its own words once, `notices` what was ignored."""

    path: str
    words: Mapping[str, str]
    period: Period
    zone: ZoneInfo
    notices: tuple[str, ...]

    def word(self, name: str, usual: str = "") -> str:
        """One of the words."""
        return self.words.get(name, usual)

    def link(self, params: Mapping[str, str]) -> str:
        """The same place with some words changed; empty ones and the first page are left out."""
        words = {**self.words, **params}
        return joined(self.path, {k: v for k, v in words.items() if (k, v) != ("page", "0")})

    def csv(self, table: str) -> str:
        """All rows of a table as this address filters and sorts them."""
        return joined(f"{self.path}.csv", {**self.words, "table": table})

    def elsewhere(self, path: str, **words: str) -> str:
        """Another place for the same days, which it need not take for the usual ones."""
        days = dict(period_to_pairs(self.period))
        tz = {"tz": self.word("tz")}
        return joined(path, {**days, **tz, **words})


def usual_days(now: datetime, zone: ZoneInfo) -> Period:
    """The days of an address that names none."""
    return preset(USUAL, now.astimezone(zone).date())


def read(
    path: str,
    words: Words,
    own: tuple[str, ...],
    zone: ZoneInfo,
    now: datetime,
    usual: Period | None = None,
) -> Address:
    """Read an address that understands `own` words beside the days and the time zone.

    `zone` is the workspace's, whose place `tz` can take; `usual` are the days where none are
    named, else the last 30. What can't be read is ignored with a notice.
    """
    single = once(words)
    chosen, told = _zone(single.get("tz", ""), zone)
    days = {name: value for name, value in words.items() if name in _DAYS}
    today = now.astimezone(chosen).date()
    period, ignored = period_from_search(days, today, False, usual or usual_days(now, chosen))
    strangers = [name for name in single if name not in (*_EVERYWHERE, *own)]
    told += [f"There is no filter “{_short(name)}”; it was ignored." for name in strangers]
    kept = {name: value[:_LONGEST] for name, value in single.items() if name not in strangers}
    return Address(path, kept, period, chosen, (*told, *ignored))


def joined(path: str, words: Mapping[str, str]) -> str:
    """An address of these words; empty ones are left out."""
    query = urlencode([(name, value) for name, value in words.items() if value])
    return f"{path}?{query}" if query else path


def once(words: Words) -> dict[str, str]:
    """Each word with its first value."""
    return {
        name: value if isinstance(value, str) else next(iter(value), "")
        for name, value in words.items()
    }


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _zone(name: str, usual: ZoneInfo) -> tuple[ZoneInfo, list[str]]:
    if not name:
        return usual, []
    try:
        return ZoneInfo(name), []
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return usual, [f"tz=“{_short(name)}” was ignored: there is no such time zone."]

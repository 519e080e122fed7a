"""What does the address of a report say, and what are the addresses around it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import NotFound
from data.vocabulary.filters import period_from_search
from data.vocabulary.period import Period

_DAYS = ("range", "from", "to")
# What every tab understands; the rest of an address is about one tab's table.
_KEPT = (*_DAYS, "tz")


@dataclass(frozen=True, slots=True)
class Address:
    """A tab's address as read; `params` has each word once, as it was given.

    `notices` say which values were ignored, and why.
    """

    campaign_id: int
    tab: str
    params: Mapping[str, str]
    period: Period
    zone: ZoneInfo
    notices: tuple[str, ...]

    def to(self, tab: str) -> str:
        """Another tab of the same report, for the same days and time zone."""
        return _joined(f"{self._report}/{tab}", {k: self.params.get(k, "") for k in _KEPT})

    def without(self, *names: str) -> str:
        """The same tab without these words."""
        return _joined(self._here, {k: v for k, v in self.params.items() if k not in names})

    @property
    def whole_time(self) -> str:
        """The same tab for all days."""
        return self.without(*_DAYS)

    def table(self, key: str, params: Mapping[str, str]) -> str:
        """The same tab with a table on another page or in another order."""
        return _joined(self._here, {**self.params, **params})

    def one_of_tables(self, key: str, params: Mapping[str, str]) -> str:
        """The same, where the tab has several tables: page and order are those of this one."""
        return self.table(key, {**params, "table": key})

    def csv(self, key: str) -> str:
        """All rows of a chart or table, as this address filters and sorts them."""
        words = {k: v for k, v in self.params.items() if k not in ("page", "size", "table")}
        return _joined(f"{self._here}.csv", {**words, "table": key})

    @property
    def copy(self) -> str:
        """The copy of the report for the same days and time zone."""
        return _joined(f"{self._report}.zip", {k: self.params.get(k, "") for k in _KEPT})

    @property
    def whole_report(self) -> str:
        """The report with all its tabs, for the same days and time zone."""
        return _joined(self._report, {k: self.params.get(k, "") for k in _KEPT})

    @property
    def _report(self) -> str:
        return f"/campaigns/{self.campaign_id}/report"

    @property
    def _here(self) -> str:
        return f"{self._report}/{self.tab}"


def read(
    campaign_id: str, tab: str, search: Mapping[str, str | list[str]], zone: ZoneInfo, now: datetime
) -> Address:
    """Read an address; `zone` is the workspace's, whose place `tz` can take.

    Raises NotFound where the campaign's number is none. Anything else that can't be read is
    ignored with a notice.
    """
    number = number_of(campaign_id)
    params = {name: _one(value) for name, value in search.items()}
    chosen, notices = _zone(params.get("tz", ""), zone)
    days = {name: value for name, value in search.items() if name in _DAYS}
    period, ignored = period_from_search(days, now.astimezone(chosen).date())
    return Address(number, tab, params, period, chosen, (*notices, *ignored))


def number_of(campaign_id: str) -> int:
    """The campaign's number. Raises NotFound for anything else."""
    if not (campaign_id.isascii() and campaign_id.isdecimal() and len(campaign_id) <= 9):
        raise NotFound(f"There is no campaign {campaign_id[:40]!r}")
    return int(campaign_id)


def _one(value: str | list[str]) -> str:
    if isinstance(value, str):
        return value
    return value[0] if value else ""


def _zone(name: str, usual: ZoneInfo) -> tuple[ZoneInfo, tuple[str, ...]]:
    if not name:
        return usual, ()
    try:
        return ZoneInfo(name), ()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        return usual, (f"tz=“{shown}” was ignored: there is no such time zone.",)


def _joined(path: str, params: Mapping[str, str]) -> str:
    query = urlencode([(name, value) for name, value in params.items() if value])
    return f"{path}?{query}" if query else path

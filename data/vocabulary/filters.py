"""Which campaigns? The filters of Performance Reports, as a value that lives in the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlencode

from data.vocabulary.campaign_state import STATES, Group, State
from data.vocabulary.period import ALL, PRESETS, Period, preset

Search = str | Mapping[str, str | list[str]]
Pairs = list[tuple[str, str]]

LONGEST_SEARCH = 200  # characters of `q`: no campaign's name is longer
_FARTHEST_PAGE = re.compile(r"[0-9]{1,6}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Outside of these the midnights of some time zone can't be told any more.
_FIRST_YEAR, _LAST_YEAR = 1970, 2199

_OWN_NAMES = frozenset({"range", "from", "to", "type", "status", "q", "page"})
# Words of the contract that other readers of the same address answer to.
_OTHER_NAMES = frozenset({"tz", "granularity", "compare", "group", "size"})


@dataclass(frozen=True, slots=True)
class CampaignFilters:
    """What one tab shows; a campaign must satisfy all of them (F008).

    `page` counts from 0. Empty `types` or `states` mean all of them; `q` is free text, stripped.
    """

    group: Group
    period: Period = ALL
    types: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()
    q: str = ""
    page: int = 0

    @property
    def narrow(self) -> bool:
        """Whether anything is filtered out at all."""
        return bool(not self.period.is_all or self.types or self.states or self.q)

    @property
    def cleared(self) -> CampaignFilters:
        """The same tab without any filter (D-03)."""
        return CampaignFilters(self.group)

    def on_page(self, page: int) -> CampaignFilters:
        """The same filters, another page of the answer."""
        return replace(self, page=page)

    def to_search(self) -> str:
        """The query string, "?" included; "" when nothing is filtered. `from_search` undoes it."""
        pairs = period_to_pairs(self.period)
        pairs += [("type", key) for key in sorted(self.types)]
        pairs += [("status", s.value) for s in STATES[self.group] if s in self.states]
        pairs += [("q", self.q)] if self.q else []
        pairs += [("page", str(self.page))] if self.page else []
        return f"?{urlencode(pairs)}" if pairs else ""


def from_search(
    group: Group, search: Search, today: date, known_types: Collection[str] | None = None
) -> tuple[CampaignFilters, tuple[str, ...]]:
    """Read the filters out of an address, and say in sentences what was ignored, and why.

    `today` is the workspace's day, on which predefined ranges are computed. Without
    `known_types` every type is believed: a wrong one then matches nothing.
    """
    query = _lists(search)
    notices: list[str] = []
    filters = CampaignFilters(
        group=group,
        period=_period(query, today, True, notices) or ALL,
        types=_types(query, known_types, notices),
        states=_states(query, group, notices),
        q=_free_text(query, notices),
        page=_page(query, notices),
    )
    strangers = sorted(set(query) - _OWN_NAMES - _OTHER_NAMES)
    notices += [f"There is no filter {_quoted(name)}; it was ignored." for name in strangers]
    return filters, tuple(notices)


def period_from_search(
    search: Search, today: date, offer_all: bool = True, default: Period = ALL
) -> tuple[Period, tuple[str, ...]]:
    """Read `range` or `from` and `to` alone, for every section that filters by date (F022).

    `offer_all` says whether the section knows the range "all" (F023); `default` stands for an
    address that names no range, or a wrong one.
    """
    notices: list[str] = []
    query = _lists(search)
    period = _period(query, today, offer_all, notices)
    return period or default, tuple(notices)


def period_to_pairs(period: Period) -> Pairs:
    """The period as pairs of the query string; none for all days."""
    if period.is_all:
        return []
    if period.preset:
        return [("range", period.preset)]
    days = (("from", period.first), ("to", period.last))
    return [(name, day.isoformat()) for name, day in days if day is not None]


def _lists(search: Search) -> dict[str, list[str]]:
    """Every parameter's values, blank ones left out."""
    if isinstance(search, str):
        return parse_qs(search.removeprefix("?"))
    lists = {k: [v] if isinstance(v, str) else [str(item) for item in v] for k, v in search.items()}
    return {name: kept for name, values in lists.items() if (kept := [v for v in values if v])}


def _quoted(text: str) -> str:
    shown = text if len(text) <= 40 else f"{text[:39]}…"
    return f"“{shown}”"


def _ignored(name: str, value: str, reason: str) -> str:
    return f"{name}={_quoted(value)} was ignored: {reason}."


def _single(query: Mapping[str, list[str]], name: str, notices: list[str]) -> str:
    """The first value of a parameter that makes sense only once."""
    values = query.get(name, [])
    notices += [_ignored(name, other, f"{name} can be given once") for other in values[1:]]
    return values[0] if values else ""


def _period(
    query: Mapping[str, list[str]], today: date, offer_all: bool, notices: list[str]
) -> Period | None:
    """The range that the address names; None where it names none that can be read."""
    key = _single(query, "range", notices)
    days = {name: _single(query, name, notices) for name in ("from", "to")}
    if key in PRESETS or (key == "all" and offer_all):
        given = [(name, value) for name, value in days.items() if value]
        notices += [_ignored(name, value, "range= says which days") for name, value in given]
        return preset(key, today)
    if key:
        notices.append(_ignored("range", key, "there is no such range"))
    first, last = (_day(name, value, notices) for name, value in days.items())
    if first is not None and last is not None and last < first:
        first, last = last, first  # D-03
    return Period(first, last) if first or last else None


def _day(name: str, value: str, notices: list[str]) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        notices.append(_ignored(name, value, "a day is written like 2026-11-24"))
        return None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        reason = f"days lie between the years {_FIRST_YEAR} and {_LAST_YEAR}"
        notices.append(_ignored(name, value, reason))
        return None
    return day


def _words(
    values: Iterable[str], refusal: Callable[[str], str | None], name: str, notices: list[str]
) -> Sequence[str]:
    """The values without those that `refusal` gives a reason against."""
    good: list[str] = []
    for value in values:
        reason = refusal(value)
        if reason is None:
            good.append(value)
        else:
            notices.append(_ignored(name, value, reason))
    return good


def _types(
    query: Mapping[str, list[str]], known: Collection[str] | None, notices: list[str]
) -> frozenset[str]:
    def refusal(value: str) -> str | None:
        if known is None or value in known:
            return None
        return "this tab has no such campaign type"

    return frozenset(_words(query.get("type", []), refusal, "type", notices))


def _states(query: Mapping[str, list[str]], group: Group, notices: list[str]) -> frozenset[State]:
    words = {state.value for state in STATES[group]}

    def refusal(value: str) -> str | None:
        if value in words:
            return None
        if value in set(State):
            return f"{group.value} campaigns are never {State(value).label}"
        return "there is no such status"

    return frozenset(map(State, _words(query.get("status", []), refusal, "status", notices)))


def _free_text(query: Mapping[str, list[str]], notices: list[str]) -> str:
    """The search words; control characters, which no name has and databases refuse, are spaces."""
    text = _single(query, "q", notices)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(text) <= LONGEST_SEARCH:
        return text
    notices.append(f"The search was cut after {LONGEST_SEARCH} characters.")
    return text[:LONGEST_SEARCH].rstrip()


def _page(query: Mapping[str, list[str]], notices: list[str]) -> int:
    value = _single(query, "page", notices)
    if not value:
        return 0
    if not _FARTHEST_PAGE.fullmatch(value):
        notices.append(_ignored("page", value, "a page is a number from 0"))
        return 0
    return int(value)

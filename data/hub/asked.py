"""What does an address of the hub ask for, and what are the addresses around it?

/hub?range=last-30-days&channel=sms&channel=rcs&metric=open_rate&split=type&compare=previous
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from data.address import Words, read
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.hub.offered import FIELDS, USUAL, drawn_splits, has_axes, offered, splits
from data.query import GRANULARITIES
from data.vocabulary.campaign_state import State
from data.vocabulary.filters import period_to_pairs
from data.vocabulary.period import Period

PATH = "/hub"
NONE = "none"  # in the address: campaigns that have no channel, or no sender
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COMPARE = "previous"
AXES = ("event", "send")
BY = "channel"
_SINGLE = ("metric", "granularity", "split", "by", "compare", "axis", "weekday", "hour", "sort")
_OWN = (*_SINGLE, "page", *FIELDS)
_LONGEST = 200  # characters of a sender
_MOST_VALUES = 100  # of one filter
Changes = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class HubAsked:
    """An address of the hub as read; days are whole days of `zone`.

    `filters` has the values of each of FIELDS that is filtered by; `weekday` (0 is Monday) and
    `hour` keep what was booked then. Empty `granularity` is the one that fits the days, empty
    `split` none. `notices` say what was ignored.
    """

    period: Period
    zone: ZoneInfo
    now: datetime
    metric: str = USUAL
    granularity: str = ""
    split: str = ""
    by: str = BY
    compare: bool = False
    axis: str = AXES[0]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    weekday: int | None = None
    hour: int | None = None
    sort: str = ""
    page: int = 0
    tz: str = ""
    notices: tuple[str, ...] = ()

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The address's words in their usual order and spelling; what is usual is left out."""
        single = {
            **dict(period_to_pairs(self.period)),
            "tz": self.tz,
            "metric": "" if self.metric == USUAL else self.metric,
            "granularity": self.granularity,
            "split": self.split,
            "by": "" if self.by == BY else self.by,
            "compare": COMPARE if self.compare else "",
            "axis": "" if self.axis == AXES[0] else self.axis,
            "weekday": "" if self.weekday is None else WEEKDAYS[self.weekday],
            "hour": "" if self.hour is None else str(self.hour),
            "sort": self.sort,
            "page": str(self.page) if self.page else "",
        }
        return {**{name: (value,) for name, value in single.items() if value}, **self.filters}

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the days is filtered."""
        return bool(self.filters or self.weekday is not None or self.hour is not None)

    def link(self, changes: Changes, path: str = PATH) -> str:
        """The same place with some words changed; an empty one goes, and so does the page."""
        words: dict[str, str | Sequence[str]] = {**self.words, "page": "", **changes}
        lists = {name: [v] if isinstance(v, str) else list(v) for name, v in words.items()}
        pairs = [(name, value) for name, values in lists.items() for value in values]
        query = urlencode([(n, v) for n, v in pairs if v and (n, v) != ("page", "0")])
        return f"{path}?{query}" if query else path

    def on_days(self, first: date, last: date, changes: Changes) -> str:
        """The same place for other days, drawn in the steps that fit them."""
        days = {"range": "", "from": first.isoformat(), "to": last.isoformat()}
        return self.link({**days, "granularity": "", **changes})

    def csv(self, key: str) -> str:
        """All rows of a chart or table as this address filters and sorts them."""
        return self.link({"table": key}, f"{PATH}.csv")


def hub_asked(words: Words, zone: ZoneInfo, now: datetime) -> HubAsked:
    """Read an address; `zone` is the workspace's. What can't be read is ignored with a notice."""
    address = read(PATH, words, _OWN, zone, now)
    told: list[str] = list(address.notices)
    lists = {n: [v] if isinstance(v, str) else list(v) for n, v in words.items()}

    def one(name: str, known: Callable[[str], bool], reason: str) -> str:
        value = address.word(name)
        told.extend(
            _ignored(name, other, f"{name} can be given once") for other in lists.get(name, [])[1:]
        )
        if value and not known(value):
            told.append(_ignored(name, value, reason))
            return ""
        return value

    metric = one("metric", lambda v: v in offered(), "the hub has no such metric") or USUAL
    cut = "this metric can't be split by it"
    axis = one("axis", lambda v: v in AXES, "the axis is event or send")
    hour = one("hour", lambda v: v in _HOURS, "an hour is a number from 0 to 23")
    weekday = one("weekday", lambda v: v in WEEKDAYS, f"the weekdays are {', '.join(WEEKDAYS)}")
    compare = one("compare", lambda v: v == COMPARE, f"it can be {COMPARE}")
    page = one("page", lambda v: _is_number(v, 6), "a page is a number from 0")
    return HubAsked(
        address.period,
        address.zone,
        now,
        metric,
        one("granularity", lambda v: v in GRANULARITIES, "there is no such step of time"),
        one("split", lambda v: v in drawn_splits(metric), cut),
        one("by", lambda v: v in splits(metric), cut) or BY,
        compare == COMPARE,
        axis if axis and has_axes(metric) else AXES[0],
        _filters(lists, told),
        WEEKDAYS.index(weekday) if weekday else None,
        int(hour) if hour else None,
        one("sort", lambda v: v.removeprefix("-") in _SORTS, "the table has no such column"),
        int(page) if page else 0,
        address.zone.key if address.zone.key != zone.key else "",
        tuple(told),
    )


_HOURS = frozenset(str(hour) for hour in range(24))
_SORTS = ("name", "value", "before", "difference")


def _filters(lists: Mapping[str, Sequence[str]], told: list[str]) -> dict[str, tuple[str, ...]]:
    """The values that can be meant, each once; the other ones are told."""
    found: dict[str, tuple[str, ...]] = {}
    for name in FIELDS:
        good: list[str] = []
        for value in dict.fromkeys(v for v in lists.get(name, ()) if v):
            if reason := _refusal(name, value):
                told.append(_ignored(name, value, reason))
            else:
                good.append(value)
        if len(good) > _MOST_VALUES:
            told.append(f"Only the first {_MOST_VALUES} values of {name} are looked at.")
        if good:
            found[name] = tuple(good[:_MOST_VALUES])
    return found


def _refusal(name: str, value: str) -> str:
    """Why no campaign can have this; "" where one might."""
    if name == "channel":
        return "" if value in CHANNELS or value == NONE else "there is no such channel"
    if name == "type":
        return "" if value in CAMPAIGN_TYPES else "there is no such campaign type"
    if name == "status":
        return "" if value in set(State) else "there is no such status"
    if name == "campaign":
        return "" if _is_number(value, 9) else "a campaign is named by its number"
    return "" if len(value) <= _LONGEST else f"a sender has at most {_LONGEST} characters"


def _is_number(value: str, most: int) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= most


def _ignored(name: str, value: str, reason: str) -> str:
    shown = value if len(value) <= 40 else f"{value[:39]}…"
    return f"{name}=“{shown}” was ignored: {reason}."

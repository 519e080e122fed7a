"""What is a wall: the list of what its screens show, and one slide of it as it stands now?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.report import Chart
from data.vocabulary.campaign_state import State

MOST_VALUES = 4  # figures that one slide holds
USUAL_SECONDS, SHORTEST, LONGEST = 15, 5, 600


class EntryKind(StrEnum):
    """What an entry of a wall names."""

    BOARD = "board"  # all figures and charts at an address, of a screen or a dashboard
    KPI = "kpi"  # one figure at an address
    CHART = "chart"  # one chart at an address
    CAMPAIGN = "campaign"  # one campaign, for as long as it is Live or In Progress
    LIVE = "live"  # every campaign that is


class WallTheme(StrEnum):
    """Light on dark, or dark on light for bright rooms."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a wall's list; each of its slides stays for `seconds`.

    `address` is where the figures stand, `key` which of them; a campaign's `key` is its id.
    `label` is what lists call it.
    """

    kind: EntryKind
    address: str = ""
    key: str = ""
    seconds: int = USUAL_SECONDS
    label: str = ""


@dataclass(frozen=True, slots=True)
class Wall:
    """What screens show, one entry after the other.

    `id` is the last word of its address: "w3" for one that people put together, else the word of
    a dashboard's own address. With `takeover` a send takes the whole screen while it moves, see
    data.wall_program. `revision` is 0 where nobody can change it.
    """

    id: str
    name: str
    entries: tuple[Entry, ...]
    takeover: bool = True
    theme: WallTheme = WallTheme.DARK
    revision: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure in words. One that is `blank` says nothing yet: it is 0, or not known."""

    label: str
    text: str
    blank: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One message: a headline, and either up to four values or one chart.

    `key` tells it from all others and stays the same while its figures change. `about` says in
    words which days, zone and filters it is of. A campaign's has its `state`, and how much of it
    is `done` where that is known.
    """

    key: str
    seconds: int
    title: str
    headline: str
    about: str
    zone: ZoneInfo
    values: tuple[Value, ...] = ()
    chart: Chart | None = None
    state: State | None = None
    done: float | None = None
    takes_over: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anybody would look at."""
        drawn = self.chart is not None and any(row.get(self.chart.y) for row in self.chart.rows)
        return not drawn and all(value.blank for value in self.values)


@dataclass(frozen=True, slots=True)
class Moving:
    """A campaign that is Live or In Progress, and `since` when (UTC).

    `is_sending`: messages of it were submitted in the last ten minutes.
    """

    campaign: Campaign
    since: datetime
    is_sending: bool = False

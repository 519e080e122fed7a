"""How often would a rule have fired? Its looks taken one by one over the stored history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from data.alert_judging import judge
from data.alert_rule import Rule
from data.alert_windows import HOUR, Windows

WEEKS = 26  # that are replayed, or as many as there are


class Turn(StrEnum):
    """What a look changes."""

    BEGINS = "begins"
    ENDS = "ends"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a rule is firing, and when it began to the last time."""

    firing: bool = False
    began: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """What would have happened: `since` is the first look with something to judge.

    `looks` are all from then on, `judged` those that came to a verdict. `episodes` are when it
    would have begun and, unless it still fires, ended.
    """

    since: datetime | None
    looks: int
    judged: int
    episodes: tuple[tuple[datetime, datetime | None], ...]

    @property
    def weeks(self) -> int:
        """Over how many weeks it was tried, to the nearest."""
        return round(self.looks / (7 * 24))


def turn(rule: Rule, standing: Standing, fires: bool | None, now: datetime) -> Turn:
    """What a look that `fires` changes; what can't be told any more has ended."""
    if standing.firing:
        return Turn.STAYS if fires else Turn.ENDS
    if not fires:
        return Turn.STAYS
    cool = standing.began is None or now - standing.began >= timedelta(hours=rule.cooldown)
    return Turn.BEGINS if cool else Turn.STAYS


def replay(rule: Rule, windows: Windows, now: datetime) -> Replay:
    """Take the looks of the last weeks up to the full hour `now`, as they'd have been taken."""
    standing = Standing()
    episodes: list[tuple[datetime, datetime | None]] = []
    since, looks, judged = None, 0, 0
    for look in _looks(now):
        fires = judge(rule, windows.at(look), windows.before(look)).fires
        if fires is not None:
            judged, since = judged + 1, since or look
        looks += since is not None
        step = turn(rule, standing, fires, look)
        if step is Turn.BEGINS:
            standing = Standing(True, look)
            episodes.append((look, None))
        elif step is Turn.ENDS:
            standing = Standing(False, standing.began)
            episodes[-1] = (episodes[-1][0], look)
    return Replay(since, looks, judged, tuple(episodes))


def _looks(now: datetime) -> Iterator[datetime]:
    look = now - timedelta(weeks=WEEKS) + HOUR
    while look <= now:
        yield look
        look += HOUR

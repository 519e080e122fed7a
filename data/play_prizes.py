"""Does this play win, and what? The four prize logics (specification 4.9), drawn from a record.

A play is the `number`-th one of its campaign that is drawn for, and a campaign has one seed. Both
and what was left stand in the record, so anybody can draw again (D-13):

- Always Win and By Exhaustion: every play wins while there is stock.
- Random Select: every Nth play wins.
- Cycles: of each N plays one wins; which one is drawn, and a prize is left out where the last one
  was given less than the configured minutes ago.

A lot is a SHA-256 of the seed and the number. Which prize it is goes by what is left of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from data.campaign import Campaign
from data.errors import Refused

ALGORITHM = 1
ALWAYS, EXHAUSTION, CYCLES, SELECT = "Always Win", "By Exhaustion", "Cycles", "Random Select"
EVERY = 10  # plays that one prize is for, where the configuration doesn't say
LONGEST_NAME = 512  # of a prize that an event can name


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign gives, and how; a prize whose stock was never said has no end (None)."""

    logic: str
    stock: Mapping[str, int | None]
    every: int = EVERY
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """The prize, or None, with all that it takes to draw again."""

    prize: str | None
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pool:
    """What a campaign has drawn and given so far; `given` is by the prizes' `word`s."""

    seed: str
    drawn: int = 0
    given: Mapping[str, int] = field(default_factory=dict)
    awarded_at: datetime | None = None

    def after(self, drawn: Drawn, now: datetime) -> Pool:
        """The pool once a play was drawn for."""
        if drawn.prize is None:
            return replace(self, drawn=self.drawn + 1)
        key = word(drawn.prize)
        given = {**self.given, key: self.given.get(key, 0) + 1}
        return Pool(self.seed, self.drawn + 1, given, now)


def word(name: str) -> str:
    """A prize's name as it is told from others: case and blanks around it make no difference."""
    return name.strip().lower()


def terms_of(campaign: Campaign) -> Terms | None:
    """The prizes of a campaign's configuration; None where there are none.

    Equal names, case aside, are one prize, as in its report. What can't be read is left out.
    """
    listed = campaign.config.get("prizes")
    names: dict[str, str] = {}
    stock: dict[str, int | None] = {}
    for entry in listed if isinstance(listed, list | tuple) else ():
        whole = entry if isinstance(entry, Mapping) else {"name": entry}
        said, count = whole.get("name"), whole.get("stock")
        if not isinstance(said, str) or not 0 < len(said.strip()) <= LONGEST_NAME:
            continue
        name = names.setdefault(word(said), said.strip())
        known = count if type(count) is int and count >= 0 else None
        before = stock.get(name, 0)
        stock[name] = None if known is None or before is None else before + known
    if not stock:
        return None
    logic = campaign.config.get("prize_logic")
    return Terms(
        logic if logic in {ALWAYS, EXHAUSTION, CYCLES, SELECT} else EXHAUSTION,
        stock,
        _whole(campaign.config.get("prize_every"), EVERY),
        _whole(campaign.config.get("prize_minutes"), 0) if logic == CYCLES else 0,
    )


def draw(terms: Terms, pool: Pool, now: datetime) -> Drawn:
    """What the next play of `pool` gets at `now`."""
    left = {
        name: None if count is None else max(0, count - pool.given.get(word(name), 0))
        for name, count in terms.stock.items()
    }
    waited = None if pool.awarded_at is None else now - pool.awarded_at
    record = {
        "algorithm": ALGORITHM,
        "logic": terms.logic,
        "every": terms.every,
        "seed": pool.seed,
        "number": pool.drawn + 1,
        "left": left,
        "too_soon": waited is not None and waited < timedelta(minutes=terms.minutes),
    }
    return Drawn(_prize(record), record)


def again(record: Mapping[str, Any]) -> str | None:
    """The prize, drawn anew from the record of a play (F279). Raises Refused for a foreign one."""
    if record.get("algorithm") != ALGORITHM:
        raise Refused(f"This prize was drawn by algorithm {record.get('algorithm')}")
    return _prize(record)


def is_exhausted(record: Mapping[str, Any]) -> bool:
    """Whether a play came when nothing was left, and its logic says so."""
    return record["logic"] == EXHAUSTION and not _choices(record["left"])


def _prize(record: Mapping[str, Any]) -> str | None:
    choices = _choices(record["left"])
    if not choices or record["too_soon"] or not _wins(record):
        return None
    lot = _lot(f"{record['seed']}/{record['number']}", sum(choices.values()))
    for name, weight in choices.items():
        lot -= weight
        if lot < 0:
            return name
    raise AssertionError("a lot lies below the sum of the weights")


def _wins(record: Mapping[str, Any]) -> bool:
    cycle, place = divmod(record["number"] - 1, record["every"])
    if record["logic"] == CYCLES:
        return bool(place == _lot(f"{record['seed']}/cycle/{cycle}", record["every"]))
    if record["logic"] == SELECT:
        return bool(place == record["every"] - 1)
    return True


def _choices(left: Mapping[str, int | None]) -> dict[str, int]:
    """The weight of each prize that is left; one without an end weighs like the commonest."""
    most = max((count for count in left.values() if count), default=1)
    weights = {name: most if count is None else count for name, count in sorted(left.items())}
    return {name: weight for name, weight in weights.items() if weight > 0}


def _lot(words: str, below: int) -> int:
    return int.from_bytes(sha256(words.encode()).digest()) % below


def _whole(value: object, usual: int) -> int:
    return value if type(value) is int and 1 <= value <= 1_000_000 else usual

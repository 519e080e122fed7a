"""Is a figure out of order: past a threshold, or far from its own history?

Against history a figure is compared with the same weekday and hour of earlier weeks by median and
median absolute deviation, which a single campaign of another size can't move. What chance alone
does to counts and shares is the least deviation that is assumed, so that a history without any
variation does not make every message an alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from random import Random
from statistics import median

from data.alert_rule import LEAST_WEEKS, Against, Direction, Rule
from data.vocabulary.formats import Unit, number, shown

# The median absolute deviation of a normal distribution, times this, is its standard deviation.
NORMAL = 1.4826
_TRIALS = 10_000


@dataclass(frozen=True, slots=True)
class Sighting:
    """A figure over one window: its value, and how many a share is made of."""

    value: float | None
    sample: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look found: whether the rule `fires` (None: it can't be told), and that in words."""

    fires: bool | None
    said: str


def judge(rule: Rule, seen: Sighting, past: Sequence[Sighting]) -> Finding:
    """Judge what is seen; `past` are the same windows of earlier weeks, the latest first."""
    if seen.value is None:
        return Finding(None, "There was nothing to measure")
    is_share = rule.of.unit is Unit.SHARE
    if is_share and seen.sample < rule.minimum:
        return Finding(
            None, f"Only {number(seen.sample)} to measure, fewer than {number(rule.minimum)}"
        )
    if rule.against is Against.THRESHOLD:
        return _by_threshold(rule, seen.value)
    known = [one.value for one in past if one.value is not None and _counts(rule, one)]
    if len(known) < LEAST_WEEKS:
        return Finding(
            None, f"Only {len(known)} earlier weeks to compare with; it takes {LEAST_WEEKS}"
        )
    return _by_history(rule, seen.value, seen.sample, known)


def _counts(rule: Rule, one: Sighting) -> bool:
    return rule.of.unit is not Unit.SHARE or one.sample >= max(rule.minimum, 1)


def _by_threshold(rule: Rule, value: float) -> Finding:
    below = rule.direction is Direction.BELOW
    fires = value < rule.threshold if below else value > rule.threshold
    unit = rule.of.unit
    word = "is" if fires else "is not"
    said = f"{shown(value, unit)} {word} {rule.direction.value} {shown(rule.threshold, unit)}"
    return Finding(fires, said)


def _by_history(rule: Rule, value: float, sample: int, known: Sequence[float]) -> Finding:
    usual, unit = median(known), rule.of.unit
    if unit is Unit.COUNT and max(value, usual) < rule.minimum:
        return Finding(None, f"Neither now nor usually {number(rule.minimum)}: too few to judge")
    deviation = median(abs(one - usual) for one in known) * NORMAL
    room = rule.sensitivity * max(deviation, chance(unit, usual, sample))
    low, high = usual - room, usual + room
    fires = (rule.direction is not Direction.ABOVE and value < low) or (
        rule.direction is not Direction.BELOW and value > high
    )
    ends = shown(max(low, 0.0), unit), shown(min(high, 1.0) if unit is Unit.SHARE else high, unit)
    said = (
        f"{shown(value, unit)}; the median of {len(known)} earlier weeks is {shown(usual, unit)}, "
        f"and {ends[0]} to {ends[1]} is usual"
    )
    return Finding(fires, said)


def chance(unit: Unit, usual: float, sample: int) -> float:
    """The standard deviation that chance alone gives a count, or a share of `sample`."""
    if unit is Unit.COUNT:
        return sqrt(max(usual, 1.0))
    share = (usual * sample + 0.5) / (sample + 1)
    return sqrt(max(share * (1 - share), 0.0) / max(sample, 1))


@cache
def nominal_rate(weeks: int, sensitivity: float, direction: Direction) -> float:
    """Which share of looks would fire, if the figure only varied by chance, and normally.

    With few weeks their own deviation is uncertain, so it is far more than the normal
    distribution's tail; it is counted over simulated histories, always the same ones.
    """
    dice = Random(weeks)
    fired = 0
    for _ in range(_TRIALS):
        known = [dice.gauss() for _ in range(weeks)]
        usual = median(known)
        deviation = median(abs(one - usual) for one in known) * NORMAL
        fired += abs(dice.gauss() - usual) > sensitivity * deviation
    return fired / _TRIALS / (1 if direction is Direction.EITHER else 2)

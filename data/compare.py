"""Is this number better than that one, or is the difference no more than chance?

Shares are compared by Newcombe's interval of their difference, counts by the ratio of their sums
over days, with the noise that the days themselves show. All intervals are of 95 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from statistics import NormalDist

from data.vocabulary.formats import Unit, shown

LEAST_ARM = 500  # of each side's whole, below which a share is not judged (metric 29)
LEAST_DAYS = 7  # in which something was counted, below which nobody knows how much days differ
_Z = NormalDist().inv_cdf(0.975)


class Verdict(StrEnum):
    """What can be said of a change; a metric of which more is neither good nor bad is higher."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    TOO_CLOSE = "too close"
    TOO_FEW = "too few"
    NOT_JUDGED = "not judged"  # no interval can be told

    @property
    def told(self) -> bool:
        """Whether chance alone would hardly have brought it about."""
        return self not in (Verdict.TOO_CLOSE, Verdict.TOO_FEW, Verdict.NOT_JUDGED)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """A number against an earlier or another one.

    `difference` is of shares: 0.02 is two points more. Of counts it is relative: 0.02 is two
    percent more. It and `interval`, of the same kind, are None where they can't be told; `reason`
    says why there is no interval.
    """

    now: float | int | None
    before: float | int | None
    unit: Unit
    verdict: Verdict
    difference: float | None = None
    interval: Interval | None = None
    reason: str = ""

    @property
    def amount(self) -> str:
        """The difference in words: "+2.2 points", "−12.3 %"; "" where there is none."""
        if self.difference is None:
            return ""
        return _points(self.difference) + " points" if self._is_share else _percent(self.difference)

    @property
    def sentence(self) -> str:
        """The verdict first, then how much, from what, and how sure."""
        if self.difference is None:
            return f"{self.verdict.capitalize()}: {self.reason}"
        say = _points if self._is_share else _percent
        ends = self.interval
        sure = f"95 % interval {say(ends.low)} to {say(ends.high)}" if ends else self.reason
        both = f"{shown(self.now, self.unit)} against {shown(self.before, self.unit)}"
        return f"{self.verdict.capitalize()}: {self.amount}, {both} ({sure})"

    @property
    def _is_share(self) -> bool:
        return self.unit is Unit.SHARE


def wilson(part: int, whole: int) -> Interval:
    """The score interval of a share (Wilson 1927). Needs 0 <= part <= whole and a whole above 0.

    With p = part / whole: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"{part} of {whole} is no share")
    p, square = part / whole, _Z * _Z
    middle = p + square / (2 * whole)
    half = _Z * sqrt(p * (1 - p) / whole + square / (4 * whole * whole))
    scale = 1 + square / whole
    return Interval(max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale))


def newcombe(part: int, whole: int, part_2: int, whole_2: int) -> Interval:
    """The interval of part/whole - part_2/whole_2, both independent (Newcombe 1998, method 10).

    From the Wilson limits l, u of both: d - √((p₁-l₁)² + (u₂-p₂)²) to d + √((u₁-p₁)² + (p₂-l₂)²).
    """
    one, two = wilson(part, whole), wilson(part_2, whole_2)
    p, q = part / whole, part_2 / whole_2
    down = sqrt((p - one.low) ** 2 + (two.high - q) ** 2)
    up = sqrt((one.high - p) ** 2 + (q - two.low) ** 2)
    return Interval(p - q - down, p - q + up)


def ratio(days: Sequence[int], days_2: Sequence[int]) -> Interval | None:
    """The interval of sum(days) / sum(days_2), each day of one beside its like in the other.

    A log-linear model with an effect a pair of days and one a side: the variance of the log ratio
    is φ (1/sum + 1/sum_2), where φ is Pearson's χ² of the 2 x n table over its n - 1 degrees of
    freedom (McCullagh and Nelder 1989, 6.2), and never below the 1 of counts that come one by one.
    What the weekdays have in common is so no noise; that a campaign fell on one of them alone is.
    None where a side has nothing, or fewer than LEAST_DAYS pairs have anything.
    """
    pairs = [(a, b) for a, b in zip(days, days_2, strict=True) if a or b]
    top, under = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    if len(pairs) < LEAST_DAYS or not top or not under:
        return None
    half = _Z * sqrt(_noise(pairs, top, under) * (1 / top + 1 / under))
    middle = log(top / under)
    return Interval(exp(middle - half), exp(middle + half))


def _noise(pairs: Sequence[tuple[int, int]], top: int, under: int) -> float:
    total, chi = top + under, 0.0
    for a, b in pairs:
        for seen, side in ((a, top), (b, under)):
            expected = (a + b) * side / total
            chi += (seen - expected) ** 2 / expected
    return max(1.0, chi / (len(pairs) - 1))


def of_shares(
    part: int,
    whole: int,
    part_2: int,
    whole_2: int,
    higher_is_better: bool | None,
    *,
    nested: bool = True,
) -> Change:
    """The share part/whole against part_2/whole_2.

    Judged only with LEAST_ARM on both sides. A part that is not of its whole (`nested` is False),
    like answers in a month to messages of any month, has no interval and is not judged.
    """
    now, before = (part / whole if whole else None), (part_2 / whole_2 if whole_2 else None)
    if now is None or before is None:
        reason = _missing(now, before)
        return Change(now, before, Unit.SHARE, Verdict.TOO_FEW, reason=reason)
    difference = now - before
    if not (nested and 0 <= part <= whole and 0 <= part_2 <= whole_2):
        reason = "no interval: its part is not of its whole"
        return Change(now, before, Unit.SHARE, Verdict.NOT_JUDGED, difference, reason=reason)
    ends = newcombe(part, whole, part_2, whole_2)
    enough = min(whole, whole_2) >= LEAST_ARM
    verdict = _verdict(ends, higher_is_better) if enough else Verdict.TOO_FEW
    return Change(now, before, Unit.SHARE, verdict, difference, ends)


def of_counts(days: Sequence[int], days_2: Sequence[int], higher_is_better: bool | None) -> Change:
    """The sum of `days` against that of `days_2`; see `ratio`."""
    now, before = sum(days), sum(days_2)
    if not before:
        return Change(now, 0, Unit.COUNT, Verdict.TOO_FEW, reason=_missing(now or None, None))
    ends = ratio(days, days_2)
    if ends is None:
        few = f"something was counted on fewer than {LEAST_DAYS} days" if now else "nothing now"
        reason = f"no interval: {few}"
        return Change(now, before, Unit.COUNT, Verdict.TOO_FEW, now / before - 1, reason=reason)
    relative = Interval(ends.low - 1, ends.high - 1)
    verdict = _verdict(relative, higher_is_better)
    return Change(now, before, Unit.COUNT, verdict, now / before - 1, relative)


def _missing(now: float | None, before: float | None) -> str:
    if before is not None:
        return "nothing now to compare"
    return "nothing before to compare with" if now is not None else "nothing on either side"


def _verdict(ends: Interval, higher_is_better: bool | None) -> Verdict:
    if ends.low <= 0 <= ends.high:
        return Verdict.TOO_CLOSE
    more = ends.low > 0
    if higher_is_better is None:
        return Verdict.HIGHER if more else Verdict.LOWER
    return Verdict.BETTER if more is higher_is_better else Verdict.WORSE


def _points(difference: float) -> str:
    digits = 1 if abs(difference) >= 0.001 or not difference else 2
    return _signed(f"{difference * 100:+.{digits}f}")


def _percent(difference: float) -> str:
    digits = 0 if abs(difference) >= 1 else 1
    return _signed(f"{difference * 100:+,.{digits}f} %")


def _signed(text: str) -> str:
    return text.replace("-", "−")

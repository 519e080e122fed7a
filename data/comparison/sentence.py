"""Which campaign did better, and could that be chance? In one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from data.compare import LEAST_ARM, Change, Verdict
from data.comparison.kpis import Line, Result, against, named
from data.metric import Metric
from data.vocabulary.formats import shown


def sentence(line: Line) -> str:
    """The best campaign against the first one, or the first against the best of the others."""
    names = {key: f"“{name}”" for key, name in named([r.campaign for r in line.results]).items()}
    known = [result for result in line.results if result.value is not None]
    if len(line.results) < 2:
        return f"Add a second campaign to hold against {names[line.results[0].campaign.id]}."
    if len(known) < 2:
        return f"Fewer than two of these campaigns have a {line.metric.label} yet."
    best, other = _best_and_other(known, line)
    one, two = names[best.campaign.id], names[other.campaign.id]
    if not line.is_share:
        return _of_counts(line.metric, best, other, one, two)
    change = against(best, other, line.metric).change
    assert change is not None  # both are shares
    return _of_shares(line.metric, change, best, other, one, two)


def _best_and_other(known: Sequence[Result], line: Line) -> tuple[Result, Result]:
    """The best, and whom it is held against: the first chosen, else the next best."""
    down = line.metric.higher_is_better is False
    ranked = sorted(known, key=lambda result: (result.value or 0) * (1 if down else -1))
    first = line.results[0]
    if ranked[0] is first or first.value is None:
        return ranked[0], ranked[1]
    return ranked[0], first


def _of_counts(metric: Metric, best: Result, other: Result, one: str, two: str) -> str:
    values = f"{shown(best.value, metric.unit)} against {shown(other.value, metric.unit)}"
    if best.value == other.value:
        return f"{one} and {two} are level in {metric.label}: {values}."
    word = "fewer" if metric.higher_is_better is False else "more"
    return (
        f"{one} has {word} in {metric.label} than {two}: {values}. A count depends on how many "
        "people were written to; a rate tells which did better."
    )


def _of_shares(
    metric: Metric, change: Change, best: Result, other: Result, one: str, two: str
) -> str:
    values = f"{shown(best.value, metric.unit)} against {shown(other.value, metric.unit)}"
    if change.verdict is Verdict.TOO_FEW:
        return (
            f"Too few to tell whether {one} or {two} did better in {metric.label}: {values}, but "
            f"one of them has fewer than {LEAST_ARM} to count a share of."
        )
    if change.interval is None:
        return (
            f"{one} has a {metric.label} of {values} for {two}; whether that is chance can't be "
            "told, since the two counts are of different people."
        )
    ends = sorted(abs(end) * 100 for end in (change.interval.low, change.interval.high))
    if change.verdict.told:
        did = "did better than" if metric.higher_is_better is not None else "is above"
        way = "lower" if change.interval.high < 0 else "higher"
        return (
            f"{one} {did} {two} in {metric.label}: {values}. That is hardly chance: it is truly "
            f"{ends[0]:.1f} to {ends[1]:.1f} points {way}, with 95 % confidence."
        )
    low, high = change.interval.low * 100, change.interval.high * 100
    return (
        f"Too close to call between {one} and {two} in {metric.label}: {values}. That can be "
        f"chance: the true difference lies between {_signed(low)} and {_signed(high)} points, "
        "with 95 % confidence."
    )


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")

"""Are intervals those of the literature, and does a verdict say no more than they allow?"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from random import Random

import pytest

from data.compare import Change, Verdict, newcombe, of_counts, of_shares, ratio, wilson

Z = 1.959963984540054


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
    ids=["81-of-263", "15-of-148", "0-of-20", "1-of-29"],
)
def test_a_share_has_the_score_interval_of_the_literature(
    part: int, whole: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, method 3."""
    found = wilson(part, whole)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
    ids=lambda value: "-of-".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_two_shares_differ_by_the_interval_of_the_literature(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    found = newcombe(*one, *two)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def root(part: int, whole: int, at: float, other: float) -> float:
    """Where the score test just doesn't reject: |part/whole - p| = z √(p(1-p)/whole), halved in."""
    p = part / whole
    for _ in range(200):
        middle = (at + other) / 2
        if abs(p - middle) <= Z * sqrt(middle * (1 - middle) / whole):
            at = middle
        else:
            other = middle
    return at


@pytest.mark.parametrize("seed", range(20))
def test_the_limits_are_where_the_score_test_stops_rejecting(seed: int) -> None:
    """The definition of Wilson's interval, solved by halving instead of by its formula."""
    rng = Random(seed)
    whole = rng.randint(1, 5000)
    part = rng.randint(0, whole)
    found, p = wilson(part, whole), part / whole
    assert found.low == pytest.approx(root(part, whole, p, 0.0), abs=1e-9)
    assert found.high == pytest.approx(root(part, whole, p, 1.0), abs=1e-9)


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_has_no_interval(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(part, whole)


def test_counts_that_come_one_by_one_have_the_interval_of_a_poisson_ratio() -> None:
    """41 and 15 cases: the log ratio's standard error is √(1/41 + 1/15)."""
    days = [6, 6, 6, 6, 6, 6, 5], [2, 2, 2, 2, 2, 2, 3]
    found = ratio(*days)
    assert found is not None
    half = Z * sqrt(1 / 41 + 1 / 15)
    assert found.low == pytest.approx(exp(log(41 / 15) - half))
    assert found.high == pytest.approx(exp(log(41 / 15) + half))


def test_a_week_that_repeats_itself_is_no_noise_but_a_single_large_day_is() -> None:
    weekly = [900, 100, 100, 100, 100, 20, 10]
    same = of_counts([n * 12 // 10 for n in weekly], weekly, higher_is_better=True)
    assert same.verdict is Verdict.BETTER
    assert same.difference == pytest.approx(0.2)
    once = of_counts([100, 100, 100, 366, 100, 100, 100], [115] * 7, higher_is_better=True)
    assert once.difference == pytest.approx(0.2)
    assert once.verdict is Verdict.TOO_CLOSE


def noise(one: Sequence[int], two: Sequence[int]) -> float:
    """Pearson's χ² over its degrees of freedom, from the table written out."""
    table = [one, two]
    sums, total = [sum(row) for row in table], sum(one) + sum(two)
    columns = [a + b for a, b in zip(one, two, strict=True)]
    expected = [[s * c / total for c in columns] for s in sums]
    chi = sum(
        (table[i][j] - expected[i][j]) ** 2 / expected[i][j] for i in (0, 1) for j in range(9)
    )
    return chi / 8


def test_the_noise_of_days_widens_the_interval_by_their_chi_square() -> None:
    one, two = [120, 80, 95, 140, 60, 20, 10, 130, 75], [100, 90, 90, 90, 90, 30, 5, 100, 60]
    found, phi = ratio(one, two), noise(one, two)
    assert found is not None
    assert phi > 1
    half = Z * sqrt(phi * (1 / sum(one) + 1 / sum(two)))
    assert log(found.high) - log(found.low) == pytest.approx(2 * half)


@pytest.mark.parametrize(
    ("one", "two", "good", "verdict"),
    [
        ((900, 1000), (800, 1000), True, Verdict.BETTER),
        ((900, 1000), (800, 1000), False, Verdict.WORSE),
        ((800, 1000), (900, 1000), True, Verdict.WORSE),
        ((800, 1000), (900, 1000), False, Verdict.BETTER),
        ((900, 1000), (800, 1000), None, Verdict.HIGHER),
        ((800, 1000), (900, 1000), None, Verdict.LOWER),
        ((500, 1000), (501, 1000), True, Verdict.TOO_CLOSE),
        ((450, 499), (100, 1000), True, Verdict.TOO_FEW),
        ((450, 500), (100, 500), True, Verdict.BETTER),
        ((0, 0), (100, 1000), True, Verdict.TOO_FEW),
        ((600, 500), (100, 1000), True, Verdict.NOT_JUDGED),
    ],
    ids=lambda value: str(value).replace(" ", ""),
)
def test_a_share_is_judged_only_by_enough_and_only_outside_of_chance(
    one: tuple[int, int], two: tuple[int, int], good: bool | None, verdict: Verdict
) -> None:
    """F244; metric 29: the interval excludes 0, and both sides have 500."""
    assert of_shares(*one, *two, good).verdict is verdict


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            of_shares(9730, 10_000, 9510, 10_000, True),
            "Better: +2.2 points, 97.3 % against 95.1 % (95 % interval +1.7 to +2.7)",
        ),
        (
            of_shares(500, 1000, 501, 1000, True),
            "Too close: −0.1 points, 50.0 % against 50.1 % (95 % interval −4.5 to +4.3)",
        ),
        (of_shares(1, 2, 0, 0, True), "Too few: nothing before to compare with"),
        (of_shares(0, 0, 1, 2, True), "Too few: nothing now to compare"),
        (of_shares(0, 0, 0, 0, True), "Too few: nothing on either side"),
        (
            of_shares(600, 1000, 500, 1000, True, nested=False),
            "Not judged: +10.0 points, 60.0 % against 50.0 % "
            "(no interval: its part is not of its whole)",
        ),
        (
            of_counts([60], [50], True),
            "Too few: +20.0 %, 60 against 50 "
            "(no interval: something was counted on fewer than 7 days)",
        ),
        (
            of_counts([0] * 7, [5] * 7, True),
            "Too few: −100 %, 0 against 35 (no interval: nothing now)",
        ),
        (of_counts([10] * 7, [0] * 7, True), "Too few: nothing before to compare with"),
        (of_counts([0] * 7, [0] * 7, True), "Too few: nothing on either side"),
        (
            of_counts([300] * 7, [100] * 7, None),
            "Higher: +200 %, 2,100 against 700 (95 % interval +175 % to +227 %)",
        ),
    ],
    ids=[
        "better",
        "close",
        "none-before",
        "none-now",
        "nothing",
        "not-nested",
        "few-days",
        "to-zero",
        "from-zero",
        "no-count",
        "higher",
    ],
)
def test_a_change_is_said_with_its_verdict_and_how_sure_it_is(change: Change, said: str) -> None:
    """F244."""
    assert change.sentence == said

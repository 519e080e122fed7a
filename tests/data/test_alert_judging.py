"""Is a figure told apart from what is usual, and how often would chance alone raise an alarm?"""

from __future__ import annotations

import statistics
from math import erf, sqrt
from random import Random

import pytest

from data.alert_judging import Sighting, chance, judge, nominal_rate
from data.alert_rule import Direction
from data.vocabulary.formats import Unit
from tests.data.sent_hours import rule


def history(*values: float, sample: int = 1000) -> list[Sighting]:
    return [Sighting(value, sample) for value in values]


def test_a_threshold_is_not_passed_by_the_very_value():
    below = rule(threshold="10")
    assert judge(below, Sighting(9, 9), []).fires is True
    assert judge(below, Sighting(10, 10), []).fires is False
    above = rule(direction="above")
    assert judge(above, Sighting(10, 10), []).fires is False
    assert judge(above, Sighting(11, 11), []).fires is True


def test_a_share_of_too_few_is_not_judged_and_says_so():
    one = rule(metric="delivery_rate", threshold="95", minimum="50")
    found = judge(one, Sighting(0.0, 49), [])
    assert found.fires is None
    assert found.said == "Only 49 to measure, fewer than 50"
    assert judge(one, Sighting(0.0, 50), []).fires is True


def test_one_odd_week_moves_neither_the_median_nor_the_deviation():
    one = rule(against="history", direction="either", sensitivity="4")
    past = history(1000, 1010, 990, 1005, 995, 1002, 998, 90_000)
    assert judge(one, Sighting(1001, 1001), past).fires is False
    assert judge(one, Sighting(500, 500), past).fires is True


def test_the_bounds_are_those_of_median_and_deviation_in_plain_python():
    one = rule(against="history", direction="above", sensitivity="3")
    values = [100.0, 180.0, 120.0, 160.0, 140.0, 90.0, 210.0, 130.0]
    middle = statistics.median(values)
    spread = 1.4826 * statistics.median(abs(value - middle) for value in values)
    edge = middle + 3 * max(spread, sqrt(middle))
    for value in (edge - 0.5, edge + 0.5):
        assert judge(one, Sighting(value, 1), history(*values)).fires is (value > edge)


def test_a_history_without_any_variation_allows_what_chance_does():
    """Four times the root of 100 are 40."""
    one = rule(against="history", direction="either")
    assert judge(one, Sighting(139, 139), history(*[100] * 8)).fires is False
    assert judge(one, Sighting(141, 141), history(*[100] * 8)).fires is True
    assert chance(Unit.SHARE, 0.5, 99) == pytest.approx(0.5 / sqrt(99))
    assert chance(Unit.SHARE, 0.0, 9) > 0


def test_too_short_a_history_is_no_verdict():
    one = rule(against="history", direction="either")
    found = judge(one, Sighting(5, 5), [*history(1, 2, 3), Sighting(None, 0)])
    assert (found.fires, found.said) == (
        None,
        "Only 3 earlier weeks to compare with; it takes 4",
    )


def test_weeks_with_too_few_are_no_history_of_a_share():
    one = rule(metric="delivery_rate", against="history", direction="below", minimum="100")
    past = [*history(*[0.99] * 3), *history(*[0.99] * 5, sample=99)]
    assert judge(one, Sighting(0.1, 500), past).fires is None


def test_the_nominal_rate_is_what_a_simulation_of_its_own_finds():
    """With eight weeks it is many times the tail of the normal distribution."""
    dice, fired = Random(77), 0
    for _ in range(8_000):
        past = sorted(dice.gauss(50, 7) for _ in range(8))
        middle = (past[3] + past[4]) / 2
        off = sorted(abs(one - middle) for one in past)
        fired += abs(dice.gauss(50, 7) - middle) > 4 * 1.4826 * (off[3] + off[4]) / 2
    stated = nominal_rate(8, 4.0, Direction.EITHER)
    assert stated == pytest.approx(fired / 8_000, abs=0.008)
    assert stated > 50 * (1 - erf(4 / sqrt(2)))
    assert nominal_rate(8, 4.0, Direction.BELOW) == stated / 2
    assert nominal_rate(26, 6.0, Direction.EITHER) < nominal_rate(8, 6.0, Direction.EITHER)

"""Does one sentence say who did better, and whether that can be chance? (F244)"""

from __future__ import annotations

from datetime import UTC, datetime

from data.campaign import Campaign
from data.comparison.kpis import Line, Result
from data.comparison.sentence import sentence
from data.metrics import METRICS
from data.vocabulary.campaign_state import Group, State

BEGAN = datetime(2026, 3, 3, 9, tzinfo=UTC)


def result(number: int, name: str, part: int, whole: int | None) -> Result:
    """A campaign with `part` of `whole`, or with a count."""
    campaign = Campaign(
        number, name, Group.MESSAGING, "sms", "sms", "", State.COMPLETED, BEGAN, "2026-03"
    )
    value = part if whole is None else part / whole if whole else None
    return Result(campaign, value, part, whole)


def told(metric: str, *results: tuple[str, int, int | None]) -> str:
    """The sentence about these campaigns, in this order."""
    made = tuple(result(n, *given) for n, given in enumerate(results, 1))
    return sentence(Line(METRICS[metric], made))


def test_a_clear_winner_is_named_whoever_was_chosen_first() -> None:
    # Newcombe for 90 of 600 against 30 of 600: 0.0667 to 0.1343, worked out by hand.
    said = (
        "“Two” did better than “One” in Click Rate: 15.0 % against 5.0 %. That is hardly chance: "
        "it is truly 6.7 to 13.4 points higher, with 95 % confidence."
    )
    one, two, three = ("One", 30, 600), ("Two", 90, 600), ("Three", 60, 600)
    assert told("click_rate", one, two) == said
    assert told("click_rate", two, one) == said
    assert told("click_rate", one, three, two) == said


def test_the_first_is_held_against_the_next_best_where_it_is_the_best() -> None:
    said = told("click_rate", ("One", 90, 600), ("Two", 20, 600), ("Three", 60, 600))
    assert said.startswith("“One” did better than “Three” in Click Rate: 15.0 % against 10.0 %.")


def test_less_is_better_where_it_is() -> None:
    said = told("failed_rate", ("One", 60, 600), ("Two", 6, 600))
    assert said.startswith("“Two” did better than “One” in Failed Rate: 1.0 % against 10.0 %.")
    assert said.endswith("points lower, with 95 % confidence.")


def test_a_difference_that_can_be_chance_is_no_victory() -> None:
    said = told("click_rate", ("One", 30, 600), ("Two", 36, 600))
    assert said.startswith("Too close to call between “Two” and “One” in Click Rate: 6.0 %")
    assert "That can be chance: the true difference lies between −1.6 and +3.6 points" in said


def test_too_few_are_said_to_be_too_few() -> None:
    said = told("click_rate", ("One", 1, 499), ("Two", 300, 600))
    assert said.startswith("Too few to tell whether “Two” or “One” did better in Click Rate")
    assert "fewer than 500" in said


def test_parts_that_are_none_of_their_whole_have_no_interval() -> None:
    said = told("complaint_rate", ("One", 700, 600), ("Two", 20, 600))
    assert "whether that is chance can't be told" in said


def test_a_metric_that_is_neither_good_nor_bad_has_no_better() -> None:
    said = told("transit_rate", ("One", 30, 600), ("Two", 90, 600))
    assert said.startswith("“Two” is above “One” in Transit Rate: 15.0 % against 5.0 %.")


def test_counts_say_nothing_about_chance() -> None:
    said = told("delivered", ("One", 36, None), ("Two", 45, None))
    assert said.startswith("“Two” has more in Delivered than “One”: 45 against 36.")
    assert "are level in Delivered" in told("delivered", ("One", 36, None), ("Two", 36, None))
    assert "has fewer in Failed" in told("failed", ("One", 36, None), ("Two", 3, None))


def test_one_alone_and_two_without_a_value_can_not_be_compared() -> None:
    assert told("click_rate", ("One", 1, 2)) == "Add a second campaign to hold against “One”."
    said = told("click_rate", ("One", 0, 0), ("Two", 1, 600))
    assert said == "Fewer than two of these campaigns have a Click Rate yet."


def test_campaigns_of_one_name_are_told_apart_by_their_numbers() -> None:
    assert "“Sale (2)” did better than “Sale (1)”" in told(
        "click_rate", ("Sale", 30, 600), ("Sale", 90, 600)
    )

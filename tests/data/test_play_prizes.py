"""Who wins is what the prize logic says, whatever is left, and can be drawn again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.campaign import Campaign
from data.errors import Refused
from data.play_prizes import (
    ALWAYS,
    CYCLES,
    EXHAUSTION,
    SELECT,
    Pool,
    Terms,
    again,
    draw,
    is_exhausted,
    terms_of,
)
from data.vocabulary.campaign_state import Group, State

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def campaign(**config: Any) -> Campaign:
    live = State.LIVE
    kind = "raffle-giveaway"
    return Campaign(1, "R", Group.INTERACTIVE, kind, "sms", "", live, NOW, "2026-03", config=config)


def played(terms: Terms, times: int, seed: str = "s", every: timedelta = timedelta()) -> list[Any]:
    pool, drawn, now = Pool(seed), [], NOW
    for _ in range(times):
        drawn.append(draw(terms, pool, now))
        pool = pool.after(drawn[-1], now)
        now += every
    return drawn


def prizes(drawn: list[Any]) -> list[str | None]:
    return [one.prize for one in drawn]


@pytest.mark.parametrize("logic", [ALWAYS, EXHAUSTION])
def test_everybody_wins_until_the_stock_ends_and_then_nobody(logic: str) -> None:
    """F181."""
    won = prizes(played(Terms(logic, {"Car": 1, "Book": 3}), 6))
    assert Counter(won) == {"Car": 1, "Book": 3, None: 2}
    assert won[4:] == [None, None]


def test_only_by_exhaustion_says_that_the_prizes_are_gone() -> None:
    """F181: Always Win gives no notice."""
    last = {logic: played(Terms(logic, {"Car": 1}), 2)[-1] for logic in (ALWAYS, EXHAUSTION)}
    assert not is_exhausted(last[ALWAYS].record)
    assert is_exhausted(last[EXHAUSTION].record)


def test_random_select_gives_a_prize_to_every_nth() -> None:
    """F181."""
    won = prizes(played(Terms(SELECT, {"Car": 9}, every=4), 12))
    assert [place for place, prize in enumerate(won, start=1) if prize] == [4, 8, 12]


def test_cycles_give_one_prize_in_each_n_at_places_that_chance_decides() -> None:
    """F181."""
    won = prizes(played(Terms(CYCLES, {"Car": 99}, every=5), 200))
    places = [[bool(p) for p in won[start : start + 5]].index(True) for start in range(0, 200, 5)]
    assert all(sum(map(bool, won[start : start + 5])) == 1 for start in range(0, 200, 5))
    assert set(places) == {0, 1, 2, 3, 4}


def test_a_cycle_leaves_out_its_prize_while_the_last_one_is_too_fresh() -> None:
    """F181: the time condition."""
    terms = Terms(CYCLES, {"Car": 99}, every=1, minutes=10)
    won = prizes(played(terms, 7, every=timedelta(minutes=4)))
    assert [bool(prize) for prize in won] == [True, False, False, True, False, False, True]


def test_what_is_commoner_is_won_more_often() -> None:
    won = Counter(prizes(played(Terms(ALWAYS, {"Common": 900, "Rare": 100}), 300)))
    assert 210 < won["Common"] < 295


def test_a_prize_without_an_end_goes_on_when_the_others_are_gone() -> None:
    won = Counter(prizes(played(Terms(ALWAYS, {"Car": 2, "Hug": None}), 50)))
    assert won["Car"] == 2
    assert won["Hug"] == 48


@given(
    logic=st.sampled_from([ALWAYS, EXHAUSTION, CYCLES, SELECT]),
    stock=st.dictionaries(st.text(min_size=1, max_size=5), st.integers(0, 4), max_size=4),
    every=st.integers(1, 4),
    seed=st.text(max_size=8),
)
def test_no_prize_is_given_more_often_than_there_are_and_each_can_be_drawn_again(
    logic: str, stock: dict[str, int], every: int, seed: str
) -> None:
    """D-13: from its own record alone, whatever was drawn before."""
    entries = [{"name": name, "stock": count} for name, count in stock.items()]
    terms = terms_of(campaign(prizes=entries, prize_logic=logic, prize_every=every))
    if terms is None:
        assert not any(name.strip() for name in stock)
        return
    drawn = played(terms, 20, seed)
    counted = Counter(one.prize for one in drawn if one.prize is not None)
    assert all(count <= (terms.stock[name] or 0) for name, count in counted.items())
    assert [again(one.record) for one in drawn] == prizes(drawn)


def test_a_record_of_another_algorithm_is_not_drawn_again() -> None:
    record = dict(played(Terms(ALWAYS, {"Car": 1}), 1)[0].record)
    with pytest.raises(Refused, match="algorithm 2"):
        again(record | {"algorithm": 2})


def test_two_campaigns_do_not_win_at_the_same_places() -> None:
    terms = Terms(CYCLES, {"Car": 99}, every=10)
    assert prizes(played(terms, 100, "one")) != prizes(played(terms, 100, "two"))


def test_equal_names_are_one_prize_and_what_cannot_be_read_is_left_out() -> None:
    listed = [{"name": "Car", "stock": 1}, {"name": " car ", "stock": 2}, {"name": "Hug"}, "Tea"]
    odd = [None, 7, {}, {"name": ""}, {"name": "x" * 513}, {"name": "Book", "stock": -1}]
    terms = terms_of(campaign(prizes=[*listed, *odd], prize_logic="Whatever"))
    assert terms == Terms(EXHAUSTION, {"Car": 3, "Hug": None, "Tea": None, "Book": None})


@pytest.mark.parametrize("config", [{}, {"prizes": []}, {"prizes": "Car"}, {"prizes": [{}]}])
def test_without_prizes_there_is_nothing_to_draw(config: dict[str, Any]) -> None:
    assert terms_of(campaign(**config)) is None

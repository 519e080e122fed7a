"""Every page of a list can be reached, and where one is can be heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.pager import counted, nearby, page_count, pager
from tests.drawn import all_by_role, name, text


def links(page: int, total: int) -> dict[str, str]:
    drawn = pager(page, 25, total, lambda n: f"?page={n}")
    return {name(link): link.href for link in all_by_role(drawn, "link")}


@pytest.mark.parametrize(
    ("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (10_000, 400), (10_001, 401)]
)
def test_the_last_page_may_be_short_and_there_is_always_one(total: int, pages: int):
    assert page_count(total, 25) == pages


@pytest.mark.parametrize(
    ("total", "words"), [(0, "0 campaigns"), (1, "1 campaign"), (1234, "1,234 campaigns")]
)
def test_the_total_is_a_sentence(total: int, words: str):
    assert counted(total, "campaign", "campaigns") == words


@given(st.integers(1, 500), st.data())
def test_the_numbers_rise_and_a_gap_hides_at_least_two_pages(pages: int, data: st.DataObject):
    page = data.draw(st.integers(0, pages - 1))
    offered = nearby(page, pages)
    shown = [n for n in offered if n is not None]
    assert shown == sorted(set(shown))
    assert {0, page, pages - 1} <= set(shown)
    for place, n in enumerate(offered):
        if n is None:
            assert offered[place + 1] - offered[place - 1] > 2
        elif place and offered[place - 1] is not None:
            assert n - offered[place - 1] == 1


def test_people_count_pages_from_one_and_addresses_from_zero():
    assert links(1, 75) == {
        "Previous page": "?page=0",
        "Page 1": "?page=0",
        "Page 2": "?page=1",
        "Page 3": "?page=2",
        "Next page": "?page=2",
    }


def test_there_is_no_way_before_the_first_or_behind_the_last():
    assert "Previous page" not in links(0, 75)
    assert "Next page" not in links(2, 75)


def test_the_current_page_says_that_it_is():
    drawn = pager(1, 25, 75, str)
    current = [a for a in all_by_role(drawn, "link") if getattr(a, "aria-current", "") == "page"]
    assert [text(link) for link in current] == ["2"]


def test_one_page_needs_no_pager():
    assert pager(0, 25, 25, str).hidden
    assert not pager(0, 25, 26, str).hidden

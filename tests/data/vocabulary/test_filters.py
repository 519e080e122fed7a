"""Do filters survive the address bar, and does nonsense in it only earn a notice?"""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabulary.campaign_state import STATES, Group, State
from data.vocabulary.filters import (
    LONGEST_SEARCH,
    CampaignFilters,
    from_search,
    period_from_search,
    period_to_pairs,
)
from data.vocabulary.period import ALL, PRESETS, Period, preset

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
NAMES = {"range", "from", "to", "type", "status", "q", "page"}
NONSENSE = st.text(max_size=30)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(["all", "preset", "both", "from", "to"]))
    if kind == "all":
        return ALL
    if kind == "preset":
        return preset(draw(st.sampled_from(sorted(PRESETS))), TODAY)
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Period(first if kind != "to" else None, last if kind != "from" else None)


@st.composite
def filters(draw: st.DrawFn) -> CampaignFilters:
    group = draw(st.sampled_from(Group))
    words = draw(st.text(max_size=60))
    clean = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return CampaignFilters(
        group=group,
        period=draw(periods()),
        types=draw(st.frozensets(st.sampled_from(["sms", "e-swipe", "polls-surveys"]))),
        states=draw(st.frozensets(st.sampled_from(STATES[group]))),
        q=clean,
        page=draw(st.integers(0, 999_999)),
    )


def messaging(search: str) -> tuple[CampaignFilters, tuple[str, ...]]:
    return from_search(Group.MESSAGING, search, TODAY, {"sms", "email"})


@given(filters())
def test_filters_survive_a_trip_through_the_address_bar(wanted: CampaignFilters):
    """F276"""
    assert from_search(wanted.group, wanted.to_search(), TODAY) == (wanted, ())


@given(filters())
def test_a_mapping_of_parameters_says_the_same_as_the_text(wanted: CampaignFilters):
    lists = parse_qs(wanted.to_search().removeprefix("?"))
    loose = {name: values[0] if len(values) == 1 else values for name, values in lists.items()}
    assert from_search(wanted.group, loose, TODAY) == (wanted, ())


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.one_of(NONSENSE, st.lists(NONSENSE))))
def test_nonsense_is_never_an_error_and_what_is_left_is_clean(search: dict[str, str | list[str]]):
    found, _ = from_search(Group.INTERACTIVE, search, TODAY, {"e-swipe"})
    assert from_search(Group.INTERACTIVE, found.to_search(), TODAY, {"e-swipe"}) == (found, ())


@given(DAYS, st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"]))
def test_every_day_that_is_taken_has_its_midnights_in_every_zone(day: date, zone: str):
    found, _ = messaging(f"?from={day}&to={day}")
    start, until = found.period.instants(ZoneInfo(zone))
    assert start < until


def test_nothing_in_the_address_is_all_of_everything():
    """D-03: both tabs open on All, all types, all statuses."""
    assert messaging("") == (CampaignFilters(Group.MESSAGING), ())


@pytest.mark.parametrize(
    ("search", "about"),
    [
        ("?range=fortnight", "range=“fortnight” was ignored: there is no such range."),
        ("?from=2026-02-30", "from=“2026-02-30” was ignored: a day is written like 2026-11-24."),
        ("?to=20260201", "to=“20260201” was ignored: a day is written like 2026-11-24."),
        ("?from=0001-01-01", "days lie between the years 1970 and 2199"),
        ("?to=9999-12-31", "days lie between the years 1970 and 2199"),
        ("?type=telex", "type=“telex” was ignored: this tab has no such campaign type."),
        ("?status=live", "status=“live” was ignored: messaging campaigns are never Live."),
        ("?status=gone", "status=“gone” was ignored: there is no such status."),
        ("?page=-1", "page=“-1” was ignored: a page is a number from 0."),
        ("?page=9999999999999999999", "a page is a number from 0"),
        ("?page=²", "a page is a number from 0"),
        ("?stauts=live", "There is no filter “stauts”; it was ignored."),
    ],
)
def test_a_wrong_value_changes_nothing_and_is_named(search: str, about: str):
    found, notices = messaging(search)
    assert found == CampaignFilters(Group.MESSAGING)
    assert len(notices) == 1
    assert about in notices[0]


def test_a_wrong_value_does_not_spoil_its_neighbours():
    found, notices = messaging("?type=telex&type=sms&status=pending&from=nowhere&to=2026-02-01")
    assert found.types == {"sms"}
    assert found.states == {State.PENDING}
    assert found.period == Period(None, date(2026, 2, 1))
    assert len(notices) == 2


def test_an_end_before_the_start_swaps_them():
    """D-03"""
    found, notices = messaging("?from=2026-02-09&to=2026-02-01")
    assert found.period == Period(date(2026, 2, 1), date(2026, 2, 9))
    assert notices == ()


def test_a_named_range_wins_over_days_and_says_so():
    found, notices = messaging("?range=last-week&from=2020-01-01")
    assert found.period == preset("last-week", TODAY)
    assert notices == ("from=“2020-01-01” was ignored: range= says which days.",)


def test_a_parameter_given_twice_counts_once():
    found, notices = messaging("?q=spring&q=summer")
    assert found.q == "spring"
    assert len(notices) == 1


def test_words_of_other_readers_of_the_address_pass_without_a_notice():
    assert messaging("?tz=UTC&granularity=day&compare=previous")[1] == ()


def test_control_characters_never_reach_a_database():
    assert messaging("?q=%00spring%0A%20sale%1b")[0].q == "spring sale"


def test_a_very_long_search_is_cut_and_said_to_be():
    found, notices = messaging(f"?q={'x' * 5000}")
    assert found.q == "x" * LONGEST_SEARCH
    assert notices == ("The search was cut after 200 characters.",)


def test_a_long_wrong_value_is_not_echoed_whole():
    _, notices = messaging(f"?status={quote('<script>' * 100)}")
    assert len(notices[0]) < 120


def test_narrow_tells_a_filter_from_a_page_number():
    assert not messaging("?page=3")[0].narrow
    assert messaging("?status=pending")[0].narrow
    assert messaging("?range=today")[0].narrow
    assert not messaging("?range=all")[0].narrow


def test_clearing_keeps_the_tab_and_nothing_else():
    found, _ = from_search(Group.INTERACTIVE, "?status=draft&q=x&page=2&range=today", TODAY)
    assert found.cleared == CampaignFilters(Group.INTERACTIVE)


def test_all_is_refused_where_a_section_does_not_offer_it():
    """F023"""
    default = preset("last-30-days", TODAY)
    period, notices = period_from_search("?range=all", TODAY, offer_all=False, default=default)
    assert period == default
    assert notices == ("range=“all” was ignored: there is no such range.",)


def test_a_section_opens_on_its_own_default():
    default = preset("last-30-days", TODAY)
    assert period_from_search("?tab=x", TODAY, default=default) == (default, ())
    assert period_from_search("?range=all", TODAY, default=default) == (ALL, ())


@given(periods())
def test_a_period_alone_survives_the_trip(wanted: Period):
    pairs = dict(period_to_pairs(wanted))
    assert period_from_search(pairs, TODAY) == (wanted, ())


@given(st.integers(0, 4000))
def test_a_named_range_is_computed_on_the_day_it_is_read(days: int):
    today = date(2020, 1, 1) + timedelta(days)
    found, _ = from_search(Group.MESSAGING, "?range=yesterday", today)
    assert found.period.first == found.period.last == today - timedelta(1)

"""Wallet Pass on a coupon that five people were given."""

from __future__ import annotations

from datetime import date

import pytest

from components.chart_frame import chart_frame
from data.vocabulary.period import Period
from pages.report.tabs.wallet_pass import TAB
from tests.small_campaign import SmallCampaign, bare, chart


@pytest.fixture
def coupon(services) -> SmallCampaign:
    """Ana adds; Ben adds and removes; Cleo adds, removes and adds again; Dan adds twice; Eve no."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    for who in ("ana", "ben", "cleo", "dan", "eve"):
        made.sent("pass.generate", "2026-03-02 09:00", who, pass_id=f"P-{who}")
    made.sent("pass.add", "2026-03-02 10:00", "ana", platform="iOS", os="iOS 19.1")
    made.sent("pass.add", "2026-03-02 10:00", "ben", platform="android")
    made.sent("pass.remove", "2026-03-03 10:00", "ben", platform="android")
    made.sent("pass.add", "2026-03-02 10:00", "cleo", os="iPhone OS 18")
    made.sent("pass.remove", "2026-03-04 10:00", "cleo")
    made.sent("pass.add", "2026-03-05 10:00", "cleo")
    made.sent("pass.add", "2026-03-06 10:00", "dan")
    made.sent("pass.add", "2026-03-06 11:00", "dan")
    return made


def test_added_less_removed_is_what_is_in_wallets(coupon):
    """F197, D-15: 4 people added it; only Ben has not got it any more; 3 have it."""
    bars = chart(coupon.numbers(TAB), "wallet_conversion")
    assert bare(bars.rows, "what", "people") == [("Added", 4), ("Removed", 1), ("Net", 3)]


def test_figures_are_by_person_and_by_their_last_act(coupon):
    kpis = {kpi.key: kpi.value for kpi in coupon.numbers(TAB).kpis}
    assert kpis == {
        "passes_active": 3,
        "passes_removed": 1,
        "install_rate": 4 / 5,
        "pass_retention": 3 / 4,
    }


def test_the_order_in_which_events_arrive_changes_nothing(services):
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.remove", "2026-03-04 10:00", "ana")
    made.sent("pass.add", "2026-03-05 10:00", "ana")
    made.sent("pass.remove", "2026-03-05 10:00", "ben")
    made.sent("pass.add", "2026-03-02 10:00", "ben")
    bars = chart(made.numbers(TAB), "wallet_conversion")
    assert bare(bars.rows, "people") == [(2,), (1,), (1,)]


def test_at_the_same_moment_the_removal_counts(services):
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.add", "2026-03-05 10:00", "ana")
    made.sent("pass.remove", "2026-03-05 10:00", "ana")
    bars = chart(made.numbers(TAB), "wallet_conversion")
    assert bare(bars.rows, "people") == [(1,), (1,), (0,)]


def test_systems_are_those_of_everybody_who_added_it(coupon):
    """F198: Ana and Cleo on iOS, Ben on Android; of Dan nothing is known."""
    ring = chart(coupon.numbers(TAB), "os_distribution")
    assert bare(ring.rows, "os", "people", "share") == [
        ("iOS", 2, 0.5),
        ("Android", 1, 0.25),
        ("Not known", 1, 0.25),
    ]
    assert ring.summary == "50.0 % of those who added the pass did so on iOS."


def test_days_are_those_of_the_first_install(coupon):
    only = Period(first=date(2026, 3, 5), last=date(2026, 3, 6))
    numbers = coupon.numbers(TAB, period=only)
    assert bare(chart(numbers, "os_distribution").rows, "os", "people") == [("Not known", 1)]
    assert chart(numbers, "wallet_conversion").rows[0]["people"] == 1


def test_of_passes_that_nobody_added_there_are_zeros_and_no_systems(services):
    made = SmallCampaign(services, "member-card", channel="sms")
    numbers = made.numbers(TAB)
    assert bare(chart(numbers, "wallet_conversion").rows, "people") == [(0,), (0,), (0,)]
    assert chart(numbers, "os_distribution").rows == []
    assert {kpi.key: kpi.value for kpi in numbers.kpis}["install_rate"] is None
    for one in numbers.charts:
        chart_frame(one, made.ask().zone)


def test_one_install_is_drawn(services):
    made = SmallCampaign(services, "member-card", channel="sms")
    made.sent("pass.add", "2026-03-02 10:00", "ana", platform="iOS")
    for one in made.numbers(TAB).charts:
        assert chart_frame(one, made.ask().zone)

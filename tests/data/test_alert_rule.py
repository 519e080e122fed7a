"""What is a rule, and what does a wrong field of its form say?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.alert_rule import FIGURES, as_filled, as_json, from_json, read_rule
from data.errors import BadRequest
from tests.data.sent_hours import rule


def test_a_rule_survives_its_form_and_its_storage():
    one = rule(metric="delivery_rate", threshold="95.5", quiet_from="22:00", quiet_until="07:00")
    assert one.threshold == 0.955
    assert read_rule(as_filled(one)) == one
    assert from_json(as_json(one)) == one


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Give the alert a name"),
        ("metric", "transit_rate", "'transit_rate' is no choice here"),
        ("metric", "main_list", "'main_list' is no choice here"),
        ("direction", "either", "A threshold is passed upwards or downwards: choose one"),
        ("threshold", "a lot", "'a lot' is no number"),
        ("threshold", "-1", "Must be from 0 to 1,000,000,000,000"),
        ("threshold", "nan", "Must be from 0 to 1,000,000,000,000"),
        ("hours", "5", "'5' is no choice here"),
        ("weeks", "2", "Must be from 4 to 26"),
        ("minimum", "1.5", "'1.5' is no whole number"),
        ("cooldown", "1000", "Must be from 0 to 168"),
        ("quiet_from", "25:00", "'25:00' is no time of day like 18:30"),
        ("quiet_from", "22:00", "Quiet hours need two different times, or none"),
        ("zone", "Mars/Olympus", "There is no time zone 'Mars/Olympus'"),
        ("emails", "", "Say who hears of it: an email address or a webhook"),
        ("emails", "ops@example.com nobody", "'nobody' is no email address"),
        ("campaign", "x", "'x' is no whole number"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: str, said: str):
    with pytest.raises(BadRequest, match=said) as caught:
        rule(**{field: value})
    assert caught.value.where == field


def test_a_share_is_typed_in_percent_and_ends_at_a_hundred():
    with pytest.raises(BadRequest, match="from 0 to 100"):
        rule(metric="delivery_rate", threshold="101")


def test_figures_that_do_not_add_up_over_hours_are_not_offered():
    assert {"total_sent", "delivery_rate", "failed_rate", "total_opens"} <= set(FIGURES)
    assert not {"transit", "chatbot_participants", "keyword_usage", "pass_retention"} & set(FIGURES)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-03-28T20:59", False),  # 21:59 in Berlin, winter
        ("2026-03-28T21:00", True),
        ("2026-03-29T04:59", True),  # 06:59, summer: the clocks went forward at 1:00 UTC
        ("2026-03-29T05:00", False),
        ("2026-10-24T20:00", True),  # 22:00, summer
        ("2026-10-25T05:59", True),  # 06:59, winter again
        ("2026-10-25T06:00", False),
    ],
)
def test_quiet_hours_are_those_of_the_clocks_though_they_change(at: str, quiet: bool):
    one = rule(quiet_from="22:00", quiet_until="07:00", zone="Europe/Berlin")
    assert one.is_quiet(datetime.fromisoformat(at).replace(tzinfo=UTC)) is quiet

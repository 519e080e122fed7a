"""Any metrics, split any way: the API counts what a plain loop over the events counts."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.data.event_samples import event

URL = "/api/v1/query"
STATUSES = ["DELIVRD", "DELIVRD", "REJECTD", "SENT", "DELIVRD"]


@pytest.fixture(autouse=True)
def events(api, campaign):
    """Five messages of campaign 1 on two days, two of them to Germany."""
    items = [
        event(
            n,
            time=f"2026-03-{9 + n % 2:02d}T23:30:00Z",
            data={"status": status, "country": "DE" if n < 2 else "FR"},
        )
        for n, status in enumerate(STATUSES)
    ]
    answer = api.post(
        "/api/v1/events",
        json=items,
        headers={"Content-Type": "application/cloudevents-batch+json"},
    )
    assert answer.json()["accepted"] == 5


def rows(api, **body):
    answer = api.post(URL, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def test_one_row_without_a_split(api):
    assert rows(api, metrics=["total_sent", "delivered"]) == [{"total_sent": 5, "delivered": 3}]


def test_rates_are_fractions_and_over_nothing_null(api):
    assert rows(api, metrics=["delivery_rate"]) == [{"delivery_rate": 0.6}]
    assert rows(api, metrics=["delivery_rate"], to="2026-01-01") == [{"delivery_rate": None}]


def test_split_by_a_dimension(api):
    found = rows(api, metrics=["total_sent"], dimensions=["country"])
    assert {row["country"]: row["total_sent"] for row in found} == {"DE": 2, "FR": 3}


def test_split_by_what_the_campaign_is(api):
    found = rows(api, metrics=["total_sent"], dimensions=["campaign_type"])
    assert found == [{"campaign_type": "sms", "total_sent": 5}]


def test_filters_take_one_value_or_several(api):
    assert rows(api, metrics=["total_sent"], filters={"country": "DE"}) == [{"total_sent": 2}]
    both = {"country": ["DE", "FR"], "campaign": [1], "group": "messaging"}
    assert rows(api, metrics=["total_sent"], filters=both) == [{"total_sent": 5}]


def test_days_are_those_of_the_named_zone_and_buckets_are_told_in_utc(api):
    expected = Counter(9 + n % 2 for n in range(5))
    found = rows(api, metrics=["total_sent"], granularity="day")
    assert {row["time"]: row["total_sent"] for row in found} == {
        f"2026-03-{day:02d}T00:00:00Z": n for day, n in expected.items()
    }
    found = rows(api, metrics=["total_sent"], granularity="day", tz="Europe/Berlin")
    assert {row["time"]: row["total_sent"] for row in found} == {
        f"2026-03-{day:02d}T23:00:00Z": n for day, n in expected.items()
    }
    assert rows(api, metrics=["total_sent"], **{"from": "2026-03-10", "to": "2026-03-10"}) == [
        {"total_sent": expected[10]}
    ]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "metrics"),
        ({"metrics": []}, "metrics"),
        ({"metrics": "total_sent"}, "metrics"),
        ({"metrics": ["nope"]}, "metrics"),
        ({"metrics": [5]}, "metrics.0"),
        ({"metrics": ["total_sent"], "dimensions": ["nope"]}, "dimensions"),
        ({"metrics": ["total_sent"], "dimensions": ["kind"]}, "dimensions"),
        ({"metrics": ["total_sent"], "filters": {"nope": "x"}}, "filters.nope"),
        ({"metrics": ["total_sent"], "filters": {"country": ["x"] * 1001}}, "filters.country"),
        ({"metrics": ["total_sent"], "filters": {"campaign": "x"}}, "filters.campaign"),
        ({"metrics": ["total_sent"], "filters": {"campaign": 99}}, "filters.campaign"),
        ({"metrics": ["total_sent"], "granularity": "minute"}, "granularity"),
        ({"metrics": ["total_sent"], "range": "never"}, "range"),
        ({"metrics": ["total_sent"], "from": "2026"}, "from"),
        ({"metrics": ["total_sent"], "tz": "Mars"}, "tz"),
        ({"metrics": ["total_sent"], "axis": "x"}, "axis"),
        ({"metrics": ["total_sent"], "limit": 5}, "limit"),
    ],
)
def test_a_question_that_makes_no_sense_is_400_and_named(api, body, where):
    answer = api.post(URL, json=body)
    assert (answer.status_code, answer.json()["where"]) == (400, where), answer.text

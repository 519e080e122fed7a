"""Are questions answered as they were asked: which campaigns, which days, split by what?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.campaign import Campaign
from data.errors import BadRequest
from data.query import Query, figures, run
from data.services import Services
from data.store.compaction import compact, settle
from tests.data.store.test_compaction import register

START = datetime(2026, 3, 1, tzinfo=UTC)


def event(
    campaign: Campaign, n: int, at: datetime, kind: str = "link.open", **data: Any
) -> dict[str, Any]:
    """One CloudEvent of person `n`."""
    return {
        "specversion": "1.0",
        "id": f"{kind}-{n}-{at.isoformat()}",
        "source": f"q{campaign.id}",
        "type": kind,
        "time": at.isoformat(),
        "subject": f"+1202555{n:04d}",
        "data": {"campaign_id": campaign.id, **data},
    }


def clicks(campaign: Campaign) -> list[dict[str, Any]]:
    """150 opens by seven people over nine days, at odd minutes."""
    return [event(campaign, n % 7, START + timedelta(minutes=83 * n + n % 11)) for n in range(150)]


def buckets(events: Iterable[dict[str, Any]], zone: str, form: str) -> dict[str, int]:
    """Events by the beginning of their bucket in `zone`, in plain Python."""
    local = (datetime.fromisoformat(e["time"]).astimezone(ZoneInfo(zone)) for e in events)
    return dict(Counter(form_of(at, form) for at in local))


def form_of(at: datetime, form: str) -> str:
    """The beginning of the hour, day, week (Monday) or month that `at` lies in."""
    if form == "week":
        at -= timedelta(days=at.weekday())
        form = "day"
    return at.strftime({"hour": "%Y-%m-%d %H", "day": "%Y-%m-%d", "month": "%Y-%m-01"}[form])


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"])
@pytest.mark.parametrize("granularity", ["hour", "day", "week", "month"])
def test_buckets_are_those_of_the_asked_zone(
    services: Services, zone: str, granularity: str
) -> None:
    """Zones half an hour off, too; a week begins on Monday (D-02)."""
    campaign = register(services)
    sent = clicks(campaign)
    services.accept.events(sent)
    compact(services.lake)
    query = Query(("total_opens",), campaigns=(campaign,), granularity=granularity, zone=zone)
    found = {
        form_of(row["time"], "hour" if granularity == "hour" else "day"): row["total_opens"]
        for row in run(query, services.lake).to_dicts()
    }
    assert found == buckets(sent, zone, granularity)


def test_a_period_holds_its_first_moment_and_not_its_last(services: Services) -> None:
    campaign = register(services)
    moments = [START, START + timedelta(hours=1), START + timedelta(hours=2)]
    services.accept.events([event(campaign, n, at) for n, at in enumerate(moments)])
    query = Query(("total_opens",), campaigns=(campaign,), start=moments[0], until=moments[2])
    assert figures(query, services.lake)["total_opens"].value == 2


def test_a_period_that_cuts_an_hour_is_exact(services: Services) -> None:
    campaign = register(services)
    sent = clicks(campaign)
    services.accept.events(sent)
    compact(services.lake)
    start, until = START + timedelta(minutes=100), START + timedelta(minutes=1000, seconds=1)
    query = Query(("total_opens",), campaigns=(campaign,), start=start, until=until)
    inside = sum(start <= datetime.fromisoformat(e["time"]) < until for e in sent)
    assert figures(query, services.lake)["total_opens"].value == inside


def test_a_unique_is_booked_once_in_the_bucket_of_its_first_event(services: Services) -> None:
    """So the days sum to the whole."""
    campaign = register(services)
    services.accept.events(clicks(campaign))
    query = Query(("opened_url_link",), campaigns=(campaign,))
    days = run(replace(query, granularity="day"), services.lake)
    assert days.get_column("opened_url_link").sum() == 7
    assert figures(query, services.lake)["opened_url_link"].value == 7


def test_an_anonymous_open_is_one_unique_each(services: Services) -> None:
    """D-26."""
    campaign = register(services)
    sent = [event(campaign, n, START + timedelta(minutes=n)) for n in range(3)]
    services.accept.events([{k: v for k, v in e.items() if k != "subject"} for e in sent])
    found = figures(Query(("opened_url_link", "total_opens"), campaigns=(campaign,)), services.lake)
    assert [figure.value for figure in found.values()] == [3, 3]


def test_four_clicks_of_one_and_two_of_another_are_six_opens_by_two(services: Services) -> None:
    """F155."""
    campaign = register(services)
    people = [1, 1, 1, 1, 2, 2]
    services.accept.events(
        [event(campaign, who, START + timedelta(minutes=n)) for n, who in enumerate(people)]
    )
    found = figures(Query(("total_opens", "opened_url_link"), campaigns=(campaign,)), services.lake)
    assert [figure.value for figure in found.values()] == [6, 2]


def test_a_person_counts_once_in_each_campaign(services: Services) -> None:
    """Metric 26: unique is per campaign and recipient, so campaigns add up."""
    one, two = register(services), register(services, "two", month=4)
    services.accept.events([event(one, 1, START), event(two, 1, START)])
    both = Query(("opened_url_link",), campaigns=(one, two))
    assert figures(both, services.lake)["opened_url_link"].value == 2
    split = run(replace(both, dimensions=("campaign",)), services.lake)
    assert dict(split.select("campaign", "opened_url_link").iter_rows()) == {one.id: 1, two.id: 1}


def messages(campaign: Campaign) -> list[dict[str, Any]]:
    """30 messages over three carriers; sent on one day, delivered or failed on the next ones."""
    found = []
    for n in range(30):
        about = {"message_id": f"m{n}", "carrier": "ABC"[n % 3], "segments": 1 + n % 2}
        at = START + timedelta(hours=n)
        found.append(event(campaign, n, at, "message.status", status="SENT", **about))
        later, code = at + timedelta(hours=30), "UNDELIV" if n % 5 == 0 else "DELIVRD"
        found.append(event(campaign, n, later, "message.status", status=code, **about))
    return found


@pytest.mark.parametrize("settled", [False, True])
def test_shares_are_of_the_summed_counts_of_each_split(services: Services, settled: bool) -> None:
    campaign = register(services)
    services.accept.events(messages(campaign))
    if settled:
        compact(services.lake)
        settle(services.lake, everything=True)
    query = Query(("delivery_rate",), dimensions=("carrier",), campaigns=(campaign,))
    found = dict(run(query, services.lake).select("carrier", "delivery_rate").iter_rows())
    delivered = Counter("ABC"[n % 3] for n in range(30) if n % 5)
    assert found == {carrier: delivered[carrier] / 10 for carrier in "ABC"}


@pytest.mark.parametrize("settled", [False, True])
def test_by_event_time_a_message_is_booked_when_it_happened_and_by_send_time_when_it_left(
    services: Services, settled: bool
) -> None:
    """Metric 27."""
    campaign = register(services)
    services.accept.events(messages(campaign))
    if settled:
        compact(services.lake)
        settle(services.lake, everything=True)
    query = Query(("delivered",), campaigns=(campaign,), granularity="day")
    found = {
        axis: [
            (f"{time:%d}", n)
            for time, n in run(replace(query, axis=axis), services.lake)
            .select("time", "delivered")
            .iter_rows()
            if n
        ]
        for axis in ("event", "send")
    }
    left = Counter(f"{START + timedelta(hours=n):%d}" for n in range(30) if n % 5)
    came = Counter(f"{START + timedelta(hours=n + 30):%d}" for n in range(30) if n % 5)
    assert found == {"event": sorted(came.items()), "send": sorted(left.items())}


def test_where_keeps_only_the_named_values(services: Services) -> None:
    campaign = register(services)
    services.accept.events(messages(campaign))
    query = Query(("total_sent", "segments_sent"), campaigns=(campaign,))
    only = replace(query, where={"carrier": frozenset({"A"})})
    segments = sum(1 + n % 2 for n in range(0, 30, 3))
    assert [f.value for f in figures(only, services.lake).values()] == [10, segments]


def test_a_share_of_nothing_is_empty_and_not_zero(services: Services) -> None:
    """F280."""
    campaign = register(services)
    answer = figures(Query(("delivery_rate",), campaigns=(campaign,)), services.lake)
    assert answer["delivery_rate"].value is None


def test_a_new_configuration_is_counted_at_once(services: Services) -> None:
    """F182: keywords configured, whether events came meanwhile or not."""
    campaign = register(services)
    one = replace(campaign, config={"keywords": ["PIZZA"]})
    two = replace(campaign, config={"keywords": ["PIZZA", "PASTA"]})
    counts = [
        figures(Query(("total_keywords",), campaigns=(c,)), services.lake)["total_keywords"].value
        for c in (one, two)
    ]
    assert counts == [1, 2]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (Query(("nonsense",)), "nonsense"),
        (Query(("total_sent",), dimensions=("nonsense",)), "nonsense"),
        (Query(("total_sent",), granularity="fortnight"), "fortnight"),
        (Query(("total_sent",), dimensions=("kind",)), "kind"),
    ],
)
def test_a_question_that_has_no_answer_is_refused_by_name(
    services: Services, query: Query, word: str
) -> None:
    with pytest.raises(BadRequest, match=word):
        run(query, services.lake)


def test_a_bucket_in_which_only_other_things_happened_is_left_out(services: Services) -> None:
    campaign = register(services)
    later = START + timedelta(days=1)
    services.accept.events(
        [event(campaign, 1, START), event(campaign, 1, later, "content.play", page="1")]
    )
    query = Query(("total_opens",), campaigns=(campaign,), granularity="day")
    assert run(query, services.lake).get_column("total_opens").to_list() == [1]

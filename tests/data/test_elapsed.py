"""Are hours since the start counted as plain Python counts them, on either side of a quarter?"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

from data.elapsed import SPANS, age, began, elapsed, running_total, span_for, steps, told
from data.errors import BadRequest
from data.query import Query, figures, run
from data.services import Services
from data.store.compaction import compact, settle
from tests.small_campaign import START, SmallCampaign

OFFSETS = (-90, -1, 0, 8, 21, 22, 59, 67, 68, 127, 128, 600, 60 * 24 * 5)  # minutes


def sent(services: Services, at: datetime, settled: bool) -> SmallCampaign:
    """A message a moment, delivered at it; half of their recipients click later, some twice."""
    small = SmallCampaign(services, "e-swipe", channel="sms", delivery_at=at)
    for n, minutes in enumerate(OFFSETS):
        when, who = at + timedelta(minutes=minutes), f"+34600000{n:03d}"
        about = {"channel": "sms", "message_id": f"m{small.campaign.id}-{n}"}
        small.sent("message.status", when, who, **about, status="DELIVRD")
        for again in range(n % 3):
            small.sent("link.click", when + timedelta(minutes=70 * (again + 1)), who, channel="sms")
    if settled:
        compact(services.lake)
        settle(services.lake)
    return small


@pytest.mark.parametrize("settled", [False, True], ids=["waiting", "settled"])
def test_hours_begin_at_the_quarter_in_which_the_campaign_began(
    services: Services, settled: bool
) -> None:
    """Each campaign has its own; what came before the start is in the first hour."""
    at = START + timedelta(minutes=22, seconds=31)
    campaigns = [sent(services, at, settled), sent(services, at + timedelta(days=3), settled)]
    assert began(campaigns[0].campaign) == START + timedelta(minutes=15)
    asked = elapsed(("delivered", "clicked", "total_clicks"), [c.campaign for c in campaigns])
    answer = run(asked, services.lake)
    # 22 minutes and 31 seconds past: the first of its hours has 7½ minutes behind it already.
    truth: Counter[int] = Counter(max(0, int((m * 60 + 451) // 3600)) for m in OFFSETS)
    clicks: Counter[int] = Counter()
    for n, minutes in enumerate(OFFSETS):
        for again in range(n % 3):
            clicks[max(0, int(((minutes + 70 * (again + 1)) * 60 + 451) // 3600))] += 1
    found: dict[int, Counter[int]] = defaultdict(Counter)
    clicked: dict[int, Counter[int]] = defaultdict(Counter)
    for row in answer.to_dicts():
        found[row["campaign"]][row["time"]] = row["delivered"]
        clicked[row["campaign"]][row["time"]] = row["total_clicks"]
    for small in campaigns:
        assert +found[small.campaign.id] == truth
        assert +clicked[small.campaign.id] == clicks


def test_a_recipient_is_booked_when_they_first_acted_and_no_one_is_lost(services: Services) -> None:
    """Metric 26: the buckets sum to the whole."""
    small = sent(services, START, settled=True)
    asked = elapsed(("clicked",), [small.campaign], axis="act")
    found = {row["time"]: row["clicked"] for row in run(asked, services.lake).to_dicts()}
    truth: Counter[int] = Counter(
        max(0, (minutes + 70) // 60) for n, minutes in enumerate(OFFSETS) if n % 3
    )
    assert +Counter(found) == truth
    whole = figures(Query(("clicked",), campaigns=(small.campaign,)), services.lake)
    assert whole["clicked"].value == truth.total()


def test_elapsed_hours_without_a_beginning_are_refused(services: Services) -> None:
    with pytest.raises(BadRequest, match="granularity"):
        run(Query(("delivered",), granularity="elapsed"), services.lake)


def test_a_campaign_without_a_delivery_date_began_when_it_was_made(services: Services) -> None:
    campaign = SmallCampaign(services, "e-swipe", created_at=START).campaign
    assert began(campaign) == START
    assert age(campaign, START + timedelta(minutes=90)) == 1.5


def test_spans_and_their_steps() -> None:
    assert [span_for(hours) for hours in (0, 24, 24.1, 73, 169, 9000)] == [
        24,
        24,
        72,
        168,
        336,
        720,
    ]
    assert all(span % step == 0 and len(list(steps(span))) <= 73 for span, step in SPANS.items())
    assert [told(hours) for hours in (1, 36, 72, 168, 1.5)] == [
        "1 hour",
        "36 hours",
        "3 days",
        "7 days",
        "1.5 hours",
    ]
    assert running_total({0: 3, 2: 4, 9: 1}, 4) == [0, 3, 3, 7, 7]

"""Is a kept answer never one that has changed?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from data.campaign import Campaign
from data.campaigns import CampaignDraft
from data.query import Query, figures, run
from data.services import Services
from data.store.answers import Answers
from data.store.compaction import compact, settle
from data.vocabulary.campaign_state import Group, State

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def register(services: Services, name: str) -> Campaign:
    """A Live raffle; all are of one month, so that their events share files."""
    draft = CampaignDraft(
        external_id=name,
        name=name,
        group=Group.INTERACTIVE,
        type="raffle-giveaway",
        channel="sms",
        state=State.LIVE,
        created_at=START,
        config={"recipients": "keyword"},
    )
    return services.campaigns.register(draft, "test")[0]


def opened(campaign: Campaign, number: int) -> dict[str, Any]:
    """Somebody opened the campaign's short URL."""
    return {
        "specversion": "1.0",
        "id": f"{campaign.id}-{number}",
        "source": "test",
        "type": "link.open",
        "time": (START + timedelta(minutes=number)).isoformat(),
        "subject": f"+49{number}",
        "data": {"campaign_id": campaign.id, "channel": "web"},
    }


def opens(services: Services, *campaigns: Campaign) -> float | int | None:
    """How often the campaigns' short URLs were opened."""
    query = Query(("total_opens",), campaigns=campaigns)
    return figures(query, services.lake)["total_opens"].value


def looked_for(services: Services, campaign: Campaign) -> bool:
    """Whether the campaign's rows are looked through anew."""
    found: list[bool] = []
    services.lake.view().kept("probe", (campaign,), lambda: found.append(True))
    return bool(found)


def test_an_answer_outlives_what_happens_to_other_campaigns(services: Services) -> None:
    one, other = register(services, "one"), register(services, "other")
    services.accept.events([opened(one, 1)])
    assert opens(services, one) == 1
    assert looked_for(services, one)
    services.accept.events([opened(other, 1)])
    assert not looked_for(services, one)
    assert opens(services, one, other) == 2


def test_every_event_of_its_own_is_counted_at_once(services: Services) -> None:
    """Waiting, in a fresh file, in a settled one; and again from the start."""
    one = register(services, "one")
    for number in range(1, 10):
        services.accept.events([opened(one, number)])
        assert opens(services, one) == number
        (compact, settle, lambda lake: None)[number % 3](services.lake)
        assert opens(services, one) == number


def test_a_pause_and_its_end_change_the_answer(services: Services, clock: Any) -> None:
    """F060"""
    one = register(services, "one")
    clock.now = START + timedelta(minutes=2)
    services.campaigns.change(one.id, State.PENDING, "test")
    clock.forward(hours=1)
    services.accept.events([opened(one, 1), opened(one, 5), opened(one, 90)])
    assert opens(services, one) == 1
    services.campaigns.change(one.id, State.LIVE, "test")
    assert opens(services, one) == 2


def test_an_answer_says_the_campaign_s_present_state(services: Services) -> None:
    one = register(services, "one")
    services.accept.events([opened(one, 1)])
    for state in (State.LIVE, State.COMPLETED):
        query = Query(("total_opens",), ("campaign_state",), (replace(one, state=state),))
        assert run(query, services.lake).get_column("campaign_state").to_list() == [state]


def test_beyond_their_room_the_longest_unused_go() -> None:
    frame = pl.DataFrame({"n": range(1000)})
    answers = Answers(most=3 * (frame.estimated_size() + 1024))
    for key in ("a", "b", "c"):
        answers.get(key, lambda: frame)
    answers.get("a", lambda: pl.DataFrame())
    answers.get("d", lambda: frame)
    missing: list[str] = []
    for key in ("a", "c", "d", "b"):
        answers.get(key, lambda key=key: missing.append(key))  # type: ignore[misc]
    assert missing == ["b"]


def test_what_is_larger_than_all_room_is_found_anew_each_time() -> None:
    answers = Answers(most=2048)
    found = [answers.get("a", lambda: pl.DataFrame({"n": range(1000)})) for _ in range(2)]
    assert found[0] is not found[1]

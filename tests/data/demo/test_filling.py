"""Do the figures of a filled workspace follow from the demonstration's events?"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest

from data.campaigns import CampaignDraft
from data.demo.filling import Filled, check_room, fill, present
from data.demo.happening import Happening
from data.demo.plan import World
from data.demo.story import events
from data.errors import Refused
from data.query import Query, figures
from data.services import Services
from data.store.compaction import compact
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State

WORLD = World(seed=5, scale=0.02, as_of=datetime(2026, 3, 10, 12, tzinfo=UTC))

# Written out again from the specification (D-07): what is left of a message's codes decides.
UNSENT = {
    "sms": "QUEUE DEQUEUED CODE_NOT_ALLOWED BLACKLISTED SEGMENTS_EXCEEDED EXHAUSTED",
    "email": "DEQUEUED NOT_SENT BAD_TO BAD_FROM BLACKLISTED EXHAUSTED",
    "push": "DEQUEUED AUTH_MISSING BAD_PLATFORM NOT_SENT EXHAUSTED INVALID_MESSAGE "
    "PAYLOAD_LIMIT_EXCEEDED",
    "rcs": "BLACKLISTED EXHAUSTED NOT_SENT",
    "whatsapp": "QUEUE DEQUEUED CODE_NOT_ALLOWED BLACKLISTED QUOTA_EXCEEDED",
}
FAILED = {
    "sms": "INVALID_ROUTING EXPIRED DELETED UNDELIV REJECTD",
    "email": "BOUNCED BOUNCED_PERMANENT BLOCKED_DUE_BAD_BEHAVIOUR COMPLAINED",
    "push": "BAD_DEVICE_TOKEN AUTH_ERROR DEVICE_QUOTA_EXCEEDED SERVER_UNAVAILABLE SERVER_ERROR "
    "UNREGISTERED NOT_CONTEMPLATED_ERROR MISMATCHED_TOKEN",
    "rcs": "FALLBACK",
    "whatsapp": "FAILED",
}


def recounted(happened: list[Happening]) -> dict[str, dict[str, int]]:
    """Messages unsent, sent and failed, and events of three kinds, by campaign."""
    codes: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in {(e["source"], e["id"], e["type"]): e for e in happened}.values():
        data = event["data"]
        campaign = data.get("external_id")
        if campaign is None:
            continue
        if event["type"] == "message.status":
            codes[campaign, data["channel"], data["message_id"]].add(data["status"])
        kinds = {
            "link.open": "total_opens",
            "question.answer": "total_answers",
            "prize.award": "assigned_prizes",
        }
        if event["type"] in kinds:
            counts[campaign][kinds[event["type"]]] += 1
    for (campaign, channel, _), seen in codes.items():
        unsent = seen <= set(UNSENT[channel].split())
        failed = bool(seen & set(FAILED[channel].split()))
        counts[campaign]["unsent" if unsent else "total_sent"] += 1
        counts[campaign]["failed"] += failed
    return counts


def put_in(services: Services, world: World = WORLD) -> Filled:
    return fill(
        world,
        services.engine,
        services.campaigns,
        services.accept,
        lambda: compact(services.lake),
        lambda *_: None,
    )


def test_every_campaigns_figures_are_those_of_its_events(services: Services):
    filled = put_in(services)
    happened = list(events(WORLD))
    assert filled.events == len({(e["source"], e["id"], e["type"]) for e in happened})
    expected = recounted(happened)
    metrics = ("unsent", "total_sent", "failed", "total_opens", "total_answers", "assigned_prizes")
    for name, counts in expected.items():
        place = services.campaigns.place(None, name)
        assert place is not None
        campaign = services.campaigns.get(place.id)
        got = figures(Query(metrics=metrics, campaigns=(campaign,)), services.lake)
        assert {m: got[m].value or 0 for m in metrics} == {m: counts[m] for m in metrics}, name
    assert verify(services.lake) == []


def test_filling_again_changes_nothing(services: Services):
    first = put_in(services)
    again = put_in(services)
    assert first.events > 1000
    assert again == Filled(first.campaigns, 0)
    assert present(services.engine) == (WORLD, True)


def test_a_filling_that_was_broken_off_goes_on_and_ends_the_same(services: Services):
    class Broken(Exception):
        pass

    def tear(done: int, parts: int, sent: int) -> None:
        if sent > 2000:
            raise Broken

    with pytest.raises(Broken):
        fill(WORLD, services.engine, services.campaigns, services.accept, lambda: None, tear)
    assert present(services.engine) == (WORLD, False)
    put_in(services)
    assert present(services.engine) == (WORLD, True)
    stored = services.lake.scan("events").select("key").collect()
    distinct = {(e["source"], e["id"], e["type"]) for e in events(WORLD)}
    assert len(stored) == stored["key"].n_unique() == len(distinct)


def real(services: Services, **more: Any) -> None:
    fields: dict[str, Any] = {
        "name": "Real", "group": Group.MESSAGING, "type": "sms", "state": State.PENDING,
    }  # fmt: skip
    services.campaigns.register(CampaignDraft(**fields | more), "test")


def test_a_workspace_with_real_campaigns_is_refused_unless_forced(services: Services):
    real(services)
    with pytest.raises(Refused, match="1 real campaign"):
        check_room(services.engine, WORLD)
    check_room(services.engine, WORLD, force=True)


def test_another_demonstration_is_refused_even_if_forced(services: Services):
    put_in(services)
    other = World(WORLD.seed + 1, WORLD.scale, WORLD.as_of)
    with pytest.raises(Refused, match="seed 5, scale 0.02"):
        check_room(services.engine, other, force=True)


def test_the_demonstrations_campaigns_are_marked_as_such(services: Services):
    put_in(services)
    check_room(services.engine, WORLD)
    assert services.is_demo

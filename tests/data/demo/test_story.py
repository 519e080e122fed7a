"""Is the demonstration's year deterministic, complete, and free of things that can't be?"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.demo.happening import Happening
from data.demo.plan import World
from data.demo.story import events, plans, story
from data.vocabulary.campaign_state import STATES, Group, State, has_report
from data.vocabulary.event_kind import EventKind

WORLD = World(seed=3, scale=0.03, as_of=datetime(2026, 3, 10, 12, tzinfo=UTC))


def digest(world: World) -> str:
    whole = hashlib.sha256()
    for event in events(world):
        whole.update(orjson.dumps(event))
    return whole.hexdigest()


@pytest.fixture(scope="module")
def everything() -> list[Happening]:
    return list(events(WORLD))


def test_the_same_seed_scale_and_end_make_the_same_bytes():
    assert digest(WORLD) == digest(WORLD)


@pytest.mark.parametrize(
    "other",
    [
        replace(WORLD, seed=4),
        replace(WORLD, scale=0.031),
        replace(WORLD, as_of=datetime(2026, 3, 11, tzinfo=UTC)),
    ],
    ids=["seed", "scale", "as of"],
)
def test_another_seed_scale_or_end_makes_another_year(other: World):
    assert digest(other) != digest(WORLD)


def test_every_kind_of_event_happens(everything: list[Happening]):
    assert {event["type"] for event in everything} == set(EventKind)


def test_every_status_of_every_channel_happens_and_some_that_nobody_knows(
    everything: list[Happening],
):
    seen = {
        (event["data"]["channel"], event["data"]["status"])
        for event in everything
        if event["type"] == "message.status"
    }
    known = {(key, status.code) for key, one in CHANNELS.items() for status in one.statuses}
    assert known - seen == set()
    large = {
        event["data"]["status"]
        for plan in plans(replace(WORLD, scale=0.3))
        if plan.external_id == "demo-sms-year"
        for event in story(plan, replace(WORLD, scale=0.3))
        if event["type"] == "message.status"
    }
    assert "SHAPED" in large


def test_every_type_and_every_state_of_both_groups_is_there():
    """F012, F013, F075, F110."""
    planned = plans(WORLD)
    assert {plan.type for plan in planned} == set(CAMPAIGN_TYPES)
    for group in Group:
        states = {plan.state for plan in planned if plan.group is group}
        assert states == set(STATES[group])


def test_every_type_has_a_report_to_look_at():
    shown = {plan.type for plan in plans(WORLD) if has_report(plan.group, plan.state)}
    assert shown == set(CAMPAIGN_TYPES)


def test_live_campaigns_are_open_and_completed_ones_without_an_end_are_closed():
    """F069, F070."""
    for plan in plans(WORLD):
        if plan.group is Group.MESSAGING:
            continue
        is_open = plan.config["recipients"] in ("keyword", "form", "api")
        if plan.state is State.LIVE:
            assert is_open, plan.name
        if plan.state is State.COMPLETED and plan.ends_at is None:
            assert not is_open, plan.name


def test_a_form_leads_into_every_type_that_it_may_lead_into():
    """F112."""
    planned = {plan.external_id: plan for plan in plans(WORLD)}
    led = {
        planned[name].type
        for plan in planned.values()
        if plan.type == "subscription-form"
        for name in plan.config["leads_to"]
    }
    assert led == {"digital-coupon", "e-swipe", "raffle-giveaway", "web-trivia"}


def test_all_five_games_are_played():
    """F111."""
    games = {plan.config["game"] for plan in plans(WORLD) if plan.type == "raffle-giveaway"}
    assert games == {"Crack the Ice", "Peel it", "Scratch Card", "Spin", "Slot Machine"}


def test_nothing_happens_after_the_end_of_the_world_or_of_its_campaign(
    everything: list[Happening],
):
    end = {plan.external_id: plan.ends_at or WORLD.as_of for plan in plans(WORLD)}
    late = [
        event["id"]
        for event in everything
        if datetime.fromisoformat(event["time"])
        > end.get(event["data"].get("external_id", ""), WORLD.as_of)
    ]
    assert late == []


def test_receipts_come_twice_and_out_of_order(everything: list[Happening]):
    names = Counter((e["source"], e["id"], e["type"]) for e in everything)
    assert 0.005 < sum(n - 1 for n in names.values()) / len(everything) < 0.03
    receipts = [e for e in everything if e["data"].get("external_id") == "demo-sms-year"]
    first: dict[str, str] = {}
    for event in receipts:
        first.setdefault(event["data"].get("message_id", ""), event["data"].get("status", ""))
    assert "DELIVRD" in first.values()


def test_an_event_that_comes_twice_says_the_same(everything: list[Happening]):
    said: dict[tuple[str, str, str], Happening] = {}
    for event in everything:
        name = (event["source"], event["id"], event["type"])
        assert said.setdefault(name, event) == event


def test_odd_campaigns_are_there(everything: list[Happening]):
    planned = {plan.external_id: plan for plan in plans(WORLD)}
    happened = Counter(event["data"].get("external_id") for event in everything)
    assert happened["demo-nobody"] == 0
    assert planned["demo-nobody"].state is State.COMPLETED
    assert planned["demo-board"].size == 5
    assert any(ord(letter) > 0x1F300 for plan in planned.values() for letter in plan.name)
    assert any(0x590 < ord(letter) < 0x700 for plan in planned.values() for letter in plan.name)


def test_one_campaign_has_a_million_recipients_from_scale_ten_on():
    assert max(plan.size for plan in plans(replace(WORLD, scale=10))) == 1_000_000


def test_numbers_and_addresses_belong_to_nobody(everything: list[Happening]):
    for event in everything:
        subject = event.get("subject", "+9991")
        if "@" in subject:
            assert subject.endswith(("@example.com", "@example.org", "@example.net"))
        elif subject.startswith("+1"):
            assert subject[5:10] == "55501"
            assert len(subject) == 12
        else:
            assert subject.startswith(("tok-", "+447700900", "+9991"))


def test_the_bad_week_strikes_one_carrier():
    world = replace(WORLD, scale=1)
    plan = next(plan for plan in plans(world) if plan.external_id == "demo-sms-flash")
    failed: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    seen = set()
    for event in story(plan, world):
        if event["type"] != "message.status" or event["id"] in seen:
            continue
        seen.add(event["id"])
        sent[event["data"]["carrier"]] += event["data"]["status"] == "SENT"
        failed[event["data"]["carrier"]] += event["data"]["status"] in {
            "UNDELIV", "EXPIRED", "REJECTD", "INVALID_ROUTING", "DELETED",
        }  # fmt: skip
    shares = {carrier: failed[carrier] / sent[carrier] for carrier in sent}
    assert shares["Telmara"] > 0.35
    assert max(share for carrier, share in shares.items() if carrier != "Telmara") < 0.1


def test_the_audience_of_the_weekly_letter_grows_tired():
    world = replace(WORLD, scale=1)
    letters = [plan for plan in plans(world) if plan.external_id.startswith("demo-newsletter")]

    def open_share(number: int) -> float:
        codes = [e["data"].get("status") for e in story(letters[number], world)]
        return codes.count("OPEN") / codes.count("SENT")

    assert open_share(0) > 1.3 * open_share(24)


def test_a_shared_link_is_opened_by_more_people_than_it_was_sent_to():
    world = replace(WORLD, scale=1)
    plan = next(plan for plan in plans(world) if plan.external_id == "demo-viral")
    opens = sum(event["type"] == "link.open" for event in story(plan, world))
    assert opens > 3 * plan.size


def test_prizes_never_exceed_their_stock():
    world = replace(WORLD, scale=1)
    for plan in plans(world):
        stock = {prize["name"]: prize["stock"] for prize in plan.config.get("prizes", ())}
        if not stock or plan.silent:
            continue
        awards = {e["id"]: e for e in story(plan, world) if e["type"] == "prize.award"}
        given = Counter(event["data"]["prize"] for event in awards.values())
        assert all(given[name] <= stock[name] for name in given), plan.name

"""Do events without a campaign wait, and get to it once, as if it had been there first?"""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from data.errors import BadRequest, NotFound
from data.ingest.unmatched import ALL, NAME, TAG
from data.services import Services
from data.store.verify import verify
from tests.data.ingest.postmark_calls import connected, event, registered, send, standings


def counts(services: Services, said: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = json.loads(send(services, said).text)
    return {word: n for word, n in found.items() if n}


def waiting(services: Services) -> int:
    return sum(group.events for group in services.unmatched.groups())


def test_an_event_without_a_campaign_is_answered_well_and_waits(services: Services):
    connected(services)
    assert counts(services, event("m1", campaign="spring")) == {"unmatched": 1}
    (group,) = services.unmatched.groups()
    assert (group.names, group.events, group.first_at) == (((None, "spring"),), 1, services.clock())


def test_the_same_event_again_waits_once(services: Services):
    connected(services)
    for _ in range(3):
        send(services, event("m1", campaign="spring"))
    assert waiting(services) == 1


def test_what_waits_is_claimed_once_its_campaign_is_registered(services: Services):
    connected(services)
    send(services, event("m1", campaign="spring"))
    send(services, event("m2", campaign="autumn"))
    assert services.unmatched.step() == 0
    registered(services, "spring")
    assert services.unmatched.step() == 1
    assert standings(services) == {"m1": "DELIVERED"}
    assert [group.names for group in services.unmatched.groups()] == [((None, "autumn"),)]
    assert verify(services.lake) == []


SAID = (
    event("m1", "Delivery", "spring"),
    event("m1", "Open", "spring", ReceivedAt="2026-03-11T11:05:00Z"),
    event("m2", "Bounce", "spring", Type="HardBounce", ID=1),
)


def test_figures_are_those_of_a_campaign_that_was_there_first(services: Services):
    late: list[int] = []
    early: list[int] = []
    for number, order in enumerate(permutations(SAID)):
        connected(services, name=f"late{number}")
        connected(services, registered(services, f"early{number}").external_id, f"early{number}")
        early.append(registered(services, f"early{number}").id)
        for said in order:
            named = {**said, "Metadata": {"campaign_id": f"late{number}"}}
            send(services, named, f"late{number}")
            send(services, {**said, "Metadata": {}}, f"early{number}")
        late.append(registered(services, f"late{number}").id)
    assert services.unmatched.step() == len(late) * len(SAID)
    rows = services.lake.view().stored("messages").collect()
    columns = ["message_id", "channel", "status", "outcome", "status_at", "first_at", "opened_at"]
    wanted = rows.filter(rows["campaign_id"] == early[0]).select(columns).sort("message_id")
    assert len(wanted) == 2
    for key in (*early, *late):
        found = rows.filter(rows["campaign_id"] == key).select(columns).sort("message_id")
        assert found.equals(wanted)


def test_a_redelivery_after_the_claim_changes_nothing(services: Services):
    connected(services)
    send(services, event("m1", campaign="spring"))
    registered(services, "spring")
    services.unmatched.step()
    assert counts(services, event("m1", campaign="spring")) == {"duplicates": 1}
    assert services.unmatched.step() == 0
    assert verify(services.lake) == []


def test_one_claim_that_is_broken_off_takes_all_or_nothing(services: Services):
    connection = connected(services)
    for number in range(3):
        send(services, event(f"m{number}", campaign="spring"))
    campaign = registered(services, "spring")
    together = services.accept.together

    def killed(work: Any, *more: Any) -> Any:
        def broken(link: Any) -> Any:
            work(link)
            raise KeyboardInterrupt

        return together(broken, *more)

    services.accept.together = killed
    with pytest.raises(KeyboardInterrupt):
        services.unmatched.step()
    services.accept.together = together
    assert waiting(services) == 3
    assert standings(services) == {}
    (group,) = services.unmatched.groups(connection)
    assert services.unmatched.claim(group.id, campaign.id) == 3
    assert waiting(services) == 0


def test_a_group_is_given_to_a_campaign_by_hand(services: Services):
    connected(services)
    send(services, event("m1"))
    send(services, event("m2", campaign="spring"))
    campaign = registered(services, "another")
    nameless = next(group for group in services.unmatched.groups() if not group.names)
    assert services.unmatched.claim(nameless.id, campaign.id) == 1
    assert standings(services) == {"m1": "DELIVERED"}
    with pytest.raises(NotFound):
        services.unmatched.claim(nameless.id, campaign.id)


def test_what_was_given_by_hand_does_not_wait_again(services: Services):
    connection = connected(services)
    send(services, event("m1"))
    (group,) = services.unmatched.groups()
    services.unmatched.claim(group.id, registered(services, "another").id)
    assert counts(services, event("m1")) == {"duplicates": 1}
    said = services.replay.run(connection)
    assert (said.known, said.waiting) == (1, 0)
    assert services.unmatched.groups() == ()
    assert [call.verdict for call in services.connections.calls(connection)] == ["accepted"]
    assert verify(services.lake) == []


@pytest.mark.parametrize(
    ("about", "word", "taken"),
    [(ALL, "", {"m1", "m2", "m3"}), (TAG, "welcome", {"m2"}), (NAME, "spring", {"m3"})],
    ids=["all", "tag", "name"],
)
def test_a_rule_takes_what_waits_and_what_comes(
    services: Services, about: str, word: str, taken: set[str]
):
    connection = connected(services)
    campaign = registered(services, "another")
    send(services, event("m1"))
    send(services, event("m2", Tag="welcome"))
    send(services, event("m3", campaign="spring"))
    made = services.unmatched.make_rule(connection, about, word, campaign.id, "Ada")
    assert made == len(taken)
    assert set(standings(services)) == taken
    send(services, event("m4", Tag=word if about == TAG else "", campaign="spring"))
    assert "m4" in standings(services)
    (rule,) = services.unmatched.rules(connection)
    services.unmatched.drop_rule(rule.id)
    assert counts(services, event("m5", Tag="welcome", campaign="spring")) == {"unmatched": 1}


def test_a_rule_that_says_nothing_is_refused(services: Services):
    connection = connected(services)
    campaign = registered(services, "another")
    for about, word in (("moon", "x"), (TAG, " ")):
        with pytest.raises(BadRequest):
            services.unmatched.make_rule(connection, about, word, campaign.id, "Ada")
    with pytest.raises(NotFound):
        services.unmatched.make_rule(connection, ALL, "", 99, "Ada")


def test_a_campaign_that_the_call_names_comes_before_every_rule(services: Services):
    connection = connected(services)
    spring, another = registered(services, "spring"), registered(services, "another")
    services.unmatched.make_rule(connection, ALL, "", another.id, "Ada")
    send(services, event("m1", campaign="spring"))
    rows = services.lake.view().stored("messages").collect()
    assert rows["campaign_id"].to_list() == [spring.id]


def test_what_nobody_claimed_is_forgotten_after_the_days_that_are_set(services: Services, clock):
    connected(services)
    send(services, event("m1", campaign="spring"))
    clock.forward(days=29)
    send(services, event("m2", campaign="spring"))
    services.unmatched.step()
    assert waiting(services) == 2
    clock.forward(days=2)
    services.unmatched.step()
    assert waiting(services) == 1


def test_an_event_that_would_be_none_anywhere_is_refused_at_once(services: Services):
    connected(services)
    said = event("m1", campaign="spring", DeliveredAt="2027-03-11T11:00:00Z")
    assert counts(services, said) == {"rejected": 1}
    assert waiting(services) == 0


def test_what_needs_no_campaign_does_not_wait(services: Services):
    connected(services)
    said = event("m1", "SubscriptionChange", SuppressSending=True)
    assert counts(services, said) == {"accepted": 1}

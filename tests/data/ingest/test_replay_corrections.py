"""Do figures follow a corrected adapter, as it says and no further, whatever is killed when?

A mill is a provider of these tests: its first adapter took "late" for delivered, and "probe" for a
message.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from data.api.routers import create
from data.background import Background
from data.campaign import Campaign
from data.campaigns import parse_draft
from data.connections import Connection
from data.errors import BadRequest
from data.ingest.connecting import connect
from data.ingest.fate import Fate
from data.ingest.loose import json_object, moment, words
from data.ingest.naming import in_fields
from data.ingest.provider import Call, Fact, Provider
from data.ingest.providers import PROVIDERS
from data.ingest.replay_report import Replayed, in_words
from data.ingest.signatures import BASIC
from data.ingest.unmatched import ALL
from data.query import Query, figures
from data.services import Services
from data.store import correction, retraction, tables
from data.store.compaction import compact, settle
from data.store.engine import write
from data.store.verify import verify
from data.vocabulary.event_kind import EventKind
from tests import truth
from tests.data.ingest.postmark_calls import registered, standings
from tests.data.test_file_imports import stored

AUTHORIZATION = "Basic " + base64.b64encode(b"mill:a password").decode()
METRICS = ("total_sent", "delivered", "failed", "transit", "unsent", "opened", "delivery_rate")
AT = "2026-03-11T11:00:00+00:00"
Meanings = dict[str, Fate | EventKind]
# What the mill's words mean, as it was thought at first and as it is; in our own codes, what is.
MISREAD: Meanings = {
    "sent": Fate.SENT,
    "late": Fate.DELIVERED,
    "read": Fate.SEEN,
    "probe": Fate.DELIVERED,
    "stop": EventKind.SUBSCRIBER_BLOCK,
}
CORRECT: Meanings = {"sent": Fate.SENT, "late": Fate.BOUNCED, "read": Fate.SEEN}
TRUE = {"sent": "SENT", "late": "BOUNCED", "read": "OPEN"}
Said = Sequence[tuple[str, str]]  # a message and a word each
CALLS: tuple[Said, ...] = (
    [("m1", "sent"), ("m1", "late"), ("m2", "sent")],
    [("m2", "read"), ("p1", "probe")],
    [("m3", "late"), ("m4", "sent"), ("p2", "probe")],
)


def mill(
    meanings: Meanings, *, dated: bool = True, unreadable: str = "", named: str = "campaign"
) -> Provider:
    """The provider, as an adapter with these meanings reads it."""

    def facts(call: Call) -> Iterator[Fact]:
        said = json_object(call.body)
        for message, word in said["said"]:
            if word == unreadable:
                raise BadRequest(f"{word} can't be read")
            meaning = meanings.get(word)
            status = meaning if isinstance(meaning, Fate) else None
            yield Fact(
                word,
                EventKind.MESSAGE_STATUS if status else meaning,
                status,
                id=message,
                at=moment({"at": AT}, "at") if dated else None,
                recipient=f"{message}@example.com",
                data={"message_id": message} if status else {},
                campaigns=in_fields({"campaign_id": words(said, named)}),
            )

    return Provider("mill", "Mill", ("email",), (BASIC,), lambda call: list(facts(call)))


@pytest.fixture(autouse=True)
def _mill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "mill", mill(MISREAD))


def connected(services: Services, campaign: str = "") -> Connection:
    login = {"user": "mill", "password": "a password"}
    made = (services.connections, services.campaigns, "mill", "main", login, {})
    return connect(*made, scheme="basic", campaign=campaign)


def earlier(services: Services, external_id: str) -> Campaign:
    """A campaign of another month, so of other files of the lake."""
    draft = {
        "external_id": external_id,
        "name": external_id,
        "group": "messaging",
        "type": "email",
        "status": "completed",
        "created_at": "2026-02-01T10:00:00Z",
    }
    return services.campaigns.register(parse_draft(draft), "test")[0]


def call(services: Services, said: Said, **more: Any) -> None:
    """One call, past the door of HTTP."""
    body = json.dumps({"said": said, **more}).encode()
    headers = {"authorization": AUTHORIZATION, "content-type": "application/json"}
    one = Call("POST", "http://127.0.0.1/webhooks/mill/main", "", headers, body, services.clock())
    services.webhooks.take("mill", "main", one)


def correct(services: Services, connection: Connection, *days: Any) -> Replayed:
    """Tell what a replay would do, do it, and see that it told the same."""
    before = stored(services)
    would = services.replay.run(connection, *days, dry_run=True)
    assert stored(services) == before
    said = services.replay.run(connection, *days)
    while services.replay.step(lambda: None):
        pass
    assert said == would
    return said


def told(said: Replayed) -> list[str]:
    return [line for line in in_words(said, dry_run=False) if "example" not in line]


def answer(services: Services, campaign: Campaign) -> dict[str, Any]:
    found = figures(Query(METRICS, campaigns=(campaign,)), services.lake)
    return {key: figure.value for key, figure in found.items()}


def expected(calls: Sequence[Said]) -> dict[str, Any]:
    """The figures of what the mill really said, counted in plain Python."""
    events = [
        {
            "source": "mill",
            "id": f"{message}/{word}",
            "type": "message.status",
            "subject": message,
            "data": {"status": TRUE[word], "message_id": message},
        }
        for said in calls
        for message, word in said
        if word in TRUE
    ]
    return {key: value for key, value in truth.figures(events, "email").items() if key in METRICS}


def test_figures_become_those_of_the_corrected_reading(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the door of HTTP; with some events in the lake, and some on their way there."""
    campaign = registered(services, "spring")
    connection = connected(services, "spring")
    with TestClient(create(services), base_url="http://127.0.0.1:8050") as client:
        for n, said in enumerate(CALLS):
            answered = client.post(
                "/webhooks/mill/main",
                json={"said": said},
                headers={"authorization": AUTHORIZATION},
            )
            assert answered.status_code == 200
            if n == 1:
                compact(services.lake)
                settle(services.lake, everything=True)
    assert answer(services, campaign) != expected(CALLS)
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT))
    said = correct(services, connection)
    assert answer(services, campaign) == expected(CALLS)
    assert standings(services) == {"m1": "BOUNCED", "m2": "OPEN", "m3": "BOUNCED", "m4": "SENT"}
    assert told(said) == [
        "2 replaced: message.status DELIVERED → BOUNCED 2",
        f"  campaign {campaign.id}: 2",
        "2 taken out: message.status DELIVERED 2",
        f"  campaign {campaign.id}: 2",
    ]
    assert not any("@" in line for line in in_words(said, dry_run=False))
    assert verify(services.lake) == []
    after = stored(services)
    assert told(correct(services, connection)) == []
    assert stored(services) == after
    call(services, CALLS[0])
    assert stored(services) == after


def test_an_adapter_that_reads_as_before_changes_nothing(
    services: Services, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    """Not even when something came: also of a call that came again, and of one without times."""
    monkeypatch.setitem(PROVIDERS, "mill", mill(MISREAD, dated=False))
    connection = connected(services, registered(services, "spring").external_id or "")
    for said in (*CALLS, CALLS[0], [("m1", "late"), ("s1", "stop")]):
        call(services, said)
        clock.forward(minutes=7)
    rows = services.lake.view().stored("events").sort("key").collect()
    said = correct(services, connection)
    assert (said.calls, told(said)) == (4, [])
    assert services.lake.view().stored("events").sort("key").collect().equals(rows)


def test_a_range_touches_what_its_own_calls_brought_alone(
    services: Services, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    """Nor what a call brought that can't be read now, that was kept no longer, or without a note
    of which call it was.
    """
    connection = connected(services, registered(services, "spring").external_id or "")
    days = []
    for n in range(4):
        days.append(clock())
        call(services, [(f"m{n}", "late"), (f"p{n}", "probe"), (f"g{n}", "garbled")][: 3 - n % 2])
        clock.forward(days=1)
    with write(services.engine) as link:
        link.execute(update(tables.seen).where(tables.seen.c.call_id == 4).values(call_id=None))
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT, unreadable="garbled"))
    said = correct(services, connection, days[1], days[1] + timedelta(hours=1))
    assert (said.calls, said.replaced.events, said.retracted.events) == (1, 1, 1)
    said = correct(services, connection)
    assert (said.unreadable, said.different.events, said.retracted.events) == ([1, 3], 1, 0)
    found = standings(services)
    assert found.pop("m1") == "BOUNCED"
    assert found == dict.fromkeys(["m0", "p0", "m2", "p2", "m3", "p3"], "DELIVERED")


@pytest.mark.parametrize("first", [0, 1], ids=["the-first-call", "the-second-call"])
def test_what_two_calls_say_is_counted_once_and_goes_with_the_last_of_them(
    services: Services, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    campaign = registered(services, "spring")
    connection = connected(services, "spring")
    twice: Said = [("m1", "late"), ("p1", "probe")]
    for n in (first, 1 - first):
        call(services, twice, again=n)

    def half_corrected(one: Call) -> list[Fact]:
        meanings = CORRECT if json_object(one.body)["again"] == 0 else MISREAD
        return list(mill(meanings).read(one))

    monkeypatch.setitem(PROVIDERS, "mill", replace(mill(CORRECT), read=half_corrected))
    correct(services, connection)
    first_reading = "DELIVERED" if first else "BOUNCED"
    assert standings(services) == {"m1": first_reading, "p1": "DELIVERED"}
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT))
    correct(services, connection)
    assert standings(services) == {"m1": "BOUNCED"}
    assert answer(services, campaign) == expected([twice])
    assert verify(services.lake) == []


@pytest.mark.parametrize("cut", [5, 8], ids=["halfway", "to-strike-off"])
def test_a_replay_that_was_killed_ends_alike_when_it_is_run_again(
    services: Services, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """Between any two steps; an event also moves to a campaign of another month."""
    spring, winter = registered(services, "spring"), earlier(services, "winter")
    connection = connected(services)
    for said in CALLS[:2]:
        call(services, said, campaign="spring", really="spring")
    call(services, CALLS[2], campaign="spring", really="winter")
    before = stored(services)
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT, named="really"))
    done = 0
    rewrite, strike = retraction.replace_month, correction.rows.remove

    def until_killed(*given: Any) -> None:
        nonlocal done
        done += 1
        if done > cut:
            raise KeyboardInterrupt
        (strike if len(given) == 2 else rewrite)(*given)

    monkeypatch.setattr(retraction, "replace_month", until_killed)
    monkeypatch.setattr(correction.rows, "remove", until_killed)
    services.replay.run(connection)
    with pytest.raises(KeyboardInterrupt):
        services.replay.step(lambda: None)
    monkeypatch.setattr(retraction, "replace_month", rewrite)
    monkeypatch.setattr(correction.rows, "remove", strike)
    if cut == 8:  # somebody thinks better of it meanwhile, and of that in turn
        monkeypatch.setitem(PROVIDERS, "mill", mill(MISREAD))
        correct(services, connection)
        assert stored(services) == before
        monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT, named="really"))
    correct(services, connection)
    assert not services.replay.waits()
    assert answer(services, spring) == expected(CALLS[:2])
    assert answer(services, winter) == expected(CALLS[2:])
    assert verify(services.lake) == []


@pytest.mark.parametrize("by_rule", [False, True], ids=["by-hand", "by-a-rule"])
def test_what_a_person_gave_to_a_campaign_stays_there_and_is_corrected(
    services: Services, monkeypatch: pytest.MonkeyPatch, by_rule: bool
) -> None:
    """As long as its call brings it, whatever the call names by now."""
    chosen = registered(services, "chosen")
    connection = connected(services)
    said: Said = [("m1", "late"), ("p1", "probe")]
    call(services, said, campaign="spring")
    if by_rule:
        services.unmatched.make_rule(connection, ALL, "", chosen.id, "Ada")
        services.unmatched.make_rule(connection, ALL, "", registered(services, "b").id, "Ada")
    else:
        services.unmatched.claim(services.unmatched.groups()[0].id, chosen.id)
    spring = registered(services, "spring")
    assert told(correct(services, connection)) == []
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT))
    correct(services, connection)
    assert answer(services, chosen) == expected([said])
    assert answer(services, spring) == expected([])
    assert verify(services.lake) == []


def test_what_waits_for_a_campaign_follows_the_corrected_reading(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connected(services)
    said: Said = [("m1", "late"), ("p1", "probe"), ("m2", "sent")]
    call(services, said, campaign="spring")
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT))
    assert correct(services, connection).waiting_changed == 2
    spring = registered(services, "spring")
    assert services.unmatched.step() == 2
    assert answer(services, spring) == expected([said])
    assert told(correct(services, connection)) == []


def test_the_number_of_a_call_that_is_gone_is_never_given_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise another call's correction would take out what that one brought."""
    registered(services, "spring")
    connected(services, "spring")
    call(services, [("p1", "probe")])
    services.connections.delete("mill", "main")
    connection = connected(services, "spring")
    call(services, [("m1", "sent")])
    (kept,) = services.connections.calls(connection)
    assert kept.id == 2
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT))
    assert told(correct(services, connection)) == []
    assert standings(services) == {"p1": "DELIVERED", "m1": "SENT"}


def test_the_lists_of_subscribers_keep_what_was_taken_out_and_that_is_told(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they do where a file's import is undone: nobody who opted out is written to again. What
    is taken out is, by the server's next turn.
    """
    connection = connected(services)
    call(services, [("s1", "stop")])
    monkeypatch.setitem(PROVIDERS, "mill", mill(CORRECT))
    said = services.replay.run(connection)
    Background(services).step()
    assert not services.replay.waits()
    assert (said.retracted.events, said.about_lists) == (1, 1)
    assert services.lake.view().stored("events").collect().is_empty()
    assert services.subscribers.blocked("email", ["s1@example.com"]) == {"s1@example.com"}

"""What is played is kept whole, once, and with its events, in both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.errors import BadRequest, NotFound, Refused
from data.play import Arrival, Visitor
from data.play_prizes import again
from data.play_type import Step
from data.services import Services
from data.short_links import OWN, Link
from data.store import campaign_rows, outbox_rows, play_rows
from data.store.engine import read, write
from data.store.outbox_rows import Outgoing
from data.subscribers import Wanted
from data.vocabulary.campaign_state import Group, State

PRIZES = [{"name": "Car", "stock": 1}, {"name": "Book", "stock": 2}]
QUIZ = [
    {"text": "One?", "answers": ["yes", "no"], "correct": "yes"},
    {"text": "Two?", "answers": ["yes", "no"], "correct": "no"},
]


def campaign(services: Services, kind: str = "raffle-giveaway", **config: Any) -> Campaign:
    source = {"recipients": "form" if kind != "web-polls-surveys" else "api"}
    draft = CampaignDraft(
        f"A {kind}", Group.INTERACTIVE, kind, State.LIVE, channel="sms", config={**source, **config}
    )
    return services.campaigns.register(draft, "test")[0]


def press(
    services: Services, one: Campaign, who: str, act: str, nonce: str = "n", **form: str
) -> Step:
    arrival = services.plays.arrive(Link(one.id, OWN, None))
    return services.plays.act(arrival, Visitor(who, {}), act, form, nonce)


def arrival(services: Services, one: Campaign) -> Arrival:
    return services.plays.arrive(Link(one.id, OWN, None))


def sent(services: Services, one: Campaign, number: int, recipient: str) -> None:
    """A message of the campaign, as its outbox keeps it."""
    with write(services.engine) as connection:
        outbox_rows.add(connection, [Outgoing(one.id, number, recipient)])


def events(services: Services, one: Campaign, *columns: str) -> list[tuple[Any, ...]]:
    """The campaign's events in the order in which they came."""
    found = services.lake.view().scan("events", (one,)).collect()
    missing = [pl.lit(None).alias(c) for c in columns if c not in found.columns]
    return found.with_columns(missing).select(columns).rows()


def test_a_play_its_prize_and_its_events_are_kept_together(services: Services) -> None:
    """F147, F149."""
    one = campaign(services, game="Spin", prizes=PRIZES, prize_logic="By Exhaustion")
    press(services, one, "ana", "play", round="1")
    with read(services.engine) as connection:
        (kept,) = play_rows.rounds(connection, one.id, "ana")
        (drawn,) = play_rows.draws(connection, one.id)
    found = events(services, one, "kind", "recipient", "interaction", "prize")
    assert sorted(found) == [
        ("content.play", "ana", "Spin", None),
        ("prize.award", "ana", None, kept.prize),
    ]
    assert kept.prize in {"Car", "Book"}
    assert drawn[0] == again(drawn[1]) == kept.prize


def test_playing_again_gives_the_same_result_and_nothing_more(services: Services) -> None:
    one = campaign(services, prizes=PRIZES)
    for nonce in ("n", "n", "other"):
        press(services, one, "ana", "play", nonce, round="1")
    assert Counter(events(services, one, "kind")) == {("content.play",): 1, ("prize.award",): 1}


def test_many_at_once_never_get_more_than_there_is(services: Services) -> None:
    """30 people, each pressing twice, against a stock of 12."""
    one = campaign(services, prizes=[{"name": "Car", "stock": 12}], prize_logic="Always Win")

    def play(number: int) -> None:
        press(services, one, f"person {number % 30}", "play", f"n{number}", round="1")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(play, range(60)))
    kinds = Counter(events(services, one, "kind"))
    assert kinds == {("content.play",): 30, ("prize.award",): 12}
    with read(services.engine) as connection:
        drawn = play_rows.draws(connection, one.id)
        pool = play_rows.pool(connection, one.id)
    assert [record["number"] for _, record in drawn] == list(range(1, 31))
    assert [prize for prize, _ in drawn].count("Car") == 12
    assert pool is not None
    assert (pool.drawn, pool.given) == (30, {"car": 12})


def test_prizes_that_were_given_before_are_not_given_again(services: Services) -> None:
    """By whoever ran the campaign until then: 2 of 3 are gone."""
    one = campaign(services, prizes=[{"name": "Car", "stock": 3}], prize_logic="Always Win")
    for number in range(2):
        award = {
            "specversion": "1.0",
            "id": str(number),
            "source": "elsewhere",
            "type": "prize.award",
            "time": services.clock().isoformat(),
            "data": {"campaign_id": one.id, "prize": "car"},
        }
        services.accept.events([award])
    for who in ("ana", "bob"):
        press(services, one, who, "play", round="1")
    assert Counter(events(services, one, "kind"))["prize.award",] == 3


def test_each_round_is_played_once_and_no_more_than_there_are(services: Services) -> None:
    one = campaign(services, rounds=2)
    for number in ("1", "3", "2", "2", "3", "x", ""):
        press(services, one, "ana", "play", round=number)
    assert Counter(events(services, one, "kind")) == {("content.play",): 2}


def test_a_paused_campaign_takes_nobody_in_and_keeps_nothing(services: Services) -> None:
    """F060: also where the pause came between the look and the press."""
    one = campaign(services, prizes=PRIZES)
    before = arrival(services, one)
    services.campaigns.change(one.id, State.PENDING, "test")
    with pytest.raises(Refused):
        services.plays.act(before, Visitor("ana", {}), "play", {"round": "1"}, "n")
    with read(services.engine) as connection:
        assert play_rows.rounds(connection, one.id, "ana") == ()
    assert events(services, one, "kind") == []
    services.campaigns.change(one.id, State.LIVE, "test")
    press(services, one, "ana", "play", round="1")
    assert Counter(events(services, one, "kind")) == {("content.play",): 1, ("prize.award",): 1}


def test_what_fails_half_way_leaves_nothing_and_can_be_done_again(services: Services) -> None:
    """What is to be told is refused after the prize was drawn."""
    one = campaign(services, prizes=PRIZES)
    here = arrival(services, one)
    broken = Visitor("ana", {"country": "no country"})
    with pytest.raises(BadRequest):
        services.plays.act(here, broken, "play", {"round": "1"}, "n")
    with read(services.engine) as connection:
        assert play_rows.pool(connection, one.id) is None
        assert play_rows.rounds(connection, one.id, "ana") == ()
    press(services, one, "ana", "play", round="1")
    assert Counter(events(services, one, "kind")) == {("content.play",): 1, ("prize.award",): 1}


def test_a_quiz_asks_in_turn_and_keeps_the_first_answer(services: Services) -> None:
    """F146."""
    one = campaign(services, "web-trivia", questions=QUIZ)
    for act, form in [
        ("answer", {"question": "1", "answer": "yes"}),  # not begun yet
        ("start", {}),
        ("start", {}),
        ("answer", {"question": "2", "answer": "yes"}),  # not its turn
        ("answer", {"question": "1", "answer": "no"}),
        ("answer", {"question": "1", "answer": "yes"}),  # too late
        ("answer", {"question": "2", "answer": "no"}),
        ("answer", {"question": "3", "answer": "no"}),
    ]:
        press(services, one, "ana", act, **form)
    found = events(services, one, "kind", "question", "answer", "correct")
    assert set(found) == {
        ("content.play", None, None, None),
        ("question.answer", "One?", "no", False),
        ("question.answer", "Two?", "no", True),
    }
    assert len(found) == 3


@pytest.mark.parametrize(("answer", "awards"), [("yes", 1), ("no", 0)])
def test_only_who_has_everything_right_can_win_a_quiz(
    services: Services, answer: str, awards: int
) -> None:
    one = campaign(services, "web-trivia", questions=QUIZ, prizes=PRIZES)
    press(services, one, "ana", "start")
    press(services, one, "ana", "answer", question="1", answer=answer)
    press(services, one, "ana", "answer", question="2", answer="no")
    assert Counter(events(services, one, "kind"))["prize.award",] == awards


def test_a_quiz_whose_last_question_was_taken_away_can_still_be_finished(
    services: Services,
) -> None:
    one = campaign(services, "web-trivia", questions=QUIZ, prizes=PRIZES)
    press(services, one, "ana", "start")
    press(services, one, "ana", "answer", question="1", answer="yes")
    shorter = replace(one, config={**one.config, "questions": QUIZ[:1]})
    with write(services.engine) as connection:
        campaign_rows.replace_row(connection, shorter, services.clock())
    scene = services.plays.scene(arrival(services, one), Visitor("ana", {}), {})
    assert scene.values["through"] is True
    press(services, one, "ana", "finish")
    press(services, one, "ana", "finish")
    assert Counter(events(services, one, "kind"))["prize.award",] == 1


def test_a_page_that_does_not_exist_is_not_swiped_to(services: Services) -> None:
    """F145: a swipe goes one page forward or back."""
    one = campaign(services, "e-swipe", pages=[{"title": "A"}, {"title": "B"}, {"title": "C"}])
    steps = [("1", "2"), ("2", "1"), ("1", "3"), ("3", "4"), ("1", "0"), ("x", "2"), ("2", "²")]
    for number, (before, after) in enumerate(steps):
        press(services, one, "ana", "swipe", str(number), **{"from": before, "to": after})
    assert sorted(events(services, one, "kind", "page")) == [
        ("content.play", "1"),
        ("content.play", "2"),
    ]


def test_a_form_makes_one_subscriber_who_is_known_by_all_its_addresses(services: Services) -> None:
    fields = [
        {"name": "Name", "field": "name", "required": True},
        {"name": "Mobile", "field": "number", "required": True},
        {"name": "Email", "field": "email"},
        {"name": "City", "field": "tag"},
    ]
    one = campaign(services, "subscription-form", fields=fields)
    said = {"field0": "Ana María Díaz", "field1": "0049 151-2345678", "field2": "ANA@Example.com"}
    for nonce in ("a", "a"):
        press(services, one, "device", "send", nonce, **said, field3="Bogotá", consent="yes")
    found = events(services, one, "kind", "recipient", "channel")
    assert sorted(found) == [
        ("form.submit", "+491512345678", "sms"),
        ("subscriber.join", "+491512345678", "sms"),
        ("subscriber.join", "ana@example.com", "email"),
    ]
    (person,) = services.subscribers.find(Wanted()).subscribers
    assert (person.first_name, person.last_name, person.tags) == ("Ana María", "Díaz", ("bogotá",))


def test_a_form_with_the_addresses_of_two_people_tells_nobody_about_it(services: Services) -> None:
    fields = [{"name": "Mobile", "field": "number"}, {"name": "Email", "field": "email"}]
    one = campaign(services, "subscription-form", fields=fields)
    press(services, one, "a", "send", "a", field0="+12025550101", consent="yes")
    press(services, one, "b", "send", "b", field1="bob@example.com", consent="yes")
    step = press(
        services,
        one,
        "c",
        "send",
        "c",
        field0="+12025550101",
        field1="bob@example.com",
        consent="y",
    )
    assert not step.faults
    assert Counter(events(services, one, "kind")) == {("form.submit",): 3, ("subscriber.join",): 2}


@pytest.mark.parametrize(
    ("said", "faulty"),
    [
        ({}, {"field0", "consent"}),
        ({"field0": "12", "consent": "yes"}, {"field0"}),
        ({"field0": "+12025550123", "field1": "nobody", "consent": "yes"}, {"field1"}),
        ({"field0": "+12025550123", "field2": "x" * 201, "consent": "yes"}, {"field2"}),
        ({"field0": "+12025550123"}, {"consent"}),
    ],
)
def test_a_form_that_is_not_right_keeps_nothing_and_names_each_fault(
    services: Services, said: dict[str, str], faulty: set[str]
) -> None:
    fields = [
        {"name": "Mobile", "field": "number", "required": True},
        {"name": "Email", "field": "email"},
        {"name": "Wishes", "field": "other"},
    ]
    one = campaign(services, "subscription-form", fields=fields)
    step = press(services, one, "device", "send", **said)
    assert set(step.faults) == faulty
    assert events(services, one, "kind") == []


def test_whoever_comes_by_a_message_is_its_recipient(services: Services) -> None:
    one = campaign(services, prizes=PRIZES)
    sent(services, one, 7, "+12025550107")
    links = services.short_links.prepare(one)
    here = services.plays.arrive(services.short_links.resolve(links.code(number=7)))
    assert here.recipient == "+12025550107"
    assert services.plays.arrive(Link(one.id, OWN, 8)).recipient is None
    services.plays.record_open(here, Visitor(here.recipient, {"os": "iOS"}))
    found = events(services, one, "kind", "recipient", "os", "message_id")
    assert found == [("link.open", "+12025550107", "iOS", f"{one.id}-7")]


def test_every_click_is_an_open_whoever_clicks(services: Services) -> None:
    """F155, F172: four clicks by one and two by another."""
    one = campaign(services)
    for who in ("ana", "ana", "bob", "ana", "bob", "ana"):
        services.plays.record_open(arrival(services, one), Visitor(who, {}))
    found = events(services, one, "kind", "recipient")
    assert Counter(found) == {("link.open", "ana"): 4, ("link.open", "bob"): 2}


def test_a_form_leads_into_the_campaigns_that_are_open(services: Services) -> None:
    def named(name: str, state: State) -> CampaignDraft:
        return CampaignDraft(
            name, Group.INTERACTIVE, "e-swipe", state, name, "sms", config={"recipients": "form"}
        )

    services.campaigns.register(named("live", State.LIVE), "test")
    services.campaigns.register(named("paused", State.PENDING), "test")
    names = ["live", "paused", "nowhere", 1, 99, None, {}]
    one = campaign(services, "subscription-form", leads_to=names)
    assert [c.name for c in services.plays.leads_to(one)] == ["live", "live"]


@pytest.mark.parametrize("act", ["", "swipe", "nothing"])
def test_a_button_that_the_page_does_not_have_does_nothing(services: Services, act: str) -> None:
    one = campaign(services)
    with pytest.raises(NotFound):
        press(services, one, "ana", act)

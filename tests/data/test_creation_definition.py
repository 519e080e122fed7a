"""What was typed, read as the campaign that it describes, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.creation_definition import definition, links_in, problems, values_of
from data.creation_typing import merged, rearranged
from data.errors import BadRequest, NotFound
from data.vocabulary.campaign_state import State
from tests.creations import ALL, INTERACTIVE

QUESTION = {"text": "?", "answers": "A\nB", "correct": "A"}
BERLIN = ZoneInfo("Europe/Berlin")


def config_of(kind: str, **more: Any) -> Any:
    typed = {"name": "x", **ALL[kind], **more}
    return definition(CAMPAIGN_TYPES[kind], typed, BERLIN, {}).config


def stored(kind: str, **more: Any) -> Campaign:
    fields: dict[str, Any] = {"name": "x", "channel": "", "sender": ""}
    return Campaign(
        id=1,
        group=CAMPAIGN_TYPES[kind].group,
        type=kind,
        state=State.PENDING,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        month="2026-01",
        **(fields | more),
    )


def faults(kind: str, **more: Any) -> dict[str, str]:
    typed = {"name": "x", **ALL[kind], **more}
    return {p.where: p.message for p in problems(CAMPAIGN_TYPES[kind], typed)}


@pytest.mark.parametrize("kind", sorted(ALL))
def test_a_campaign_says_what_was_typed_and_is_typed_again_the_same(kind: str):
    """Editing starts from exactly what was made."""
    of = CAMPAIGN_TYPES[kind]
    once = definition(of, {"name": "x", **ALL[kind]}, BERLIN, {})
    known = stored(
        kind, name=once.name, channel=once.channel, sender=once.sender, config=once.config
    )
    again = definition(of, values_of(of, known, BERLIN), BERLIN, once.config)
    assert again == once


@pytest.mark.parametrize("kind", sorted(ALL))
def test_nothing_typed_names_what_is_missing_and_never_fails(kind: str):
    found = problems(CAMPAIGN_TYPES[kind], {})
    assert {"name"} <= {problem.where for problem in found}
    assert all(problem.message and problem.label for problem in found)


JUNK: tuple[Any, ...] = ("", "x", 7, None, [], ["x"], [{}], [{"text": 3}, []], {"a": 1})


@pytest.mark.parametrize("kind", sorted(ALL))
def test_whatever_was_stored_is_read_without_failing(kind: str):
    """The API stores any configuration; editing it must open all the same."""
    of = CAMPAIGN_TYPES[kind]
    keys = {key.partition(".")[0] for key in ALL[kind]} | {"links", "expires_at", "timetable"}
    for junk in JUNK:
        known = stored(kind, config=dict.fromkeys(sorted(keys), junk))
        problems(of, dict.fromkeys(ALL[kind], junk))
        values = values_of(of, known, BERLIN)
        problems(of, values)
        definition(of, values, BERLIN, known.config)


def test_lists_become_the_words_that_reports_read():
    chat = config_of("chatbot-service")
    assert chat["keywords"] == ["HELLO", "HELP"]
    assert chat["interactions"][0]["options"] == [{"text": "Hours", "to": "Hours"}, {"text": "Bye"}]
    raffle = config_of("raffle-giveaway")
    assert raffle["prizes"] == [{"name": "Cookbook", "stock": 12}, {"name": "Knife", "stock": 0}]
    assert raffle["game"] == "Spin"
    form = config_of("subscription-form")
    assert form["fields"][0] == {"name": "Name", "required": True, "field": "name"}
    assert config_of("geofence")["area"] == {
        "name": "Downtown shop",
        "latitude": 38.9072,
        "longitude": -77.0369,
        "radius_m": 800,
    }


def test_the_filter_of_subscribers_is_kept_as_data_and_in_words():
    config = config_of(
        "sms", recipients="subscribers", **{"audience.tags": ["vip", "2026"], "audience.q": "ana"}
    )
    assert config["audience"] == {"tags": ["vip", "2026"], "q": "ana", "channel": "sms"}
    assert config["filter"] == "Tagged vip and 2026; Name or address contains “ana”"
    assert "typed" not in config


def test_links_in_texts_are_tracked_unless_it_is_said_otherwise():
    """F109: each once, without the full stop after it."""
    body = "See https://a.example/x, (https://b.example/y?z=1) and https://a.example/x."
    config = config_of("sms", **{"message.body": body, "untracked": ["https://b.example/y?z=1"]})
    assert config["links"] == [
        {"url": "https://a.example/x", "tracked": True},
        {"url": "https://b.example/y?z=1", "tracked": False},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{link}}",
        "no link",
        "ftp://a.example",
        "https://",
        "a.example/x",
        "https://a.example/{{code}}",
    ],
)
def test_what_is_no_web_address_is_no_link(text: str):
    assert links_in({"message.body": text}) == ()


def test_an_expiry_on_a_date_is_a_moment_of_the_workspaces_zone():
    """F255: five past noon in Berlin's summer is five past ten in UTC."""
    config = config_of("e-swipe", expires="date", expires_day="2026-07-01", expires_time="12:05")
    assert config["expires_at"] == "2026-07-01T10:05:00+00:00"
    assert "expires_at" not in config_of("e-swipe", expires="never", expires_day="2026-07-01")
    assert config_of("e-swipe", expires="hours", expires_hours="48")["expires_hours"] == 48


def test_a_timetable_names_its_zone():
    config = config_of("sms", timetable_on="on", **{"timetable.days": ["1", "7"]})
    assert config["timetable"] == {
        "from": "09:00",
        "until": "20:00",
        "days": [1, 7],
        "zone": "Europe/Berlin",
    }


def test_always_win_is_for_raffles_and_not_for_trivia_types():
    """F181."""
    assert faults("raffle-giveaway", prize_logic="Always Win") == {}
    for kind in ("trivia", "web-trivia"):
        assert "prize_logic" in faults(kind, prize_logic="Always Win")


def test_a_raffle_has_its_five_games_and_no_other():
    """F111."""
    for game in ("Crack the Ice", "Peel it", "Scratch Card", "Spin", "Slot Machine"):
        assert faults("raffle-giveaway", game=game) == {}
    assert "game" in faults("raffle-giveaway", game="Poker")


def test_prizes_that_are_switched_off_are_neither_asked_for_nor_kept():
    """F180."""
    assert faults("raffle-giveaway", prizes_on="", prizes=[]) == {}
    assert "prizes" not in config_of("raffle-giveaway", prizes_on="")


def test_keywords_are_at_most_thirty_of_at_most_twenty_nine_characters():
    """F257."""
    fits = "\n".join(f"{n:02}" + "x" * 27 for n in range(30))
    assert faults("chatbot-service", keywords=fits) == {}
    for wrong in (fits + "\nONE MORE", "x" * 30, "Hello\nHELLO"):
        assert "keywords" in faults("chatbot-service", keywords=wrong)


@pytest.mark.parametrize(
    ("kind", "typed", "where"),
    [
        ("sms", {"name": "x" * 101}, "name"),
        ("sms", {"sender": "a much too long name"}, "sender"),
        ("sms", {"message.body": "x" * 1601}, "message.body"),
        ("sms", {"send_rate": "0"}, "send_rate"),
        ("sms", {"send_rate": "fast"}, "send_rate"),
        ("sms", {"timetable_on": "on", "timetable.from": "9"}, "timetable.from"),
        ("sms", {"timetable_on": "on", "timetable.days": []}, "timetable.days"),
        ("email", {"sender": "no address"}, "sender"),
        ("email", {"message.subject": "two\nlines"}, "message.subject"),
        (
            "rcs",
            {"message.buttons": [{"kind": "url", "text": "Shop", "url": ""}]},
            "message.buttons.0.url",
        ),
        ("e-swipe", {"pages": []}, "pages"),
        ("e-swipe", {"pages": [{"title": "x", "link": "javascript:alert(1)"}]}, "pages.0.link"),
        ("e-swipe", {"message.body": "no way in"}, "message.body"),
        ("e-swipe", {"expires": "hours", "expires_hours": "0"}, "expires_hours"),
        ("e-swipe", {"expires": "date", "expires_day": "soon"}, "expires_day"),
        ("e-swipe", {"late_image": "x", "expires": "hours", "expires_hours": "1"}, "late_image"),
        ("trivia", {"prizes": [{"name": "Knife", "stock": "-1"}]}, "prizes.0.stock"),
        ("trivia", {"questions": [{**QUESTION, "answers": "A"}]}, "questions.0.answers"),
        ("trivia", {"questions": [{**QUESTION, "correct": "C"}]}, "questions.0.correct"),
        ("digital-coupon", {"pass.color": "red"}, "pass.color"),
        ("digital-coupon", {"pass.ios": "", "pass.android": ""}, "pass.ios"),
        ("subscription-form", {"fields": [{"name": "Name", "field": "name"}]}, "fields"),
        ("subscription-form", {"fields": [{"name": "M", "field": ""}]}, "fields.0.field"),
        (
            "chatbot-service",
            {"interactions": [{"name": "W", "text": "Hi", "options": "Go > Nowhere"}]},
            "interactions.0.options",
        ),
        (
            "keyword",
            {"keywords": [{"keyword": k, "interaction": "i", "answer": "a"} for k in ("A", "a")]},
            "keywords.1.keyword",
        ),
        ("geofence", {"area.latitude": "91"}, "area.latitude"),
        ("geofence", {"area.latitude": "nan"}, "area.latitude"),
        ("geofence", {"area.radius_m": "49"}, "area.radius_m"),
    ],
)
def test_what_can_not_be_is_told_at_its_field(kind: str, typed: dict[str, Any], where: str):
    assert where in faults(kind, **typed)


def test_a_form_that_people_come_by_needs_no_message():
    """Whoever fills in the form is led on; nobody is written to."""
    typed = {"recipients": "form", "message.body": ""}
    assert faults("e-swipe", **typed) == {}
    assert faults("e-swipe", **{**typed, "recipients": "typed"}) == {"message.body": "Required"}


def test_a_message_brings_its_link_or_one_of_its_own():
    for body in ("Look: {{link}}", "Look: https://a.example/{{code}}"):
        assert faults("e-swipe", **{"message.body": body}) == {}


def test_a_problem_in_a_row_is_named_by_row_and_column():
    typed = {"name": "x", **INTERACTIVE["trivia"], "prizes": [{"name": "A", "stock": "x"}]}
    (problem,) = problems(CAMPAIGN_TYPES["trivia"], typed)
    assert (problem.step, problem.label) == ("logic", "Prizes, prize 1, Stock")


def test_rows_are_added_moved_and_removed():
    kind = CAMPAIGN_TYPES["e-swipe"]
    whole: dict[str, Any] = {"pages": [{"title": "A"}, {"title": "B"}]}

    def titles(deed: str, at: int = 0) -> list[str]:
        rows = rearranged(kind, "design", whole, deed, "pages", at)["pages"]
        return [row["title"] for row in rows]

    assert titles("add") == ["A", "B", ""]
    assert titles("up", 1) == ["B", "A"]
    assert titles("up", 0) == ["A", "B"]
    assert titles("down", 0) == ["B", "A"]
    assert titles("remove", 0) == ["B"]
    for deed, key, at in (("remove", "pages", 2), ("up", "pages", -1), ("add", "other", 0)):
        with pytest.raises(BadRequest):
            rearranged(kind, "design", whole, deed, key, at)


@pytest.mark.parametrize(
    "typed",
    [
        {"pages": "x"},
        {"pages": ["x"]},
        {"pages": [{"title": 1}]},
        {"pages": [{"title": "\0"}]},
        {"pages": [{"title": "x" * 600_000}]},
        {"pages": [{"title": "\ud800"}]},
    ],
)
def test_what_no_page_sends_is_refused_whole(typed: dict[str, Any]):
    with pytest.raises(BadRequest):
        merged(CAMPAIGN_TYPES["e-swipe"], "design", {}, typed)


def test_a_step_takes_its_own_fields_alone():
    kind = CAMPAIGN_TYPES["e-swipe"]
    typed = {"message.body": "Hi", "sender": "not here", "state": "live"}
    assert merged(kind, "message", {"sender": "61222"}, typed) == {
        "sender": "61222",
        "message.body": "Hi",
    }
    with pytest.raises(NotFound, match="has no step"):
        merged(kind, "logic", {}, {})

"""What one recipient gets to read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from data.campaign import Campaign
from data.carrier import Button, Content
from data.dispatch.wording import Wording, content_of
from data.vocabulary.campaign_state import Group, State


class NumberedLinks:
    """Links that show whose they are."""

    def personal(self, text: str, number: int) -> str:
        return text.replace("{{link}}", f"https://go.example/{number}")


def worded(channel: str = "email", **texts: Any) -> Wording:
    return Wording(Content(**texts), channel, NumberedLinks())


def campaign(**config: Any) -> Campaign:
    return Campaign(
        id=1,
        name="Spring",
        group=Group.INTERACTIVE,
        type="polls-surveys",
        channel="sms",
        sender="12345",
        state=State.PROCESSING,
        created_at=datetime(2026, 3, 11, tzinfo=UTC),
        month="2026-03",
        config=config,
    )


def test_every_text_is_filled_with_the_recipients_own_fields_and_links():
    wording = worded(
        body="Hi {{ first_name }}: {{link}}",
        subject="{{City}} calls, {{first name}}",
        buttons=(Button("Go, {{first_name}}", "{{link}}"),),
    )
    content, blank = wording.personal(7, {"First Name": "Ana", "city": " Lima "})
    assert content.body == "Hi Ana: https://go.example/7"
    assert content.subject == "Lima calls, Ana"
    assert content.buttons == (Button("Go, Ana", "https://go.example/7"),)
    assert not blank


@pytest.mark.parametrize("fields", [{}, {"first_name": ""}, {"first_name": "  "}], ids=str)
def test_an_empty_placeholder_is_left_blank_and_told(fields: dict[str, str]):
    """F104."""
    content, blank = worded(body="Hi {{first_name}}!").personal(1, fields)
    assert (content.body, blank) == ("Hi !", True)


def test_what_a_field_holds_is_text_and_never_a_placeholder_or_a_link():
    fields = {"a": "{{link}} {{b}}", "b": "secret"}
    content, blank = worded(body="{{a}}").personal(1, fields)
    assert (content.body, blank) == ("{{link}} {{b}}", False)


def test_the_length_of_a_text_message_is_that_of_the_finished_text():
    """F108: 159 characters and a name of eleven are two messages."""
    wording = worded("sms", body="x" * 159 + "{{name}}")
    assert wording.personal(1, {"name": "Maximiliana"})[0].segments == 2
    assert wording.personal(1, {"name": "M"})[0].segments == 1


def test_a_poll_without_a_text_opens_with_its_first_question():
    question = {"text": "How was it?", "answers": ["Good", "Bad"]}
    found = content_of(campaign(questions=[question, {"text": "Why?", "answers": []}]))
    assert found == Content("How was it?\n1. Good\n2. Bad")


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"message": "Hello"},
        {"message": {"body": " "}},
        {"message": {"body": 7}, "questions": ["?"]},
        {"questions": [{}]},
    ],
    ids=str,
)
def test_without_words_there_is_nothing_to_say(config: dict[str, Any]):
    assert content_of(campaign(**config)) is None


def test_buttons_without_words_or_of_another_shape_are_left_out():
    message = {"body": "Hi", "buttons": [{"text": "Go", "url": "https://a.example"}, {}, "x"]}
    found = content_of(campaign(message=message))
    assert found is not None
    assert found.buttons == (Button("Go", "https://a.example"),)

"""Does a call that is shown say nothing of people to someone who may not see them (D-28)?"""

from __future__ import annotations

import base64
import json

import pytest

from data.ingest.masking import shown_body, shown_path
from data.ingest.providers import PROVIDERS

JSON = "application/json"
NUMBER, ADDRESS = "+4915112345678", "ada@example.com"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"to": NUMBER, "email": ADDRESS}),
        json.dumps({"to": NUMBER[1:], "list": [ADDRESS, {NUMBER: 1}]}),
        json.dumps({"to": 4915112345678}),
        json.dumps({"Message": json.dumps({"mail": {"destination": [ADDRESS]}})}),
        json.dumps({"data": base64.b64encode(json.dumps({"a": NUMBER}).encode()).decode()}),
        json.dumps({"to": NUMBER}).replace("+", "\\u002b"),
        json.dumps({"to": "+49 151 123 456 78", "text": f"I am {ADDRESS}"}),
        f"plain text about {ADDRESS} and {NUMBER}",
    ],
)
def test_numbers_and_addresses_are_masked_wherever_they_stand(body: str):
    told = shown_body(body.encode(), JSON, reveal=False)
    for hidden in (ADDRESS, NUMBER[1:], "12345678", "123 456", "ada@"):
        assert hidden not in told
    assert base64.b64encode(NUMBER.encode()).decode()[:12] not in told


def test_words_that_people_write_are_masked_by_their_name():
    told = shown_body(b'{"text":"come to my house","status":"delivered"}', JSON, reveal=False)
    assert "house" not in told
    assert "delivered" in told


def test_a_form_is_shown_line_by_line():
    form = b"MessageStatus=delivered&To=%2B4915112345678&Body="
    kind = "application/x-www-form-urlencoded"
    assert shown_body(form, kind, reveal=True) == (
        "MessageStatus = delivered\nTo = +4915112345678\nBody = "
    )
    assert "12345678" not in shown_body(form, kind, reveal=False)


def test_whoever_may_see_recipients_sees_all():
    told = shown_body(json.dumps({"to": NUMBER, "é": ADDRESS}).encode(), JSON, reveal=True)
    assert json.loads(told) == {"to": NUMBER, "é": ADDRESS}


def test_a_long_body_is_cut_and_says_so():
    told = shown_body(b"x " * 50_000, "text/plain", reveal=True)
    assert len(told) < 21_000
    assert told.endswith("100,000 characters in all")


def test_the_path_is_masked_too():
    assert "4915112345678" not in shown_path("?msisdn=4915112345678", reveal=False)


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda one: one.key)
def test_no_provider_s_sample_shows_its_recipient(provider):
    told = shown_body(provider.sample.body.encode(), provider.sample.content_type, reveal=False)
    assert "test@example.com" not in told
    assert "15005550001" not in told

"""The message as its recipient sees it."""

from __future__ import annotations

import pytest

from components.preview import NO_TEXT, preview
from tests.drawn import all_of, by_role, text


def phone(**content):
    return preview("phone", content, channel="WhatsApp", sender="Acme")


def email(**content):
    return preview("email", content, channel="Email", sender="news@example.com")


def heads(drawn) -> dict[str, str]:
    return {
        text(dt): text(dd) for dt, dd in zip(all_of(drawn, "Dt"), all_of(drawn, "Dd"), strict=True)
    }


def test_a_phone_shows_sender_header_body_footer_and_buttons():
    """F237."""
    drawn = phone(header="Sale", body="Today only", footer="Reply STOP", buttons=["Shop", "Stop"])
    for word in ("Acme", "WhatsApp", "Sale", "Today only", "Reply STOP", "Shop", "Stop"):
        assert word in text(drawn)
    assert len(all_of(drawn, "Li")) == 2


def test_buttons_may_be_words_or_mappings():
    drawn = phone(body="b", buttons=["One", {"text": "Two"}, {"label": "Three"}])
    assert [text(item) for item in all_of(drawn, "Li")] == ["One", "Two", "Three"]


@pytest.mark.parametrize("draw", [phone, email])
def test_placeholders_are_marked_as_such(draw):
    drawn = draw(body="Hi {{first_name}}, code {{ code }}. {not} {{}")
    assert [text(mark) for mark in all_of(drawn, "Mark")] == ["{{first_name}}", "{{ code }}"]
    assert "Hi {{first_name}}, code {{ code }}. {not} {{}" in text(drawn)


@pytest.mark.parametrize("draw", [phone, email])
def test_no_part_of_a_message_comes_to_life(draw):
    drawn = draw(
        title="<img src=x onerror=alert(1)>",
        subject="<b>x</b>",
        body='<a href="javascript:alert(1)">x</a> https://example.com',
        buttons=["<script>"],
    )
    assert '<a href="javascript:alert(1)">x</a>' in text(drawn)
    for kind in ("A", "Img", "Script", "Iframe", "Markdown", "DangerouslySetInnerHTML"):
        assert all_of(drawn, kind) == []


def test_an_email_shows_who_to_whom_and_its_subject():
    drawn = email(to="{{email}}", subject="Hello", body="Dear you")
    assert heads(drawn) == {"From": "news@example.com", "To": "{{email}}", "Subject": "Hello"}
    assert "Dear you" in text(drawn)


def test_an_email_from_someone_else_than_the_sender_says_so():
    assert heads(email(**{"from": "ceo@example.com"}))["From"] == "ceo@example.com"


@pytest.mark.parametrize("draw", [phone, email])
def test_a_message_without_text_says_so(draw):
    assert NO_TEXT in text(draw())


def test_segments_are_told_under_the_phone():
    """F108."""
    said = "170 characters · 2 messages per recipient"
    drawn = preview("phone", {"body": "x"}, channel="SMS", sender="555", segments=said)
    assert said in text(drawn)


def test_a_preview_is_named_by_its_channel():
    assert by_role(phone(body="x"), "group", "Preview of the WhatsApp message")

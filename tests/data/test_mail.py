"""What a mail looks like, whatever its words are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from data.carrier import Button, Content, Envelope, Message
from data.errors import BadRequest
from data.mail import mime

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def message(**texts: Any) -> Message:
    envelope = Envelope(7, 1, "email", "news@shop.example", "ana@example.com")
    return Message(envelope, Content(**{"body": "Hello", "subject": "Spring", **texts}))


def test_words_are_never_markup_nor_headers():
    said = message(
        body='<script>x</script> "https://a.example/?"><img src=x>"',
        subject="Hi\r\nBcc: all@example.com",
        buttons=(Button("Run", "javascript:alert(1)"),),
    )
    mail = mime(said, NOON)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hi Bcc: all@example.com"
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html


def test_a_name_that_would_begin_a_header_is_refused():
    with pytest.raises(BadRequest):
        mime(message(from_name="Ana\nBcc: all@example.com"), NOON)


def test_without_an_address_to_leave_nothing_speaks_of_leaving():
    mail = mime(message(), NOON)
    assert mail["List-Unsubscribe"] is None
    assert "nsubscribe" not in mail.as_string()

"""One line of a stranger's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadRequest
from data.vocabulary.line import clean_line


def test_a_line_is_trimmed_and_otherwise_kept():
    assert clean_line("  Ünïcode  👋 line ", "name") == "Ünïcode  👋 line"


@pytest.mark.parametrize(
    "text", ["a\0b", "a\nb", "a\x1bb", "a\x85b", "a\u2028b", "\ud83d", "x" * 201]
)
def test_what_is_no_line_is_refused_by_the_name_of_its_field(text: str):
    with pytest.raises(BadRequest) as caught:
        clean_line(text, "sender")
    assert caught.value.where == "sender"


@given(st.text())
def test_a_line_that_is_taken_can_be_encoded_and_is_one_line(text: str):
    try:
        line = clean_line(text, "x")
    except BadRequest:
        return
    assert len(line.encode().decode().splitlines()) <= 1

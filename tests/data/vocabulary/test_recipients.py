"""A masked recipient can be told from another, and not be written to (D-28)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary.recipients import mask


@pytest.mark.parametrize(
    ("recipient", "shown"),
    [
        ("+4915112345642", "+4915•••••42"),
        ("anna@example.com", "a•••@example.com"),
        ("@example.com", "•••@example.com"),
        ("a@b@example.com", "a•••@example.com"),
        ("device-token-0001", "de•••••01"),
        ("+4915142", "•••"),
        ("+491512342", "+4915•••42"),
        ("abcdef", "•••"),
        ("", "•••"),
    ],
)
def test_a_recipient_is_masked(recipient, shown):
    assert mask(recipient) == shown


@settings(deadline=None)
@given(st.text(max_size=60).filter(lambda text: "•" not in text))
def test_at_least_three_characters_of_what_is_no_address_are_hidden(recipient):
    shown = mask(recipient)
    assert "•••" in shown
    if "@" not in recipient:
        assert len(shown.replace("•", "")) <= max(0, len(recipient) - 3)

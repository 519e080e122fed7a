"""Is an address written in one way only, and is none taken for one that isn't?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadRequest
from data.vocabulary.address import address, channel_of, fits, known_as

CHANNELS = ("sms", "rcs", "whatsapp", "email", "push", "")


@pytest.mark.parametrize(
    ("channel", "text", "known"),
    [
        ("sms", " +49 (151) 123-45/678 ", "+4915112345678"),
        ("rcs", "004915112345678", "+4915112345678"),
        ("whatsapp", "\u202d+4915112345678\u202c", "+4915112345678"),
        ("email", " Ana@Example.COM", "ana@example.com"),
        ("email", "ana@münchen.example", "ana@münchen.example"),
        ("push", " tok-1A ", "tok-1A"),
    ],
)
def test_an_address_is_written_in_one_way(channel: str, text: str, known: str) -> None:
    assert address(channel, text) == known
    assert fits(channel, known)


@pytest.mark.parametrize(
    ("channel", "text", "where"),
    [
        ("sms", "", "number"),
        ("sms", "015112345678", "number"),
        ("sms", "4915112345678", "number"),
        ("sms", "+0151123456", "number"),
        ("sms", "+491234", "number"),
        ("sms", "+4915112345678901", "number"),
        ("sms", "+٤٩١٥١١٢٣٤٥٦٧٨", "number"),
        ("email", "ana", "email"),
        ("email", "ana@example", "email"),
        ("email", "a@b@example.com", "email"),
        ("email", "ana..b@example.com", "email"),
        ("email", "Ana <ana@example.com>", "email"),
        ("email", f"{'a' * 65}@example.com", "email"),
        ("push", "x" * 257, "token"),
        ("push", "a\x00b", "token"),
    ],
    ids=ascii,
)
def test_what_is_no_address_is_refused_by_its_kind(channel: str, text: str, where: str) -> None:
    with pytest.raises(BadRequest) as refused:
        address(channel, text)
    assert refused.value.where == where


@given(channel=st.sampled_from(CHANNELS), text=st.text(max_size=40))
def test_an_address_that_was_read_is_read_as_itself(channel: str, text: str) -> None:
    known = known_as(channel, text)
    assert known_as(channel, known) == known


@pytest.mark.parametrize(
    ("text", "channel"),
    [("+49 151 12345678", "sms"), ("ANA@example.com", "email"), ("member-7", ""), ("", "")],
)
def test_the_looks_of_an_address_tell_its_channel(text: str, channel: str) -> None:
    assert channel_of(text) == channel

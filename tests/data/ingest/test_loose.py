"""Is what providers write read in all the ways in which they write it?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadRequest
from data.ingest.loose import document, form, moment, number, words
from data.ingest.naming import in_fields, in_text
from data.ingest.provider import Named


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2018-12-31T15:01:23.045123456Z", "2018-12-31T15:01:23.045123+00:00"),
        ("2019-11-09T16:00:00.000+0000", "2019-11-09T16:00:00+00:00"),
        ("2016-04-27T16:28:50.3963933-04:00", "2016-04-27T20:28:50.396393+00:00"),
        ("2020-01-01 12:00:00", "2020-01-01T12:00:00+00:00"),
        ("2020-01-01 12:00:00 UTC", "2020-01-01T12:00:00+00:00"),
        ("1698266945", "2023-10-25T20:49:05+00:00"),
        (1698266945, "2023-10-25T20:49:05+00:00"),
        (1521243339.873676, "2018-03-16T23:35:39.873676+00:00"),
        ("1698266945123", "2023-10-25T20:49:05.123000+00:00"),
        (1698266945123456789, "2023-10-25T20:49:05.123456+00:00"),
        ({}, None),
        (None, None),
        ("soon", None),
        ("2020-13-45T99:00:00Z", None),
        (10**20, None),
        (-5, None),
        (float("nan"), None),
        (True, None),
    ],
)
def test_a_time_is_read_in_every_way_that_providers_write_it(text, wanted):
    found = moment(text)
    assert (found.isoformat() if found else None) == wanted


@given(st.text() | st.integers() | st.floats() | st.none() | st.lists(st.integers()))
def test_no_value_keeps_a_time_from_being_looked_for(value):
    moment(value)
    number(value)
    words(value, "a", 0)


def test_a_form_keeps_blank_and_repeated_fields():
    given_form = form(b"a=&b=1&b=2", "application/x-www-form-urlencoded")
    assert given_form == (("a", ""), ("b", "1"), ("b", "2"))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused_with_a_sentence(body):
    with pytest.raises(BadRequest, match="JSON|UTF-8"):
        document(body)


OURS = Named(campaign_id=17)
THEIRS = Named(external_id="17")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("spring", (Named(external_id="spring"),)),
        ('{"campaign_id": 17}', (OURS, THEIRS)),
        ("campaign_id=17", (OURS, THEIRS)),
        ('{"external_id": "spring"}', (Named(external_id="spring"),)),
        ('{"campaign_id": "s"}', (Named(external_id="s"),)),
        ("", ()),
    ],
)
def test_a_free_text_names_a_campaign(text, wanted):
    assert in_text(text) == wanted


def test_a_number_out_of_range_is_no_id_of_ours():
    assert in_fields({"campaign_id": 2**31}) == (Named(external_id=str(2**31)),)

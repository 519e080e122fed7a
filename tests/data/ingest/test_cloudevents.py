"""Bodies are read as what they say they are, and none can hurt."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadRequest, TooLarge, UnsupportedMedia
from data.ingest import cloudevents
from data.ingest.cloudevents import Unreadable, events_in, unpacked
from tests.data.event_samples import event

STRUCTURED = {"content-type": "application/cloudevents+json"}
BATCH = {"content-type": "application/cloudevents-batch+json"}
LINES = {"content-type": "application/x-ndjson"}


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_one_structured_event():
    assert events_in(dumped(event()), STRUCTURED) == [event()]


def test_a_batch():
    assert events_in(dumped([event(1), 5, event(2)]), BATCH) == [event(1), 5, event(2)]


def test_an_empty_batch_has_no_events():
    assert events_in(b"[]", BATCH) == []


def test_lines_with_any_ending_and_blank_ones_between():
    body = b"\r\n\n".join([dumped(event(1)), dumped(event(2))])
    assert events_in(body, LINES) == [event(1), event(2)]


def test_a_broken_line_stands_among_its_neighbours_with_its_number():
    body = b"\n".join([dumped(event(1)), b"", b'{"id": ', dumped(event(2))])
    first, broken, second = events_in(body, LINES)
    assert (first, second) == (event(1), event(2))
    assert isinstance(broken, Unreadable)
    assert broken.error.startswith("line 3: ")


def test_the_binary_mode_takes_attributes_from_headers():
    item = event(subject="a b@example.com")
    headers = {"content-type": "application/json", "ce-subject": "a%20b@example.com"} | {
        f"ce-{name}": value for name, value in item.items() if name not in {"data", "subject"}
    }
    assert events_in(dumped(item["data"]), headers) == [item]


@pytest.mark.parametrize(
    "media",
    [
        "application/cloudevents+json; charset=UTF-8",
        "Application/CloudEvents+JSON",
        'application/cloudevents+json;charset="utf-8"',
    ],
)
def test_spelling_of_the_media_type_does_not_matter(media):
    assert events_in(dumped(event()), {"content-type": media}) == [event()]


@pytest.mark.parametrize(
    "media",
    ["", "text/plain", "application/json", "application/cloudevents", "x", "\0", "a/b/c", "/"],
)
def test_another_media_type_is_refused_with_those_that_are_taken(media):
    with pytest.raises(UnsupportedMedia, match=r"application/cloudevents-batch\+json"):
        events_in(dumped(event()), {"content-type": media})


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "x", "utf-8''x"])
def test_another_charset_is_refused(charset):
    with pytest.raises(UnsupportedMedia, match="UTF-8"):
        events_in(
            dumped(event()), {"content-type": f"application/cloudevents+json; charset={charset}"}
        )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "the body is no JSON"),
        (b"{", "line 1 column 2"),
        (b'{"id": "a", }', "the body is no JSON: .* column"),
        (b'{"a": NaN}', "the body is no JSON: .* column"),
        (b'{"a": -Infinity}', "the body is no JSON: .* column"),
        (b'{"a": "\x00"}', "the body is no JSON: .* column"),
        (b"\xff\xfe", "not valid UTF-8 at byte 0"),
        (b"\x00" * 100, "the body is no JSON"),
        (b'{"a":' * 10_000, "the body is no JSON"),
        (b"[" * 10_000 + b"]" * 10_000, "the body is no JSON: it is nested too deeply"),
        (b'{"a":' * 900 + b"1" + b"}" * 900 + b"x", "the body is no JSON"),
        (b"[]", "must be one JSON object"),
        (b"5", "must be one JSON object"),
    ],
)
def test_a_body_that_is_no_event_is_refused(body, sentence):
    with pytest.raises(BadRequest, match=sentence):
        events_in(body, STRUCTURED)


@pytest.mark.parametrize("body", [b"{}", b"5", b"null", b'"x"'])
def test_a_batch_that_is_no_array_is_refused(body):
    with pytest.raises(BadRequest, match="a batch must be a JSON array"):
        events_in(body, BATCH)


def test_half_a_surrogate_pair_is_left_to_its_own_event():
    found = events_in(b'[{"id": "\\ud800"}, {"id": "\\ud83d\\ude00"}]', BATCH)
    assert found == [{"id": "\ud800"}, {"id": "😀"}]


@pytest.mark.parametrize("number", [b"1" * 10_000, b"1e999", b"-" + b"9" * 400])
def test_a_number_out_of_range_is_left_to_its_own_event(number):
    one, other = events_in(b'[{"a": %s}, {"a": 2}]' % number, BATCH)
    assert math.isinf(one["a"])
    assert other == {"a": 2}


def test_of_duplicate_names_the_last_counts():
    assert events_in(b'{"id": "a", "id": "b"}', STRUCTURED) == [{"id": "b"}]


@pytest.mark.parametrize(
    ("headers", "glue", "ends"), [(BATCH, b",", (b"[", b"]")), (LINES, b"\n", (b"", b""))]
)
def test_10_000_events_are_taken_and_one_more_is_too_many(headers, glue, ends):
    def body(count: int) -> bytes:
        return ends[0] + glue.join([b"{}"] * count) + ends[1]

    assert len(events_in(body(10_000), headers)) == 10_000
    with pytest.raises(TooLarge, match="at most 10,000 events, not 10,001"):
        events_in(body(10_001), headers)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " x-gzip "])
def test_gzip_is_undone(encoding):
    assert unpacked(gzip.compress(b"{}"), encoding) == b"{}"


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_no_encoding_is_left_alone(encoding):
    assert unpacked(b"{}", encoding) == b"{}"


@pytest.mark.parametrize("encoding", ["deflate", "br", "gzip, gzip", "\0"])
def test_another_encoding_is_refused(encoding):
    with pytest.raises(UnsupportedMedia, match="send gzip or none"):
        unpacked(b"{}", encoding)


def test_a_body_that_unpacks_to_the_limit_is_taken():
    body = bytes(cloudevents.LARGEST_BODY)
    assert unpacked(gzip.compress(body), "gzip") == body


def test_a_bomb_does_not_unfold():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(10**7)) for _ in range(50)) + packer.flush()
    assert len(bomb) < 10**6
    with pytest.raises(TooLarge, match="10,000,000 bytes, unpacked too"):
        unpacked(bomb, "gzip")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (gzip.compress(b"x" * 1000, mtime=0)[:-1], "ends too early"),
        (gzip.compress(b"x" * 1000, mtime=0)[:5], "ends too early"),
        (b"", "ends too early"),
        (gzip.compress(b"{}", mtime=0) + b"x", "goes on after its end"),
        (gzip.compress(b"{}", mtime=0) * 2, "goes on after its end"),
        (b"{}", "not valid gzip"),
        (zlib.compress(b"{}"), "not valid gzip"),
        (gzip.compress(b"{}", mtime=0)[:-8] + bytes(8), "not valid gzip"),
    ],
)
def test_damaged_gzip_is_refused(body, sentence):
    with pytest.raises(BadRequest, match=sentence):
        unpacked(body, "gzip")


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([STRUCTURED, BATCH, LINES]), st.booleans())
def test_garbage_is_events_or_a_refusal_and_never_anything_else(body, headers, packed):
    try:
        found = events_in(unpacked(body, "gzip" if packed else ""), headers)
    except BadRequest:
        found = []
    assert isinstance(found, list)

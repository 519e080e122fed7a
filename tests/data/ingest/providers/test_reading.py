"""Does a provider's call with any part missing or odd still become good events, or a clear no?"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.channels import CHANNELS
from data.connections import Connection
from data.errors import BadRequest
from data.event import normalise
from data.ingest.fate import CODES, Fate, code
from data.ingest.provider import Call
from data.ingest.providers import PROVIDERS
from data.ingest.translating import event_of
from tests.data.ingest.captured import ENTRIES, body

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
GENUINE = [one for one in ENTRIES if one["expect"]["http"].startswith("2xx")]
JSON = [one for one in GENUINE if one["file"].endswith(".json") or one["provider"] == "ses"]
JUNK = st.sampled_from(
    [None, "", "\0", "\ud800", "x" * 5000, -1, 0, 10**25, 1e308, True, [], {}, [[]], "2026-13-45"]
)


class Somewhere(NamedTuple):
    id: int = 1
    month: str = "2026-03"
    channel: str = "sms"


class Everywhere:
    def place(self, campaign_id: int | None, external_id: str | None) -> Somewhere:
        return Somewhere()


def spoil(value: Any, choose: Any, junk: Any) -> Any:
    """`value` with one part, wherever it stands, replaced or left out."""
    if isinstance(value, dict) and value:
        key = choose(sorted(value))
        left = {name: inner for name, inner in value.items() if name != key}
        if choose([0, 1, 2]) == 0:
            return left
        return {**left, key: spoil(value[key], choose, junk)}
    if isinstance(value, list) and value:
        return [spoil(value[0], choose, junk), *value[1:]]
    return junk


def read(one: dict[str, Any], raw: bytes) -> list[dict[str, Any]]:
    """The events that an entry's call becomes with another body; none for one that is refused."""
    headers = {name.lower(): value for name, value in one["request"]["headers"].items()}
    headers["content-type"] = one["request"]["content_type"]
    call = Call("POST", "http://127.0.0.1/", "", headers, raw, NOON)
    provider = PROVIDERS[one["provider"]]
    connection = Connection(1, provider.key, "main", "basic", provider.channels[0], None, {}, NOON)
    with suppress(BadRequest):
        facts = [fact for fact in provider.read(call) if fact.kind is not None]
        return [event_of(fact, connection, Somewhere(), NOON) for fact in facts]
    return []


def off(event: dict[str, Any]) -> str | None:
    """What is wrong with an event, if anything."""
    try:
        normalise(event, Everywhere(), NOON)
    except BadRequest as refusal:
        return refusal.where
    return None


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_an_odd_part_never_keeps_the_rest_from_being_an_event(data: st.DataObject):
    one = data.draw(st.sampled_from(JSON))
    whole = json.loads(body(one))
    spoilt = spoil(whole, lambda names: data.draw(st.sampled_from(names)), data.draw(JUNK))
    # A time may be that of next year, or of 1969.
    assert {off(event) for event in read(one, json.dumps(spoilt).encode())} <= {None, "time"}


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(GENUINE), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(one: dict[str, Any], raw: bytes):
    assert {off(event) for event in read(one, raw)} <= {None, "time"}


@pytest.mark.parametrize("channel", CODES)
@pytest.mark.parametrize("fate", Fate)
def test_every_fate_has_a_code_on_every_channel(channel: str, fate: Fate):
    declared = {status.code for status in CHANNELS[channel].statuses}
    # Email declares no code for "will be tried again"; an undeclared one counts as Transit.
    assert code(fate, channel, "?") in declared | {"DEFERRED"}


def test_a_word_without_a_fate_is_kept_as_it_is():
    assert code(None, "sms", "teleported") == "teleported"
    assert code(Fate.SEEN, "web", "read") == "read"

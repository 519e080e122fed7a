"""What a campaign must be like before it is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.campaign_draft import FIELDS, CampaignDraft, checked, parse_draft, read_moment
from data.campaign_types import CAMPAIGN_TYPES
from data.errors import BadRequest
from data.vocabulary.campaign_state import STATES, Group, State


def _item(**changes: Any) -> dict[str, Any]:
    item = {"name": "Spring", "group": "messaging", "type": "sms", "status": "completed"}
    return item | changes


def test_every_field_of_the_contract_is_read():
    draft = parse_draft(
        {
            "external_id": "ext-1",
            "name": "  Spring sale ",
            "group": "interactive",
            "type": "e-swipe",
            "channel": "sms",
            "sender": "12345",
            "status": "live",
            "created_at": "2026-02-09T13:07:00+01:00",
            "delivery_at": "2026-02-10T00:00:00.5Z",
            "recipients": 10,
            "config": {"links": [{"url": "https://example.org"}]},
        }
    )
    assert draft == CampaignDraft(
        external_id="ext-1",
        name="Spring sale",
        group=Group.INTERACTIVE,
        type="e-swipe",
        channel="sms",
        sender="12345",
        state=State.LIVE,
        created_at=datetime(2026, 2, 9, 12, 7, tzinfo=UTC),
        delivery_at=datetime(2026, 2, 10, 0, 0, 0, 500_000, tzinfo=UTC),
        recipients=10,
        config={"links": [{"url": "https://example.org"}]},
    )


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_every_type_can_be_registered_in_every_status_of_its_group(kind):
    """F010, F011, F012, F013"""
    for state in STATES[kind.group]:
        for channel in kind.channels:
            item = _item(group=kind.group, type=kind.key, channel=channel, status=state)
            assert parse_draft(item).channel == channel


def test_a_type_with_one_channel_needs_none_said():
    assert parse_draft(_item(type="whatsapp")).channel == "whatsapp"


def test_an_interactive_campaign_may_have_no_channel():
    item = _item(group="interactive", type="e-swipe", status="live")
    assert parse_draft(item).channel == ""


BAD = {
    "no object": ([], None),
    "unknown field": (_item(colour="red"), "'colour'"),
    "demo is not for callers": (_item(demo=True), "'demo'"),
    "no name": (_item(name=None), "name"),
    "blank name": (_item(name="  "), "name"),
    "long name": (_item(name="x" * 201), "name"),
    "name with NUL": (_item(name="a\0b"), "name"),
    "name of two lines": (_item(name="a\nb"), "name"),
    "half a character": (_item(name="\ud800"), "name"),
    "name a number": (_item(name=7), "name"),
    "unknown group": (_item(group="other"), "group"),
    "unknown type": (_item(type="fax"), "type"),
    "type of the other group": (_item(type="e-swipe"), "type"),
    "label instead of word": (_item(status="In Progress"), "status"),
    "state of the other group": (_item(status="live"), "status"),
    "another channel": (_item(channel="email"), "channel"),
    "unknown channel": (_item(channel="\0"), "channel"),
    "long sender": (_item(sender="x" * 201), "sender"),
    "blank external id": (_item(external_id=" "), "external_id"),
    "long external id": (_item(external_id="x" * 201), "external_id"),
    "recipients below zero": (_item(recipients=-1), "recipients"),
    "too many recipients": (_item(recipients=2_000_000_001), "recipients"),
    "recipients true": (_item(recipients=True), "recipients"),
    "recipients in halves": (_item(recipients=1.5), "recipients"),
    "recipients in words": (_item(recipients="10"), "recipients"),
    "time without zone": (_item(created_at="2026-01-01T00:00:00"), "created_at"),
    "day without time": (_item(created_at="2026-01-01"), "created_at"),
    "time as a number": (_item(created_at=1_700_000_000), "created_at"),
    "31 February": (_item(delivery_at="2026-02-31T00:00:00Z"), "delivery_at"),
    "year 0001": (_item(created_at="0001-01-01T00:00:00+10:00"), "created_at"),
    "year 9999": (_item(created_at="9999-12-31T23:59:59-10:00"), "created_at"),
    "year 1969": (_item(created_at="1970-01-01T00:00:00+01:00"), "created_at"),
    "other digits": (_item(created_at="２026-01-01T00:00:00Z"), "created_at"),
    "config a list": (_item(config=[1]), "config"),
    "config too large": (_item(config={"a": "x" * 65_536}), "config"),
    "config with NUL": (_item(config={"a": [{"b": "\0"}]}), "config"),
    "config key with NUL": (_item(config={"\0": 1}), "config"),
    "config with NaN": (_item(config={"a": [float("nan")]}), "config"),
    "config with infinity": (_item(config={"a": float("inf")}), "config"),
    "config with half a character": (_item(config={"a": "\udfff"}), "config"),
    "config with a huge number": (_item(config={"a": 10**30}), "config"),
    "recipient source a list": (_item(config={"recipients": ["api"]}), "config.recipients"),
    "expiry no time": (_item(config={"expires_at": "tomorrow"}), "config.expires_at"),
}


@pytest.mark.parametrize(("item", "where"), BAD.values(), ids=BAD)
def test_a_bad_field_is_named(item: object, where: str | None):
    with pytest.raises(BadRequest) as caught:
        parse_draft(item)
    assert caught.value.where == where


def test_a_config_nested_without_end_is_refused():
    deep: dict[str, Any] = {}
    for _ in range(2000):
        deep = {"a": deep}
    with pytest.raises(BadRequest) as caught:
        parse_draft(_item(config=deep))
    assert caught.value.where == "config"


def test_a_message_never_repeats_more_than_a_little_of_what_came():
    with pytest.raises(BadRequest) as caught:
        parse_draft(_item(type="x" * 100_000))
    assert len(str(caught.value)) < 300


def test_a_draft_that_was_made_by_hand_needs_a_zone_too():
    draft = CampaignDraft(
        "A", Group.MESSAGING, "sms", State.PENDING, created_at=datetime(2026, 1, 1)
    )
    with pytest.raises(BadRequest, match="zone"):
        checked(draft)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), json_values))
def test_whatever_comes_is_read_or_refused(changes: dict[str, Any]):
    try:
        draft = parse_draft(_item(**changes))
    except BadRequest:
        return
    assert draft.name == _item(**changes)["name"].strip()


offsets = st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1), timezones=offsets))
def test_every_time_of_rfc_3339_is_the_same_moment(moment: datetime):
    assert read_moment(moment.isoformat(), "x") == moment

"""One CloudEvent becomes one row, or one sentence that names what is wrong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import BadRequest
from data.event import Event, normalise, shown
from data.store.schema import EVENTS
from data.vocabulary.event_kind import WITHOUT_CAMPAIGN, EventKind
from tests.data.event_samples import GONE, event

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    id: int
    month: str
    channel: str


class Places:
    """Two campaigns: 1 ("launch") by SMS in March, 2 ("quiz") without a channel in January."""

    def place(self, campaign_id: int | None, external_id: str | None) -> Place | None:
        march, january = Place(1, "2026-03", "sms"), Place(2, "2026-01", "")
        return {1: march, 2: january, "launch": march, "quiz": january}.get(
            external_id if campaign_id is None else campaign_id
        )


def taken(item: object) -> Event:
    return normalise(item, Places(), NOW)


def row(item: object) -> dict[str, Any]:
    return json.loads(taken(item).payload)


def refusal(item: object) -> tuple[str, str | None]:
    with pytest.raises(BadRequest) as caught:
        taken(item)
    return str(caught.value), caught.value.where


def test_a_full_event_becomes_a_row_with_every_field_of_the_contract():
    fields = {
        "channel": "rcs",
        "message_id": "m-1",
        "status": "READ",
        "sender": "Acme",
        "carrier": "Vodafone",
        "country": "de",
        "latitude": 52,
        "longitude": -13.4,
        "platform": "Android",
        "os": "16",
        "user_agent": "agent/1",
        "link": "https://a.example/x",
        "error_code": "7",
        "segments": 2,
        "keyword": "PIZZA",
        "interaction": "i",
        "question": "q",
        "answer": "a",
        "correct": False,
        "prize": "p",
        "pass_id": "pass-1",
        "page": "/p",
        "value": 9.5,
        "currency": "EUR",
        "text": "t",
    }
    key = hashlib.blake2b(b"carrier/main\0e1\0message.status", digest_size=16).hexdigest()
    person = hashlib.blake2b(b"+4915100000001").digest()[:8]
    message = hashlib.blake2b(b"m-1").digest()[:8]
    assert row(event(data=fields)) == {
        **fields,
        "country": "DE",
        "latitude": 52.0,
        "key": key,
        "source": "carrier/main",
        "kind": "message.status",
        "at": 1773221400000000,
        "received_at": 1773230400000000,
        "month": "2026-03",
        "campaign_id": 1,
        "recipient": "+4915100000001",
        "person": int.from_bytes(person, "big", signed=True),
        "message": int.from_bytes(message, "big", signed=True),
    }


def test_a_row_has_only_columns_of_the_lake():
    assert row(event(data={"segments": 1, "key": "x", "person": 5, "month": "x"})).keys() <= (
        EVENTS.keys()
    )


def test_the_key_is_of_source_id_and_type_alone():
    first = taken(event())
    again = taken(event(time="2026-03-10T00:00:00Z", data={"campaign_id": 2, "channel": "email"}))
    assert first.key == again.key


@pytest.mark.parametrize("change", [{"id": "other"}, {"source": "other"}, {"type": "link.open"}])
def test_another_source_id_or_type_is_another_event(change):
    assert taken(event()).key != taken(event(**change)).key


def test_a_message_without_an_id_of_its_own_is_named_by_its_recipient():
    assert row(event(data={"message_id": GONE}))["message_id"] == "+4915100000001"


def test_an_event_without_a_subject_is_a_person_of_its_own():
    """D-26"""
    people = {row(event(n, type="link.open", subject=GONE))["person"] for n in range(5)}
    assert len(people) == 5


def test_the_campaigns_channel_stands_where_the_event_names_none():
    assert row(event())["channel"] == "sms"
    assert row(event(data={"channel": "email"}))["channel"] == "email"


def test_a_click_on_a_campaign_without_a_channel_has_none():
    assert "channel" not in row(event(type="link.open", data={"campaign_id": 2}))


def test_an_external_id_finds_the_campaign():
    found = row(event(data={"campaign_id": GONE, "external_id": "launch"}))
    assert (found["campaign_id"], found["month"]) == (1, "2026-03")


def test_a_campaigns_month_counts_rather_than_the_events():
    found = row(event(type="link.open", data={"campaign_id": 2}))
    assert found["month"] == "2026-01"


def test_an_event_without_a_campaign_belongs_to_its_own_month_in_utc():
    found = row(
        event(
            type="subscriber.join",
            time="2026-03-01T00:30:00+02:00",
            data={"campaign_id": GONE},
        )
    )
    assert found["month"] == "2026-02"
    assert "campaign_id" not in found


@pytest.mark.parametrize("kind", EventKind)
def test_only_the_kinds_about_people_may_come_without_a_campaign(kind):
    item = event(type=kind.value, data={"campaign_id": GONE, "channel": "sms"})
    if kind in WITHOUT_CAMPAIGN:
        assert taken(item).channel == "sms"
    else:
        assert refusal(item)[0] == f"data.campaign_id or data.external_id is needed for {kind}"


def test_null_and_empty_text_count_as_not_given():
    found = row(event(data={"carrier": None, "platform": "", "external_id": ""}))
    assert not {"carrier", "platform"} & found.keys()


def test_unknown_fields_of_data_are_named_and_not_kept():
    good = taken(event(data={"colour": "red", "x": [1]}))
    assert good.ignored == ("colour", "x")
    assert "red" not in good.payload


def test_extension_attributes_are_ignored():
    assert taken(event(traceparent="00-x", partitionkey=[5])).ignored == ()


def test_an_unknown_status_is_taken_as_it_is():
    """D-07"""
    assert row(event(data={"status": "TELEPORTED"}))["status"] == "TELEPORTED"


@pytest.mark.parametrize(
    "time",
    [
        "2026-03-11T09:30:00Z",
        "2026-03-11t09:30:00z",
        "2026-03-11 10:30:00+01:00",
        "2026-03-11T04:00:00.000-05:30",
        "2026-03-11T09:30:00.000000000Z",
    ],
)
def test_every_way_to_write_a_moment_in_rfc_3339_is_the_same_moment(time):
    assert row(event(time=time))["at"] == 1773221400000000


def test_a_time_just_within_24_hours_ahead_is_taken():
    assert taken(event(time="2026-03-12T12:00:00Z"))


WRONG = [
    ({"specversion": GONE}, 'specversion is missing; it must be "1.0"', "specversion"),
    ({"specversion": "0.3"}, "specversion must be \"1.0\", not '0.3'", "specversion"),
    ({"specversion": 1.0}, 'specversion must be "1.0", not 1.0', "specversion"),
    ({"id": GONE}, "id is missing", "id"),
    ({"id": ""}, "id must not be empty", "id"),
    ({"id": 7}, "id must be a string, not 7", "id"),
    ({"id": "x" * 257}, "id must have at most 256 characters, not 257", "id"),
    ({"id": "a\0b"}, "id must not hold the character NUL", "id"),
    ({"id": "\ud800"}, "id holds half a surrogate pair, which is no text", "id"),
    ({"source": GONE}, "source is missing", "source"),
    ({"source": ["x"]}, "source must be a string, not a list", "source"),
    ({"source": "\0"}, "source must not hold the character NUL", "source"),
    ({"type": GONE}, "type is missing", "type"),
    ({"type": "message.sent"}, "type 'message.sent' is not a known kind of event", "type"),
    ({"type": True}, "type must be a string, not true", "type"),
    ({"time": GONE}, "time is missing; it says when the event happened", "time"),
    ({"time": "1969-12-31T23:59:59Z"}, "not be before 1970", "time"),
    ({"time": "40000-01-01T00:00:00Z"}, "time must be RFC 3339 with a zone", "time"),
    ({"time": "2026-03-11T09:30:00"}, "time must be RFC 3339 with a zone", "time"),
    ({"time": "2026-W11-3T09:30:00Z"}, "time must be RFC 3339 with a zone", "time"),
    ({"time": "2026-02-30T09:30:00Z"}, "does not exist", "time"),
    ({"time": "2026-03-11T24:00:00Z"}, "does not exist", "time"),
    ({"time": "2026-03-11T09:30:00+24:00"}, "does not exist", "time"),
    ({"time": "٢٠٢٦-03-11T09:30:00Z"}, "time must be RFC 3339 with a zone", "time"),
    ({"time": 1773221400}, "time must be RFC 3339 with a zone", "time"),
    ({"time": "2026-03-12T12:00:01Z"}, "more than 24 hours ahead", "time"),
    ({"time": "9999-12-31T23:59:59-23:59"}, "more than 24 hours ahead", "time"),
    ({"subject": 49151}, "subject must be a string, not 49151", "subject"),
    ({"subject": "x" * 257}, "subject must have at most 256 characters", "subject"),
    ({"subject": "a\0"}, "subject must not hold the character NUL", "subject"),
    ({"subject": "\udfff"}, "subject holds half a surrogate pair", "subject"),
    ({"data_base64": "AA=="}, "data_base64 is not taken", "data_base64"),
]

WRONG_DATA = [
    ({"campaign_id": 999}, "there is no campaign 999", "campaign_id"),
    ({"campaign_id": 0}, "there is no campaign 0", "campaign_id"),
    ({"campaign_id": -1}, "there is no campaign -1", "campaign_id"),
    ({"campaign_id": 2**31}, "there is no campaign 2147483648", "campaign_id"),
    ({"campaign_id": 10**5000}, "there is no campaign a number out of range", "campaign_id"),
    ({"campaign_id": True}, "must be a whole number, not true", "campaign_id"),
    ({"campaign_id": 1.0}, "must be a whole number, not 1.0", "campaign_id"),
    ({"campaign_id": "1"}, "must be a whole number, not '1'", "campaign_id"),
    ({"external_id": "quiz"}, "are not the same campaign", "campaign_id"),
    ({"campaign_id": None, "external_id": "x"}, "there is no campaign 'x'", "external_id"),
    ({"campaign_id": None, "external_id": 5}, "must be a string, not 5", "external_id"),
    ({"campaign_id": None, "external_id": "\0"}, "the character NUL", "external_id"),
    ({"campaign_id": None, "external_id": "\ud800"}, "half a surrogate", "external_id"),
    ({"channel": "fax"}, "must be one of sms, email, push, rcs", "channel"),
    ({"channel": 1}, "must be one of sms, email", "channel"),
    ({"campaign_id": 2}, "is needed for message.status", "channel"),
    ({"status": GONE}, "is needed for message.status", "status"),
    ({"status": ""}, "is needed for message.status", "status"),
    ({"status": "x" * 65}, "at most 64 characters", "status"),
    ({"status": "A\nB"}, "must be printable", "status"),
    ({"status": 200}, "must be a string, not 200", "status"),
    ({"message_id": 5}, "must be a string, not 5", "message_id"),
    ({"message_id": "x" * 257}, "at most 256 characters, not 257", "message_id"),
    ({"carrier": "x" * 513}, "at most 512 characters, not 513", "carrier"),
    ({"text": "x" * 4097}, "at most 4096 characters, not 4097", "text"),
    ({"carrier": {"a": 1}}, "must be a string, not an object", "carrier"),
    ({"carrier": "a\0b"}, "must not hold the character NUL", "carrier"),
    ({"text": "a\ud83db"}, "holds half a surrogate pair", "text"),
    ({"country": "Germany"}, "must be an ISO 3166 code like DE, not 'Germany'", "country"),
    ({"country": 49}, "must be an ISO 3166 code like DE, not 49", "country"),
    ({"latitude": 400}, "must be between -90 and 90, not 400", "latitude"),
    ({"latitude": "52.5"}, "must be a number, not '52.5'", "latitude"),
    ({"longitude": -180.5}, "must be between -180 and 180, not -180.5", "longitude"),
    ({"longitude": float("nan")}, "must be a number, not a number out of range", "longitude"),
    ({"value": float("inf")}, "must be a number, not a number out of range", "value"),
    ({"value": 10**400}, "must be a number, not a number out of range", "value"),
    ({"value": False}, "must be a number, not false", "value"),
    ({"segments": 0}, "must be a whole number from 1 to 255, not 0", "segments"),
    ({"segments": 256}, "must be a whole number from 1 to 255, not 256", "segments"),
    ({"segments": 1.5}, "must be a whole number from 1 to 255, not 1.5", "segments"),
    ({"segments": True}, "must be a whole number from 1 to 255, not true", "segments"),
    ({"correct": "yes"}, "must be true or false, not 'yes'", "correct"),
]


@pytest.mark.parametrize(("change", "sentence", "where"), WRONG)
def test_a_wrong_attribute_is_refused_by_name(change, sentence, where):
    found, place = refusal(event(**change))
    assert sentence in found
    assert found.startswith(place)
    assert place == where


@pytest.mark.parametrize(("change", "sentence", "where"), WRONG_DATA)
def test_a_wrong_field_of_data_is_refused_by_name(change, sentence, where):
    found, place = refusal(event(data=change))
    assert sentence in found
    assert found.startswith(f"data.{where}")
    assert place == f"data.{where}"


def test_a_message_that_nothing_names_is_refused():
    found = refusal(event(subject=GONE, data={"message_id": GONE}))
    assert found[0] == "data.message_id or subject is needed for message.status"


@pytest.mark.parametrize("item", [None, 5, "x", [], [{}], True, 1e300])
def test_what_is_no_object_is_refused(item):
    assert refusal(item)[0].startswith("an event must be a JSON object, not ")


@pytest.mark.parametrize("data", ["x", [1], 5, False])
def test_data_that_is_no_object_is_refused(data):
    item = event() | {"data": data}
    assert refusal(item)[0].startswith("data must be a JSON object, not ")


def test_text_that_only_looks_like_an_escaped_nul_is_taken():
    assert row(event(data={"text": r"\u0000"}))["text"] == r"\u0000"


def test_a_quoted_value_is_cut_short():
    assert len(shown("x" * 100_000)) < 60


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None, categories=None), max_size=20)
    | st.sampled_from(["\ud800", "\0", "x" * 5000, 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
attributes = st.sampled_from([*event(), "data_base64", "datacontenttype"])
fields = st.sampled_from(["campaign_id", "external_id", "channel", "status", *EVENTS])


@settings(deadline=None)
@given(
    st.dictionaries(attributes, json_values, max_size=3),
    st.dictionaries(fields, json_values, max_size=4),
)
def test_whatever_comes_is_taken_with_readable_json_or_refused_in_a_printable_sentence(
    changes, data
):
    item = event() | changes
    if isinstance(item["data"], dict):
        item["data"] = {**item["data"], **data}
    try:
        payload, sentence = taken(item).payload, "-"
    except BadRequest as error:
        payload, sentence = "{}", str(error)
    assert sentence.isprintable()
    assert len(sentence) < 300
    assert "\0" not in json.loads(payload).values()

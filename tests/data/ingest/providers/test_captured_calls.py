"""Does each captured call of a provider become what it says, and is a forged one refused?

The manifest beside the calls says what each must become; our statuses are read back here by a
table of this test's own.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from data.ingest.provider import Call, Fact
from data.ingest.providers import PROVIDERS
from tests.data.ingest.captured import ENTRIES, FOLDER, Door, Sender, body

# What a row of ours says, in the words of the manifest.
STATUSES = {
    ("email", "SENT"): {"sent", "accepted"},
    ("email", "DEFERRED"): {"deferred"},
    ("email", "DELIVERED"): {"delivered"},
    ("email", "OPEN"): {"opened"},
    ("email", "CLICK"): {"clicked"},
    ("email", "BOUNCED"): {"bounced"},
    ("email", "BOUNCED_PERMANENT"): {"bounced"},
    ("email", "BLACKLISTED"): {"rejected"},
    ("email", "BAD_TO"): {"rejected"},
    ("email", "NOT_SENT"): {"rejected", "failed"},
    ("email", "EXHAUSTED"): {"rejected"},
    ("email", "COMPLAINED"): {"complained"},
    ("sms", "SENT"): {"sent"},
    ("sms", "DELIVRD"): {"delivered"},
    ("sms", "UNDELIV"): {"failed"},
    ("sms", "REJECTD"): {"failed", "rejected"},
    ("sms", "INVALID_ROUTING"): {"failed"},
    ("rcs", "DELIVERED"): {"delivered"},
    ("rcs", "READ"): {"read"},
    ("whatsapp", "SENT"): {"sent"},
    ("whatsapp", "DELIVERED"): {"delivered"},
    ("whatsapp", "READ"): {"read"},
    ("whatsapp", "FAILED"): {"failed"},
}
KINDS = {
    "message.inbound": {"inbound", "replied"},
    "chatbot.interaction": {"inbound", "replied"},
    "subscriber.block": {"unsubscribed"},
    "subscriber.unblock": {"resubscribed"},
    "pass.add": {"pass_added"},
    "pass.remove": {"pass_removed"},
    "link.click": {"clicked"},
}
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
UNCOUNTED = {"unknown", "ignored", "custom"}

# Where we differ on purpose from what the manifest says of a field.
DIFFERENT = {
    # SendGrid tells smtp-id on some events of a message only, so sg_message_id holds it together.
    ("sendgrid/003-compatibility-message-id-from-smtp-id", "message_id"),
    # These name the event's id the message's: then each event would be of another message.
    ("mailgun/027-symfony-clicks", "message_id"),
    ("mailgun/032-symfony-spam-complaints", "message_id"),
    ("mailgun/035-symfony-unsubscribes", "message_id"),
    # The event's own id, rather than the token of the call that brought it.
    ("mailgun/021-unsubscribed-event", "provider_event_id"),
    # When it happened, rather than when SNS passed it on.
    ("ses/004-delivery-event", "occurred_at"),
    ("ses/010-send-event", "occurred_at"),
}
# The manifest's name of a field, and ours.
FIELDS = {"recipient": "recipient", "error_code": "error_code", "click_url": "link"}


def words_of(row: dict[str, Any]) -> set[str]:
    """What a row of ours says, in the words of the manifest."""
    if row["kind"] == "message.status":
        return STATUSES[row["channel"], row["status"]]
    return KINDS[row["kind"]]


def facts(one: dict[str, Any]) -> list[Fact]:
    request = one["request"]
    headers = {name.lower(): value for name, value in request["headers"].items()}
    headers["content-type"] = request["content_type"]
    rest = request.get("path", "").removeprefix("/")
    call = Call("POST", "http://127.0.0.1/", rest, headers, body(one), NOON)
    return list(PROVIDERS[one["provider"]].read(call))


def check_status(one: dict[str, Any], status: int) -> None:
    wanted = one["expect"]["http"]
    if "bad-signature" in one["tags"]:
        assert status == 401
    elif wanted.startswith(("2xx", "200", "any", "signature only")):
        assert 200 <= status < 300
    else:
        assert wanted == "4xx"
        assert status == 400


def matches(one: dict[str, Any], wanted: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether `row` is the fact that the manifest wants, field by field."""
    if not words_of(row) & {wanted["kind"], *wanted.get("also_ok", ())}:
        return False
    for theirs, ours in FIELDS.items():
        if theirs in wanted and row.get(ours) != str(wanted[theirs]):
            return False
    if "message_id" in wanted and (one["id"], "message_id") not in DIFFERENT:
        # With the recipient behind it, where the provider's id is that of several messages.
        given = row.get("message_id", "")
        if given not in (wanted["message_id"], f"{wanted['message_id']} {row.get('recipient')}"):
            return False
    if "occurred_at" in wanted and (one["id"], "occurred_at") not in DIFFERENT:
        at = datetime.fromisoformat(wanted["occurred_at"])
        return bool(row["at"] == round(at.timestamp() * 1_000_000))
    return True


def connected(door: Door, one: dict[str, Any], use: str) -> tuple[Sender, str, str]:
    """A connection for one use of an entry: how to send to it, its name, its events' source."""
    name = f"{use}{ENTRIES.index(one)}"
    made = door.connect(one, door.campaign(one["channel"]), name)
    return made, name, f"{one['provider']}/{name}"


@pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one["id"])
def test_a_captured_call_becomes_what_it_says_and_again_changes_nothing(
    door: Door, one: dict[str, Any]
):
    made, name, source = connected(door, one, "genuine")
    answer = door.send(one, made, name)
    check_status(one, answer.status_code)
    found = door.rows(source)
    again = door.send(one, made, name)
    assert door.rows(source) == found
    if one["provider"] != "apple_wallet":
        assert again.status_code == answer.status_code
    for event in one["expect"]["events"]:
        fitting = [row for row in found if matches(one, event, row)]
        if fitting:
            found.remove(fitting[0])
        else:
            assert {event["kind"], *event.get("also_ok", ())} & UNCOUNTED, (event, found)
            assert answer.json()["unknown"] >= 1
    # A click on an email's link is its status, and a click besides.
    assert [row for row in found if row["kind"] != "link.click"] == []


GENUINE = [one for one in ENTRIES if one["expect"]["http"].startswith("2xx")]


@pytest.mark.parametrize("one", GENUINE, ids=lambda one: one["id"])
def test_a_call_is_refused_without_what_proves_its_origin(door: Door, one: dict[str, Any]):
    made, name, source = connected(door, one, "forged")
    sent = {**one["request"]["headers"], **made.headers}
    forged = {header: "x" for header in sent if is_proof(header)}
    raw = body(one) if forged else spoilt(body(one))
    answer = door.client.post(
        f"/webhooks/{source}",
        content=raw,
        headers={"Content-Type": one["request"]["content_type"], **sent, **forged},
    )
    assert answer.status_code == 401
    assert door.rows(source) == []


def is_proof(name: str) -> bool:
    return any(word in name.lower() for word in ("signature", "authorization", "secret-token"))


def spoilt(raw: bytes) -> bytes:
    """The body with other digits, where the signature is in the body."""
    return raw.translate(bytes.maketrans(b"0123456789", b"1234567890"))


@pytest.mark.parametrize(
    "one",
    [one for one in ENTRIES if "bad-signature" not in one["tags"]],
    ids=lambda one: one["id"],
)
def test_the_providers_own_ids_and_words_are_kept(one: dict[str, Any]):
    if not one["expect"]["events"]:
        return
    told = facts(one)
    for event in one["expect"]["events"]:
        if "provider_event_id" in event and (one["id"], "provider_event_id") not in DIFFERENT:
            assert any(fact.id.startswith(event["provider_event_id"]) for fact in told)
        for name in ("provider_status", "provider_event", "type"):
            if name in event:
                assert event[name] in [fact.word for fact in told]


@pytest.mark.parametrize("one", ENTRIES, ids=lambda one: one["id"])
def test_the_captured_bytes_are_the_ones_that_the_manifest_names(one: dict[str, Any]):
    raw = (FOLDER / one["file"]).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == one["sha256"]

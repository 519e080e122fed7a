"""Does the body that OneSignal is told to send become what happened, whatever stands in it?"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from data.connections import Connection
from data.event import normalise
from data.ingest.fate import Fate
from data.ingest.provider import Call, Fact
from data.ingest.providers.onesignal import PROVIDER, TEMPLATE
from data.ingest.translating import event_of
from data.vocabulary.event_kind import EventKind
from tests.data.ingest.providers.test_reading import Everywhere, Somewhere

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
# The data that a stream has, by the names that its template language knows.
HAPPENED: dict[str, Any] = {
    "event": {
        "kind": "message.push.clicked",
        "id": "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "timestamp": 1773230400,
        "datetime": "2026-03-11T12:00:00.228Z",
        "app_id": "2e9c1b40-0000-4000-8000-000000000001",
        "subscription_device_type": "Android",
        "subscription_id": "6d1d7f6a-0000-4000-8000-000000000002",
        "onesignal_id": "0a8b7c6d-0000-4000-8000-000000000003",
        "external_id": "customer-17",
        "data": {},
    },
    "message": {
        "id": "b98881cc-0000-4000-8000-000000000004",
        "name": "Spring sale",
        "template_id": "",
        "url": "https://example.com/spring?a=1&b=2",
    },
}
_TAG = re.compile(r"\{\{ (\S+) ((?:\| [^|}]+)*)\}\}")


def sent(**event: Any) -> bytes:
    """The pasted template, filled in as its language says."""
    said = {**HAPPENED, "event": {**HAPPENED["event"], **event}}

    def filled(found: re.Match[str]) -> str:
        value: Any = said
        for name in found[1].split("."):
            value = (value or {}).get(name)
        text = "" if value is None else str(value)
        for step in re.findall(r"\| (\w+)(?:: '(.*?)', '')?", found[2]):
            assert step[0] in {"strip_newlines", "replace"}
            text = (
                text.replace("\n", "") if step[0] == "strip_newlines" else _without(text, step[1])
            )
        return text

    return _TAG.sub(filled, TEMPLATE).encode()


def _without(text: str, what: str) -> str:
    assert what in {'"', "\\"}
    return text.replace(what, "")


def facts(body: bytes) -> list[Fact]:
    headers = {"content-type": "application/json"}
    return list(PROVIDER.read(Call("POST", "http://127.0.0.1/", "", headers, body, NOON)))


def test_the_template_becomes_json_that_says_everything():
    status, click = facts(sent())
    assert (status.kind, status.status) == (EventKind.MESSAGE_STATUS, Fate.CLICKED)
    assert click.kind is EventKind.LINK_CLICK
    assert status.id == HAPPENED["event"]["id"]
    assert status.at == datetime(2026, 3, 11, 12, 0, 0, 228000, UTC)
    assert (status.recipient, status.channel) == ("customer-17", "push")
    assert status.data["link"] == "https://example.com/spring?a=1&b=2"
    assert status.data["platform"] == "Android"
    assert [name.external_id for name in status.campaigns] == [
        HAPPENED["message"]["id"],
        "Spring sale",
    ]


def test_what_would_end_a_text_is_left_out():
    reason = 'He said "no"\nC:\\path'
    (fact,) = facts(sent(kind="message.push.failed", data={"failure_reason": reason}))
    assert fact.data["error_code"] == "He said noC:path"


def test_two_recipients_of_one_message_have_one_each():
    names = {
        fact.data["message_id"]
        for device in ("a", "b")
        for fact in facts(sent(kind="message.push.sent", subscription_id=device))
    }
    assert len(names) == 2


@pytest.mark.parametrize(
    ("kind", "channel", "meaning"),
    [
        ("message.push.sent", "push", Fate.SENT),
        ("message.push.received", "push", Fate.DELIVERED),
        ("message.push.failed", "push", Fate.BOUNCED),
        ("message.push.unsubscribed", "push", EventKind.SUBSCRIBER_BLOCK),
        ("message.email.sent", "email", Fate.SENT),
        ("message.email.received", "email", Fate.DELIVERED),
        ("message.email.opened", "email", Fate.SEEN),
        ("message.email.clicked", "email", Fate.CLICKED),
        ("message.email.hardbounced", "email", Fate.UNREACHABLE),
        ("message.email.supressed", "email", Fate.SUPPRESSED),
        ("message.email.suppressed", "email", Fate.SUPPRESSED),
        ("message.email.reported_as_spam", "email", Fate.COMPLAINED),
        ("message.email.unsubscribed", "email", EventKind.SUBSCRIBER_BLOCK),
        ("message.sms.sent", "sms", Fate.SENT),
        ("message.sms.delivered", "sms", Fate.DELIVERED),
        ("message.sms.undelivered", "sms", Fate.UNREACHABLE),
        ("message.sms.failed", "sms", Fate.REJECTED),
        ("message.iam.displayed", "web", EventKind.CONTENT_PLAY),
        ("message.iam.clicked", "web", EventKind.CONTENT_CLICK),
    ],
)
def test_each_kind_is_what_it_says(kind: str, channel: str, meaning: Fate | EventKind):
    fact = facts(sent(kind=kind))[0]
    assert (fact.status or fact.kind, fact.channel) == (meaning, channel)
    connection = Connection(1, "onesignal", "main", "token", "push", None, {}, NOON)
    normalise(event_of(fact, connection, Somewhere(), NOON), Everywhere(), NOON)


@pytest.mark.parametrize("kind", ["message.live_activity.sent", "message.fax.sent", "", "x"])
def test_a_kind_that_is_not_counted_is_told_by_its_word(kind: str):
    (fact,) = facts(sent(kind=kind))
    assert (fact.word, fact.kind) == (kind or "no kind", None)


def test_what_is_not_said_is_not_made_up():
    body = json.dumps({"kind": "message.push.sent"}).encode()
    (fact,) = facts(body)
    assert (fact.recipient, fact.at, fact.data["message_id"]) == ("", None, "")

"""Providers' calls come in over HTTP: genuine ones are kept, forged ones counted, none is a 500."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from starlette.testclient import TestClient

from data.api.routers import create
from data.campaigns import parse_draft
from data.connections import Connections
from data.errors import BadRequest, Unavailable
from data.ingest.connecting import connect, rotate
from data.ingest.providers import PROVIDERS
from data.store.engine import read
from tests.data.ingest import captured

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef").decode()
DELIVERED = captured.entry("sendgrid/005-delivered-event")
SNS = captured.entry("ses/028-docs-n-delivery")
SNS_CONFIRM = captured.entry("ses/033-sns-subscription-confirmation")


@pytest.fixture
def door(services) -> Iterator[captured.Door]:
    yield from captured.door(services)


def connection(door: captured.Door, provider: str, name: str = "main", **more: Any):
    scheme = PROVIDERS[provider].schemes[0]
    usual = {"topic": "arn:aws:sns:us-east-1:123456789012:ses-events", "issuer": "1"}
    return connect(
        door.services.connections,
        door.services.campaigns,
        provider,
        name,
        more.pop("secrets", dict.fromkeys(scheme.secrets, "c2VjcmV0")),
        more.pop("options", {one: usual[one] for one in scheme.needed}),
        **more,
    )


def calls(door: captured.Door, provider: str, name: str = "main"):
    connections = door.services.connections
    return connections.calls(connections.get(provider, name))


def signed(body: bytes, stamp: datetime, event_id: str = "m1") -> dict[str, str]:
    """Headers of Standard Webhooks, made without our code."""
    seconds = str(int(stamp.timestamp()))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    made = hmac.new(key, f"{event_id}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
        "Content-Type": "application/json",
    }


def status(campaign: object, **data: Any) -> bytes:
    details = {"channel": "sms", "message_id": "m", "status": "DELIVRD", "campaign_id": campaign}
    return json.dumps(
        {
            "type": "message.status",
            "timestamp": "2026-03-11T11:59:00Z",
            "subject": "+4915",
            "data": {**details, **data},
        }
    ).encode()


def test_an_unknown_provider_or_connection_is_404(door):
    assert door.client.post("/webhooks/nobody/main", content=b"{}").status_code == 404
    assert door.client.post("/webhooks/twilio/main", content=b"{}").status_code == 404


def test_another_method_is_405(door):
    assert door.client.put("/webhooks/twilio/main", content=b"{}").status_code == 405


def test_a_paused_connection_takes_nothing_until_it_is_resumed(door):
    made = door.connect(DELIVERED, door.campaign("email"))
    connections = door.services.connections
    connections.pause("sendgrid", "main")
    assert door.send(DELIVERED, made).status_code == 409
    assert door.rows("sendgrid/main") == []
    connections.pause("sendgrid", "main", paused=False)
    assert door.send(DELIVERED, made).status_code == 200
    assert len(door.rows("sendgrid/main")) == 1


def test_a_call_that_matches_no_campaign_is_kept_and_answered_as_received(door):
    made = door.connect(DELIVERED, None)
    answer = door.send(DELIVERED, made)
    assert (answer.status_code, answer.json()["unmatched"]) == (200, 1)
    assert door.rows("sendgrid/main") == []
    (kept,) = calls(door, "sendgrid")
    assert kept.verdict == "unmatched"
    assert kept.body == captured.body(DELIVERED)


def test_a_call_that_is_repeated_is_kept_once_and_counted(door):
    made = door.connect(DELIVERED, door.campaign("email"))
    for _ in range(3):
        door.send(DELIVERED, made)
    (kept,) = calls(door, "sendgrid")
    assert (kept.verdict, kept.times) == ("accepted", 3)


def test_the_login_of_a_call_is_kept_nowhere(door):
    made = door.connect(DELIVERED, None)
    door.send(DELIVERED, made, Cookie="session=hush", **{"X-Api-Key": "hush"})
    stored = repr(calls(door, "sendgrid"))
    assert "content-type" in stored
    for secret in ("Authorization", "authorization", "hush", made.headers["Authorization"]):
        assert secret not in stored


def test_forged_calls_are_counted_without_what_they_say(door):
    door.connect(DELIVERED, None)
    for number in range(5):
        door.client.post("/webhooks/sendgrid/main", content=b"%d" % number)
    (kept,) = calls(door, "sendgrid")
    assert (kept.verdict, kept.times, kept.body) == ("refused", 5, b"")


def test_a_genuine_call_that_cannot_be_read_is_400_and_kept(door):
    broken = captured.entry("vonage/008-malformed-json")
    made = door.connect(broken, None)
    answer = door.send(broken, made)
    assert answer.status_code == 400
    assert "no JSON" in answer.json()["detail"]
    (kept,) = calls(door, "vonage")
    assert (kept.verdict, kept.body) == ("refused", captured.body(broken))


def test_too_large_a_call_is_413(door):
    connection(door, "telegram")
    answer = door.client.post("/webhooks/telegram/main", content=b" " * 5_000_001)
    assert answer.status_code == 413


@pytest.mark.parametrize("named", ["campaign_id", "external_id"])
def test_what_a_call_says_of_its_campaign_comes_before_the_connections(door, named):
    usual, meant = door.campaign("sms"), door.campaign("email")
    draft = {"external_id": "spring", "name": "s", "group": "messaging", "type": "sms"}
    other, _ = door.services.campaigns.register(
        parse_draft({**draft, "status": "completed"}), "test"
    )
    connection(door, "standard_webhooks", secrets={"secret": SECRET}, campaign=str(usual))
    wanted = {"campaign_id": meant, "external_id": other.id}[named]
    body = status(None, **{named: {"campaign_id": meant, "external_id": "spring"}[named]})
    answer = door.client.post(
        "/webhooks/standard_webhooks/main",
        content=body,
        headers=signed(body, door.services.clock()),
    )
    assert answer.json()["accepted"] == 1
    assert [row["campaign_id"] for row in door.rows("standard_webhooks/main")] == [wanted]


def test_the_address_may_name_the_campaign(door):
    meant = door.campaign("email")
    made = door.connect(DELIVERED, None)
    door.client.post(
        f"/webhooks/sendgrid/main?campaign_id={meant}",
        content=captured.body(DELIVERED),
        headers=made.headers,
    )
    assert [row["campaign_id"] for row in door.rows("sendgrid/main")] == [meant]


def test_a_status_that_no_channel_declares_is_kept_as_it_is(door):
    body = status(door.campaign("sms"), status="teleported")
    connection(door, "standard_webhooks", secrets={"secret": SECRET})
    door.client.post(
        "/webhooks/standard_webhooks/main",
        content=body,
        headers=signed(body, door.services.clock()),
    )
    assert [row["status"] for row in door.rows("standard_webhooks/main")] == ["teleported"]


@pytest.mark.parametrize(
    ("off", "tolerance", "wanted"),
    [(290, None, 200), (310, None, 401), (-310, None, 401), (310, "600", 200), (9999, "0", 200)],
)
def test_a_signed_time_may_be_off_by_the_connections_tolerance(door, off, tolerance, wanted):
    options = {} if tolerance is None else {"tolerance": tolerance}
    body = status(door.campaign("sms"))
    connection(door, "standard_webhooks", secrets={"secret": SECRET}, options=options)
    answer = door.client.post(
        "/webhooks/standard_webhooks/main",
        content=body,
        headers=signed(body, door.services.clock() - timedelta(seconds=off)),
    )
    assert answer.status_code == wanted


def test_the_old_secret_counts_for_the_grace_and_no_longer(door):
    connections, clock = door.services.connections, door.services.clock
    connection(door, "telegram", secrets={"secret_token": "old"})
    rotate(connections, "telegram", "main", {"secret_token": "new"}, timedelta(hours=2))

    def answer(token: str) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": token}
        return door.client.post(
            "/webhooks/telegram/main", content=b'{"update_id":1}', headers=headers
        ).status_code

    assert [answer("old"), answer("new")] == [200, 200]
    clock.forward(hours=2)
    assert [answer("old"), answer("new")] == [401, 200]


def test_secrets_are_sealed_in_the_database_and_open_with_the_same_key_only(door):
    connection(door, "telegram", secrets={"secret_token": "hush, hush"})
    with read(door.services.engine) as link:
        stored = repr(link.execute(text("SELECT * FROM connections")).all())
    assert "hush" not in stored
    elsewhere = Connections(door.services.engine, b"another key", door.services.clock)
    with pytest.raises(Unavailable, match="HELIOGRAPH_SECRET_KEY"):
        elsewhere.opened("telegram", "main")


@pytest.mark.parametrize(
    ("provider", "more", "where"),
    [
        ("nobody", {}, "There is no provider"),
        ("telegram", {"secrets": {}}, "secret_token"),
        ("telegram", {"secrets": {"secret_token": "x", "more": "y"}}, "more"),
        ("telegram", {"scheme": "magic"}, "magic"),
        ("telegram", {"channel": "pigeon"}, "channel"),
        ("telegram", {"campaign": "99"}, "99"),
        ("telegram", {"name": "Not A Name"}, "name"),
        ("telegram", {"options": {"odd": "1"}}, "odd"),
        ("ses", {"options": {"topic": "arn", "tolerance": "soon"}}, "tolerance"),
        ("ses", {"options": {}}, "topic"),
    ],
)
def test_a_connection_that_could_not_work_is_refused_by_name(door, provider, more, where):
    more = dict(more)
    secrets = more.pop("secrets", {"secret_token": "x"} if provider == "telegram" else {})
    name = more.pop("name", "main")
    options = more.pop("options", {})
    with pytest.raises(BadRequest, match=where):
        connect(
            door.services.connections,
            door.services.campaigns,
            provider,
            name,
            secrets,
            options,
            **more,
        )


def test_a_name_is_used_once_for_a_provider(door):
    connection(door, "telegram")
    with pytest.raises(BadRequest, match="already"):
        connection(door, "telegram")


def test_meta_is_answered_when_it_sets_the_webhook_up(door):
    connection(door, "whatsapp", secrets={"app_secret": "a", "verify_token": "v"})
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    url = "/webhooks/whatsapp/main"
    good = door.client.get(url, params={**asked, "hub.verify_token": "v"})
    assert (good.status_code, good.text) == (200, "1158201444")
    assert door.client.get(url, params={**asked, "hub.verify_token": "w"}).status_code == 403
    assert door.client.get(url).status_code == 403


def test_google_is_answered_when_it_sets_the_webhook_up(door):
    connection(door, "google_rbm", secrets={"client_token": "t"})
    url = "/webhooks/google_rbm/main"
    good = door.client.post(url, json={"clientToken": "t", "secret": "s"})
    assert good.json() == {"secret": "s"}
    assert door.client.post(url, json={"clientToken": "u", "secret": "s"}).status_code == 401


def test_a_certificate_is_fetched_from_sns_alone_and_a_subscription_is_never_opened(door):
    made = door.connect(SNS_CONFIRM, None)
    assert door.send(SNS_CONFIRM, made).status_code == 200
    (kept,) = calls(door, "ses")
    assert kept.why.startswith("Confirm the subscription by opening https://sns.us-east-1.")
    assert door.asked == [SNS_CONFIRM["auth"]["certificate_url"]]


@pytest.mark.parametrize(
    "address",
    [
        "http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem",
        "https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem",
        "https://evil.example/sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem",
        "https://sns.us-east-1.amazonaws.com@evil.example/SimpleNotificationService-0.pem",
        "https://sns.us-east-1.amazonaws.com/upload/SimpleNotificationService-0.pem",
        "https://bucket.s3.amazonaws.com/SimpleNotificationService-0.pem",
        "file:///etc/passwd",
    ],
)
def test_no_other_address_is_ever_fetched(door, address):
    door.connect(SNS, door.campaign("email"))
    notice = json.loads(captured.body(SNS)) | {"SigningCertURL": address}
    answer = door.client.post("/webhooks/ses/main", content=captured.signed_by_sns(notice))
    assert answer.status_code == 401
    assert door.asked == []


def test_a_notice_of_somebody_elses_topic_is_refused(door):
    connection(door, "ses", options={"topic": "arn:aws:sns:us-east-1:1:other"})
    answer = door.client.post("/webhooks/ses/main", content=captured.body(SNS))
    assert answer.status_code == 401
    assert door.asked == []


def test_a_certificate_that_has_ended_is_refused(door):
    made = door.connect(SNS, door.campaign("email"))
    door.services.clock.now = datetime(2031, 1, 1, tzinfo=UTC)
    assert door.send(SNS, made).status_code == 401


def test_a_jwt_cannot_choose_to_be_unsigned(door):
    connection(door, "vonage", secrets={"signature_secret": "s"})

    def part(value: dict[str, str]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    token = f"{part({'alg': 'none'})}.{part({'iss': 'x'})}."
    answer = door.client.post(
        "/webhooks/vonage/main", json={}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401


def test_apple_wallet_is_told_what_is_new_and_a_pass_can_be_put_back(door):
    one = captured.entry("apple_wallet/004-register-no-auth")
    door.connect(one, door.campaign("wallet"))
    url = f"/webhooks/apple_wallet/main{one['request']['path']}"
    login = {"Authorization": f"ApplePass {one['auth']['token']}"}

    def call(method: str) -> int:
        return door.client.request(method, url, headers=login).status_code

    assert [call("POST"), call("POST"), call("DELETE")] == [201, 200, 200]
    door.services.clock.forward(hours=1)
    assert call("POST") == 201
    kinds = [row["kind"] for row in door.rows("apple_wallet/main")]
    assert kinds == ["pass.add", "pass.remove", "pass.add"]


def test_a_stop_to_twilio_is_a_message_and_an_opt_out(door):
    secrets = {"user": "u", "password": "p"}
    connection(door, "twilio", scheme="basic", secrets=secrets, campaign=str(door.campaign("sms")))
    form = {"MessageSid": "SM1", "SmsStatus": "received", "From": "+1", "To": "+2", "Body": "STOP"}
    answer = door.client.post(
        "/webhooks/twilio/main",
        data={**form, "OptOutType": "STOP"},
        headers={"Authorization": captured.basic("u", "p")},
    )
    assert (answer.status_code, answer.content) == (204, b"")
    rows = door.rows("twilio/main")
    assert [row["kind"] for row in rows] == ["message.inbound", "subscriber.block"]


def test_one_id_of_a_batch_is_a_message_for_each_of_its_recipients(door):
    secrets = {"user": "u", "password": "p"}
    connection(door, "sinch", scheme="basic", secrets=secrets, campaign=str(door.campaign("sms")))
    body = {
        "type": "delivery_report_sms",
        "batch_id": "B",
        "statuses": [
            {"code": 0, "status": "Delivered", "recipients": ["+1", "+2"]},
            {"code": 402, "status": "Failed", "recipients": ["+3"]},
        ],
    }
    door.client.post(
        "/webhooks/sinch/main", json=body, headers={"Authorization": captured.basic("u", "p")}
    )
    rows = door.rows("sinch/main")
    assert {(row["recipient"], row["status"]) for row in rows} == {
        ("+1", "DELIVRD"),
        ("+2", "DELIVRD"),
        ("+3", "INVALID_ROUTING"),
    }
    assert len({row["message_id"] for row in rows}) == 3


SAMPLES = [
    captured.body(one) for one in captured.ENTRIES if not one["auth"]["scheme"].startswith("sns")
]
TYPES = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "application/cloudevents+json",
    "application/cloudevents-batch+json",
    "text/plain",
    "",
]


@pytest.fixture(scope="module")
def open_doors(tmp_path_factory) -> Iterator[TestClient]:
    """Every provider with a login or secrets that the test knows, in one workspace."""
    from data.services import build
    from data.settings import Settings
    from tests.conftest import SetClock

    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("var"))
    services = build(settings, SetClock(datetime(2026, 3, 11, 12, tzinfo=UTC)))
    app = create(services)
    with TestClient(app, raise_server_exceptions=False) as client:
        door = captured.Door(services, client, [])
        for key, provider in PROVIDERS.items():
            connection(door, key, campaign=str(door.campaign("sms")))
            if any(scheme.key == "basic" for scheme in provider.schemes):
                connection(door, key, "basic", scheme="basic", secrets=captured.LOGIN, options={})
        yield client
    services.engine.dispose()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "event",
                    "status",
                    "results",
                    "message",
                    "entry",
                    "changes",
                    "value",
                    "statuses",
                    "messages",
                    "timestamp",
                    "type",
                    "RecordType",
                    "event-data",
                    "message_uuid",
                    "messageId",
                    "data",
                    "id",
                    "Message",
                    "Type",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())


@settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(PROVIDERS)),
    st.sampled_from(["main", "basic"]),
    st.binary(max_size=200) | st.sampled_from(SAMPLES) | JSON,
    st.sampled_from(TYPES),
    st.sampled_from(["", "/v1/log", "/v1/devices/d/registrations/t/s", "/x"]),
    st.sampled_from(["POST", "GET", "DELETE"]),
)
def test_no_call_to_any_door_is_ever_a_5xx(open_doors, provider, name, body, media, rest, method):
    login = captured.basic(*captured.LOGIN.values())
    answer = open_doors.request(
        method,
        f"/webhooks/{provider}/{name}{rest}",
        content=body,
        headers={
            "Content-Type": media,
            "Authorization": login,
            "X-Telegram-Bot-Api-Secret-Token": "c2VjcmV0",
        },
    )
    assert answer.status_code < 500

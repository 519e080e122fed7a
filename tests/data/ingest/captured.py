"""The captured calls of providers: how each is sent, and the connection that it is sent to."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from starlette.testclient import TestClient

from data.api.routers import create
from data.api.webhooks import fetcher
from data.campaigns import parse_draft
from data.ingest.connecting import connect
from data.services import Services
from data.store import inbox
from data.store.engine import read

FOLDER = Path(__file__).parents[2] / "samples" / "payloads"
ENTRIES: list[dict[str, Any]] = json.loads((FOLDER / "manifest.json").read_text())["entries"]
LOGIN = {"user": "provider", "password": "a password"}
TYPES = {
    "email": ("messaging", "email"),
    "sms": ("messaging", "sms"),
    "rcs": ("messaging", "rcs"),
    "whatsapp": ("messaging", "whatsapp"),
    "viber": ("messaging", "whatsapp"),  # no channel of ours, so its campaign's counts
    "chatbot": ("interactive", "chatbot-service"),
    "wallet": ("interactive", "digital-coupon"),
}


def entry(entry_id: str) -> dict[str, Any]:
    """The manifest's entry of that id."""
    return next(one for one in ENTRIES if one["id"] == entry_id)


@dataclass(frozen=True)
class Sender:
    """How the calls of one entry are authenticated."""

    scheme: str
    secrets: dict[str, str]
    options: dict[str, str]
    headers: dict[str, str]


def sender(one: dict[str, Any]) -> Sender:
    """The connection's scheme, secrets and options, and headers to add to the captured ones."""
    auth, provider = one["auth"], one["provider"]
    scheme = auth["scheme"].split(" ")[0]
    secret = auth.get("secret", "")
    signed: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
        "mailgun-hmac-sha256": ("signature", {"signing_key": auth.get("key", "")}, {}),
        "sendgrid-ecdsa-p256-sha256": (
            "signature",
            {"public_key": auth.get("public_key", "")},
            {},
        ),
        "vonage-jwt-hs256": ("jwt", {"signature_secret": secret}, {}),
        "twilio-hmac-sha1": (
            "signature",
            {"auth_token": auth.get("auth_token", "")},
            {"url": auth.get("url", "").partition("?")[0]},
        ),
        "meta-hmac-sha256": (
            "signature",
            {"app_secret": auth.get("app_secret", ""), "verify_token": "verify me"},
            {},
        ),
        "sinch-hmac-sha256": ("signature", {"secret": secret}, {}),
        "infobip-hmac-sha1": ("signature", {"secret": secret}, {}),
        "rbm-hmac-sha512-base64": (
            "signature",
            {"client_token": auth.get("client_token", "")},
            {},
        ),
        "telegram": ("token", {"secret_token": secret}, {}),
        "sns-rsa-pkcs1v15": ("sns", {}, {"topic": topic(one)}),
        "google": (
            "signature",
            {},
            {
                "issuer": auth.get("recipient_id", ""),
                "root_keys": json.dumps(auth.get("root_keys", {})),
            },
        ),
        "ApplePass": ("token", {"token": auth.get("token", "")}, {}),
        "standard-webhooks": ("standard-webhooks", {"secret": secret}, {}),
    }
    if scheme in signed:
        return Sender(*signed[scheme], {})
    # The others carry no signature, so they come with a login, as such providers offer it.
    if provider == "segment":
        return Sender("write-key", {"write_key": "w"}, {}, {"Authorization": basic("w", "")})
    return Sender("basic", LOGIN, {}, {"Authorization": basic(*LOGIN.values())})


def basic(user: str, password: str) -> str:
    """The header of a login."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def topic(one: dict[str, Any]) -> str:
    """The SNS topic of a notice."""
    if one["provider"] != "ses":
        return ""
    return str(json.loads((FOLDER / one["file"]).read_bytes()).get("TopicArn", ""))


def body(one: dict[str, Any]) -> bytes:
    """The captured bytes. SNS notices are signed anew: the key's certificate is not with them."""
    raw = (FOLDER / one["file"]).read_bytes()
    if one["auth"]["scheme"].startswith("sns") and "bad-signature" not in one["tags"]:
        return signed_by_sns(json.loads(raw))
    return raw


def signed_by_sns(notice: dict[str, Any]) -> bytes:
    """The notice with a signature that the throw-away certificate fits."""
    names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    if notice["Type"] != "Notification":
        names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{notice[name]}\n" for name in names if name in notice)
    algorithm = SHA1() if notice["SignatureVersion"] == "1" else SHA256()
    signature = _sns_key().sign(text.encode(), PKCS1v15(), algorithm)
    return json.dumps({**notice, "Signature": base64.b64encode(signature).decode()}).encode()


@cache
def _sns_key() -> Any:
    return generate_private_key(public_exponent=65537, key_size=2048)


@cache
def sns_certificate(begins: datetime = datetime(2020, 1, 1, tzinfo=UTC)) -> bytes:
    """The certificate of the throw-away key, valid for ten years."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_sns_key().public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=3650))
        .sign(_sns_key(), SHA256())
    )
    return made.public_bytes(Encoding.PEM)


class Door:
    """The real HTTP door over a real workspace; certificates come from a dictionary."""

    def __init__(self, services: Services, client: TestClient, asked: list[str]) -> None:
        self.services = services
        self.client = client
        self.asked = asked
        self._campaigns: dict[str, int] = {}

    def campaign(self, channel: str) -> int:
        """The id of a campaign on `channel`, the same one each time."""
        if channel not in self._campaigns:
            group, kind = TYPES.get(channel, TYPES["sms"])
            status = "completed" if group == "messaging" else "live"
            draft = {"name": channel, "group": group, "type": kind, "status": status}
            made, _ = self.services.campaigns.register(parse_draft(draft), "test")
            self._campaigns[channel] = made.id
        return self._campaigns[channel]

    def rows(self, source: str) -> list[dict[str, Any]]:
        """The events that came from `source` ("provider/connection"), in order."""
        with read(self.services.engine) as connection:
            found = [json.loads(payload) for _, payload in inbox.tail(connection, 0)]
        return [row for row in found if row["source"] == f"webhook:{source}"]

    def connect(self, one: dict[str, Any], campaign: int | None, name: str = "main") -> Sender:
        """Make the connection that an entry is sent to."""
        made = sender(one)
        connect(
            self.services.connections,
            self.services.campaigns,
            one["provider"],
            name,
            made.secrets,
            made.options,
            scheme=made.scheme,
            campaign=str(campaign or ""),
        )
        return made

    def send(self, one: dict[str, Any], made: Sender, name: str = "main", **headers: str) -> Any:
        """Send an entry's call, and return the answer."""
        request = one["request"]
        url = f"/webhooks/{one['provider']}/{name}"
        if one["provider"] == "apple_wallet":
            url += request["path"]
        query = urlsplit(request.get("url", "")).query
        return self.client.request(
            request["method"],
            f"{url}?{query}" if query else url,
            content=body(one),
            headers={
                "Content-Type": request["content_type"],
                **request["headers"],
                **made.headers,
                **headers,
            },
        )


def door(services: Services) -> Iterator[Door]:
    """A door for one test."""
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return sns_certificate()

    app = create(services)
    app.dependency_overrides[fetcher] = lambda: fetch
    with TestClient(app, base_url="http://127.0.0.1:8050") as client:
        yield Door(services, client, asked)

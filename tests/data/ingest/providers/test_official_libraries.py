"""Do providers' own libraries and we agree on which calls are genuine?"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given
from hypothesis import strategies as st
from sendgrid.helpers.eventwebhook import EventWebhook
from standardwebhooks import Webhook, WebhookVerificationError
from twilio.request_validator import RequestValidator

from data.ingest.provider import BadSignature, Call, Credentials, Scheme
from data.ingest.providers import PROVIDERS

NOW = datetime.now(UTC).replace(microsecond=0)
ADDRESS = "https://example.com/webhooks/twilio/main?external_id=spring"
FORM = "application/x-www-form-urlencoded"
TOKEN, SECRET = "0123456789abcdef", "whsec_" + base64.b64encode(b"s" * 24).decode()
KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
forms = st.dictionaries(texts.filter(bool), texts, max_size=6)
# How a genuine call is changed on its way: the place of a byte of its signature, or none.
spoiled = st.one_of(st.none(), st.integers(0, 15))


def is_genuine(scheme: Scheme, call: Call, secrets: Mapping[str, str]) -> bool:
    """Whether we take the call."""
    try:
        scheme.check(call, Credentials(secrets, {}, NOW, lambda _: b""))
    except BadSignature:
        return False
    return True


def called(body: bytes, headers: Mapping[str, str], url: str = ADDRESS) -> Call:
    return Call("POST", url, "", {k.lower(): v for k, v in headers.items()}, body, NOW)


def changed(signature: str, at: int | None) -> str:
    """Another character at this place of the signature."""
    if at is None:
        return signature
    return signature[:at] + ("A" if signature[at] != "A" else "B") + signature[at + 1 :]


@given(forms, spoiled)
@example({"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+4915112345678"}, None)
@example({"Empty": "", "Söhne": "🎉 & more"}, None)
def test_twilios_validator_and_we_agree_on_forms(fields: dict[str, str], at: int | None) -> None:
    theirs, scheme = RequestValidator(TOKEN), PROVIDERS["twilio"].scheme("signature")
    signature = changed(theirs.compute_signature(ADDRESS, fields), at)
    call = called(
        urlencode(fields).encode(), {"X-Twilio-Signature": signature, "Content-Type": FORM}
    )
    told = theirs.validate(ADDRESS, fields, signature)
    assert told is (at is None)
    assert is_genuine(scheme, call, {"auth_token": TOKEN}) is told


@given(st.binary(max_size=40), spoiled)
def test_twilios_validator_and_we_agree_on_bodies(body: bytes, at: int | None) -> None:
    theirs, scheme = RequestValidator(TOKEN), PROVIDERS["twilio"].scheme("signature")
    url = f"{ADDRESS}&bodySHA256={sha256(body).hexdigest()}"
    signature = changed(theirs.compute_signature(url, {}), at)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
    assert is_genuine(scheme, called(body, headers, url), {"auth_token": TOKEN}) is (at is None)
    other = called(body + b"x", headers, url)
    assert not is_genuine(scheme, other, {"auth_token": TOKEN})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), spoiled)
def test_the_library_of_standard_webhooks_and_we_agree(text: str, at: int | None) -> None:
    theirs, scheme = Webhook(SECRET), PROVIDERS["cloudevents"].scheme("standard-webhooks")
    version, _, made = theirs.sign("msg_1", NOW, text).partition(",")
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(NOW.timestamp())),
        "webhook-signature": f"{version},{changed(made, at)}",
    }
    call = called(text.encode(), headers)
    assert is_genuine(scheme, call, {"secret": SECRET}) is (at is None)


def test_the_library_of_standard_webhooks_takes_what_we_sign() -> None:
    scheme = PROVIDERS["cloudevents"].scheme("standard-webhooks")
    assert scheme.sign is not None
    made = scheme.sign(
        called(b'{"a": 1}', {}),
        Credentials({"secret": SECRET}, {}, datetime.now(UTC), lambda _: b""),
    )
    assert Webhook(SECRET).verify(made.body, dict(made.headers)) == {"a": 1}
    try:
        Webhook(SECRET).verify(made.body + b" ", dict(made.headers))
    except WebhookVerificationError:
        return
    raise AssertionError("another body was taken")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.booleans())
def test_the_library_of_sendgrid_and_we_agree(body: str, spoil: bool) -> None:
    scheme, stamp = PROVIDERS["sendgrid"].scheme("signature"), str(int(NOW.timestamp()))
    made = KEY.sign(f"{stamp}{body}".encode(), ec.ECDSA(SHA256()))
    signature = base64.b64encode(made).decode()
    said = body + "x" if spoil else body
    theirs = EventWebhook(PUBLIC).verify_signature(said, signature, stamp)
    call = called(
        said.encode(),
        {
            "X-Twilio-Email-Event-Webhook-Signature": signature,
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
        },
    )
    assert theirs is not spoil
    assert is_genuine(scheme, call, {"public_key": PUBLIC}) is theirs

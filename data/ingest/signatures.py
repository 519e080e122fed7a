"""How do calls prove where they come from? The ways that more than one provider uses."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from data.ingest.loose import moment
from data.ingest.provider import BadSignature, Call, Credentials, Scheme, with_headers

TOLERANCE = "tolerance"  # the option: how many seconds a signed time may be off; 0: any


def same(given: str, wanted: str) -> bool:
    """Whether two texts are equal, in a time that says nothing about where they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode(errors="replace"))


def require(given: str, wanted: str) -> None:
    """Raise BadSignature unless `given` is there and equal to `wanted`."""
    if not given:
        raise BadSignature("The call carries no signature")
    if not wanted or not same(given, wanted):
        raise BadSignature("The signature does not fit the call")


def digest(algorithm: str, key: str | bytes, *parts: str | bytes) -> bytes:
    """The HMAC of `parts`, one after the other."""
    made = hmac.new(_bytes(key), digestmod=algorithm)
    for part in parts:
        made.update(_bytes(part))
    return made.digest()


def in_base64(raw: bytes) -> str:
    """Standard base64 of `raw`."""
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """The bytes in standard or URL-safe base64, padded or not. Raises BadSignature."""
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature("The signature is not valid base64") from None


def require_fresh(stamp: str, credentials: Credentials, usual: int = 0) -> None:
    """Raise BadSignature for a signed time further off than the connection's tolerance.

    `usual` is the tolerance in seconds where the connection sets none; with 0 any time will do,
    as it must for providers that repeat a call for hours with its first time.
    """
    allowed = credentials.options.get(TOLERANCE, "")
    seconds = int(allowed) if allowed.isdecimal() and len(allowed) < 10 else usual
    if not seconds:
        return
    at = moment(stamp)
    if at is None or abs((credentials.now - at).total_seconds()) > seconds:
        raise BadSignature("The signed time is too far from now")


def is_past(milliseconds: str, now: datetime) -> bool:
    """Whether that many milliseconds since 1970 are over; also if they can't be read."""
    at = moment(milliseconds) if milliseconds.isdecimal() else None
    return at is None or at <= now.astimezone(UTC)


def fits_ecdsa(key: str, signature: str, *parts: str | bytes) -> bool:
    """Whether `signature` (base64) over `parts` was made with the P-256 key of `key` (base64)."""
    try:
        public = load_der_public_key(from_base64(key))
    except (ValueError, TypeError):
        return False
    if not isinstance(public, EllipticCurvePublicKey):
        return False
    try:
        public.verify(
            from_base64(signature), b"".join(_bytes(part) for part in parts), ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


def sha256(body: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode(errors="replace")


def _check_basic(call: Call, credentials: Credentials) -> None:
    kind, _, given = call.headers.get("authorization", "").partition(" ")
    pair = f"{credentials.secrets['user']}:{credentials.secrets['password']}"
    wanted = in_base64(pair.encode())
    require(given.strip() if kind.lower() == "basic" else "", wanted)


def _sign_basic(call: Call, credentials: Credentials) -> Call:
    pair = f"{credentials.secrets['user']}:{credentials.secrets['password']}"
    return with_headers(call, {"authorization": f"Basic {in_base64(pair.encode())}"})


def _sign_token(call: Call, credentials: Credentials) -> Call:
    name = credentials.options.get("header", "authorization").lower()
    token = credentials.secrets["token"]
    return with_headers(call, {name: f"Bearer {token}" if name == "authorization" else token})


def _check_token(call: Call, credentials: Credentials) -> None:
    name = credentials.options.get("header", "authorization").lower()
    given = call.headers.get(name, "").strip()
    if name == "authorization":
        given = given[7:].strip() if given[:7].lower() == "bearer " else ""
    require(given, credentials.secrets["token"])


BASIC = Scheme(
    "basic",
    "A user name and a password, in the address that the provider calls",
    _check_basic,
    secrets=("user", "password"),
    chosen=("user", "password"),
    sign=_sign_basic,
)
TOKEN = Scheme(
    "token",
    "A token of your own in a header: Authorization with Bearer, or one that you name",
    _check_token,
    secrets=("token",),
    options=("header",),
    chosen=("token",),
    sign=_sign_token,
)

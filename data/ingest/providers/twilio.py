"""Twilio Programmable Messaging: status callbacks, incoming messages and link clicks, as forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit, urlunsplit

from data.ingest.fate import Fate
from data.ingest.loose import document, form, media_type, moment, number
from data.ingest.provider import (
    BadSignature,
    Call,
    Credentials,
    Fact,
    Provider,
    Sample,
    Scheme,
    with_headers,
)
from data.ingest.signatures import BASIC, digest, in_base64, require, same, sha256
from data.vocabulary.event_kind import EventKind

_HEADER = "x-twilio-signature"
_FATES = {
    "accepted": Fate.QUEUED,
    "scheduled": Fate.QUEUED,
    "queued": Fate.QUEUED,
    "sending": Fate.SENDING,
    "sent": Fate.SENT,
    "delivered": Fate.DELIVERED,
    "partially_delivered": Fate.DELIVERED,
    "read": Fate.SEEN,
    "undelivered": Fate.UNREACHABLE,
    "failed": Fate.REJECTED,
    "canceled": Fate.CANCELLED,
}
# What an ErrorCode says more exactly than "undelivered" and "failed" do.
_ERRORS = {
    "21211": Fate.BAD_ADDRESS,
    "21408": Fate.BAD_SENDER,
    "21610": Fate.SUPPRESSED,
    "21614": Fate.BAD_ADDRESS,
    "30001": Fate.THROTTLED,
    "30002": Fate.BAD_SENDER,
    "30005": Fate.BAD_ADDRESS,
    "30006": Fate.BAD_ADDRESS,
    "30007": Fate.REJECTED,
    "30034": Fate.BAD_SENDER,
    "30036": Fate.EXPIRED,
    "63018": Fate.THROTTLED,
    "63024": Fate.BAD_ADDRESS,
}
_FAILED = frozenset({"undelivered", "failed"})
_INBOUND = frozenset({"received", "receiving"})
_CHANNELS = {"whatsapp": "whatsapp", "rcs": "rcs"}
_OPT_OUTS = {"STOP": EventKind.SUBSCRIBER_BLOCK, "START": EventKind.SUBSCRIBER_UNBLOCK}


def _check(call: Call, credentials: Credentials) -> None:
    given = call.headers.get(_HEADER, "")
    if media_type(call.content_type) == "application/json":
        require(dict(call.query).get("bodySHA256", "").lower(), sha256(call.body))
        fields: Iterable[tuple[str, str]] = ()
    else:
        # Each value of a name once, in order; blank ones count.
        fields = _signed_fields(call)
    fitting = False
    for address in _addresses(call.url, credentials.options.get("url", "")):
        fitting |= same(given, _signature(credentials, address, fields))
    if not given or not fitting:
        raise BadSignature("X-Twilio-Signature does not fit this address and form")


def _signed_fields(call: Call) -> list[tuple[str, str]]:
    return sorted(set(form(call.body, call.content_type))) if call.body else []


def _signature(credentials: Credentials, address: str, fields: Iterable[tuple[str, str]]) -> str:
    signed = "".join(name + value for name, value in fields)
    return in_base64(digest("sha1", credentials.secrets["auth_token"], address, signed))


def _sign(call: Call, credentials: Credentials) -> Call:
    address = _addresses(call.url, credentials.options.get("url", ""))[0]
    made = _signature(credentials, address, _signed_fields(call))
    return with_headers(call, {"x-twilio-signature": made})


def _addresses(asked: str, public: str) -> tuple[str, ...]:
    """The addresses that may have been signed: with the port and without.

    A proxy may have changed what we see, so the public one is a setting.
    """
    query = asked.partition("?")[2]
    url = f"{public}?{query}" if public and query else public or asked
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return (url,)
    host = parts.netloc.rpartition("@")
    name = host[2].rpartition(":")[0] if parts.port else host[2]
    login = host[0] + host[1]
    bare = urlunsplit(parts._replace(netloc=login + name))
    return url, bare, urlunsplit(parts._replace(netloc=f"{login}{name}:{port}"))


def _read(call: Call) -> Iterator[Fact]:
    if media_type(call.content_type) == "application/json":
        document(call.body)
        yield Fact("JSON")
        return
    fields: dict[str, str] = {}
    for name, value in form(call.body, call.content_type) if call.body else call.query:
        fields.setdefault(name, value)
    if fields.get("event_type") == "click":
        yield _click(fields)
        return
    sid = fields.get("MessageSid") or fields.get("SmsSid", "")
    word = fields.get("MessageStatus") or fields.get("SmsStatus", "")
    if not sid or not word:
        yield Fact(word or ("call" if "CallSid" in fields else "no message"))
    elif word in _INBOUND:
        yield from _inbound(sid, word, fields)
    else:
        yield _status(sid, word, fields)


def _status(sid: str, word: str, fields: dict[str, str]) -> Fact:
    error = fields.get("ErrorCode", "")
    fate = _FATES.get(word)
    if word in _FAILED:
        fate = _ERRORS.get(error, fate)
    return Fact(
        word,
        EventKind.MESSAGE_STATUS,
        fate,
        id=sid,
        recipient=_number(fields, "To"),
        channel=_channel(fields, "To"),
        data={
            "message_id": sid,
            "sender": _number(fields, "From") or fields.get("MessagingServiceSid", ""),
            "error_code": error,
        },
    )


def _inbound(sid: str, word: str, fields: dict[str, str]) -> Iterator[Fact]:
    segments = number(fields, "NumSegments")
    fact = Fact(
        word,
        EventKind.MESSAGE_INBOUND,
        id=sid,
        recipient=_number(fields, "From"),
        channel=_channel(fields, "From"),
        data={
            "message_id": sid,
            "sender": _number(fields, "To"),
            "text": fields.get("Body", ""),
            "country": fields.get("FromCountry", ""),
            "interaction": fields.get("ButtonPayload", ""),
            "segments": int(segments) if segments else None,
        },
    )
    yield fact
    opted = fields.get("OptOutType", "").upper()
    if opted in _OPT_OUTS:
        yield Fact(opted, _OPT_OUTS[opted], id=sid, recipient=fact.recipient, channel=fact.channel)


def _click(fields: dict[str, str]) -> Fact:
    sid = fields.get("sms_sid") or fields.get("message_sid", "")
    return Fact(
        "click",
        EventKind.LINK_CLICK,
        id=f"{sid}/{fields.get('click_time', '')}/{fields.get('link', '')}",
        at=moment(fields, "click_time"),
        recipient=fields.get("to", ""),
        channel="sms",
        data={
            "message_id": sid,
            "link": fields.get("link", ""),
            "user_agent": fields.get("user_agent", ""),
        },
    )


def _number(fields: dict[str, str], name: str) -> str:
    return fields.get(name, "").rpartition(":")[2]


def _channel(fields: dict[str, str], name: str) -> str:
    prefix, colon, _ = fields.get(name, "").partition(":")
    return _CHANNELS.get(prefix.lower(), "") if colon else "sms"


PROVIDER = Provider(
    key="twilio",
    label="Twilio",
    channels=("sms", "whatsapp", "rcs"),
    schemes=(
        Scheme(
            "signature",
            "X-Twilio-Signature, made with the account's auth token over the address and the form",
            _check,
            secrets=("auth_token",),
            options=("url",),
            sign=_sign,
        ),
        BASIC,
    ),
    read=_read,
    # It takes the body of an answer for a message to send, so there is none.
    status=lambda _, __: 204,
    setup=(
        "Open your Messaging Service, then Integration, and paste the address as the Delivery "
        "Status Callback URL; or send it as StatusCallback with each message.",
        "For replies and opt-outs, choose a webhook for incoming messages and paste it there too.",
        "Add ?external_id=… to the address of a single message to say which campaign it is of.",
        "The auth token stands in the console under Account, API keys & tokens.",
    ),
    sample=Sample(
        "MessageSid=SM$ID&SmsSid=SM$ID&MessageStatus=delivered&SmsStatus=delivered"
        "&AccountSid=ACtest&From=%2B15005550006&To=%2B15005550001&ApiVersion=2010-04-01",
        "application/x-www-form-urlencoded",
    ),
)

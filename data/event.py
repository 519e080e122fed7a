"""What is an event, and what is wrong with this one? One CloudEvent becomes one row of the lake.

This runs for every event that ever arrives, so it is plain code: a look into a table, a test of
the type, and for what fails a sentence that names the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from math import isfinite
from typing import Any, NamedTuple, Protocol

import orjson

from data.errors import BadRequest
from data.vocabulary.event_kind import WITHOUT_CAMPAIGN, EventKind

AHEAD = timedelta(hours=24)  # of the server's clock; provider clocks run ahead
LARGEST_ID = 2**31 - 1  # of a campaign; the database's INTEGER
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

ID_LENGTH, TEXT_LENGTH = 256, 512
CHANNELS = ("sms", "email", "push", "rcs", "whatsapp", "web", "wallet")

_KINDS = {kind.value: kind.value for kind in EventKind}
_NEEDS_CAMPAIGN = frozenset(_KINDS) - {kind.value for kind in WITHOUT_CAMPAIGN}
_STATUS = EventKind.MESSAGE_STATUS.value
_SUBSCRIBER_KINDS = frozenset(
    {
        EventKind.SUBSCRIBER_JOIN.value,
        EventKind.SUBSCRIBER_BLOCK.value,
        EventKind.SUBSCRIBER_UNBLOCK.value,
    }
)
_MESSAGE_KINDS = frozenset({_STATUS, EventKind.MESSAGE_INBOUND.value})
# fromisoformat() takes much more than RFC 3339: week dates, times without minutes, no zone.
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,12})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_COUNTRY = re.compile(r"[A-Z]{2,3}(-[A-Z0-9]{1,3})?")
_US = timedelta(microseconds=1)
_A_DAY = AHEAD // _US


class Place(Protocol):
    """Where a campaign's events belong."""

    @property
    def id(self) -> int: ...
    @property
    def month(self) -> str: ...
    @property
    def channel(self) -> str: ...


class Places(Protocol):
    """Whoever knows the campaigns."""

    def place(self, campaign_id: int | None, external_id: str | None) -> Place | None:
        """The campaign of that id or external id, if there is one."""


class Heard(NamedTuple):
    """What a subscriber.* event says of whom, and when: microseconds since 1970 in UTC."""

    kind: str
    subject: str
    at: int
    source: str


class Event(NamedTuple):
    """A good event: its key, its row of the lake as JSON, and what its door may want to count."""

    key: bytes
    payload: str
    channel: str
    status: str | None  # of a message.status event; of other kinds None
    ignored: tuple[str, ...]  # names in `data` that mean nothing here
    heard: Heard | None = None  # of a subscriber.* event that names somebody


def key_of(source: str, event_id: str, kind: str) -> bytes:
    """The 16 bytes under which an event is known; NUL can't be part of any of the three."""
    return blake2b(f"{source}\0{event_id}\0{kind}".encode(), digest_size=16).digest()


def person_of(recipient: str) -> int:
    """The signed 64-bit number that stands for a recipient in the lake."""
    return int.from_bytes(blake2b(recipient.encode()).digest()[:8], "big", signed=True)


def message_of(message_id: str) -> int:
    """The signed 64-bit number that stands for a message in the lake."""
    return person_of(message_id)


def microseconds(moment: datetime) -> int:
    """A moment as the lake keeps it: whole microseconds since 1970 in UTC."""
    return (moment - EPOCH) // _US


def normalise(item: object, places: Places, now: datetime) -> Event:
    """Turn one decoded CloudEvent into a row of the lake, received at `now`.

    Raises BadRequest whose sentence and `where` name the attribute that is wrong.
    """
    if type(item) is not dict:
        raise BadRequest(f"an event must be a JSON object, not {shown(item)}", "event")
    event_id, source, kind = _identity(item)
    received = microseconds(now)
    at, moment = _time(item.get("time"), received)
    data = item.get("data")
    if data is None:
        data = {}
    elif type(data) is not dict:
        raise BadRequest(f"data must be a JSON object, not {shown(data)}", "data")
    try:
        digest = key_of(source, event_id, kind)
    except UnicodeEncodeError:
        _check_writable({"id": event_id, "source": source})
        raise
    row: dict[str, Any] = {
        "key": digest.hex(),
        "source": source,
        "kind": kind,
        "at": at,
        "received_at": received,
    }
    place = _place(data, kind, places)
    if place is None:
        row["month"] = moment.astimezone(UTC).isoformat()[:7]
    else:
        row["month"] = place.month
        row["campaign_id"] = place.id
        if place.channel:
            row["channel"] = place.channel
    ignored = _read_fields(data, row)
    _read_subject(item.get("subject"), row, digest)
    if kind in _MESSAGE_KINDS:
        _check_message(kind, row)
    payload = _json(row, event_id)
    status = row.get("status") if kind == _STATUS else None
    heard = None
    if kind in _SUBSCRIBER_KINDS and "recipient" in row:
        heard = Heard(kind, row["recipient"], at, source)
    return Event(digest, payload, row.get("channel", ""), status, ignored, heard)


def shown(value: object) -> str:
    """A value as an error message quotes it: short, and safe to print whatever it is."""
    if isinstance(value, str):
        text = repr(value[:41])
        return text if len(value) <= 40 else f"{text[:41]}…'"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and isfinite(value):
        return repr(value)
    if isinstance(value, int) and abs(value) < 10**20:
        return repr(value)
    if isinstance(value, int | float):
        return "a number out of range"
    return "a list" if isinstance(value, list) else "an object"


def _identity(item: dict[str, Any]) -> tuple[str, str, str]:
    """The three attributes that name an event."""
    version = item.get("specversion")
    if version != "1.0":
        given = "specversion is missing; it" if version is None else "specversion"
        but = "" if version is None else f", not {shown(version)}"
        raise BadRequest(f'{given} must be "1.0"{but}', "specversion")
    if "data_base64" in item:
        raise BadRequest("data_base64 is not taken; send data as a JSON object", "data_base64")
    event_id = _required(item, "id", ID_LENGTH)
    source = _required(item, "source", TEXT_LENGTH)
    kind = _KINDS.get(_required(item, "type", TEXT_LENGTH))
    if kind is None:
        raise BadRequest(f"type {shown(item['type'])} is not a known kind of event", "type")
    return event_id, source, kind


def _required(item: dict[str, Any], name: str, longest: int) -> str:
    value = item.get(name)
    if type(value) is str and 0 < len(value) <= longest:
        return value
    if value is None:
        raise BadRequest(f"{name} is missing", name)
    if value == "":
        raise BadRequest(f"{name} must not be empty", name)
    return _string(value, name, longest)


def _string(value: object, where: str, longest: int) -> str:
    if type(value) is not str:
        raise BadRequest(f"{where} must be a string, not {shown(value)}", where)
    if len(value) > longest:
        raise BadRequest(f"{where} must have at most {longest} characters, not {len(value)}", where)
    return value


def _time(value: object, received: int) -> tuple[int, datetime]:
    if value is None:
        raise BadRequest("time is missing; it says when the event happened", "time")
    if type(value) is not str or not _RFC3339.fullmatch(value):
        raise BadRequest(
            f"time must be RFC 3339 with a zone, like 2026-11-24T09:30:00Z, not {shown(value)}",
            "time",
        )
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise BadRequest(f"time {shown(value)} does not exist: {error}", "time") from None
    at = (moment - EPOCH) // _US
    if at < 0:
        raise BadRequest(f"time must not be before 1970, but is {shown(value)}", "time")
    if at > received + _A_DAY:
        raise BadRequest(
            f"time {shown(value)} is more than 24 hours ahead of the server's clock", "time"
        )
    return at, moment


def _place(data: dict[str, Any], kind: str, places: Places) -> Place | None:
    number, name = data.get("campaign_id"), data.get("external_id")
    if name == "":
        name = None
    if number is None and name is None:
        if kind in _NEEDS_CAMPAIGN:
            raise BadRequest(
                f"data.campaign_id or data.external_id is needed for {kind}", "data.campaign_id"
            )
        return None
    by_number = None if number is None else _by_number(number, places)
    by_name = None if name is None else _by_name(name, places)
    if by_number is not None and by_name is not None and by_number.id != by_name.id:
        raise BadRequest(
            f"data.campaign_id {by_number.id} and data.external_id {shown(name)} are not the "
            "same campaign",
            "data.campaign_id",
        )
    return by_number or by_name


def _by_number(number: object, places: Places) -> Place:
    where = "data.campaign_id"
    if type(number) is not int:
        raise BadRequest(f"{where} must be a whole number, not {shown(number)}", where)
    place = places.place(number, None) if 0 < number <= LARGEST_ID else None
    if place is None:
        raise BadRequest(f"{where}: there is no campaign {shown(number)}", where)
    return place


def _by_name(name: object, places: Places) -> Place:
    where = "data.external_id"
    external_id = _string(name, where, ID_LENGTH)
    _check_writable({where: external_id})
    place = places.place(None, external_id)
    if place is None:
        raise BadRequest(f"{where}: there is no campaign {shown(external_id)}", where)
    return place


def _read_fields(data: dict[str, Any], row: dict[str, Any]) -> tuple[str, ...]:
    """Put the fields of `data` into `row`; return the names that mean nothing here."""
    ignored: tuple[str, ...] = ()
    for name, value in data.items():
        if value is None or value == "" or name in _PLACE_FIELDS:
            continue
        longest = TEXT_FIELDS.get(name)
        if longest is not None:
            if type(value) is not str or len(value) > longest:
                _string(value, f"data.{name}", longest)
            row[name] = value
        elif (read := _READERS.get(name)) is not None:
            row[name] = read(value, f"data.{name}")
        else:
            ignored += (name,)
    return ignored


def _read_subject(subject: object, row: dict[str, Any], digest: bytes) -> None:
    if subject is None or subject == "":
        row["person"] = int.from_bytes(digest[:8], "big", signed=True)
        return
    recipient = row["recipient"] = _string(subject, "subject", ID_LENGTH)
    try:
        row["person"] = person_of(recipient)
    except UnicodeEncodeError:
        _check_writable({"subject": recipient})
        raise


def _check_message(kind: str, row: dict[str, Any]) -> None:
    if "channel" not in row:
        raise BadRequest(f"data.channel is needed for {kind}", "data.channel")
    if kind != _STATUS:
        return
    if "status" not in row:
        raise BadRequest(f"data.status is needed for {kind}", "data.status")
    if "message_id" not in row:
        if "recipient" not in row:
            raise BadRequest(f"data.message_id or subject is needed for {kind}", "data.message_id")
        row["message_id"] = row["recipient"]
    try:
        row["message"] = message_of(row["message_id"])
    except UnicodeEncodeError:
        _check_writable(row)
        raise


def _json(row: dict[str, Any], event_id: str) -> str:
    """The row as text. One look at the whole finds what no single string may hold."""
    try:
        text = orjson.dumps(row).decode()
    except orjson.JSONEncodeError:
        _check_writable(row)
        raise
    if "\\u0000" in text or "\0" in event_id:
        _check_writable({"id": event_id, **row})
    return text


def _check_writable(named: Mapping[str, Any]) -> None:
    """Raise for the first string that no database keeps: with NUL, or with half a character."""
    for name, value in named.items():
        where = _ATTRIBUTES.get(name) or (name if "." in name else f"data.{name}")
        if type(value) is not str:
            continue
        if "\0" in value:
            raise BadRequest(f"{where} must not hold the character NUL", where)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise BadRequest(f"{where} holds half a surrogate pair, which is no text", where)


def _channel(value: object, where: str) -> str:
    if type(value) is not str or value not in CHANNELS:
        raise BadRequest(f"{where} must be one of {', '.join(CHANNELS)}, not {shown(value)}", where)
    return value


def _status(value: object, where: str) -> str:
    code = _string(value, where, 64)
    if not code.isprintable():
        raise BadRequest(f"{where} must be printable, not {shown(code)}", where)
    return code


def _country(value: object, where: str) -> str:
    code = value.upper() if type(value) is str else ""
    if not _COUNTRY.fullmatch(code):
        raise BadRequest(f"{where} must be an ISO 3166 code like DE, not {shown(value)}", where)
    return code


def _number(value: object, where: str) -> float:
    if type(value) is float and isfinite(value):
        return value
    if type(value) is int and abs(value) < 2**63:
        return float(value)
    raise BadRequest(f"{where} must be a number, not {shown(value)}", where)


def _within(limit: int) -> Callable[[object, str], float]:
    def read(value: object, where: str) -> float:
        number = _number(value, where)
        if not -limit <= number <= limit:
            raise BadRequest(
                f"{where} must be between -{limit} and {limit}, not {shown(value)}", where
            )
        return number

    return read


def _segments(value: object, where: str) -> int:
    if type(value) is not int or not 1 <= value <= 255:
        raise BadRequest(f"{where} must be a whole number from 1 to 255, not {shown(value)}", where)
    return value


def _correct(value: object, where: str) -> bool:
    if type(value) is not bool:
        raise BadRequest(f"{where} must be true or false, not {shown(value)}", where)
    return value


_PLACE_FIELDS = frozenset({"campaign_id", "external_id"})
_ATTRIBUTES = {"id": "id", "source": "source", "recipient": "subject", "subject": "subject"}
# The fields of `data` that are plain text, and how long each may be.
TEXT_FIELDS = {
    "message_id": ID_LENGTH,
    "pass_id": ID_LENGTH,
    "sender": TEXT_LENGTH,
    "carrier": TEXT_LENGTH,
    "platform": TEXT_LENGTH,
    "os": TEXT_LENGTH,
    "error_code": TEXT_LENGTH,
    "keyword": TEXT_LENGTH,
    "interaction": TEXT_LENGTH,
    "question": TEXT_LENGTH,
    "prize": TEXT_LENGTH,
    "currency": TEXT_LENGTH,
    # Addresses with campaign parameters, and the user agents of in-app browsers, run long.
    "link": 2048,
    "page": 2048,
    "user_agent": 2048,
    "answer": 4096,
    "text": 4096,
}
_READERS: dict[str, Callable[[object, str], Any]] = {
    "channel": _channel,
    "status": _status,
    "country": _country,
    "latitude": _within(90),
    "longitude": _within(180),
    "value": _number,
    "segments": _segments,
    "correct": _correct,
}

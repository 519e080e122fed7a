"""What does each column of a file mean, and what do the words in it say became of a message?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from data.channels import CHANNELS
from data.errors import BadRequest
from data.ingest.file_times import TIME_FORMATS
from data.ingest.meaning import IGNORE, MEANINGS
from data.totals import TAKEN

TOTAL = "total:"  # before a tally: the column says how many there were of it, and not who
AT = "at:"  # before a meaning: the column says when that happened, if it did
REFUSED = ""  # what becomes of words that are not listed: the row is a bad one
_MOST_COLUMNS, _MOST_WORDS, _LONGEST = 500, 500, 200


class Role(StrEnum):
    """What a column can hold; several columns of one role: the first that is not empty counts."""

    RECIPIENT = "recipient"
    TIME = "time"
    WORD = "word"  # what happened: a status or an action
    DETAIL = "detail"  # says the word more exactly: the kind of a bounce, an error code
    CAMPAIGN = "campaign"
    CAMPAIGN_NAME = "campaign_name"
    CHANNEL = "channel"
    MESSAGE = "message_id"
    EVENT = "event_id"
    SENDER = "sender"
    LINK = "link"
    USER_AGENT = "user_agent"
    COUNTRY = "country"
    CARRIER = "carrier"
    ERROR_CODE = "error_code"
    SEGMENTS = "segments"
    VALUE = "value"
    CURRENCY = "currency"
    TEXT = "text"
    LEAVE_OUT = "leave_out"  # a row with a true cell is none
    IGNORED = "ignored"


ROLES: Mapping[Role, str] = {
    Role.IGNORED: "Nothing: ignore it",
    Role.RECIPIENT: "Recipient",
    Role.TIME: "Time of the event, or of sending",
    Role.WORD: "Status or action",
    Role.DETAIL: "Detail of the status",
    Role.CAMPAIGN: "Campaign id",
    Role.CAMPAIGN_NAME: "Campaign name",
    Role.CHANNEL: "Channel",
    Role.MESSAGE: "Message id",
    Role.EVENT: "Event id",
    Role.SENDER: "Sender",
    Role.LINK: "Link",
    Role.USER_AGENT: "User agent",
    Role.COUNTRY: "Country",
    Role.CARRIER: "Carrier",
    Role.ERROR_CODE: "Error code",
    Role.SEGMENTS: "Segments",
    Role.VALUE: "Value",
    Role.CURRENCY: "Currency",
    Role.TEXT: "Text of the message",
    Role.LEAVE_OUT: "Leave the row out, if true",
}

# What a row of totals can say beside its counts: it is about a campaign, and about nobody.
_OF_CAMPAIGNS = frozenset(
    {Role.CAMPAIGN, Role.CAMPAIGN_NAME, Role.CHANNEL, Role.TIME, Role.LEAVE_OUT, Role.IGNORED}
)


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How the rows of one kind of file read as events, or as campaigns' totals.

    A column is found whatever its case; "properties.url" is also what a cell of JSON in the column
    "properties" says of "url". A word is found in lower case, together with its detail
    ("bounce hard") before alone. Where a column holds a TOTAL, each row is a campaign: several
    columns of one total add up, and `channels` says what the words of a channel mean.
    """

    key: str
    label: str
    description: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)  # a Role, AT and a meaning, or TOTAL
    words: Mapping[str, str] = field(default_factory=dict)  # keys of MEANINGS
    channels: Mapping[str, str] = field(default_factory=dict)  # words that say their channel
    every: str = ""  # the meaning of each row, where no column says it
    others: str = REFUSED  # or IGNORE
    channel: str = ""  # where neither a column nor a word says it
    time_format: str = ""  # of data.ingest.file_times
    source: str = ""  # whose ids they are; empty: the key
    signs: tuple[str, ...] = ()  # columns by which such a file is told
    foreign: tuple[str, ...] = ()  # columns that tell it from one of another kind

    @property
    def system(self) -> str:
        """Whose ids the events' are: the same event comes but once from one system."""
        return self.source or self.key

    @property
    def of_totals(self) -> bool:
        """Whether a row is a campaign with its totals, and nobody's event."""
        return any(role.startswith(TOTAL) for role in self.columns.values())

    def means(self, word: str) -> str:
        """The meaning of a word; REFUSED where nobody said."""
        return self.words.get(word.strip().lower(), self.others)


def checked(mapping: FileMapping) -> FileMapping:
    """The mapping, if rows can be read by it. Raises BadRequest that names the field."""
    for column, role in mapping.columns.items():
        _check_role(column, role)
    for word, meaning in mapping.words.items():
        _check_meaning(meaning, f"words.{word}")
    if mapping.every:
        _check_meaning(mapping.every, "every")
    if mapping.of_totals:
        _check_totals(mapping)
    else:
        _check_events(mapping)
    for name, channel in (("channel", mapping.channel), *mapping.channels.items()):
        if channel and channel not in CHANNELS:
            known = ", ".join(CHANNELS)
            raise BadRequest(f"{name}: {channel!r} is none of the channels {known}", "channel")
    if mapping.others not in (REFUSED, IGNORE):
        raise BadRequest(f'others must be "" or "{IGNORE}"', "others")
    if mapping.time_format not in TIME_FORMATS:
        known = ", ".join(repr(one) for one in TIME_FORMATS)
        raise BadRequest(f"{mapping.time_format!r} is no form of time; they are {known}", "time")
    return mapping


def _check_events(mapping: FileMapping) -> None:
    roles = set(mapping.columns.values())
    stages = [role for role in roles if role.startswith(AT)]
    if Role.TIME not in roles and not stages:
        raise BadRequest("No column says when something happened", "columns")
    if Role.WORD not in roles and not stages and not mapping.every:
        raise BadRequest("No column says what happened, and no meaning is set for all", "columns")


def _check_totals(mapping: FileMapping) -> None:
    """A row is a campaign, or an event of somebody: which of them can't be told by the row."""
    for column, role in mapping.columns.items():
        if not role.startswith(TOTAL) and role not in _OF_CAMPAIGNS:
            raise BadRequest(
                f"columns.{column}: rows with totals are about campaigns, and about no single "
                "event or person; ignore this column, or the totals",
                "columns",
            )
    if mapping.every:
        raise BadRequest("Rows with totals are no events; set no meaning for all rows", "every")


def _check_role(column: str, role: str) -> None:
    if role.startswith(AT):
        _check_meaning(role.removeprefix(AT), f"columns.{column}")
    elif role.startswith(TOTAL):
        if role.removeprefix(TOTAL) not in TAKEN:
            known = ", ".join(TOTAL + one for one in TAKEN)
            raise BadRequest(f"columns.{column}: {role!r} is no total; they are {known}", "columns")
    elif role not in ROLES:
        known = ", ".join(ROLES)
        raise BadRequest(
            f"columns.{column}: {role!r} is nothing that a column can mean; that is {known}, "
            f"{AT} and a meaning, like {AT}fate:sent, or {TOTAL} and a count, like {TOTAL}sent",
            "columns",
        )


def _check_meaning(meaning: str, where: str) -> None:
    if meaning not in MEANINGS:
        known = ", ".join(MEANINGS)
        raise BadRequest(f"{where}: {meaning!r} is no meaning; they are {known}", where)


def document(mapping: FileMapping) -> dict[str, Any]:
    """The mapping as JSON, as `parse` reads it."""
    return {
        "label": mapping.label,
        "source": mapping.system,
        "columns": {name: str(role) for name, role in mapping.columns.items()},
        "words": dict(mapping.words),
        "channels": dict(mapping.channels),
        "every": mapping.every,
        "others": mapping.others,
        "channel": mapping.channel,
        "time": mapping.time_format,
    }


def parse(item: object, key: str) -> FileMapping:
    """Read what `document` wrote, or a person in its form. Raises BadRequest naming the field."""
    if not isinstance(item, Mapping):
        raise BadRequest("A mapping is a JSON object", "mapping")
    known = document(FileMapping(key, key))
    for name in item:
        if name not in known:
            raise BadRequest(f"{str(name)[:60]!r} is not a field of a mapping", "mapping")
    label = _text(item, "label") or key
    return checked(
        FileMapping(
            key=key,
            label=label,
            columns=_texts(item, "columns", _MOST_COLUMNS),
            words={w.strip().lower(): m for w, m in _texts(item, "words", _MOST_WORDS).items()},
            channels={w.lower(): c for w, c in _texts(item, "channels", _MOST_WORDS).items()},
            every=_text(item, "every"),
            others=_text(item, "others"),
            channel=_text(item, "channel"),
            time_format=_text(item, "time"),
            source=_text(item, "source"),
        )
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name) or ""
    if not isinstance(value, str) or len(value) > _LONGEST or not (value or " ").isprintable():
        raise BadRequest(f"{name} must be a text of at most {_LONGEST} characters", name)
    return value


def _texts(item: Mapping[str, Any], name: str, most: int) -> dict[str, str]:
    value = item.get(name) or {}
    if not isinstance(value, Mapping) or len(value) > most:
        raise BadRequest(f"{name} must be a JSON object with at most {most} entries", name)
    if not all(isinstance(one, str) for one in value.values()):
        raise BadRequest(f"{name} must hold texts alone", name)
    return {str(key): one for key, one in value.items()}

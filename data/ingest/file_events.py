"""Which events does a row of somebody's file say, by what its columns mean?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from data.channels import CHANNELS
from data.errors import BadRequest
from data.event import ID_LENGTH, TEXT_FIELDS
from data.ingest.fate import Fate, code
from data.ingest.file_mapping import AT, FileMapping, Role
from data.ingest.file_times import moment_of
from data.ingest.loose import text_document, words
from data.ingest.meaning import IGNORE
from data.ingest.translating import clean
from data.vocabulary.event_kind import WITHOUT_CAMPAIGN, EventKind

SOURCE = "import:"  # before the system whose ids the events have
_FIELDS = {
    Role.MESSAGE: "message_id",
    Role.SENDER: "sender",
    Role.LINK: "link",
    Role.USER_AGENT: "user_agent",
    Role.CARRIER: "carrier",
    Role.ERROR_CODE: "error_code",
    Role.CURRENCY: "currency",
    Role.TEXT: "text",
}
TRUE = frozenset({"true", "t", "yes", "y", "1"})
_PREFIXES = {"whatsapp:": "whatsapp", "rcs:": "rcs", "mailto:": "email"}
_COUNTRY = re.compile(r"[A-Za-z]{2,3}")

Event = dict[str, Any]
Find = Callable[[str], "int | None"]  # a campaign's id by its external id


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one file: which campaign, and what its times without a zone mean.

    Without `campaign_id` each row names its own; those that nobody knows are made, if so wanted.
    """

    zone: ZoneInfo
    campaign_id: int | None = None
    channel: str = ""  # that campaign's
    make: bool = False


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file, in order; `ignored` counts the words that mean nothing here."""

    mapping: FileMapping
    choice: Choice
    columns: tuple[str, ...]
    find: Find
    ignored: Counter[str] = field(default_factory=Counter)
    _by_role: dict[str, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    _alike: Counter[bytes] = field(default_factory=Counter)
    _known: dict[str, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_name = {column.lower(): column for column in self.columns}
        for name, role in self.mapping.columns.items():
            found = by_name.get(name.lower())
            if found is not None:
                self._by_role.setdefault(role, []).append((found, ()))
                continue
            # "properties.url" of a file whose column "properties" holds JSON.
            outer, *way = name.split(".")
            if way and outer.lower() in by_name:
                place = (by_name[outer.lower()], tuple(way))
                self._by_role.setdefault(role, []).append(place)

    @property
    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of the file that have each role."""
        return {role: tuple(name for name, _ in held) for role, held in self._by_role.items()}

    @property
    def fits(self) -> bool:
        """Whether the file has the columns without which no row says anything."""
        told = self.mapping.every or Role.WORD in self._by_role
        return bool(self._stages() or (told and Role.TIME in self._by_role))

    @property
    def most(self) -> int:
        """How many events one row can have at most."""
        return 2 * max(1, len(self._stages()))

    def cell(self, cells: Mapping[str, str], role: str) -> str:
        """What the row says in that role; the first column of several that says anything."""
        for column, way in self._by_role.get(role, ()):
            text = cells.get(column, "")
            if way and text:
                text = words(text_document(text), *way)
            if text := text.strip():
                return text
        return ""

    def word(self, cells: Mapping[str, str]) -> str:
        """What happened, in the file's own word: with its detail where that is listed, too."""
        word = self.cell(cells, Role.WORD)
        full = f"{word} {self.cell(cells, Role.DETAIL)}".strip()
        return full if full.lower() in self.mapping.words else word

    def named(self, cells: Mapping[str, str]) -> str:
        """The campaign that the row names."""
        return self.cell(cells, Role.CAMPAIGN) or self.cell(cells, Role.CAMPAIGN_NAME)

    def external_id(self, name: str) -> str:
        """The external id under which a campaign of the file is known, or would be made."""
        own = clean(name, ID_LENGTH)
        if self._find(own) is not None:
            return own
        return clean(f"{self.mapping.system}:{name}", ID_LENGTH)

    def events(self, cells: Mapping[str, str]) -> tuple[Event, ...]:
        """The row's events, not checked yet. Raises BadRequest that says what is wrong in it."""
        if self.cell(cells, Role.LEAVE_OUT).lower() in TRUE:
            self.ignored["left out"] += 1
            return ()
        own = self.cell(cells, Role.EVENT) or self._digest(cells)
        return tuple(
            self._event(cells, own, word, kind, status, at)
            for word, meaning, at in self._happened(cells)
            for kind, status in _meant(meaning)
            if self._is_told(cells, kind)
        )

    def first_time(self, cells: Mapping[str, str]) -> datetime | None:
        """When the row says that anything happened; None where it says nothing readable."""
        try:
            return min((at for _, _, at in self._happened(cells, counting=False)), default=None)
        except BadRequest:
            return None

    def channel(self, cells: Mapping[str, str]) -> str:
        """The channel of the row."""
        given = self.cell(cells, Role.CHANNEL).lower()
        if given:
            if given not in CHANNELS:
                raise BadRequest(f"channel {given[:40]!r} is none of {', '.join(CHANNELS)}")
            return given
        word = self.cell(cells, Role.WORD).lower()
        if word in self.mapping.channels:
            return self.mapping.channels[word]
        for role in (Role.RECIPIENT, Role.SENDER):
            for prefix, channel in _PREFIXES.items():
                if self.cell(cells, role).startswith(prefix):
                    return channel
        return self.choice.channel or self.mapping.channel

    def _stages(self) -> list[str]:
        return [role for role in self._by_role if role.startswith(AT)]

    def _happened(
        self, cells: Mapping[str, str], *, counting: bool = True
    ) -> Iterator[tuple[str, str, datetime]]:
        """What the row says happened: the word, its meaning, and when."""
        for stage in self._stages():
            if text := self.cell(cells, stage):
                yield stage.removeprefix(AT), stage.removeprefix(AT), self._moment(text)
        given = self.cell(cells, Role.TIME)
        word = self.word(cells) or self.mapping.every
        if not word and self._stages():
            return
        meaning = self.mapping.every or self.mapping.means(word)
        if meaning == IGNORE:
            self.ignored[word] += counting
        elif not word:
            raise BadRequest("does not say what happened")
        elif not meaning:
            raise BadRequest(f"{word[:60]!r} has no meaning in this mapping")
        elif not given:
            raise BadRequest("does not say when it happened")
        else:
            yield word, meaning, self._moment(given)

    def _moment(self, text: str) -> datetime:
        return moment_of(text, self.mapping.time_format, self.choice.zone)

    def _is_told(self, cells: Mapping[str, str], kind: EventKind) -> bool:
        """Whether the row names whom or what it is about; a click can be counted without."""
        if self.cell(cells, Role.RECIPIENT) or self.cell(cells, Role.MESSAGE):
            return True
        if kind is not EventKind.MESSAGE_STATUS:
            return True
        if Role.LINK in self._by_role and self.cell(cells, Role.LINK):
            return False  # the click on a link is told by the other event
        raise BadRequest("names neither a recipient nor a message, so it can't be counted")

    def _event(
        self,
        cells: Mapping[str, str],
        own: str,
        word: str,
        kind: EventKind,
        status: Fate | None,
        at: datetime,
    ) -> Event:
        channel = self.channel(cells)
        data: dict[str, Any] = dict(self._fields(cells))
        data |= self._campaign(cells, kind)
        if channel:
            data["channel"] = channel
        elif kind in (EventKind.MESSAGE_STATUS, EventKind.MESSAGE_INBOUND):
            raise BadRequest("does not say its channel, and none is set for all")
        if status is not None:
            data["status"] = code(status, channel, word)
        recipient = _bare(self.cell(cells, Role.RECIPIENT))
        if kind is EventKind.MESSAGE_INBOUND and data.get("sender"):
            # Whoever wrote is the person, and whom they wrote to is our own number.
            recipient, data["sender"] = data["sender"], recipient
        event = {
            "specversion": "1.0",
            "id": _name(own, word),
            "source": SOURCE + self.mapping.system,
            "type": kind.value,
            "time": at.isoformat(),
            "data": {name: value for name, value in data.items() if value not in ("", None)},
        }
        return event | {"subject": clean(recipient, ID_LENGTH)} if recipient else event

    def _fields(self, cells: Mapping[str, str]) -> Iterator[tuple[str, object]]:
        for role, name in _FIELDS.items():
            text = self.cell(cells, role)
            yield name, clean(_bare(text) if role is Role.SENDER else text, TEXT_FIELDS[name])
        detail = self.cell(cells, Role.DETAIL)
        if detail.isdecimal() and Role.ERROR_CODE not in self._by_role:
            yield "error_code", clean(detail, TEXT_FIELDS["error_code"])
        country = self.cell(cells, Role.COUNTRY)
        yield "country", country.upper() if _COUNTRY.fullmatch(country) else None
        yield "value", amount(self.cell(cells, Role.VALUE))
        segments = amount(self.cell(cells, Role.SEGMENTS))
        yield "segments", int(segments) if segments and 1 <= segments <= 255 else None

    def _campaign(self, cells: Mapping[str, str], kind: EventKind) -> dict[str, Any]:
        if self.choice.campaign_id is not None:
            return {"campaign_id": self.choice.campaign_id}
        name = self.named(cells)
        if name:
            return {"external_id": self.external_id(name)}
        if kind in WITHOUT_CAMPAIGN:
            return {}
        raise BadRequest("names no campaign; choose one for the whole file")

    def _find(self, external_id: str) -> int | None:
        if external_id not in self._known:
            self._known[external_id] = self.find(external_id)
        return self._known[external_id]

    def _digest(self, cells: Mapping[str, str]) -> str:
        """A name for a row without an id: its content, and how many equal ones came before it.

        Of each different row 16 bytes and a number are kept while the file is read.
        """
        content = json.dumps(sorted(cells.items())).encode(errors="replace")
        same = blake2b(content, digest_size=16).digest()
        self._alike[same] += 1
        return f"{same.hex()}-{self._alike[same]}"


def amount(text: str) -> float | None:
    """The number in "$1,234.50", "1.234,50 €" or "12.5%" (0.125); None where there is none."""
    plain = re.sub(r"[^\d.,%\-]", "", text)
    percent = plain.endswith("%")
    plain = plain.rstrip("%")
    comma, point = plain.rfind(","), plain.rfind(".")
    decimal = "," if comma > point and (point >= 0 or len(plain) - comma != 4) else "."
    plain = plain.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    try:
        found = float(plain)
    except ValueError:
        return None
    return found / 100 if percent else found


def _meant(meaning: str) -> tuple[tuple[EventKind, Fate | None], ...]:
    """The kinds of events that a meaning stands for; a message that was clicked is two."""
    what, _, value = meaning.partition(":")
    if what == "kind":
        return ((EventKind(value), None),)
    status = (EventKind.MESSAGE_STATUS, Fate(value))
    if status[1] is Fate.CLICKED:
        return status, (EventKind.LINK_CLICK, None)
    return (status,)


def _bare(address: str) -> str:
    for prefix in _PREFIXES:
        address = address.removeprefix(prefix)
    return address


def _name(own: str, word: str) -> str:
    """One event's id: ids of rows may repeat across the kinds of what happened."""
    full = f"{clean(own, 10_000)}/{clean(word, 100).lower()}"
    if len(full) <= ID_LENGTH:
        return full
    return f"{full[:180]}…{blake2b(full.encode(), digest_size=16).hexdigest()}"

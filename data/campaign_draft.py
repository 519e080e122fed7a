"""What must be true of a campaign before it is stored?"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import orjson

from data.campaign_types import CAMPAIGN_TYPES
from data.errors import BadRequest
from data.vocabulary.campaign_state import STATES, Group, State
from data.vocabulary.line import clean_line

MOST_RECIPIENTS = 2_000_000_000
LARGEST_CONFIG = 64 * 1024
FIRST_YEAR, LAST_YEAR = 1970, 2200

# Named as in the API, where a state is a `status`.
FIELDS = frozenset(
    {
        "external_id",
        "name",
        "group",
        "type",
        "channel",
        "sender",
        "status",
        "created_at",
        "delivery_at",
        "recipients",
        "config",
    }
)

_RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})",
    re.ASCII | re.IGNORECASE,
)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as its owner describes it; times carry a zone.

    No `created_at` means now, and no `external_id` that it can't be named again. An empty
    `channel` is the type's only one, or that people come by link or keyword.
    """

    name: str
    group: Group
    type: str
    state: State
    external_id: str | None = None
    channel: str = ""
    sender: str = ""
    created_at: datetime | None = None
    delivery_at: datetime | None = None
    recipients: int | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    demo: bool = False


def parse_draft(item: object) -> CampaignDraft:
    """Read the API's JSON of a campaign. Raises BadRequest that names the field."""
    if not isinstance(item, Mapping):
        raise BadRequest("A campaign is a JSON object")
    for name in item:
        if name not in FIELDS:
            raise BadRequest(f"{_shown(name)} is not a field of a campaign", _shown(name))
    draft = CampaignDraft(
        external_id=_optional_text(item, "external_id"),
        name=_text(item, "name"),
        group=_word(item, "group", Group),
        type=_text(item, "type"),
        channel=_optional_text(item, "channel") or "",
        sender=_optional_text(item, "sender") or "",
        state=_word(item, "status", State),
        created_at=_moment(item, "created_at"),
        delivery_at=_moment(item, "delivery_at"),
        recipients=_count(item, "recipients"),
        config=_object(item, "config"),
    )
    return checked(draft)


def checked(draft: CampaignDraft) -> CampaignDraft:
    """Return the draft trimmed, in UTC and with its channel. Raises BadRequest naming the field."""
    name = clean_line(draft.name, "name")
    if not name:
        raise BadRequest("A campaign needs a name", "name")
    external_id = None
    if draft.external_id is not None:
        external_id = clean_line(draft.external_id, "external_id")
        if not external_id:
            raise BadRequest("An external id can't be empty; leave it out instead", "external_id")
    if draft.recipients is not None and not 0 <= draft.recipients <= MOST_RECIPIENTS:
        raise BadRequest(
            f"Recipients must be from 0 to {MOST_RECIPIENTS:,}, not {draft.recipients}",
            "recipients",
        )
    _check_words(draft)
    _check_config(draft.config)
    return replace(
        draft,
        name=name,
        external_id=external_id,
        sender=clean_line(draft.sender, "sender"),
        channel=_channel(draft),
        created_at=_optional_moment(draft.created_at, "created_at"),
        delivery_at=_optional_moment(draft.delivery_at, "delivery_at"),
    )


def read_moment(text: object, where: str) -> datetime:
    """An RFC 3339 time, in UTC, from 1970 to 2200. Raises BadRequest."""
    found = _RFC_3339.fullmatch(text) if isinstance(text, str) else None
    try:
        value = datetime.fromisoformat("".join((found[1], "T", found[2], found[3].upper())))  # type: ignore[index]
    except (TypeError, ValueError):
        raise BadRequest(
            f"{_shown(text)} is not a time like 2026-03-11T12:00:00Z (RFC 3339, with its zone)",
            where,
        ) from None
    return sane_moment(value, where)


def sane_moment(value: datetime, where: str) -> datetime:
    """A moment in UTC, from 1970 to 2200. Raises BadRequest, also for one without a zone."""
    if value.tzinfo is None:
        raise BadRequest("A time needs its time zone", where)
    # The local year first: turning to UTC fails at both ends of the calendar.
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        moment = value.astimezone(UTC)
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment
    raise BadRequest(f"A time must lie from {FIRST_YEAR} to {LAST_YEAR}", where)


def _optional_moment(value: datetime | None, where: str) -> datetime | None:
    return None if value is None else sane_moment(value, where)


def _check_words(draft: CampaignDraft) -> None:
    kind = CAMPAIGN_TYPES.get(draft.type)
    if kind is None or kind.group is not draft.group:
        known = ", ".join(k.key for k in CAMPAIGN_TYPES.values() if k.group is draft.group)
        raise BadRequest(
            f"{_shown(draft.type)} is not a type of {draft.group} campaigns; they are {known}",
            "type",
        )
    if draft.state not in STATES[draft.group]:
        known = ", ".join(STATES[draft.group])
        raise BadRequest(
            f"{_shown(draft.state)} is not a status of {draft.group} campaigns; they are {known}",
            "status",
        )


def _channel(draft: CampaignDraft) -> str:
    """The channel's key. Its type is known by now."""
    kind = CAMPAIGN_TYPES[draft.type]
    if not draft.channel:
        return kind.channels[0] if len(kind.channels) == 1 else ""
    if draft.channel not in kind.channels:
        raise BadRequest(
            f"{_shown(draft.channel)} is not a channel of {kind.label}; "
            f"they are {', '.join(kind.channels)}",
            "channel",
        )
    return draft.channel


def _check_config(config: Mapping[str, Any]) -> None:
    try:
        size = len(orjson.dumps(config))
    except TypeError as error:  # surrogates, whole numbers over 64 bits, 255 levels, no JSON at all
        raise BadRequest(f"Can't be kept as JSON: {error}", "config") from None
    if size > LARGEST_CONFIG:
        raise BadRequest(f"At most {LARGEST_CONFIG:,} bytes as JSON, not {size:,}", "config")
    _check_leaves(config)
    if not isinstance(config.get("recipients", ""), str):
        raise BadRequest("Names where recipients come from, as a word", "config.recipients")
    if config.get("expires_at") is not None:
        read_moment(config["expires_at"], "config.expires_at")


def _check_leaves(value: object) -> None:
    """Refuse what databases and browsers can't hold: NUL, NaN and infinity."""
    if isinstance(value, str) and "\0" in value:
        raise BadRequest("NUL characters can't be stored", "config")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadRequest("NaN and infinity are not numbers of JSON", "config")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _check_leaves(key)
            _check_leaves(inner)
    if isinstance(value, list | tuple):
        for inner in value:
            _check_leaves(inner)


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    if value is None:
        raise BadRequest(f"A campaign needs its {name}", name)
    if not isinstance(value, str):
        raise BadRequest(f"Must be text, not {_shown(value)}", name)
    return value


def _optional_text(item: Mapping[str, object], name: str) -> str | None:
    return None if item.get(name) is None else _text(item, name)


def _word(item: Mapping[str, object], name: str, words: type[E]) -> E:
    text = _text(item, name)
    try:
        return words(text)
    except ValueError:
        raise BadRequest(
            f"{_shown(text)} is not a {name}; known are {', '.join(words)}", name
        ) from None


def _count(item: Mapping[str, object], name: str) -> int | None:
    value = item.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"Must be a whole number, not {_shown(value)}", name)
    return value


def _moment(item: Mapping[str, object], name: str) -> datetime | None:
    value = item.get(name)
    return None if value is None else read_moment(value, name)


def _object(item: Mapping[str, object], name: str) -> Mapping[str, Any]:
    value = item.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadRequest(f"Must be a JSON object, not {_shown(value)}", name)
    return value


def _shown(value: object) -> str:
    """Foreign input in a message: quoted, printable, and cut short."""
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:57]}…"

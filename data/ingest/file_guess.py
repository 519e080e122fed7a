"""What do the columns of a file most likely mean, by their names and by what stands in them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from data.ingest.file_guess_totals import guess_totals, is_of_totals
from data.ingest.file_mapping import AT, FileMapping, Role
from data.ingest.file_mappings import FILE_MAPPINGS
from data.ingest.file_times import USUAL, form_of

OWN = "own"  # the key of a mapping that is of one file alone
MOST_WORDS = 60  # different ones that a column of statuses has at most
_SHARE = 0.8  # of the cells that look like something, for all to be taken as that

# Names of columns, without case and marks; the first role that has one is the guess.
_NAMES: Mapping[str, tuple[str, ...]] = {
    Role.EVENT: ("event id", "id", "uuid", "activity id", "log id", "hash"),
    Role.MESSAGE: ("message id", "messageid", "msg id", "sid", "message sid", "send id", "smtp id"),
    Role.RECIPIENT: (
        *("recipient", "email", "email address", "e mail", "to", "to number", "phone"),
        *("phone number", "mobile", "msisdn", "number", "mobile number", "contact", "address"),
        *("subscriber", "subscriber id", "user id", "person id", "member id", "contact id"),
        *("external user id", "empfanger", "telefon", "destinatario"),
    ),
    Role.TIME: (
        *("time", "timestamp", "date", "datetime", "date time", "created", "created at"),
        *("event time", "event date", "occurred at", "event timestamp", "zeit", "datum", "fecha"),
    ),
    Role.WORD: (
        *("event", "event type", "event name", "status", "action", "activity", "type"),
        *("activity type", "message status", "delivery status", "metric", "state"),
    ),
    Role.DETAIL: ("bounce type", "reason", "sub status", "category"),
    Role.CAMPAIGN: ("campaign id", "campaignid", "email campaign id", "mailing id", "job id"),
    Role.CAMPAIGN_NAME: (
        *("campaign", "campaign name", "campaign title", "mailing", "mailing name"),
        *("broadcast", "kampagne"),
    ),
    Role.CHANNEL: ("channel", "medium", "message type"),
    Role.SENDER: ("from", "sender", "from number", "from address", "from email", "sender id"),
    Role.LINK: ("url", "link", "clicked url", "link url", "clicked link"),
    Role.USER_AGENT: ("user agent", "useragent", "browser"),
    Role.COUNTRY: ("country", "country code"),
    Role.CARRIER: ("carrier", "operator", "network"),
    Role.ERROR_CODE: ("error code", "errorcode", "error"),
    Role.SEGMENTS: ("segments", "num segments", "parts"),
    Role.VALUE: ("value", "revenue", "amount", "order value", "total"),
    Role.CURRENCY: ("currency", "currency code"),
    Role.TEXT: ("body", "text", "message", "message text"),
    f"{AT}fate:sent": ("sent at", "date sent", "sent", "sent time", "send time", "sent date"),
    f"{AT}fate:delivered": ("delivered at", "date delivered", "delivered", "delivery time"),
    f"{AT}fate:seen": ("opened at", "date read", "read at", "opened", "open time", "first open"),
    f"{AT}fate:clicked": ("clicked at", "clicked", "click time", "first click", "date clicked"),
    f"{AT}fate:bounced": ("bounced at", "bounced", "bounce time", "date bounced"),
    f"{AT}kind:subscriber.block": ("unsubscribed at", "unsubscribed", "opted out at"),
}
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("queued", "accepted", "processed", "scheduled", "pending"), "fate:queued"),
    **dict.fromkeys(("sending", "injection"), "fate:sending"),
    **dict.fromkeys(("sent", "send", "dispatched", "submitted"), "fate:sent"),
    **dict.fromkeys(("delivered", "delivery", "received", "delivrd"), "fate:delivered"),
    **dict.fromkeys(("open", "opened", "opens", "read", "seen", "viewed", "view"), "fate:seen"),
    **dict.fromkeys(("click", "clicked", "clicks", "tapped"), "fate:clicked"),
    **dict.fromkeys(("deferred", "delayed", "delay", "deferral"), "fate:deferred"),
    **dict.fromkeys(("bounce", "bounced", "undelivered", "failed", "soft bounce"), "fate:bounced"),
    **dict.fromkeys(("hard bounce", "undeliverable"), "fate:unreachable"),
    **dict.fromkeys(("complaint", "complained", "spam", "spam report"), "fate:complained"),
    **dict.fromkeys(("dropped", "rejected", "reject", "blocked"), "fate:rejected"),
    **dict.fromkeys(("suppressed",), "fate:suppressed"),
    **dict.fromkeys(("expired",), "fate:expired"),
    **dict.fromkeys(("canceled", "cancelled"), "fate:cancelled"),
    **dict.fromkeys(
        ("unsubscribe", "unsubscribed", "optout", "opt out", "stop"), "kind:subscriber.block"
    ),
    **dict.fromkeys(("inbound", "reply", "replied"), "kind:message.inbound"),
    **dict.fromkeys(("conversion", "purchase", "order"), "kind:conversion"),
}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(whatsapp:)?\+?[\d][\d\s()./-]{7,18}", re.ASCII)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

Cells = Mapping[str, str]


def guess(columns: Sequence[str], rows: Sequence[Cells]) -> FileMapping:
    """What a file with these columns, beginning with these rows, most likely says.

    A ready-made mapping where the columns are those of one, else `guess_own`.
    """
    return ready_made(columns) or guess_own(columns, rows)


def guess_own(columns: Sequence[str], rows: Sequence[Cells]) -> FileMapping:
    """A mapping of these very columns; it may be incomplete: a person is to look at it."""
    if is_of_totals(columns) and (totals := guess_totals(OWN, columns, rows)):
        return totals
    found: dict[str, str] = {}
    for column in columns:
        role = _by_name(column)
        cells = [row[column] for row in rows if row.get(column)]
        found[column] = str(role if role and _may_be(role, cells) else Role.IGNORED)
    _by_values(found, rows)
    _one_time(found)
    times = next((name for name, role in found.items() if role == Role.TIME), None)
    if times is None:
        times = next((name for name, role in found.items() if role.startswith(AT)), None)
    form = form_of([row.get(times, "") for row in rows]) if times else USUAL
    word = next((name for name, role in found.items() if role == Role.WORD), None)
    return FileMapping(
        key=OWN,
        label="Own mapping",
        columns=found,
        words=guess_words(row.get(word, "") for row in rows) if word else {},
        channel=_channel(found, rows),
        time_format=form or USUAL,
        source="file",
    )


def ready_made(columns: Sequence[str]) -> FileMapping | None:
    """The ready-made mapping whose signs are all among the columns; of several, the closest."""
    names = {column.lower() for column in columns}
    fitting = [
        one
        for one in FILE_MAPPINGS.values()
        if one.signs
        and all(names & set(sign.lower().split("|")) for sign in one.signs)
        and not names & set(one.foreign)
    ]
    return max(fitting, key=lambda one: len(one.signs), default=None)


def guess_words(given: Iterable[str]) -> dict[str, str]:
    """What each different word most likely means; those that say nothing are left to a person."""
    found = dict.fromkeys(word.strip().lower() for word in given if word.strip())
    meanings = {word: _WORDS.get(_plain(word), "") for word in list(found)[:MOST_WORDS]}
    return {word: meaning for word, meaning in meanings.items() if meaning}


def _by_name(column: str) -> str | None:
    name = re.sub(r"[^a-z0-9]+", " ", _CAMEL.sub(" ", column).lower()).strip()
    for role, names in _NAMES.items():
        if name in names:
            return role
    return None


def _may_be(role: str, cells: Sequence[str]) -> bool:
    """Whether what stands there is no proof against the role."""
    if role == Role.TIME or role.startswith(AT):
        return not cells or form_of(cells) is not None
    return True


def _by_values(found: dict[str, str], rows: Sequence[Cells]) -> None:
    """Roles that no name gave, by what the cells look like."""
    for role, looks in (
        (Role.RECIPIENT, _is_address),
        (Role.TIME, _is_time),
        (Role.WORD, _is_word),
    ):
        taken = found.values()
        if role in taken or (role != Role.RECIPIENT and any(r.startswith(AT) for r in taken)):
            continue
        for column, given in found.items():
            cells = [row[column] for row in rows if row.get(column)]
            fitting = sum(map(looks, cells))
            if given == Role.IGNORED and cells and fitting >= _SHARE * len(cells):
                found[column] = str(role)
                break


def _one_time(found: dict[str, str]) -> None:
    """Beside a status, the only time that there is must be that of the status."""
    stages = [column for column, role in found.items() if role.startswith(AT)]
    if len(stages) == 1 and Role.WORD in found.values() and Role.TIME not in found.values():
        found[stages[0]] = str(Role.TIME)


def _is_address(cell: str) -> bool:
    return bool(_MAIL.fullmatch(cell) or _PHONE.fullmatch(cell)) and not _is_time(cell)


def _is_time(cell: str) -> bool:
    return form_of([cell]) is not None


def _is_word(cell: str) -> bool:
    return _plain(cell) in _WORDS


def _plain(word: str) -> str:
    return re.sub(r"[^a-z]+", " ", word.lower()).strip()


def _channel(found: Mapping[str, str], rows: Sequence[Cells]) -> str:
    """What the addresses say of the channel: mail or numbers."""
    if Role.CHANNEL in found.values():
        return ""
    column = next((name for name, role in found.items() if role == Role.RECIPIENT), None)
    cells = [row[column] for row in rows if row.get(column)] if column else []
    if cells and all(_MAIL.fullmatch(cell) for cell in cells):
        return "email"
    return "sms" if cells and all(map(_PHONE.fullmatch, cells)) else ""

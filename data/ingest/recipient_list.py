"""To whom does a list say that a campaign goes? A CSV file, or lines that somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from data.errors import BadRequest
from data.ingest.csv_rows import CsvRow, csv_rows
from data.vocabulary.address import address, fits, kind_of, known_as

MOST_FIELDS = 50
LONGEST_FIELD = 1000

# What people call the column that a channel writes to, in small letters and without punctuation.
HEADINGS = {
    "number": frozenset(
        "number phone phone_number mobile mobile_number mobile_phone cell msisdn telephone tel "
        "recipient to sms whatsapp".split()
    ),
    "email": frozenset("email e_mail mail email_address e_mail_address recipient to".split()),
    "token": frozenset("token push_token device_token device recipient to".split()),
}


@dataclass(frozen=True, slots=True)
class AudienceEntry:
    """One recipient, and what `{{name}}` in a message becomes for them."""

    recipient: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that can't be used: the line on which it begins, why, and the row as it came."""

    line: int
    reason: str
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a list says. `total` rows = `entries` + `errors` + `duplicates` (kept once each).

    `columns` are the names of the personal fields, in the file's order.
    """

    entries: tuple[AudienceEntry, ...]
    errors: tuple[RowError, ...]
    total: int
    duplicates: int = 0
    columns: tuple[str, ...] = ()


def parse_csv(content: bytes, channel: str) -> Parsed:
    """The recipients of a CSV file on `channel`; the other columns are their personal fields.

    The recipient's column is the one whose heading says so ("number", "email" …), else the first
    one with an address in it; a file without headings needs none. Whatever the bytes, nothing is
    raised: a row that can't be used is one of the errors.
    """
    rows = csv_rows(content)
    heading = next(rows, None)
    if heading is None:
        return Parsed((), (RowError(1, "the file is empty"),), 0)
    first = next(rows, None)
    at, names = _columns(heading, first, channel)
    if at is None:
        reason = f"no column has {_article(channel)}; head one with {_example(channel)}"
        return Parsed((), (RowError(heading.line, reason, heading.cells),), 0)
    headless = names is None
    names = names if names is not None else _numbered(len(heading.cells))
    body = chain([heading] if headless else [], [] if first is None else [first], rows)
    return _gathered(_read(body, at, names, channel), [n for i, n in enumerate(names) if i != at])


def parse_typed(text: str, channel: str) -> Parsed:
    """The recipients that somebody typed: one a line, or with commas or semicolons between."""
    pieces = (
        (line, piece.strip())
        for line, whole in enumerate(text.splitlines(), start=1)
        for piece in re.split(r"[,;\t]", whole)
        if piece.strip()
    )
    return _gathered((_entry(line, (piece,), 0, ("",), channel) for line, piece in pieces), [])


def field_name(heading: str) -> str:
    """A column's heading as the name of a personal field: "First Name" is first_name."""
    return re.sub(r"\W+", "_", heading.strip().lower()).strip("_")[:60]


def recipient_column(cells: Sequence[str], channel: str) -> int | None:
    """Which of these headings names the column of recipients; None where none does."""
    known = HEADINGS.get(kind_of(channel), frozenset())
    return next((i for i, cell in enumerate(cells) if field_name(cell) in known), None)


def _columns(
    heading: CsvRow, first: CsvRow | None, channel: str
) -> tuple[int | None, tuple[str, ...] | None]:
    """Where the recipients stand, and what the columns are called: None where nothing says it."""
    names = tuple(field_name(cell) or f"column_{i}" for i, cell in enumerate(heading.cells, 1))
    named = recipient_column(heading.cells, channel)
    if named is not None:
        return named, names
    at = _looks_right(heading.cells, channel)
    if at is not None:
        return at, None
    return (None if first is None else _looks_right(first.cells, channel)), names


def _looks_right(cells: Sequence[str], channel: str) -> int | None:
    if kind_of(channel) == "token":
        return None  # anything may be one
    found = (i for i, cell in enumerate(cells) if fits(channel, known_as(channel, cell)))
    return next(found, None)


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(f"column_{i}" for i in range(1, count + 1))


def _read(
    rows: Iterable[CsvRow], at: int, names: Sequence[str], channel: str
) -> Iterator[AudienceEntry | RowError]:
    for row in rows:
        if row.error:
            yield RowError(row.line, row.error)
        elif len(row.cells) > len(names):
            reason = f"has {len(row.cells)} cells under {len(names)} headings"
            yield RowError(row.line, reason, row.cells)
        else:
            yield _entry(row.line, row.cells, at, names, channel)


def _entry(
    line: int, cells: Sequence[str], at: int, names: Sequence[str], channel: str
) -> AudienceEntry | RowError:
    try:
        recipient = address(channel, cells[at] if at < len(cells) else "")
    except BadRequest as error:
        return RowError(line, str(error), tuple(cells))
    pairs = list(zip(names, cells, strict=False))
    del pairs[at : at + 1]
    for name, cell in pairs:
        if len(cell) > LONGEST_FIELD or "\0" in cell:
            reason = f"{name} must be at most {LONGEST_FIELD:,} characters of text"
            return RowError(line, reason, tuple(cells))
    return AudienceEntry(recipient, {name: cell for name, cell in pairs[:MOST_FIELDS] if cell})


def _gathered(found: Iterable[AudienceEntry | RowError], columns: Sequence[str]) -> Parsed:
    entries: dict[str, AudienceEntry] = {}
    errors: list[RowError] = []
    total = 0
    for one in found:
        total += 1
        if isinstance(one, RowError):
            errors.append(one)
        else:
            entries.setdefault(one.recipient, one)
    duplicates = total - len(entries) - len(errors)
    kept = tuple(dict.fromkeys(columns))[:MOST_FIELDS]
    return Parsed(tuple(entries.values()), tuple(errors), total, duplicates, kept)


def _article(channel: str) -> str:
    words = {"number": "phone numbers", "email": "email addresses", "token": "device tokens"}
    return words.get(kind_of(channel), "recipients")


def _example(channel: str) -> str:
    return repr(kind_of(channel) or "recipient")

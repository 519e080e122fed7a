"""Which subscribers does a CSV file bring?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.errors import BadRequest
from data.ingest.csv_rows import CsvRow, csv_rows
from data.ingest.recipient_list import HEADINGS, RowError, field_name
from data.subscriber_draft import SubscriberDraft, checked

_WORDS: Mapping[str, frozenset[str]] = {
    "first_name": frozenset("first_name firstname first given_name forename name".split()),
    "last_name": frozenset("last_name lastname last family_name surname".split()),
    "number": HEADINGS["number"] - {"whatsapp"},
    "whatsapp": frozenset({"whatsapp", "whatsapp_number"}),
    "email": HEADINGS["email"] - {"recipient", "to"},
    "token": HEADINGS["token"] - {"recipient", "to", "device"},
    "tags": frozenset("tags tag groups group labels label segments".split()),
}
_ADDRESSES = ("number", "whatsapp", "email", "token")


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A person that the file brings, and the line on which their row begins."""

    line: int
    draft: SubscriberDraft
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubscriberList:
    """What a file brings; `total` rows are `good` and `bad` ones.

    `columns` says under which heading each known field was found; `ignored` are the other headings.
    """

    good: tuple[GoodRow, ...]
    bad: tuple[RowError, ...]
    heading: tuple[str, ...]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many rows there are below the heading."""
        return len(self.good) + len(self.bad)


def parse_subscribers(content: bytes, channels: frozenset[str]) -> SubscriberList:
    """The people of a file with headings; whoever has a number agreed to these `channels`.

    Whatever the bytes, nothing is raised: a row that can't be used, or that names somebody who
    stands above it, is a bad one.
    """
    rows = csv_rows(content)
    heading = next(rows, None)
    if heading is None:
        return SubscriberList((), (RowError(1, "the file is empty"),), (), {}, ())
    at = _columns(heading.cells)
    ignored = tuple(c for i, c in enumerate(heading.cells) if c and i not in at.values())
    columns = {name: heading.cells[i] for name, i in at.items()}
    if not any(name in at for name in _ADDRESSES):
        reason = "no heading says where the numbers or addresses are, like number or email"
        bad = RowError(heading.line, reason, heading.cells)
        return SubscriberList((), (bad,), heading.cells, columns, ignored)
    good, errors = list[GoodRow](), list[RowError]()
    for found in _once(_drafted(row, len(heading.cells), at, channels) for row in rows):
        (good if isinstance(found, GoodRow) else errors).append(found)  # type: ignore[arg-type]
    return SubscriberList(tuple(good), tuple(errors), heading.cells, columns, ignored)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    names = [field_name(cell) for cell in heading]
    found = {
        field: next((i for i, name in enumerate(names) if name in words), None)
        for field, words in _WORDS.items()
    }
    return {field: i for field, i in found.items() if i is not None}


def _drafted(
    row: CsvRow, width: int, at: Mapping[str, int], channels: frozenset[str]
) -> GoodRow | RowError:
    if row.error:
        return RowError(row.line, row.error)
    if len(row.cells) > width:
        reason = f"has {len(row.cells)} cells under {width} headings"
        return RowError(row.line, reason, row.cells)
    cells = {name: row.cells[i] for name, i in at.items() if i < len(row.cells)}
    number = cells.get("number", "")
    addresses = dict.fromkeys(sorted(channels), number) if number else {}
    for channel, name in (("whatsapp", "whatsapp"), ("email", "email"), ("push", "token")):
        if cells.get(name):
            addresses[channel] = cells[name]
    draft = SubscriberDraft(
        cells.get("first_name", ""),
        cells.get("last_name", ""),
        addresses,
        frozenset(re.split(r"[,;|]", cells.get("tags", ""))),
    )
    try:
        return GoodRow(row.line, checked(draft), row.cells)
    except BadRequest as error:
        return RowError(row.line, _told(error), row.cells)


def _told(error: BadRequest) -> str:
    """The reason with the field that it is about, where the sentence doesn't name it."""
    where = (error.where or "").replace("_", " ")
    return str(error) if where in {"number", "email", "token", ""} else f"{where}: {error}"


def _once(found: Iterator[GoodRow | RowError]) -> Iterator[GoodRow | RowError]:
    """The same, but whoever stands there again is told where they stand already."""
    lines: dict[str, int] = {}
    for one in found:
        if isinstance(one, RowError):
            yield one
            continue
        above = next((lines[a] for a in one.draft.addresses.values() if a in lines), None)
        if above is not None:
            yield RowError(one.line, f"the same address stands on line {above}", one.cells)
            continue
        lines.update(dict.fromkeys(one.draft.addresses.values(), one.line))
        yield one

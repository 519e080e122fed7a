"""What was typed into a field, read into what a campaign keeps, and the other way round."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.creation_field import Field, Kind
from data.vocabulary.options import joined, parted

REQUIRED = "Required"
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Read:
    """The value (None: nothing was filled in), and what is wrong with it, by control."""

    value: Any = None
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Faults:
    where: str
    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, message: str, below: str = "") -> None:
        self.found.append((f"{self.where}{below}", message))


def read(wanted: Field, raw: object) -> Read:
    """What `raw` says; it may be anything that a browser sends. Doesn't raise."""
    faults = _Faults(wanted.key)
    value = _READERS[wanted.kind](wanted, raw, faults)
    if value in (None, "", [], ()) and not faults.found:
        if wanted.required:
            faults.add(_missing(wanted))
        return Read(None, tuple(faults.found))
    return Read(value, tuple(faults.found))


def _missing(wanted: Field) -> str:
    return f"Add at least one {wanted.noun}" if wanted.kind is Kind.ROWS else REQUIRED


def _line(wanted: Field, raw: object, faults: _Faults) -> str:
    text = _words(raw).strip()
    if _LINE.search(text):
        faults.add("Must be one line without control characters")
    elif len(text) > wanted.longest:
        faults.add(f"At most {wanted.longest} characters, not {len(text)}")
    elif text and wanted.pattern == "url" and not _URL.fullmatch(text):
        faults.add("Must be a web address that begins with http:// or https://")
    return text


def _text(wanted: Field, raw: object, faults: _Faults) -> str:
    text = _words(raw).replace("\r\n", "\n").strip()
    if _TEXT.search(text):
        faults.add("Must be text without control characters")
    elif len(text) > wanted.longest:
        faults.add(f"At most {wanted.longest:,} characters, not {len(text):,}")
    return text


def _choice(wanted: Field, raw: object, faults: _Faults) -> str:
    text = _words(raw) or wanted.usual
    if text and text not in dict(wanted.options):
        faults.add("Choose one of those that are offered")
    return text


def _many(wanted: Field, raw: object, faults: _Faults) -> list[Any]:
    chosen: list[str] = shaped(wanted, raw)
    known = dict(wanted.options)
    if wanted.options and any(one not in known for one in chosen):
        faults.add("Choose among those that are offered")
    return [int(one) if wanted.numbers and one.isdecimal() else one for one in chosen]


def _number(wanted: Field, raw: object, faults: _Faults) -> int | float | None:
    text = _words(raw).strip()
    if not text:
        return None
    try:
        value: int | float = float(text) if wanted.decimals else int(text)
    except ValueError:
        faults.add("Must be a number" if wanted.decimals else "Must be a whole number")
        return None
    if not math.isfinite(value) or not wanted.least <= value <= wanted.most:
        faults.add(f"Must be from {wanted.least:,} to {wanted.most:,}")
        return None
    return value


def _switch(_: Field, raw: object, __: _Faults) -> bool:
    return raw in ("on", True)


def _color(_: Field, raw: object, faults: _Faults) -> str:
    text = _words(raw).strip().lower()
    if text and not _COLOR.fullmatch(text):
        faults.add("Must be a colour like #1f5f4a")
    return text


def _day(_: Field, raw: object, faults: _Faults) -> str:
    text = _words(raw).strip()
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        faults.add("Must be a day like 2026-03-12")
        return text


def _time(_: Field, raw: object, faults: _Faults) -> str:
    text = _words(raw).strip()
    if text and not _CLOCK.fullmatch(text):
        faults.add("Must be a time like 09:30")
    return text


def _word_list(wanted: Field, raw: object, faults: _Faults) -> list[str]:
    words = [word.strip() for word in _words(raw).splitlines() if word.strip()]
    seen: set[str] = set()
    for word in words:
        if len(word) > wanted.longest:
            faults.add(f"“{word[:40]}” has {len(word)} characters; at most {wanted.longest}")
        if wanted.unique and word.casefold() in seen:
            faults.add(f"“{word[:40]}” comes twice")
        seen.add(word.casefold())
    _check_count(wanted, len(words), faults)
    return words


def _options(wanted: Field, raw: object, faults: _Faults) -> list[dict[str, str]]:
    found = parted(_words(raw))
    _check_count(wanted, len(found), faults)
    return [{"text": text} | ({"to": goal} if goal else {}) for text, goal in found]


def _rows(wanted: Field, raw: object, faults: _Faults) -> list[dict[str, Any]]:
    rows: list[Mapping[str, Any]] = shaped(wanted, raw)
    _check_count(wanted, len(rows), faults)
    return [_row(wanted, row, number, faults, rows) for number, row in enumerate(rows)]


def _row(
    wanted: Field,
    row: Mapping[str, Any],
    number: int,
    faults: _Faults,
    rows: list[Mapping[str, Any]],
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for column in wanted.columns:
        found = read(column, row.get(column.key, ""))
        for where, message in found.faults:
            faults.add(message, f".{number}.{where}")
        if found.value is not None:
            kept[column.key] = found.value
        if column.unique and found.value is not None:
            before = (_words(one.get(column.key)).strip() for one in rows[:number])
            if str(found.value).casefold() in {one.casefold() for one in before}:
                faults.add("Comes twice", f".{number}.{column.key}")
    return kept


def _check_count(wanted: Field, count: int, faults: _Faults) -> None:
    if count > wanted.most_rows:
        faults.add(f"At most {wanted.most_rows} {wanted.noun}s, not {count}")
    elif 0 < count < wanted.fewest or (wanted.kind is Kind.WORDS and count == 0 < wanted.fewest):
        faults.add(f"At least {wanted.fewest} {wanted.noun}s")


def _words(raw: object) -> str:
    return raw if isinstance(raw, str) else ""


_READERS: dict[Kind, Callable[[Field, object, _Faults], Any]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.PICK: _choice,
    Kind.MANY: _many,
    Kind.NUMBER: _number,
    Kind.SWITCH: _switch,
    Kind.COLOR: _color,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.WORDS: _word_list,
    Kind.OPTIONS: _options,
    Kind.ROWS: _rows,
    Kind.FILE: _line,
}


def shaped(wanted: Field, raw: object) -> Any:
    """`raw` in the shape that the field has; what has another one counts as not filled in."""
    if wanted.kind is Kind.ROWS:
        rows = [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list) else []
        return [{str(key): _words(value) for key, value in row.items()} for row in rows]
    if wanted.kind is Kind.MANY:
        return [one for one in raw if isinstance(one, str)] if isinstance(raw, list) else []
    return _words(raw)


def raw_of(wanted: Field, stored: object) -> Any:
    """What stands in the control of a field that has the stored value; whatever that is."""
    if wanted.kind is Kind.ROWS:
        return [_raw_row(wanted, entry) for entry in _listed(stored)]
    if wanted.kind is Kind.WORDS:
        return "\n".join(_named(entry) for entry in _listed(stored))
    if wanted.kind is Kind.OPTIONS:
        return joined([_option(entry) for entry in _listed(stored)])
    if wanted.kind is Kind.MANY:
        return [str(entry) for entry in _listed(stored)]
    if wanted.kind is Kind.SWITCH:
        return "on" if stored else ""
    return "" if stored is None or isinstance(stored, list | Mapping) else str(stored)


def _raw_row(wanted: Field, entry: object) -> dict[str, Any]:
    first = wanted.columns[0].key
    whole = entry if isinstance(entry, Mapping) else {first: entry}
    return {column.key: raw_of(column, whole.get(column.key)) for column in wanted.columns}


def _option(entry: object) -> tuple[str, str]:
    whole = entry if isinstance(entry, Mapping) else {"text": entry}
    return str(whole.get("text") or ""), str(whole.get("to") or "")


def _named(entry: object) -> str:
    if isinstance(entry, Mapping):
        return str(next((value for value in entry.values() if isinstance(value, str)), ""))
    return str(entry)


def _listed(stored: object) -> Iterator[object]:
    return iter(stored if isinstance(stored, list | tuple) else ())

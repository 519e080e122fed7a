"""A workbook: rows with types and formats on the first sheets, what they are about on the last."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count, islice
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from xlsxwriter import Workbook
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from data.exports.format import chunks
from data.exports.formulas import LIVE
from data.exports.sheet import Field, Kind, Sheet, moment_of, text_of

MOST_ROWS = 1_048_575  # that a sheet takes below its heading
_LONGEST = 32_767  # characters that a cell takes
_WIDTHS = {Kind.TEXT: 24, Kind.MOMENT: 28}
_WIDTH = 16

# Puts a value that is there into the cell of a line and a place.
_Writer = Callable[[Worksheet, int, int, Any], None]


class _Exact(Worksheet):  # type: ignore[misc]
    """A sheet whose numbers keep all 17 digits that a fraction can have; the library writes 16."""

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        named = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{named}><v>{number!r}</v></c>")


@dataclass(frozen=True, slots=True)
class _Styles:
    """How cells look. Text that looks like a formula is marked as text, and is left as it is."""

    head: Style
    wrapped: Style
    quoted: Style
    kinds: dict[Kind, Style]


def written(sheet: Sheet) -> Iterator[bytes]:
    """The workbook of a sheet, in pieces; it is whole before the first one leaves."""
    with TemporaryFile() as file, TemporaryDirectory() as folder:
        book = Workbook(file, {"constant_memory": True, "in_memory": False, "tmpdir": folder})
        book.set_properties(_properties(sheet))
        styles = _styles(book)
        _write_rows(book, sheet, styles)
        _write_about(book, sheet, styles)
        book.close()
        yield from chunks(file)


def _properties(sheet: Sheet) -> dict[str, str]:
    subject = orjson.dumps(dict(sheet.about.origin)).decode() if sheet.about.origin else ""
    return {"title": sheet.title[:255], "subject": subject, "author": "Heliograph"}


def _styles(book: Workbook) -> _Styles:
    return _Styles(
        head=book.add_format({"bold": True, "bottom": 1}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
        quoted=book.add_format({"quote_prefix": True}),
        kinds={
            Kind.NUMBER: book.add_format({"num_format": "#,##0.##"}),
            Kind.SHARE: book.add_format({"num_format": "0.0%"}),
            Kind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
        },
    )


def _write_rows(book: Workbook, sheet: Sheet, styles: _Styles) -> None:
    """The rows, on as many sheets as they need; without any there still is the heading."""
    rows = chain.from_iterable(sheet.pieces)
    writers = [(one.key, _writer(one.kind, styles, sheet.zone)) for one in sheet.fields]
    row = next(rows, None)
    for number in count(1):
        page = book.add_worksheet("Data" if number == 1 else f"Data {number}", _Exact)
        _head(page, sheet, styles)
        if row is None:
            return
        for line, one in enumerate(chain([row], islice(rows, MOST_ROWS - 1)), 1):
            for place, (key, write) in enumerate(writers):
                if (value := one.get(key)) not in (None, ""):
                    write(page, line, place, value)
        row = next(rows, None)
        if row is None:
            return


def _head(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    page.freeze_panes(1, 0)
    for place, one in enumerate(sheet.fields):
        page.set_column(place, place, _WIDTHS.get(one.kind, _WIDTH))
        page.write_string(0, place, _heading(one, sheet), styles.head)


def _heading(one: Field, sheet: Sheet) -> str:
    label = one.label.replace("_", " ").capitalize() if one.label == one.key else one.label
    # A workbook knows no time zones: the heading says whose clock it is.
    return f"{label} ({sheet.zone.key})" if one.kind is Kind.MOMENT else label


def _writer(kind: Kind, styles: _Styles, zone: ZoneInfo) -> _Writer:
    """How a value of that kind is put into a cell."""
    style = styles.kinds.get(kind)

    def number(page: Worksheet, line: int, place: int, value: float) -> None:
        if math.isfinite(value):
            page.write_number(line, place, value, style)

    def moment(page: Worksheet, line: int, place: int, value: datetime) -> None:
        local = moment_of(value).astimezone(zone).replace(tzinfo=None)
        page.write_datetime(line, place, local, style)

    def day(page: Worksheet, line: int, place: int, value: date) -> None:
        page.write_datetime(line, place, value, style)

    def flag(page: Worksheet, line: int, place: int, value: bool) -> None:
        page.write_boolean(line, place, value)

    def text(page: Worksheet, line: int, place: int, value: object) -> None:
        words = text_of(value)
        quoted = styles.quoted if words.startswith(LIVE) else None
        page.write_string(line, place, words[:_LONGEST], quoted)

    writers: dict[Kind, _Writer] = {
        Kind.NUMBER: number,
        Kind.SHARE: number,
        Kind.MOMENT: moment,
        Kind.DAY: day,
        Kind.FLAG: flag,
        Kind.TEXT: text,
    }
    return writers[kind]


def _write_about(book: Workbook, sheet: Sheet, styles: _Styles) -> None:
    page = book.add_worksheet("About", _Exact)
    page.set_column(0, 0, 24)
    page.set_column(1, 3, 56)
    facts = [("Title", sheet.title), *sheet.about.facts]
    line = -1
    for line, (label, value) in enumerate(facts):
        page.write_string(line, 0, label, styles.head)
        page.write_string(line, 1, value[:_LONGEST], styles.wrapped)
    if not sheet.about.metrics:
        return
    line += 2
    for place, label in enumerate(("Metric", "Definition", "Formula", "Left out")):
        page.write_string(line, place, label, styles.head)
    for line, metric in enumerate(sheet.about.metrics, line + 1):  # noqa: B020
        words = (metric.label, metric.definition, metric.formula, metric.exclusions)
        for place, word in enumerate(words):
            page.write_string(line, place, word, styles.wrapped)

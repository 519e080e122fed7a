"""Which lines and cells does a text file have, in whatever encoding it was saved?"""

from __future__ import annotations

import codecs
import csv
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import IO, cast

from data.errors import BadRequest
from data.exports.formulas import LIVE

SEPARATORS = ",;\t|"
LONGEST_LINE = 4 * 2**20  # characters; a longer one is no line of a table
_BEGINNING = 64 * 1024  # characters that say what kind of file it is
_BLOCK = 2**20
_GZIP = b"\x1f\x8b"
_WESTERN = "cp1252"

# A line's number, its cells, why there are none, and the share of the file that is read with it.
Cells = tuple[int, tuple[str, ...], str, float]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of text; `beginning` has its first characters."""

    path: Path
    name: str
    encoding: str
    beginning: str

    def lines(self) -> Iterator[tuple[int, str, float]]:
        """Each line with its number and the share of the file that is read with it.

        Raises BadRequest where a line never ends, or a packed file breaks off.
        """
        size = self.path.stat().st_size or 1
        number = 0
        with self.path.open("rb") as raw:
            text = TextIOWrapper(_unpacked(raw), self.encoding, errors="replace", newline="")
            try:
                while line := text.readline(LONGEST_LINE):
                    number += 1
                    if len(line) >= LONGEST_LINE:
                        raise BadRequest(
                            f"{self.name} line {number} has more than {LONGEST_LINE:,} characters",
                            "file",
                        )
                    yield number, line, raw.tell() / size
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise BadRequest(
                    f"{self.name} is damaged after line {number}: {error}", "file"
                ) from None


def text_file(path: Path, name: str) -> TextFile:
    """The file as text: UTF-8 or UTF-16, with or without their marks, else Windows' Western.

    Which one is told by trying the whole file. Raises BadRequest for what is no text.
    """
    try:
        encoding = _encoding(path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadRequest(f"{name} is damaged: {error}", "file") from None
    with path.open("rb") as raw:
        text = TextIOWrapper(_unpacked(raw), encoding, errors="replace", newline="")
        beginning = text.read(_BEGINNING)
    if "\0" in beginning:
        raise BadRequest(f"{name} is no table: neither text, nor Parquet, nor Excel", "file")
    if not beginning.strip():
        raise BadRequest(f"{name} is empty", "file")
    return TextFile(path, name, encoding, beginning)


def csv_cells(text: TextFile) -> Iterator[Cells]:
    """The rows of a CSV file with a heading, trimmed; blank ones are left out.

    Commas, semicolons, tabs or bars stand between the cells; a quoted cell may hold line ends.
    """
    done = 0.0
    start = 0

    def lines() -> Iterator[str]:
        nonlocal done
        for number, line, share in text.lines():
            done = share
            if number > start:
                yield line

    separator, start = _separator(text.beginning)
    reader = csv.reader(lines(), delimiter=separator)
    while True:
        at = start + reader.line_num + 1
        try:
            cells = tuple(_plain(cell) for cell in next(reader))
        except StopIteration:
            return
        except csv.Error:
            yield at, (), "is too long: perhaps a quotation mark is never closed", done
            continue
        if any(cells):
            yield at, cells, "", done


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    return cast(IO[bytes], gzip.open(raw)) if packed else raw


def _encoding(path: Path) -> str:
    with path.open("rb") as raw:
        content = _unpacked(raw)
        block = content.read(_BLOCK)
        if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        # Western text in UTF-16 has a zero in every other byte, and other text has none.
        for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            every_other = block[place:2000:2]
            if every_other.count(0) > len(every_other) // 2:
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block:
                decoder.decode(block)
                block = content.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _WESTERN
    return "utf-8-sig"


def _separator(beginning: str) -> tuple[str, int]:
    """What stands between the cells, and how many lines say so and nothing else ("sep=;")."""
    first = beginning.partition("\n")[0].strip().strip('"')
    if first.lower().startswith("sep=") and first[4:5]:
        return first[4], 1
    if first.lower() == "sep=":
        return "\t", 1

    def cells(separator: str) -> int:
        reader = csv.reader(StringIO(beginning, newline=""), delimiter=separator)
        try:
            return len(next((row for row in reader if any(cell.strip() for cell in row)), ()))
        except csv.Error:
            return 0

    return max(SEPARATORS, key=cells), 0


def _plain(cell: str) -> str:
    """The cell trimmed, without the apostrophe that kept a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(LIVE) else text

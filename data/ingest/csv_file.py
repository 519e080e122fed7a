"""How is a CSV file read that somebody else's program wrote?"""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from data.errors import BadRequest

Row = dict[str, str]


def rows(file: Path, needed: tuple[str, ...]) -> list[Row]:
    """Every row as text by column name, nothing being ""; an absent or empty file has none.

    Takes UTF-8 and UTF-16 with or without their marks, Windows' Western characters otherwise, and
    commas, semicolons or tabs. Raises BadRequest for a file that lacks one of `needed`.
    """
    text = decoded(file.read_bytes()) if file.is_file() else ""
    if not text.strip():
        return []
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    try:
        frame = pl.read_csv(
            text.encode(),
            separator=separator,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).partition("\n")[0]
        raise BadRequest(f"{file.name} can't be read as CSV: {reason}", file.name) from None
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    lacking = [name for name in needed if name not in frame.columns]
    if lacking:
        raise BadRequest(f"{file.name} has no column {', '.join(lacking)}", file.name)
    return frame.fill_null("").to_dicts()


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, in UTF-16 with its mark, or else in Windows' characters."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def moment(text: str) -> datetime:
    """A time such as exports write it: no zone, or the word UTC, means UTC. Raises BadRequest."""
    plain = text.strip().removesuffix("UTC").strip()
    try:
        at = datetime.fromisoformat(plain)
    except ValueError:
        raise BadRequest(f"{text!r} is not a time") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)

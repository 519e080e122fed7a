"""How does a frame of any size become a file: CSV, Parquet, or JSON lines?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import polars as pl

_MOMENTS = "%Y-%m-%dT%H:%M:%S%.6fZ"
# A spreadsheet takes text that begins so for a formula (D-25).
_DANGEROUS = r"^[=+\-@\t\r]"


class FileFormat(StrEnum):
    """The kinds of files there are."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


def write(frame: pl.LazyFrame, kind: FileFormat, target: Path) -> None:
    """Stream `frame` to `target`; times are UTC, nothing is an empty cell or null."""
    if kind is FileFormat.PARQUET:
        frame.sink_parquet(target, compression="zstd")
    elif kind is FileFormat.JSONL:
        frame.sink_ndjson(target)
    else:
        frame.with_columns(_harmless(pl.col(pl.String))).sink_csv(target, datetime_format=_MOMENTS)


def _harmless(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_DANGEROUS)).then("'" + text).otherwise(text).name.keep()

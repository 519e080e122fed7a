"""How does a frame of any size become a file: CSV, Parquet, or JSON lines?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import polars as pl

from data.exports.formulas import harmless, harmless_column

_MOMENTS = "%Y-%m-%dT%H:%M:%S%.6fZ"


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
        safe = frame.with_columns(harmless_column(pl.col(pl.String))).rename(harmless)
        safe.sink_csv(target, datetime_format=_MOMENTS)

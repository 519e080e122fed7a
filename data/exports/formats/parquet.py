"""Parquet: every value with its type, and what the file is about in its key-value metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from tempfile import NamedTemporaryFile
from typing import Any

import orjson
import polars as pl
from polars.io.plugins import register_io_source

from data.exports.format import Format, chunks
from data.exports.sheet import Field, Kind, Row, Sheet, moment_of, text_of
from data.metric import Metric

_TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.SHARE: pl.Float64(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.DAY: pl.Date(),
    Kind.FLAG: pl.Boolean(),
}


def _written(sheet: Sheet) -> Iterator[bytes]:
    first = next(sheet.pieces, ())
    schema = pl.Schema({one.key: _type(one, first) for one in sheet.fields})

    # Polars asks for what its sink takes next, so no more rows are in memory than it writes.
    def source(
        columns: list[str] | None, where: pl.Expr | None, most: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        for rows in chain([first], sheet.pieces):
            yield _frame(rows, schema, sheet.fields)

    with NamedTemporaryFile(suffix=".parquet") as file:
        rows = register_io_source(source, schema=schema)
        rows.sink_parquet(file.name, compression="zstd", metadata=_told(sheet), engine="streaming")
        yield from chunks(file)


def _type(one: Field, first: Sequence[Row]) -> pl.DataType:
    if one.kind is not Kind.NUMBER:
        return _TYPES[one.kind]
    values = [row[one.key] for row in first if row.get(one.key) is not None]
    return pl.Int64() if all(isinstance(value, int) for value in values) else pl.Float64()


def _frame(rows: Sequence[Row], schema: pl.Schema, fields: Sequence[Field]) -> pl.DataFrame:
    columns = {one.key: [_value(row.get(one.key), one.kind) for row in rows] for one in fields}
    return pl.DataFrame(columns, schema=schema)


def _value(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind is Kind.TEXT:
        return text_of(value)
    if value == "":
        return None
    return moment_of(value) if kind is Kind.MOMENT else value


def _told(sheet: Sheet) -> dict[str, str]:
    about = sheet.about
    return {
        "heliograph": orjson.dumps(dict(about.origin)).decode(),
        "about": orjson.dumps(dict(about.facts)).decode(),
        "columns": orjson.dumps({one.key: one.label for one in sheet.fields}).decode(),
        "metrics": orjson.dumps({one.key: _meaning(one) for one in about.metrics}).decode(),
    }


def _meaning(metric: Metric) -> dict[str, str]:
    return {
        "label": metric.label,
        "definition": metric.definition,
        "formula": metric.formula,
        "left_out": metric.exclusions,
    }


FORMAT = Format("parquet", "Parquet", "application/vnd.apache.parquet", 3, _written)

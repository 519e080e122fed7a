"""Events that are in our own form already: one CloudEvent a line, as the API takes them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import orjson

from data.ingest.importer import Importer, Line

_ENDINGS = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")
_BOM = b"\xef\xbb\xbf"


def _files(path: Path) -> tuple[Path, ...]:
    inside = sorted(path.iterdir()) if path.is_dir() else [path]
    return tuple(file for file in inside if file.name.lower().endswith(_ENDINGS))


def _lines(path: Path) -> Iterator[Line]:
    files = _files(path) or (path,)
    size = sum(file.stat().st_size for file in files) or 1
    number = before = 0
    for file in files:
        with file.open("rb") as raw:
            text = cast(IO[bytes], gzip.open(raw)) if file.suffix.lower() == ".gz" else raw
            at = 0
            try:
                for at, line in enumerate(text, start=1):
                    number += 1
                    done = (before + raw.tell()) / size
                    where = f"{file.name} line {at}" if len(files) > 1 else f"line {at}"
                    yield from _line(
                        line.removeprefix(_BOM) if at == 1 else line, number, where, done
                    )
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                # What stands before the damage is read and counts; the damage is one bad line.
                number += 1
                yield Line(number, f"{file.name} after line {at}", 1.0, error=f"damaged: {error}")
        before += file.stat().st_size


def _line(line: bytes, number: int, where: str, done: float) -> Iterator[Line]:
    if not line.strip():
        return
    try:
        item: Any = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        yield Line(number, where, done, error=f"no JSON: {error}")
        return
    if isinstance(item, dict) and set(item) == {"campaign"}:
        campaign = item["campaign"]
        if isinstance(campaign, dict):
            yield Line(number, where, done, campaign=campaign)
        else:
            yield Line(number, where, done, error="campaign must be a JSON object")
        return
    yield Line(number, where, done, event=item)


IMPORTER = Importer(
    key="cloudevents",
    label="CloudEvents",
    description="One CloudEvent 1.0 a line (.ndjson, .jsonl, also .gz), or a folder of such files;"
    ' a line {"campaign": {…}} registers a campaign, in the words of POST /api/v1/campaigns.',
    files=_files,
    lines=_lines,
)

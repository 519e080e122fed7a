"""Are lines of CloudEvents read whatever wrote them, and damage found where it is?"""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest

from data.ingest.importers import IMPORTERS

IMPORTER = IMPORTERS["cloudevents"]
EVENT = {"specversion": "1.0", "id": "1", "source": "s", "type": "conversion"}
LINE = orjson.dumps(EVENT)


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "A.NDJSON", "a.ndjson.gz"])
def test_its_files_are_recognised_by_their_endings(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(LINE)
    assert IMPORTER.files(tmp_path / name) == (tmp_path / name,)
    assert IMPORTER.files(tmp_path) == (tmp_path / name,)


def test_other_files_are_not(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(LINE)
    assert IMPORTER.files(tmp_path / "a.csv") == ()
    assert IMPORTER.files(tmp_path) == ()


def test_marks_empty_lines_and_windows_line_ends_are_no_matter(tmp_path: Path):
    file = tmp_path / "a.ndjson"
    file.write_bytes(b"\xef\xbb\xbf" + LINE + b"\r\n\r\n" + LINE)
    lines = list(IMPORTER.lines(file))
    assert [(line.number, line.where, line.event) for line in lines] == [
        (1, "line 1", EVENT),
        (3, "line 3", EVENT),
    ]


def test_a_packed_file_reads_like_a_plain_one(tmp_path: Path):
    file = tmp_path / "a.ndjson.gz"
    file.write_bytes(gzip.compress(LINE + b"\n" + LINE))
    assert [line.event for line in IMPORTER.lines(file)] == [EVENT, EVENT]


def test_a_packed_file_that_ends_too_early_gives_what_there_is_and_one_bad_line(tmp_path: Path):
    text = b"".join(orjson.dumps({**EVENT, "id": str(n)}) + b"\n" for n in range(20_000))
    packed = gzip.compress(text)
    file = tmp_path / "a.ndjson.gz"
    file.write_bytes(packed[: len(packed) // 2])
    lines = list(IMPORTER.lines(file))
    assert len(lines) > 5_000
    assert [line.where for line in lines if line.error.startswith("damaged")] == [
        f"a.ndjson.gz after line {len(lines) - 1}"
    ]


def test_a_line_can_register_a_campaign(tmp_path: Path):
    file = tmp_path / "a.ndjson"
    file.write_bytes(b'{"campaign": {"name": "A"}}\n{"campaign": 7}\n')
    good, bad = IMPORTER.lines(file)
    assert good.campaign == {"name": "A"}
    assert bad.error == "campaign must be a JSON object"


def test_a_line_that_is_no_json_is_named_by_its_number(tmp_path: Path):
    file = tmp_path / "a.ndjson"
    file.write_bytes(LINE + b"\n{broken\n" + LINE)
    assert [line.where for line in IMPORTER.lines(file) if line.error] == ["line 2"]


def test_a_folders_files_are_numbered_through(tmp_path: Path):
    for name in ("b.ndjson", "a.ndjson"):
        (tmp_path / name).write_bytes(LINE + b"\n" + LINE + b"\n")
    lines = list(IMPORTER.lines(tmp_path))
    assert [(line.number, line.where) for line in lines] == [
        (1, "a.ndjson line 1"),
        (2, "a.ndjson line 2"),
        (3, "b.ndjson line 1"),
        (4, "b.ndjson line 2"),
    ]
    assert lines[-1].done == 1

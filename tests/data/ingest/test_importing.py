"""Does an import end with the same figures however often it was broken off and begun again?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from data.errors import BadRequest
from data.ingest import importing
from data.ingest.importing import Stopped, importer_for
from data.services import Services
from data.store.import_rows import every
from tests.data.ingest.imported import imported

CAMPAIGN = {
    "campaign": {
        "external_id": "c1",
        "name": "Imported",
        "group": "messaging",
        "type": "sms",
        "channel": "sms",
        "status": "completed",
    }
}


def event(number: int, **more: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "test",
        "type": "message.status",
        "time": "2026-03-01T10:00:00Z",
        "subject": f"+1202555{number:04d}",
        "data": {"external_id": "c1", "channel": "sms", "status": "SENT"},
        **more,
    }


def written(tmp_path: Path, *lines: object) -> Path:
    file = tmp_path / "events.ndjson"
    file.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return file


def stored(services: Services) -> list[str]:
    return services.lake.scan("events").select("recipient").collect()["recipient"].sort().to_list()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(importing, "BATCH", 10)
    return


def test_a_file_can_bring_its_campaign_along(services: Services, tmp_path: Path):
    summary = imported(services, written(tmp_path, CAMPAIGN, event(1), event(2), event(2)))
    assert (summary.campaigns, summary.accepted, summary.duplicates) == (1, 2, 1)
    assert len(stored(services)) == 2


def test_a_second_import_of_the_same_content_is_quick_and_says_so(
    services: Services, tmp_path: Path
):
    file = written(tmp_path, CAMPAIGN, event(1))
    imported(services, file)
    renamed = file.rename(tmp_path / "other.ndjson")
    assert imported(services, renamed).already
    assert len(stored(services)) == 1


def test_a_bad_line_stops_the_import_and_what_stands_before_it_is_in(
    services: Services, tmp_path: Path
):
    file = written(tmp_path, CAMPAIGN, event(1), event(2), {"specversion": "1.0"}, event(4))
    with pytest.raises(Stopped, match="line 4: id is missing|line 4: .*id") as stopped:
        imported(services, file)
    assert stopped.value.where == "line 4"
    assert {"+12025550001", "+12025550002"} <= set(stored(services))
    assert [(one.line, one.finished_at) for one in every(services.engine)] == [(3, None)]


def test_after_a_bad_line_it_goes_on_there_when_told_to_skip(services: Services, tmp_path: Path):
    file = written(tmp_path, CAMPAIGN, event(1), {"no": "event"}, event(3))
    with pytest.raises(Stopped):
        imported(services, file)
    summary = imported(services, file, skip_bad=True)
    assert summary.went_on_after == 2
    assert [bad.where for bad in summary.bad] == ["line 3"]
    assert stored(services) == ["+12025550001", "+12025550003"]
    assert imported(services, file).already


def test_a_corrected_file_adds_only_what_was_missing(services: Services, tmp_path: Path):
    with pytest.raises(Stopped):
        imported(services, written(tmp_path, CAMPAIGN, event(1), {"no": "event"}))
    summary = imported(services, written(tmp_path, CAMPAIGN, event(1), event(2)))
    assert (summary.accepted, summary.duplicates) == (1, 1)


def test_skipped_lines_are_counted_and_listed(services: Services, tmp_path: Path):
    file = written(
        tmp_path,
        {"campaign": {"external_id": "c9"}},
        CAMPAIGN,
        event(1, type="message.lost"),
        event(2, time="soon"),
        event(3),
    )
    summary = imported(services, file, skip_bad=True)
    assert [bad.where for bad in summary.bad] == ["line 1", "line 3", "line 4"]
    assert summary.accepted == 1
    assert "name" in summary.bad[0].error
    assert "message.lost" in summary.bad[1].error


class Killed(BaseException):
    """Not to be caught by anything between the import and the test, as a kill isn't."""


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("seed", range(5))
def test_killed_anywhere_and_begun_again_it_ends_the_same(
    services: Services, tmp_path: Path, seed: int
):
    rng = random.Random(seed)
    file = written(tmp_path, CAMPAIGN, *(event(n) for n in range(200)))
    for _ in range(6):
        last = rng.random()

        def tear(done: float, last: float = last) -> None:
            if done >= last:
                raise Killed

        with pytest.raises(Killed):
            imported(services, file, progress=tear)
    summary = imported(services, file)
    assert summary.accepted + summary.duplicates + summary.went_on_after >= 200
    assert stored(services) == [f"+1202555{n:04d}" for n in range(200)]


@pytest.mark.usefixtures("small_batches")
def test_it_goes_on_after_the_last_batch_that_was_noted(services: Services, tmp_path: Path):
    file = written(tmp_path, CAMPAIGN, *(event(n) for n in range(99)))

    def tear(done: float) -> None:
        if done > 0.55:
            raise Killed

    with pytest.raises(Killed):
        imported(services, file, progress=tear)
    summary = imported(services, file)
    assert summary.went_on_after >= 41
    assert summary.accepted + summary.went_on_after == 100


def test_an_empty_file_is_imported_at_once(services: Services, tmp_path: Path):
    file = tmp_path / "empty.ndjson"
    file.write_bytes(b"")
    summary = imported(services, file)
    assert (summary.accepted, summary.already) == (0, False)


def test_what_is_not_there_or_in_no_known_format_is_refused(tmp_path: Path):
    with pytest.raises(BadRequest, match="There is no file or folder"):
        importer_for(tmp_path / "nothing")
    (tmp_path / "a.txt").write_text("?")
    with pytest.raises(BadRequest, match="none of the known formats"):
        importer_for(tmp_path / "a.txt")
    with pytest.raises(BadRequest, match="'xml' is not a format"):
        importer_for(tmp_path / "a.txt", "xml")
    with pytest.raises(BadRequest, match="is not Mailchimp"):
        importer_for(tmp_path, "mailchimp")

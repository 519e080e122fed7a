"""Files that were brought in count once, and can be taken out again whole."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest

from data.errors import BadRequest, NotFound, Refused
from data.file_imports import Way
from data.ingest.file_mappings import FILE_MAPPINGS
from data.store import file_import_rows, retraction
from data.store.compaction import compact, settle
from data.store.engine import read
from data.store.retraction import retract
from data.store.verify import verify

HEADING = "id,person_id,campaign_id,type,datetime\n"
FIRST = [f"{n},p{n},spring,Received Email,2026-03-0{1 + n % 3} 10:00:00" for n in range(6)]
MORE = [f"{n},p{n},spring,Opened Email,2026-03-05 10:00:00" for n in (0, 1, 2)]
TABLES = ("events", "hourly", "messages", "people")


def bring(services: Any, name: str, lines: list[str], *, make: bool = True) -> int:
    """Upload a file of Klaviyo's, and let it in."""
    content = (HEADING + "\n".join(lines) + "\n").encode()
    files = services.file_imports
    key = int(files.upload(name, content, "Ann"))
    files.begin(key, files.guess(key), files.choose("", "UTC", make=make))
    while files.step(lambda: None):
        pass
    return key


def undo(services: Any, key: int) -> None:
    """Take it out again."""
    services.file_imports.undo(key)
    while services.file_imports.undo_step():
        pass


def stored(services: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the lake, without when it came."""
    view = services.lake.view()
    found = {}
    for name in TABLES:
        frame = view.stored(name).collect()
        frame = frame.drop("source", "received_at", strict=False)
        found[name] = sorted(frame.rows(), key=repr)
    counts = view.stored("standings").group_by(pl.exclude("n", "segments")).agg(pl.col("n").sum())
    found["standings"] = sorted(counts.filter(pl.col("n") != 0).collect().rows(), key=repr)
    return found


def test_a_file_counts_once_and_its_parts_change_nothing(services: Any) -> None:
    """Whole, again, and split in other files: the events are those that stand in it."""
    whole = bring(services, "all.csv", FIRST + MORE)
    one = services.file_imports.get(whole)
    assert (one.state, one.accepted, one.duplicates, one.bad, one.campaigns) == (
        Way.DONE,
        9,
        0,
        0,
        1,
    )
    before = stored(services)
    again = services.file_imports.get(bring(services, "again.csv", FIRST + MORE))
    assert (again.accepted, "had been imported before" in again.note) == (0, True)
    part = services.file_imports.get(bring(services, "part.csv", MORE))
    assert (part.accepted, part.duplicates) == (0, 3)
    assert stored(services) == before


def test_an_import_is_taken_out_whole_and_can_come_again(services: Any) -> None:
    """What other files and calls brought stays, in each of the lake's tables."""
    bring(services, "first.csv", FIRST)
    compact(services.lake)
    settle(services.lake, everything=True)
    before = stored(services)
    extra = [
        *MORE,
        "99,p99,spring,Clicked Email,2026-03-06 10:00:00",
        "98,p1,,Placed Order,2026-02-01",
    ]
    second = bring(services, "second.csv", extra)
    after = stored(services)
    assert len(after["events"]) == len(before["events"]) + 3 + 2 + 1
    undo(services, second)
    assert stored(services) == before
    assert verify(services.lake) == []
    assert services.file_imports.get(second).state is Way.UNDONE
    bring(services, "second.csv", extra)
    assert stored(services) == after
    assert verify(services.lake) == []


@pytest.mark.parametrize("cut", [0, 2, 3], ids=["forgotten", "halfway", "all-derived"])
def test_undoing_that_was_killed_goes_on_where_it_stopped(
    services: Any, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two of its steps."""
    bring(services, "first.csv", FIRST)
    before = stored(services)
    second = bring(services, "second.csv", MORE)
    rewritten = Counter[str]()
    replace = retraction.replace_month

    def until_killed(handle: Any, table: Any, *more: Any) -> None:
        if sum(rewritten.values()) == cut:
            raise KeyboardInterrupt
        rewritten[table.name] += 1
        replace(handle, table, *more)

    monkeypatch.setattr(retraction, "replace_month", until_killed)
    with pytest.raises(KeyboardInterrupt):
        undo(services, second)
    monkeypatch.undo()
    assert services.file_imports.undoing()
    while services.file_imports.undo_step():
        pass
    assert stored(services) == before
    assert verify(services.lake) == []


def test_a_later_file_is_told_that_its_events_had_come_with_the_one_undone(services: Any) -> None:
    """Undone itself and brought again, it has them all."""
    first = bring(services, "first.csv", FIRST)
    second = bring(services, "both.csv", FIRST + MORE)
    undo(services, first)
    assert f"come with import {first}" in services.file_imports.get(second).note
    undo(services, second)
    bring(services, "both.csv", FIRST + MORE)
    assert len(stored(services)["events"]) == 9
    assert verify(services.lake) == []


def test_a_stopped_server_goes_on_and_counts_right(
    services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the work in between, each line is taken, and each bad one told, once."""
    monkeypatch.setattr("data.file_taking._SAVE_EVERY", -1.0)
    monkeypatch.setattr("data.ingest.importing.BATCH", 2)
    lines = [*FIRST, "7,p7,spring,Received Email,soon", *MORE]
    files = services.file_imports
    key = files.upload("all.csv", (HEADING + "\n".join(lines) + "\n").encode(), "Ann")
    files.begin(key, FILE_MAPPINGS["klaviyo"], files.choose("", "UTC", make=True))
    for beats in (3, 6, 2):
        left = beats

        def beat() -> None:
            nonlocal left
            left -= 1
            if not left:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            files.step(beat)
    while files.step(lambda: None):
        pass
    one = files.get(key)
    assert (one.state, one.bad, one.done) == (Way.DONE, 1, 1000)
    assert len(stored(services)["events"]) == 9
    assert files.rejected_csv(key).splitlines()[1].startswith("all.csv line 8,")
    with read(services.engine) as connection:
        assert file_import_rows.content(connection, key) is None


def test_what_can_not_be_done_is_said_and_changes_nothing(services: Any) -> None:
    """Files without rows, rows without a campaign, and undoing what has not ended."""
    files = services.file_imports
    with pytest.raises(BadRequest, match=r"e\.csv"):
        files.upload("e.csv", b"", "Ann")
    key = files.upload("a.csv", (HEADING + FIRST[0]).encode(), "Ann")
    with pytest.raises(Refused):
        files.undo(key)
    with pytest.raises(BadRequest, match="no campaign 'nowhere'"):
        files.choose("nowhere", "UTC", make=False)
    with pytest.raises(BadRequest, match="no time zone|not a time zone"):
        files.choose("", "Mars/Olympus", make=False)
    with pytest.raises(NotFound):
        files.get(404)
    assert files.latest() == ()
    assert not retract(services.lake, "import:1")


def test_a_remembered_mapping_reads_as_it_was(services: Any) -> None:
    """Under its name; another of the same name takes its place."""
    files = services.file_imports
    files.remember("Ours", FILE_MAPPINGS["twilio"], "Ann")
    files.remember("Ours", FILE_MAPPINGS["klaviyo"], "Ann")
    kept = files.mappings()["saved:Ours"]
    ready = FILE_MAPPINGS["klaviyo"]
    assert (kept.label, kept.columns, kept.words, kept.system) == (
        "Ours",
        ready.columns,
        ready.words,
        ready.system,
    )

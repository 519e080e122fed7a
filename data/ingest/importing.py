"""How does a file get in? Line by line through the same door as HTTP, and on after a break."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from data.clock import Clock
from data.errors import BadRequest, Busy, Refused
from data.ingest.accept import Accept
from data.ingest.importer import Importer, Line
from data.ingest.importers import IMPORTERS
from data.store import import_rows
from data.store.engine import Engine
from data.store.import_rows import Import

BATCH = 5_000  # events a transaction
TIDY_EVERY = 50_000  # events, so that the inbox never grows long
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not imported, and why."""

    where: str
    error: str


@dataclass(slots=True)
class Summary:
    """What an import did, this run alone."""

    accepted: int = 0
    duplicates: int = 0
    campaigns: int = 0
    bad: list[BadLine] = field(default_factory=list)
    went_on_after: int = 0  # lines that an earlier run had dealt with
    already: bool = False  # an earlier run had finished


class Stopped(BadRequest):
    """A bad line ended the import; `summary` says what is in by now."""

    def __init__(self, bad: BadLine, summary: Summary) -> None:
        super().__init__(
            f"{bad.where}: {bad.error}. What stands before it is imported; correct it and import "
            "again, or add --skip-bad"
        )
        self.where = bad.where
        self.summary = summary


@dataclass(frozen=True, slots=True)
class Doors:
    """What an import writes to.

    `register` takes a campaign in the API's words, `tidy` moves what has come in to the lake, and
    `pause` waits some seconds. `under` is the source that is kept in place of the events' own.
    """

    engine: Engine
    accept: Accept
    register: Callable[[Mapping[str, Any]], object]
    clock: Clock
    tidy: Callable[[], object]
    pause: Callable[[float], object]
    under: str = ""
    total: Callable[[Any], object] | None = None


def importer_for(path: Path, key: str = AUTO) -> Importer:
    """The format named `key`, or the one that recognises `path`. Raises BadRequest."""
    if not path.exists():
        raise BadRequest(f"There is no file or folder {path}", "FILE_OR_FOLDER")
    if key == AUTO:
        for importer in IMPORTERS.values():
            if importer.files(path):
                return importer
        raise BadRequest(
            f"{path} is in none of the known formats ({', '.join(IMPORTERS)}); name one with "
            "--format",
            "--format",
        )
    if key not in IMPORTERS:
        raise BadRequest(f"{key!r} is not a format; they are {', '.join(IMPORTERS)}", "--format")
    importer = IMPORTERS[key]
    if not importer.files(path) and path.is_dir():
        raise BadRequest(f"{path} is not {importer.label}: {importer.description}", "--format")
    return importer


def run(
    path: Path,
    importer: Importer,
    doors: Doors,
    progress: Callable[[float], None],
    *,
    skip_bad: bool = False,
    summary: Summary | None = None,
) -> Summary:
    """Import everything in `path`; the same content again changes nothing.

    `summary` is one to write into, for whoever wants to look at it meanwhile. Raises Stopped at
    the first bad line, unless `skip_bad`; everything before it is in and noted.
    """
    summary = summary or Summary()
    before = import_rows.begun(doors.engine, digest_of(path, importer), str(path)[:400])
    if before.finished_at is not None:
        summary.already = True
        return summary
    summary.went_on_after = before.line
    work = _Work(doors, before, summary, skip_bad=skip_bad)
    for line in importer.lines(path):
        if line.number > before.line:
            work.take(line)
            progress(line.done)
    work.finish()
    return work.summary


def digest_of(path: Path, importer: Importer) -> str:
    """Of the content and the format: a file that was renamed is the same, one changed is new."""
    whole = sha256(importer.key.encode())
    for file in importer.files(path) or (path,):
        with file.open("rb") as content:
            whole.update(file_digest(content, "sha256").digest())
    return whole.hexdigest()


@dataclass(slots=True)
class _Work:
    """One run: events are collected into batches, and each batch is noted once it is durable."""

    doors: Doors
    before: Import
    summary: Summary
    skip_bad: bool
    waiting: list[Line] = field(default_factory=list)
    last: int = 0  # the number of the last line that was looked at
    untidy: int = 0

    def take(self, line: Line) -> None:
        """Import one line, or keep it for the batch."""
        if line.error:
            self._flush()
            self._refuse(line, line.error)
        elif line.campaign is not None:
            self._flush()
            self._register(line)
        elif line.told is not None:
            self._total(line)
        else:
            self.waiting.append(line)
        self.last = line.number
        if len(self.waiting) >= BATCH:
            self._flush()

    def finish(self) -> None:
        """Import what waits, and note that nothing is left."""
        self._flush()
        self.doors.tidy()
        self._note(max(self.last, self.before.line), finished=True)

    def _flush(self) -> None:
        if not self.waiting:
            return
        lines, self.waiting = self.waiting, []
        self._wait_for_room()
        events = [line.event for line in lines]
        verdict = self.doors.accept.events(events, under=self.doors.under)
        self.summary.accepted += verdict.accepted
        self.summary.duplicates += verdict.duplicates
        for rejection in verdict.rejected:
            self._refuse(lines[rejection.index], rejection.error)
        self._note(lines[-1].number)
        self._tidy(len(lines))

    def _wait_for_room(self) -> None:
        while True:
            try:
                return self.doors.accept.ready()
            except Busy as busy:
                self.doors.tidy()
                self.doors.pause(busy.retry_after)

    def _register(self, line: Line) -> None:
        assert line.campaign is not None
        try:
            self.doors.register(line.campaign)
        except (BadRequest, Refused) as error:
            field_name = getattr(error, "where", None)
            self._refuse(line, f"campaign {field_name}: {error}" if field_name else str(error))
            return
        self.summary.campaigns += 1
        self._note(line.number)

    def _total(self, line: Line) -> None:
        assert self.doors.total is not None
        try:
            self.doors.total(line.told)
        except BadRequest as error:
            self._refuse(line, str(error))
            return
        self.summary.accepted += 1
        self._note(line.number)

    def _refuse(self, line: Line, error: str) -> None:
        bad = BadLine(line.where, error)
        self.summary.bad.append(bad)
        if not self.skip_bad:
            self._note(line.number - 1)
            raise Stopped(bad, self.summary)

    def _note(self, number: int, *, finished: bool = False) -> None:
        now = self.doors.clock() if finished else None
        import_rows.advance(self.doors.engine, self.before.digest, number, now)

    def _tidy(self, events: int) -> None:
        self.untidy += events
        if self.untidy >= TIDY_EVERY:
            self.doors.tidy()
            self.untidy = 0

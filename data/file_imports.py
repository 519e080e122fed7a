"""How do files that people hand over become events or totals, and how is one taken out whole?

A file that is uploaded is kept until it is in, and is taken in line by line, so that a stopped
server goes on where it was. Its events bear a source of their own in the lake, by which they can
be taken out; they are known by the system that wrote the file, so that the same event in another
file comes but once.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import BadRequest, NotFound, Refused, TooLarge
from data.exports.formulas import harmless
from data.file_looking import LOOKED_AT, SHOWN, Seen, look
from data.file_taking import Taking, as_file, heard, of_totals, said, source_of
from data.ingest.accept import Accept
from data.ingest.file_events import Choice
from data.ingest.file_guess import OWN, guess, guess_own
from data.ingest.file_importing import importer_of
from data.ingest.file_mapping import FileMapping, document, parse
from data.ingest.file_mappings import FILE_MAPPINGS
from data.ingest.importing import Stopped, Summary, digest_of
from data.ingest.tables import Row, Table, open_table
from data.store import file_import_rows as rows
from data.store import import_rows, total_rows
from data.store.engine import Engine, read, write
from data.store.file_import_rows import FileImport, Way
from data.store.lake import Lake
from data.store.retraction import retract
from data.totals import split, with_events

__all__ = ["COMMAND", "LARGEST_FILE", "FileImport", "FileImports", "Seen", "Way", "of_totals"]

COMMAND = "heliograph import"  # who brings files from the command line
LARGEST_FILE = 32 * 1024 * 1024  # bytes that can be uploaded; the command line takes any
_UPLOADED_KEPT = timedelta(days=1)
_ENDED = (Way.DONE, Way.STOPPED)


class FileImports:
    """The files of one workspace that were mapped."""

    def __init__(
        self, engine: Engine, accept: Accept, campaigns: Campaigns, lake: Lake, clock: Clock
    ) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._lake = lake
        self._clock = clock
        self._taking = Taking(engine, accept, campaigns, clock)

    def upload(self, name: str, content: bytes, who: str) -> int:
        """Keep a file of which nobody said yet what is in it; its id.

        Raises TooLarge, and BadRequest for a file without rows.
        """
        if len(content) > LARGEST_FILE:
            most = LARGEST_FILE // 2**20
            raise TooLarge(f"{name} has more than {most} MB: use heliograph import", "file")
        with as_file(content) as path:
            open_table(path, name)
        now = self._clock()
        new = FileImport(0, name[:200], "", who, Way.UPLOADED, now, None, {}, {})
        with write(self._engine) as connection:
            rows.drop_uploaded(connection, now - _UPLOADED_KEPT)
            return rows.add(connection, new, content)

    def guess(self, import_id: int, key: str = "") -> FileMapping:
        """What an uploaded file most likely says, or what the mapping `key` says of it.

        Raises NotFound.
        """
        if key and key != OWN:
            mapping = self.mappings().get(key)
            if mapping is None:
                raise NotFound(f"There is no mapping {key[:60]!r}")
            return mapping
        with self._table(import_id) as table:
            some = [row.cells for row in islice(table.rows(), LOOKED_AT) if not row.error]
            return guess_own(table.columns, some) if key else guess(table.columns, some)

    def beginning(self, import_id: int) -> tuple[tuple[str, ...], tuple[Row, ...]]:
        """An uploaded file's columns and its first good rows. Raises NotFound."""
        with self._table(import_id) as table:
            some = (row for row in islice(table.rows(), LOOKED_AT) if not row.error)
            return table.columns, tuple(islice(some, SHOWN))

    def look(self, import_id: int, mapping: FileMapping, choice: Choice) -> Seen:
        """What the file's first rows say by `mapping`. Raises NotFound and BadRequest."""
        with self._table(import_id) as table:
            return look(table, mapping, choice, self.find, self._with_events)

    def _with_events(self, ids: Sequence[int]) -> frozenset[int]:
        places = (self._campaigns.place(one, None) for one in ids)
        return with_events(self._lake.view(), [place for place in places if place])

    def begin(self, import_id: int, mapping: FileMapping, choice: Choice) -> None:
        """Have an uploaded file taken in. Raises NotFound, BadRequest, and Refused for others."""
        seen = self.look(import_id, mapping, choice)
        if not seen.events and not seen.totals:
            what = "has a campaign's totals" if mapping.of_totals else "is an event"
            raise BadRequest(f"None of the first rows {what} by this mapping", "mapping")
        kept = said(mapping, choice)
        with write(self._engine) as connection:
            since = (Way.UPLOADED,)
            if not rows.change(connection, import_id, since, state=Way.WAITING, **kept):
                raise Refused("This file is on its way in already")

    def find(self, external_id: str) -> int | None:
        """The id of the campaign of that external id."""
        place = self._campaigns.place(None, external_id)
        return None if place is None else place.id

    def choose(self, campaign: str, zone: str, *, make: bool) -> Choice:
        """What people say of a file: a campaign's number or external id, or none, and a zone.

        Raises BadRequest.
        """
        try:
            known = ZoneInfo(zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadRequest(
                f"{zone[:60]!r} is not a time zone like Europe/Berlin", "zone"
            ) from None
        if not campaign:
            return Choice(known, make=make)
        place = self._campaigns.place(None, campaign)
        if place is None and campaign.isascii() and campaign.isdecimal() and len(campaign) < 10:
            place = self._campaigns.place(int(campaign), None)
        if place is None:
            raise BadRequest(f"There is no campaign {campaign[:60]!r}", "campaign")
        return Choice(known, place.id, place.channel)

    def get(self, import_id: int) -> FileImport:
        """How far one file has come. Raises NotFound."""
        with read(self._engine) as connection:
            found = rows.get(connection, import_id)
        if found is None:
            raise NotFound(f"There is no import {import_id}")
        return found

    def latest(self, count: int = 20) -> tuple[FileImport, ...]:
        """The last files, the newest first."""
        with read(self._engine) as connection:
            return rows.latest(connection, count)

    def rejected_csv(self, import_id: int) -> str:
        """The lines that were not taken, and why; harmless in a spreadsheet. Raises NotFound."""
        one = self.get(import_id)
        with read(self._engine) as connection:
            found = rows.rejected(connection, import_id)
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["where", "reason"])
        writer.writerows([harmless(where), harmless(error)] for where, error in found)
        if one.bad > len(found):
            writer.writerow(["", f"and {one.bad - len(found):,} more lines"])
        return text.getvalue()

    def mappings(self) -> dict[str, FileMapping]:
        """The ready-made mappings by key, and the remembered ones by "saved:" and their name."""
        with read(self._engine) as connection:
            saved = rows.mappings(connection)
        own = {f"saved:{name}": parse(item, f"saved:{name}") for name, item in saved.items()}
        return {**FILE_MAPPINGS, **own}

    def remember(self, name: str, mapping: FileMapping, who: str) -> None:
        """Remember a mapping under a name; one of that name is replaced. Raises BadRequest."""
        called = name.strip()
        if not called or len(called) > 100 or not called.isprintable():
            raise BadRequest("A mapping's name has 1 to 100 characters", "name")
        kept = document(replace(mapping, label=called))
        with write(self._engine) as connection:
            rows.save_mapping(connection, called, kept, self._clock(), who)

    def waiting(self) -> bool:
        """Whether a file is on its way in."""
        with read(self._engine) as connection:
            return rows.unfinished(connection) is not None

    def step(self, beat: Callable[[], None]) -> bool:
        """Take in the oldest file that waits; False where there is none.

        `beat` is called twice a second; whatever it raises ends the work, which a later call goes
        on with. Only one process may do this at a time.
        """
        with read(self._engine) as connection:
            one = rows.unfinished(connection)
            content = rows.content(connection, one.id) if one else None
        if one is None or content is None:
            return False
        mapping, choice = heard(one)
        importer = importer_of(mapping, choice, self.find, one.name)
        with as_file(content) as path:
            try:
                self._taking.run(
                    one, path, importer, lambda _: beat(), tidy=lambda: None, skip_bad=True
                )
            except BadRequest as error:
                self._taking.end(one, Way.STOPPED, note=str(error))
        return True

    def outdone(self, import_id: int) -> int:
        """Of how many campaigns an import's totals are not counted, because events are here."""
        with read(self._engine) as connection:
            brought = total_rows.brought(connection, import_id)
        if not brought:
            return 0
        return sum(one.id in brought for one in split(self._lake.view(), None).outdone)

    def bring(
        self,
        path: Path,
        mapping: FileMapping,
        choice: Choice,
        progress: Callable[[float], None],
        tidy: Callable[[], object],
        *,
        skip_bad: bool,
    ) -> tuple[FileImport, Summary]:
        """Take in a file where it stands, and go on with one that was stopped.

        Raises Stopped at the first bad line, unless `skip_bad`, and BadRequest.
        """
        importer = importer_of(mapping, choice, self.find)
        digest = digest_of(path, importer)
        new = FileImport(
            0,
            path.name[:200],
            digest,
            COMMAND,
            Way.RUNNING,
            self._clock(),
            None,
            {},
            {},
        )
        with write(self._engine) as connection:
            one = rows.of_digest(connection, digest)
            if one is None:
                one = replace(new, id=rows.add(connection, new, None))
                rows.change(connection, one.id, **said(mapping, choice))
        if one.state is Way.DONE:
            return one, Summary(already=True)
        try:
            summary = self._taking.run(one, path, importer, progress, tidy, skip_bad=skip_bad)
        except Stopped as stopped:
            self._taking.end(one, Way.STOPPED, note=str(stopped))
            raise
        return self.get(one.id), summary

    def undo(self, import_id: int) -> None:
        """Have what a file brought taken out; `undo_step` does it. Raises NotFound and Refused."""
        self.get(import_id)
        with write(self._engine) as connection:
            if not rows.change(connection, import_id, _ENDED, state=Way.UNDOING):
                raise Refused("Only an import that has ended can be undone")

    def undoing(self) -> bool:
        """Whether what a file brought is to be taken out."""
        with read(self._engine) as connection:
            return bool(rows.in_state(connection, Way.UNDOING))

    def undo_step(self) -> bool:
        """Take out some of the oldest that is to go; False where there is none.

        Whoever asks holds the lease of the lake's upkeep.
        """
        with read(self._engine) as connection:
            first = next(iter(rows.in_state(connection, Way.UNDOING)), None)
        if first is None:
            return False
        if of_totals(first) or not retract(self._lake, source_of(first)):
            self._undone(first)
        return True

    def _undone(self, one: FileImport) -> None:
        """Forget the file, and that later ones are in that had events in common with it."""
        with write(self._engine) as connection:
            import_rows.forget(connection, one.digest)
            total_rows.drop(connection, one.id)
            for other in rows.latest(connection, 1_000):
                shared = other.id > one.id and other.duplicates and other.state in _ENDED
                if shared and other.mapping["source"] == one.mapping["source"]:
                    import_rows.forget(connection, other.digest)
                    note = (
                        f"Up to {other.duplicates:,} of its events had come with import {one.id} "
                        "before, which was undone. To have them, undo this one and import the file "
                        "again."
                    )
                    rows.change(connection, other.id, note=note)
            rows.change(connection, one.id, state=Way.UNDONE, finished_at=self._clock(), note="")

    @contextmanager
    def _table(self, import_id: int) -> Iterator[Table]:
        one = self.get(import_id)
        with read(self._engine) as connection:
            content = rows.content(connection, import_id)
        if content is None:
            raise NotFound(f"The file of import {import_id} is not kept any more")
        with as_file(content) as path:
            yield open_table(path, one.name)

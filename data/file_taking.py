"""How is a file taken in line by line, its progress noted, and on after a break?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

from data.campaigns import Campaigns, parse_draft
from data.clock import Clock
from data.errors import BadRequest
from data.ingest.accept import Accept
from data.ingest.file_events import SOURCE, Choice
from data.ingest.file_mapping import TOTAL, FileMapping, document, parse
from data.ingest.file_totals import Totals
from data.ingest.importer import Importer
from data.ingest.importing import Doors, Summary, digest_of, run
from data.store import file_import_rows as rows
from data.store import total_rows
from data.store.engine import Engine, write
from data.store.file_import_rows import FileImport, Way

MOST_REJECTED = 10_000  # lines of a file that are listed
_SAVE_EVERY = 0.5  # seconds


class Taking:
    """Takes files in, and notes how far each has come."""

    def __init__(self, engine: Engine, accept: Accept, campaigns: Campaigns, clock: Clock) -> None:
        self._engine = engine
        self._accept = accept
        self._campaigns = campaigns
        self._clock = clock

    def run(
        self,
        one: FileImport,
        path: Path,
        importer: Importer,
        progress: Callable[[float], None],
        tidy: Callable[[], object],
        *,
        skip_bad: bool,
    ) -> Summary:
        """Take a file in to its end; `progress` is told twice a second how much of it is read.

        Goes on where an earlier run ended, whatever ended it. Raises Stopped at the first bad line,
        unless `skip_bad`, and BadRequest.
        """
        digest = digest_of(path, importer)
        with write(self._engine) as connection:
            rows.change(connection, one.id, state=Way.RUNNING, digest=digest)
        summary, saved, reached, listed = Summary(), monotonic(), 0.0, 0

        def save() -> None:
            nonlocal saved, listed
            bad = [(line.where, line.error) for line in summary.bad[listed:]]
            listed = len(summary.bad)
            self._save(one, summary, bad, reached)
            saved = monotonic()

        def told(done: float) -> None:
            nonlocal reached
            reached = done
            if monotonic() - saved > _SAVE_EVERY:
                save()
                progress(done)

        def pause(seconds: float) -> None:
            sleep(seconds)
            told(reached)

        doors = Doors(
            self._engine,
            self._accept,
            self._register,
            self._clock,
            tidy,
            pause,
            source_of(one),
            partial(self._total, one),
        )

        try:
            run(path, importer, doors, told, skip_bad=skip_bad, summary=summary)
        finally:
            save()
        before = summary.already and one.digest != digest
        note = "This very file had been imported before." if before else ""
        self.end(one, Way.DONE, note=note)
        return summary

    def _save(
        self, one: FileImport, summary: Summary, bad: list[tuple[str, str]], done: float
    ) -> None:
        """Note how far it has come, and the lines that were `bad` since it was noted last."""
        with write(self._engine) as connection:
            now = rows.get(connection, one.id)
            assert now is not None
            new = rows.reject(connection, one.id, bad, MOST_REJECTED)
            rows.change(
                connection,
                one.id,
                done=max(now.done, int(done * 1000)),
                accepted=one.accepted + summary.accepted,
                duplicates=one.duplicates + summary.duplicates,
                campaigns=one.campaigns + summary.campaigns,
                bad=now.bad + new,
            )

    def end(self, one: FileImport, state: Way, note: str) -> None:
        """Note that nothing more of a file will be taken, and keep it no longer."""
        with write(self._engine) as connection:
            now = self._clock()
            rows.change(connection, one.id, state=state, finished_at=now, note=note[:1000])
            if state is Way.DONE:
                rows.change(connection, one.id, done=1000)
            rows.drop_content(connection, one.id)

    def _register(self, campaign: Mapping[str, Any]) -> object:
        """Make a campaign that a file names; one that is known stays as it is."""
        if self._campaigns.place(None, campaign["external_id"]) is not None:
            return None
        return self._campaigns.register(parse_draft(campaign), "import of a file")

    def _total(self, one: FileImport, told: Totals) -> None:
        """Keep what a file says of a campaign in sum. Raises BadRequest for an unknown one."""
        place = self._campaigns.place(told.campaign_id, told.external_id or None)
        if place is None:
            raise BadRequest(f"names the campaign {told.name[:60]!r}, which is not known here")
        found = self._campaigns.get(place.id)
        at = told.at or found.delivery_at or found.created_at
        channel = told.channel or place.channel or told.usual
        if not channel:
            raise BadRequest("does not say its channel, and none is set for all")
        with write(self._engine) as connection:
            row = total_rows.Told(place.id, at, channel, told.counts)
            total_rows.keep(connection, one.id, [row])


def said(mapping: FileMapping, choice: Choice) -> dict[str, Any]:
    """What a person said of a file, as it is kept with it."""
    chosen = {
        "zone": choice.zone.key,
        "campaign_id": choice.campaign_id,
        "channel": choice.channel,
        "make": choice.make,
    }
    return {"mapping": {"key": mapping.key, **document(mapping)}, "choice": chosen}


def heard(one: FileImport) -> tuple[FileMapping, Choice]:
    """What was `said` of a file."""
    item, kept = dict(one.mapping), one.choice
    mapping = parse(item, item.pop("key"))
    zone = ZoneInfo(kept["zone"])
    return mapping, Choice(zone, kept["campaign_id"], kept["channel"], kept["make"])


def of_totals(one: FileImport) -> bool:
    """Whether a file brought campaigns' totals, and no events."""
    return any(str(role).startswith(TOTAL) for role in one.mapping.get("columns", {}).values())


def source_of(one: FileImport) -> str:
    """The source that the events of one import have in the lake."""
    return f"{SOURCE}{one.id}"


@contextmanager
def as_file(content: bytes) -> Iterator[Path]:
    """Where a file stands meanwhile, for those who read from a path."""
    with TemporaryDirectory(prefix="heliograph-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        yield path

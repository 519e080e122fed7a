"""What did people write about moments and days, and on which charts does it stand?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import BadRequest, NotFound
from data.report import NOTE, Chart, ChartKind, Note, TabNumbers
from data.store import annotation_rows as rows
from data.store.annotation_rows import Annotation
from data.store.engine import Engine, read, write
from data.vocabulary.filled import digits, one_day, wall_time
from data.vocabulary.formats import day, moment
from data.vocabulary.period import midnight

LONGEST = 500  # characters of a note
MOST = 5000  # notes of a workspace
_DAY = timedelta(days=1)
_TIMED = frozenset({ChartKind.LINES, ChartKind.STACKED_BARS})


class Annotations:
    """The notes of one workspace, whose zone is that of the moments that people type."""

    def __init__(self, engine: Engine, campaigns: Campaigns, clock: Clock, zone: ZoneInfo) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._clock = clock
        self._zone = zone

    def list(self) -> tuple[Annotation, ...]:
        """All notes, the latest written first."""
        with read(self._engine) as connection:
            return rows.every(connection)

    def get(self, note_id: int) -> Annotation:
        """One note. Raises NotFound."""
        with read(self._engine) as connection:
            found = rows.by_id(connection, note_id)
        if found is None:
            raise NotFound(f"There is no note {note_id} any more")
        return found

    def add(self, filled: Mapping[str, str], who: str) -> Annotation:
        """Keep a note as a form says. Raises BadRequest naming a field."""
        note = replace(self._read(filled), who=who, created_at=self._clock())
        with write(self._engine) as connection:
            if len(rows.every(connection)) >= MOST:
                raise BadRequest(f"There are {MOST:,} notes already; delete some first", "text")
            return replace(note, id=rows.add(connection, note))

    def edit(self, note_id: int, filled: Mapping[str, str], who: str) -> Annotation:
        """Change a note. Raises NotFound, BadRequest naming a field."""
        before = self.get(note_id)
        note = replace(
            self._read(filled),
            id=before.id,
            who=before.who,
            created_at=before.created_at,
            changed_by=who,
            changed_at=self._clock(),
        )
        with write(self._engine) as connection:
            rows.edit(connection, note)
        return note

    def remove(self, note_id: int) -> None:
        """Forget a note. Raises NotFound."""
        self.get(note_id)
        with write(self._engine) as connection:
            rows.remove(connection, note_id)

    def _read(self, filled: Mapping[str, str]) -> Annotation:
        text = " ".join(filled.get("text", "").split())
        if not text or not text.isprintable() or len(text) > LONGEST:
            raise BadRequest(f"A note has 1 to {LONGEST} characters", "text")
        first = one_day(filled, "first")
        if first is None:
            raise BadRequest("Say on which day it was", "first")
        last, at_time = one_day(filled, "last") or first, wall_time(filled, "at_time")
        if last < first:
            raise BadRequest("The last day is before the first", "last")
        if at_time and last != first:
            raise BadRequest("A moment is on one day; leave the last day out", "last")
        campaign = self._campaign(filled)
        now = self._clock()
        if not at_time:
            return Annotation(0, text, "", now, campaign, None, first, last)
        local = datetime.combine(first, time.fromisoformat(at_time), self._zone)
        return Annotation(0, text, "", now, campaign, local.astimezone(UTC))

    def _campaign(self, filled: Mapping[str, str]) -> int | None:
        if not filled.get("campaign"):
            return None
        campaign = digits(filled, "campaign", 1, 999_999_999)
        try:
            return self._campaigns.get(campaign).id
        except NotFound as error:
            raise BadRequest(str(error), "campaign") from None


def as_filled(note: Annotation, zone: ZoneInfo) -> dict[str, str]:
    """A note as its form shows it."""
    local = note.at.astimezone(zone) if note.at else None
    first = local.date() if local else note.first
    is_span = note.last is not None and note.last != note.first
    return {
        "text": note.text,
        "first": first.isoformat() if first else "",
        "last": note.last.isoformat() if is_span and note.last else "",
        "at_time": f"{local:%H:%M}" if local else "",
        "campaign": str(note.campaign_id or ""),
    }


def when(note: Annotation, zone: ZoneInfo) -> str:
    """The time of a note in words; moments are those of `zone`."""
    if note.at is not None:
        return moment(note.at, zone)
    assert note.first is not None
    assert note.last is not None
    first = day(note.first)
    return first if note.first == note.last else f"{first} to {day(note.last)}"


def annotated(
    engine: Engine, numbers: TabNumbers, zone: ZoneInfo, campaigns: Collection[int] = ()
) -> TabNumbers:
    """The same numbers, with the notes on each time chart that covers them.

    They are the workspace's, and those of the `campaigns` that the numbers are about. Days are
    those of `zone`.
    """
    if not any(_times(chart) for chart in numbers.charts):
        return numbers
    with read(engine) as connection:
        found = rows.about(connection, campaigns)
    if not found:
        return numbers
    charts = tuple(_with_notes(chart, found, zone) for chart in numbers.charts)
    return replace(numbers, charts=charts)


def _with_notes(chart: Chart, found: Sequence[Annotation], zone: ZoneInfo) -> Chart:
    edges = _edges(chart, zone)
    if not edges:
        return chart
    covered = [
        (note, *span)
        for note in found
        if (span := _span(note, zone))[0] < edges[-1][1] and _until(span) > edges[0][0]
    ]
    covered.sort(key=lambda one: (one[1], one[0].id))
    notes = tuple(
        Note(number, note.text, when(note, zone), start, end, note.who)
        for number, (note, start, end) in enumerate(covered, 1)
    )
    if not notes:
        return chart
    by_time = dict(zip(_times(chart), edges, strict=True))
    told = [{**row, NOTE: _of_row(notes, by_time, chart.time(row))} for row in chart.rows]
    return replace(chart, notes=notes, rows=told)


def _of_row(
    notes: Sequence[Note],
    by_time: Mapping[date, tuple[datetime, datetime]],
    at: date | None,
) -> str | None:
    if at is None:
        return None
    start, end = by_time[at]
    here = [
        f"{note.number}: {note.text}"
        for note in notes
        if note.start < end and _until((note.start, note.end)) > start
    ]
    return "; ".join(here) or None


def _until(span: tuple[datetime, datetime]) -> datetime:
    """A moment takes up the smallest time there is."""
    start, end = span
    return max(end, start + timedelta(microseconds=1))


def _span(note: Annotation, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if note.at is not None:
        return note.at, note.at
    assert note.first is not None
    assert note.last is not None
    return midnight(note.first, zone), midnight(note.last + _DAY, zone)


def _times(chart: Chart) -> list[date]:
    """The different times of a chart's axis in order; none of a chart of something else."""
    if chart.kind not in _TIMED or chart.grid:
        return []
    found = {at for row in chart.rows if (at := chart.time(row)) is not None}
    return sorted(found, key=_sortable)


def _sortable(at: date) -> datetime:
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime(at.year, at.month, at.day, tzinfo=UTC)


def _edges(chart: Chart, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """From when to when each time of the axis lasts: up to the next one, the last as long."""
    times = _times(chart)
    if not times:
        return []
    starts = [_start(at, zone) for at in times]
    longest = max((b - a for a, b in zip(starts, starts[1:], strict=False)), default=_DAY)
    if len(starts) > 1:
        longest = min(longest, starts[-1] - starts[-2])
    return list(zip(starts, [*starts[1:], starts[-1] + longest], strict=True))


def _start(at: date, zone: ZoneInfo) -> datetime:
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return midnight(at, zone)

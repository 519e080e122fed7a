"""What do the entries of a wall show? Slides made of the figures that stand at their addresses.

A wall hangs where everybody sees it, so recipients are always masked (D-28).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.errors import NotFound, Refused
from data.own_dashboards import OwnDashboards
from data.report import Chart, Kpi
from data.sending import Sending, sending
from data.showing import showing
from data.source import Desk, Part, Showing
from data.store.engine import read
from data.store.wall_rows import last_moves
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import NOTHING, moment, number, share, shown
from data.vocabulary.period import ALL, PRESETS, Period
from data.wall import MOST_VALUES, Entry, EntryKind, Moving, Slide, Value
from data.walls import own_board

_MOVES = ((Group.MESSAGING, State.IN_PROGRESS), (Group.INTERACTIVE, State.LIVE))


class WallSlides:
    """The stage of data.wall_program, at one moment `now`; an address is looked at once."""

    def __init__(self, desk: Desk, own: OwnDashboards, now: datetime) -> None:
        self._desk, self._own, self._now = desk, own, now
        self._view = desk.lake.view()
        self._known: dict[str, Showing | None] = {}

    def moving(self) -> tuple[Moving, ...]:
        """The campaigns that are Live or In Progress.

        One that was registered as such has been so since its delivery date, if that is past.
        """
        found = [one for way in _MOVES for one in self._desk.campaigns.in_state(*way)]
        with read(self._desk.engine) as connection:
            moves = last_moves(connection, (one.id for one in found))
        return tuple(self._moving(one, *moves[one.id]) for one in found if one.id in moves)

    def _moving(self, campaign: Campaign, before: State | None, at: datetime) -> Moving:
        said = campaign.delivery_at
        since = min(said, at) if before is None and said is not None else at
        sends = campaign.state is State.IN_PROGRESS and (
            sending(campaign, self._view, self._now).per_minute is not None
        )
        return Moving(campaign, since, sends)

    def of(self, one: Moving, seconds: int) -> Slide:
        """A campaign's slide: how far it has got, or what people do with it."""
        if one.campaign.state is State.IN_PROGRESS:
            return self._under_way(one.campaign, seconds)
        return self._live(one, seconds)

    def slides(self, entry: Entry) -> tuple[Slide, ...]:
        """What stands at an entry's address; nothing where that is gone or not open now."""
        dashboard = own_board(entry.address) if entry.kind is EntryKind.BOARD else None
        if dashboard is not None:
            return tuple(self._tiles(dashboard, entry.seconds))
        found = self._showing(entry.address)
        if found is None:
            return ()
        numbers = found.numbers
        if entry.kind is EntryKind.KPI:
            kpis = [kpi for kpi in numbers.kpis if kpi.key == entry.key]
            return tuple(_kpis(found, kpis, entry.seconds))
        if entry.kind is EntryKind.CHART:
            charts = [chart for chart in numbers.charts if chart.key == entry.key]
            return tuple(_chart(found, chart, entry.seconds) for chart in charts)
        return (
            *_kpis(found, numbers.kpis, entry.seconds),
            *(_chart(found, chart, entry.seconds) for chart in numbers.charts),
        )

    def _tiles(self, dashboard_id: int, seconds: int) -> Iterator[Slide]:
        """The figures of an own dashboard, four to a slide, then its charts."""
        try:
            board = self._own.get(dashboard_id)
        except NotFound:
            return
        figures: list[tuple[Showing, Value]] = []
        charts: list[Slide] = []
        for tile in board.shown_with(board.words).tiles:
            found = self._showing(tile.address)
            if found is None:
                continue
            for kpi in found.numbers.kpis if tile.part is Part.KPI else ():
                if kpi.key == tile.key:
                    figures.append((found, replace(_value(kpi), label=tile.title)))
            for chart in found.numbers.charts if tile.part is Part.CHART else ():
                if chart.key == tile.key:
                    charts.append(_chart(found, chart, seconds, tile.title))
        for start in range(0, len(figures), MOST_VALUES):
            key = f"dashboard-{dashboard_id}#{start}"
            yield _together(key, board.name, figures[start : start + MOST_VALUES], seconds)
        yield from charts

    def _showing(self, address: str) -> Showing | None:
        if address not in self._known:
            self._known[address] = None
            with suppress(NotFound, Refused):
                self._known[address] = showing(self._desk, address)
        return self._known[address]

    def _under_way(self, campaign: Campaign, seconds: int) -> Slide:
        far = sending(campaign, self._view, self._now)
        pace = NOTHING if far.per_minute is None else number(max(round(far.per_minute), 1))
        return Slide(
            f"campaign-{campaign.id}",
            seconds,
            _kind(campaign),
            _far(campaign.name, far),
            f"What was reported so far · {self._desk.zone.key}",
            self._desk.zone,
            (
                Value("Submitted", number(far.submitted)),
                Value("Recipients", number(far.recipients)),
                Value("Messages a minute", pace),
                Value("Estimated finish", _finish(far.finish, self._now, self._desk.zone)),
            ),
            state=campaign.state,
            done=far.done,
        )

    def _live(self, one: Moving, seconds: int) -> Slide:
        campaign, zone = one.campaign, self._desk.zone
        row: Sequence[Kpi] = ()
        with suppress(NotFound, Refused):  # somebody has paused or ended it just now
            row = self._desk.reports.open(campaign.id).row[:MOST_VALUES]
        return Slide(
            f"campaign-{campaign.id}",
            seconds,
            _kind(campaign),
            f"{campaign.name} is Live since {moment(one.since, zone)}.",
            f"{days_in_full(ALL)} · {zone.key}",
            zone,
            tuple(_value(kpi) for kpi in row),
            state=campaign.state,
        )


def _together(
    key: str, title: str, figures: Sequence[tuple[Showing, Value]], seconds: int
) -> Slide:
    """Figures of several places; each says its own days where those differ."""
    abouts = [_about(found) for found, _ in figures]
    values = tuple(value for _, value in figures)
    zone = figures[0][0].zone
    if len(set(abouts)) > 1:
        values = tuple(replace(v, note=about) for v, about in zip(values, abouts, strict=True))
        abouts = [""]
    first = values[0]
    return Slide(key, seconds, title, f"{first.label}: {first.text}.", abouts[0], zone, values)


def _kpis(found: Showing, kpis: Sequence[Kpi], seconds: int) -> Iterator[Slide]:
    for start in range(0, len(kpis), MOST_VALUES):
        few = kpis[start : start + MOST_VALUES]
        yield Slide(
            f"{found.address}#{few[0].key}",
            seconds,
            found.title,
            f"{few[0].label}: {shown(few[0].value, few[0].unit)}{_when(found.period)}.",
            _about(found),
            found.zone,
            tuple(_value(kpi) for kpi in few),
        )


def _chart(found: Showing, chart: Chart, seconds: int, title: str = "") -> Slide:
    return Slide(
        f"{found.address}#chart-{chart.key}",
        seconds,
        title or f"{found.title}: {chart.title}",
        chart.summary,
        _about(found),
        found.zone,
        chart=chart,
    )


def _value(kpi: Kpi) -> Value:
    return Value(kpi.label, shown(kpi.value, kpi.unit), not kpi.value, kpi.note)


def _about(found: Showing) -> str:
    filters = (f"{label}: {value}" for label, value in found.filters)
    return " · ".join((days_in_full(found.period), found.zone.key, *filters))


def _kind(campaign: Campaign) -> str:
    kind = CAMPAIGN_TYPES[campaign.type].label
    return f"{kind} · {campaign.sender}" if campaign.sender else kind


def _far(name: str, far: Sending) -> str:
    if not far.submitted:
        return f"{name}: no message was submitted yet."
    of = f" of {number(far.recipients)}" if far.recipients else ""
    done = "" if far.done is None else f", {share(far.done)}"
    sentence = f"{number(far.submitted)}{of} messages submitted{done}"
    if far.per_minute is None:
        return f"{name}: {sentence}; none in the last ten minutes."
    return f"{name} is going out: {sentence}."


def _when(period: Period) -> str:
    """The days of a headline; without a word where they have no name, which `about` tells."""
    name = PRESETS.get(period.preset, "").lower()
    if not name:
        return ""
    return f" in the {name}" if name.endswith("days") else f" {name}"


def _finish(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """The time alone for today's, which is what there is room for."""
    if at is None:
        return NOTHING
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    time = f"{local.hour % 12 or 12}:{local:%M %p}"
    return time if local.date() == today else f"{local:%b} {local.day}, {time}"

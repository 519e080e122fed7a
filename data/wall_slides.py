"""What do the entries of a wall show? Slides made of the figures that stand at their addresses.

A wall hangs where everybody sees it, so recipients are always masked (D-28).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from data.errors import BadRequest, NotFound, Refused
from data.own_dashboards import OwnDashboards
from data.report import Chart, Kpi
from data.showing import showing
from data.source import Desk, Part, Showing
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import shown
from data.vocabulary.period import PRESETS, Period
from data.wall import MOST_VALUES, Entry, EntryKind, Moving, Slide, Value
from data.wall_campaigns import WallCampaigns, value_of
from data.walls import own_board


class WallSlides:
    """The stage of data.wall_program, at one moment `now`; an address is looked at once."""

    def __init__(self, desk: Desk, own: OwnDashboards, now: datetime) -> None:
        self._desk, self._own = desk, own
        self._campaigns = WallCampaigns(desk, now)
        self._known: dict[str, Showing | None] = {}

    def moving(self) -> tuple[Moving, ...]:
        """The campaigns that are Live or In Progress."""
        return self._campaigns.moving()

    def of(self, one: Moving, seconds: int) -> Slide:
        """The slide of one of them."""
        return self._campaigns.of(one, seconds)

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
                    figures.append((found, replace(value_of(kpi), label=tile.title)))
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
            with suppress(NotFound, Refused, BadRequest):
                self._known[address] = showing(self._desk, address)
        return self._known[address]


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
            tuple(value_of(kpi) for kpi in few),
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


def _about(found: Showing) -> str:
    filters = (f"{label}: {value}" for label, value in found.filters)
    return " · ".join((days_in_full(found.period), found.zone.key, *filters))


def _when(period: Period) -> str:
    """The days of a headline; without a word where they have no name, which `about` tells."""
    name = PRESETS.get(period.preset, "").lower()
    if not name:
        return ""
    return f" in the {name}" if name.endswith("days") else f" {name}"

"""Which filters does a dashboard show its tiles with: its own, or those of the address?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dash import dcc, html
from dash.development.base_component import Component

from components.choice_select import EVERY, choice_select
from components.date_range import date_range
from components.tile_frame import deed_id
from data.address import Words, once
from data.channels import CHANNELS
from data.errors import BadRequest
from data.own_dashboard import FILTERS, Dashboard, checked_filters, wanted_filters
from data.vocabulary.filters import period_from_search
from data.vocabulary.period import ALL

SHOW, ZONE, CHANNEL = "own-show", "own-zone", "own-channel"
CALLED, GONE, KEEP = "own-called", "own-gone", "own-keep"
EACH = "As in each tile"
_REGIONS = frozenset(
    ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)


@dataclass(frozen=True, slots=True)
class Filtered:
    """The filters to show with; `own` says whether they are the dashboard's own."""

    words: Mapping[str, str]
    own: bool
    notices: tuple[str, ...]


def filters_of(words: Words, board: Dashboard, now: datetime, zone: ZoneInfo) -> Filtered:
    """What the address says, else what the dashboard has; what can't be followed is told."""
    single = once(words)
    told = [
        f"There is no filter “{name[:40]}”; it was ignored."
        for name in single
        if name not in FILTERS
    ]
    if not any(single.get(name) for name in FILTERS):
        return Filtered(board.words, True, tuple(told))
    good: dict[str, str] = {}
    for name, value in wanted_filters(board, single).items():
        try:
            good |= checked_filters({name: value}, now, zone)
        except BadRequest as error:
            told.append(f"{name}=“{value[:40]}” was ignored: {error}.")
    return Filtered(good, good == dict(board.words), tuple(told))


def filter_bar(
    board: Dashboard, shown: Filtered, now: datetime, zone: ZoneInfo, *, may_change: bool
) -> Component:
    """The filters above all tiles; a change goes to the address, and is kept when that is asked."""
    today = now.astimezone(zone).date()
    period, _ = period_from_search(dict(shown.words), today, default=ALL)
    names = {key: channel.label for key, channel in CHANNELS.items()}
    return html.Div(
        [
            dcc.Store(id=CALLED, data=dict(board.words)),
            dcc.Store(id=GONE),
            date_range(SHOW, period, today, offer_all=True, zone=zone.key, all_label=EACH),
            choice_select(ZONE, "Time zone", _zones(zone), shown.words.get("tz", "")),
            choice_select(
                CHANNEL, "Channel", {EVERY: EACH, **names}, shown.words.get("channel", "")
            ),
            html.Div(keep(shown, may_change=may_change), id=KEEP),
        ],
        role="group",
        className="filter-bar",
        **{"aria-label": "Filters of all tiles"},
    )


def keep(shown: Filtered, *, may_change: bool) -> Component | None:
    """What makes the filters the dashboard's own, for those who may, where they are not."""
    if shown.own or not may_change:
        return None
    return html.Button(
        "Keep for everybody", id=deed_id("keep-filters"), type="button", className="button"
    )


@cache
def _zones(zone: ZoneInfo) -> dict[str, str]:
    """The workspace's first, then all that are named after a place."""
    places = sorted(name for name in available_timezones() if name.partition("/")[0] in _REGIONS)
    return {EVERY: EACH, **{name: name.replace("_", " ") for name in (zone.key, "UTC", *places)}}

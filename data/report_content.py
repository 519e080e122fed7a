"""What is in a report that is sent: the figures at an address, in the order of its screen?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from data.errors import NotFound
from data.own_dashboard import FILTERS, Dashboard
from data.own_dashboards import OwnDashboards
from data.picture import caption
from data.report import Chart, Kpi, Table
from data.showing import showing
from data.shown_tiles import ShownTile, shown_tiles
from data.source import Desk, Showing

_DASHBOARD = re.compile(r"/dashboards/(\d{1,9})/?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One figure, under the title that it has there, and the screen that it is from."""

    title: str
    figure: Kpi | Chart | Table
    found: Showing


@dataclass(frozen=True, slots=True)
class Content:
    """All of it; `caption` says which days, zone and filters it is about, and how fresh it is.

    `notices` are what to know before reading it.
    """

    title: str
    address: str
    caption: tuple[str, ...]
    pieces: tuple[Piece, ...]
    notices: tuple[str, ...] = ()


def content(desk: Desk, address: str) -> Content:
    """What stands at an address now, recipients masked (D-28).

    Raises NotFound for an address without figures, Refused for what may not be shown now.
    """
    parts = urlsplit(address)
    if found := _DASHBOARD.fullmatch(parts.path):
        dashboard = OwnDashboards(desk).get(int(found[1]))
        words = {k: v for k, v in parse_qsl(parts.query) if k in FILTERS}
        shown = dashboard.shown_with({**dashboard.words, **words})
        return _of_dashboard(desk, shown, address)
    screen = showing(desk, address)
    *about, _ = caption(screen)
    return Content(
        screen.title,
        screen.address,
        tuple(about),
        tuple(_pieces(screen)),
        (*screen.notices, *screen.numbers.notices),
    )


def _pieces(screen: Showing) -> Iterator[Piece]:
    for kpi in screen.numbers.kpis:
        yield Piece(kpi.label, kpi, screen)
    for chart in screen.numbers.charts:
        yield Piece(chart.title, chart, screen)
    for table in screen.numbers.tables:
        yield Piece(table.title, table, screen)


def _of_dashboard(desk: Desk, dashboard: Dashboard, address: str) -> Content:
    tiles = shown_tiles(desk, dashboard)
    if not tiles:
        raise NotFound(f"The dashboard {dashboard.name} has no tiles to send")
    pieces = tuple(_tile(one) for one in tiles if one.figure is not None)
    about: tuple[str, ...] = ()
    if pieces:
        # Tiles may be about other days each, and then say so themselves.
        captions = dict.fromkeys(caption(one.found)[:-1] for one in pieces)
        about = next(iter(captions)) if len(captions) == 1 else ()
    troubles = (f"{one.tile.title}: {one.trouble}" for one in tiles if one.trouble)
    notes = dict.fromkeys((*troubles, *(note for one in tiles for note in one.notes)))
    return Content(dashboard.name, address, about, pieces, tuple(notes))


def _tile(one: ShownTile) -> Piece:
    assert one.figure is not None
    assert one.found is not None
    usual = one.figure.label if isinstance(one.figure, Kpi) else one.figure.title
    return Piece(one.tile.title or usual, one.figure, one.found)

"""One figure, large."""

from dataclasses import replace

from dash.development.base_component import Component

from components.kpi_tile import kpi_tile
from components.tile_drawing import TileDrawing
from data.metrics import METRICS
from data.report import Kpi
from data.shown_tiles import ShownTile
from data.source import Part


def _draw(shown: ShownTile) -> Component:
    kpi, found = shown.figure, shown.found
    assert isinstance(kpi, Kpi)
    assert found is not None
    named = replace(kpi, label=shown.tile.title)
    return kpi_tile(named, found.zone, found.numbers.as_of, metric=METRICS.get(kpi.key))


TILE = TileDrawing(Part.KPI, _draw)

"""A chart in its frame, as high as the tile."""

from dataclasses import replace

from dash.development.base_component import Component

from components.chart_frame import chart_frame
from components.tile_drawing import TileDrawing, files_of
from data.report import Chart
from data.shown_tiles import ShownTile
from data.source import Part
from data.vocabulary.days import days_in_full


def _draw(shown: ShownTile) -> Component:
    chart, found = shown.figure, shown.found
    assert isinstance(chart, Chart)
    assert found is not None
    return chart_frame(
        replace(chart, title=shown.tile.title),
        found.zone,
        period=days_in_full(found.period),
        filters=found.filters,
        as_of=found.numbers.as_of,
        csv=files_of(shown),
        name=f"tile-{shown.tile.id}",
        address=shown.tile.address,
        fills=True,
    )


TILE = TileDrawing(Part.CHART, _draw)

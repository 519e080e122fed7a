"""A table, of which the tile shows as much as fits."""

from dataclasses import replace

from dash.development.base_component import Component

from components.data_table import data_table
from components.tile_drawing import TileDrawing, files_of
from data.report import Table
from data.shown_tiles import ShownTile
from data.source import Part


def _draw(shown: ShownTile) -> Component:
    table, found = shown.figure, shown.found
    assert isinstance(table, Table)
    assert found is not None
    return data_table(
        replace(table, title=shown.tile.title),
        found.zone,
        csv=files_of(shown),
        name=f"tile-{shown.tile.id}",
        address=shown.tile.address,
    )


TILE = TileDrawing(Part.TABLE, _draw)

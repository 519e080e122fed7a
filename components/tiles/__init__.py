"""Each file here draws one kind of tile."""

from components.tile_drawing import TileDrawing
from data.registry import collect

TILES = collect(__name__, "TILE", TileDrawing)

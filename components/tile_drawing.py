"""What draws one kind of tile on a dashboard?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dash.development.base_component import Component

from data.shown_tiles import ShownTile
from data.source import Part


@dataclass(frozen=True, slots=True)
class TileDrawing:
    """One part of a screen as a tile, as a declaration; `draw` is asked for tiles with a figure."""

    part: Part
    draw: Callable[[ShownTile], Component]

    @property
    def key(self) -> str:
        """The part's word."""
        return self.part.value


def files_of(shown: ShownTile) -> str:
    """Where all rows of a tile's chart or table can be downloaded."""
    parts = urlsplit(shown.tile.address)
    query = f"{parts.query}&" if parts.query else ""
    return f"{parts.path}.csv?{query}table={shown.tile.key}"

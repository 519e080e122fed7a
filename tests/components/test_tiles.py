"""Whatever can be taken from a screen can be drawn as a tile."""

from components.tiles import TILES
from data.dashboard_deeds import SIZES, SMALLEST
from data.source import Part


def test_every_part_has_a_drawing_and_fits_the_size_that_a_new_tile_has() -> None:
    assert set(TILES) == {part.value for part in Part}
    for part in Part:
        assert all(new >= least for new, least in zip(SIZES[part], SMALLEST[part], strict=True))

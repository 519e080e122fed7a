"""How does a table of shaded counts look on a picture, where there is no HTML?"""

from __future__ import annotations

from typing import Literal
from xml.sax.saxutils import escape

from components.chart_canvas import said
from components.day_part_grid import Grid, grid_of
from components.theme import color
from data.picture import Picture

Mode = Literal["light", "dark"]

HEAD, LINE, GAP = 24, 30, 2  # pixels of height, and between cells
_SIDE = 96  # pixels of the rows' names
_ROOMY = 36  # pixels of a column
_TINTS = (0, 12, 20, 28, 36, 44)  # percent of the colour, by level


def grid_height(picture: Picture) -> int:
    """Pixels that the whole grid takes."""
    return HEAD + LINE * len(grid_of(picture.chart, picture.zone).rows)


def grid_svg(picture: Picture, mode: Mode, left: int, top: int) -> str:
    """The grid with its corner at `left` and `top`, as wide as the picture lets it be."""
    grid = grid_of(picture.chart, picture.zone)
    wide = (picture.width - 2 * left - _SIDE) / len(grid.columns)
    size = 12 if wide >= _ROOMY else 9
    muted = f'font-size="{size - 1}" fill="{color("muted", mode)}"'
    heads = "".join(
        f'<text y="{top + 16 - 10 * back}" x="{left + _SIDE + (n + 1) * wide - 6:.1f}" '
        f'text-anchor="end" {muted}>{escape(part)}</text>'
        for n, column in enumerate(grid.columns)
        for back, part in enumerate(_head(column, wide))
    )
    lines = "".join(
        f'<text x="{left}" y="{top + HEAD + n * LINE + 19}" {muted}>{escape(row)}</text>'
        f"{_cells(picture, grid, row, mode, (left + _SIDE, top + HEAD + n * LINE), wide, size)}"
        for n, row in enumerate(grid.rows)
    )
    return heads + lines


def _head(column: str, wide: float) -> list[str]:
    """A column's name, its last line first; on two lines where it is narrow: "12", "PM"."""
    return column.rsplit(" ", 1)[::-1] if wide < _ROOMY else [column]


def _cells(
    picture: Picture,
    grid: Grid,
    row: str,
    mode: Mode,
    corner: tuple[float, float],
    wide: float,
    size: int,
) -> str:
    left, top = corner
    drawn = []
    for n, column in enumerate(grid.columns):
        count = grid.count(row, column)
        most = count == grid.most
        ring = f' stroke="{color("series-2", mode)}" stroke-width="2"' if most else ""
        drawn.append(
            f'<rect x="{left + n * wide + GAP / 2:.1f}" y="{top + GAP / 2}" '
            f'width="{wide - GAP:.1f}" height="{LINE - GAP}" rx="4" '
            f'fill="{_tint(grid.level(count), mode)}"{ring}/>'
            f'<text x="{left + (n + 1) * wide - 6:.1f}" y="{top + 19}" text-anchor="end" '
            f'font-size="{size}" font-weight="{700 if most else 400}" '
            f'fill="{color("text" if count else "muted", mode)}">'
            f"{escape(said(picture.chart, count))}</text>"
        )
    return "".join(drawn)


def _tint(level: int, mode: Mode) -> str:
    """The shade of a level, on the picture's ground."""
    if not level:
        return color("sunken", mode)
    share = _TINTS[level] / 100
    pairs = zip(_rgb(color("series-2", mode)), _rgb(color("surface", mode)), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _rgb(written: str) -> tuple[int, int, int]:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)

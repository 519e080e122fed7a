"""How does a chart look on a picture that stands by itself: name, caption, drawing, footer?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Literal
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from components.chart_canvas import Figure
from components.chart_frame import figure_of
from components.picture_file import svg_metadata
from components.picture_grid import grid_height, grid_svg
from components.theme import color, in_mode
from data.picture import Picture, Theme

FONT = "Inter, system-ui, sans-serif"
EDGE = 24  # pixels around everything
LEAST, USUAL = 120, 200  # pixels of height for a drawing, and for a sentence in its place
_AXIS = 16  # pixels beside a drawing, whose axes have a little room of their own
_LEGEND_LINE, _LEGEND_ENTRY = 22, 210  # pixels
_WIDTH_OF_A_LETTER = 0.56  # of its size, in Inter, on the safe side
# What XML can't hold, whatever a name contains.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# An SVG of a figure of that width and height.
Draw = Callable[[Figure, int, int], str]


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of one size, `leading` pixels apart."""

    lines: Sequence[str]
    size: int
    leading: int
    color: str
    weight: int = 400

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the foot of the last."""
        return len(self.lines) * self.leading

    def svg(self, top: int) -> str:
        """The lines from `top` on."""
        return "".join(
            f'<text x="{EDGE}" y="{top + n * self.leading + self.size}" font-size="{self.size}" '
            f'font-weight="{self.weight}" fill="{self.color}">{escape(line)}</text>'
            for n, line in enumerate(self.lines)
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as SVG, and its size in pixels."""

    svg: str
    width: int
    height: int


def drawn(picture: Picture, draw: Draw) -> Drawn:
    """The picture whole; a height that leaves the drawing no room grows."""
    mode, width = mode_of(picture.theme), picture.width
    head = Words(_lines(picture.title, width, 20), 20, 26, color("text", mode), 600)
    under = Words(_lines(picture.caption[0], width, 13), 13, 18, color("muted", mode))
    foot = Words(_lines(" · ".join(picture.caption[1:]), width, 12), 12, 17, color("muted", mode))
    top = EDGE + head.height + under.height + 12
    around = top + 12 + foot.height + EDGE - 4
    figure = figure_of(picture.chart, picture.zone)
    room = _room(picture, figure, around)
    height = around + room
    middle = _middle(picture, figure, draw, top, room)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family={quoteattr(FONT)} '
        f"aria-label={quoteattr(f'{picture.title}. {picture.chart.summary}')}>"
        f"{svg_metadata(picture.about)}<title>{escape(picture.title)}</title>"
        f"<desc>{escape(picture.chart.summary)}</desc>"
        f'<rect width="{width}" height="{height}" fill="{color("surface", mode)}"/>'
        f"{head.svg(EDGE)}{under.svg(EDGE + head.height)}{middle}"
        f"{foot.svg(top + room + 12)}</svg>"
    )
    return Drawn(_UNWRITABLE.sub("", svg), width, height)


def _middle(picture: Picture, figure: Figure | None, draw: Draw, top: int, room: int) -> str:
    if figure is None:
        return _sentence(picture, top, room)
    if picture.chart.grid:
        return grid_svg(picture, mode_of(picture.theme), EDGE, top)
    alone = _alone(picture, figure, room)
    return _placed(draw(alone, picture.width - 2 * _AXIS, room), top)


def _room(picture: Picture, figure: Figure | None, around: int) -> int:
    """Pixels of height for what is drawn."""
    if picture.chart.grid and figure:
        return max(grid_height(picture), (picture.height or 0) - around)
    if picture.height is not None:
        return max(picture.height - around, LEAST)
    if figure is None:
        return USUAL
    return int(figure["layout"]["height"]) + _legend_height(figure, picture.width)


def _alone(picture: Picture, figure: Figure, height: int) -> Figure:
    """The figure of the screen, with the legend in it and its colours settled."""
    legend = _legend_height(figure, picture.width)
    margin = figure["layout"]["margin"]
    layout: dict[str, Any] = {
        **figure["layout"],
        "width": picture.width - 2 * _AXIS,
        "height": height,
        "autosize": False,
        "margin": {
            "l": max(margin["l"], EDGE - _AXIS),
            "r": max(margin["r"], EDGE - _AXIS),
            "t": margin["t"],
            "b": margin["b"] + legend,
        },
        "showlegend": bool(legend),
        "legend": {
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            "font": {"size": 12, "color": color("text")},
        },
    }
    alone: Figure = in_mode({**figure, "layout": layout}, mode_of(picture.theme))
    return alone


def mode_of(theme: Theme) -> Literal["light", "dark"]:
    """The theme as the drawings call it."""
    return "dark" if theme is Theme.DARK else "light"


def _legend_height(figure: Figure, width: int) -> int:
    """Nothing where a single colour says nothing."""
    traces = [trace for trace in figure["data"] if trace.get("hoverinfo") != "skip"]
    entries = len(traces[0]["labels"]) if traces[0]["type"] == "pie" else len(traces)
    if entries < 2:
        return 0
    return -(-entries // max((width - 2 * EDGE) // _LEGEND_ENTRY, 1)) * _LEGEND_LINE + 8


def _placed(svg: str, top: int) -> str:
    return svg.replace("<svg", f'<svg x="{_AXIS}" y="{top}"', 1)


def _sentence(picture: Picture, top: int, room: int) -> str:
    """What a chart says that has nothing to draw."""
    words = _lines(picture.chart.summary, picture.width, 14)
    lines = Words(words, 14, 20, color("text", mode_of(picture.theme)))
    return lines.svg(top + (room - lines.height) // 2)


def _lines(text: str, width: int, size: int) -> list[str]:
    """`text` in lines that fit; letters as wide as they are tall count for two."""
    most = int((width - 2 * EDGE) / (size * _WIDTH_OF_A_LETTER))
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return wrap(text, max(most * len(text) // max(len(text) + wide, 1), 8)) or [""]

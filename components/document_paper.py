"""How is a document laid out on paper: its body, with its charts as drawings, and its styles?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from dash.development.base_component import Component

from components.chart_canvas import Figure
from components.chart_frame import figure_of
from components.document_body import cover, definitions, grid_or_legend, section_body
from components.document_file import SHEETS, STYLES
from components.markup import Raw, markup
from components.theme import in_mode
from data.document import Document, Section
from data.report import Chart

WIDTH = 640  # pixels of a drawing; the paper leaves 672 inside its margins

# An SVG of a figure of that width and height.
Draw = Callable[[Figure, int, int], str]


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be printed."""

    body: str
    style: str


def on_paper(document: Document, draw: Draw) -> Paper:
    """The document to be printed, in light colours; `draw` makes its charts."""

    def plot(section: Section, chart: Chart) -> list[Any]:
        figure = figure_of(chart, section.zone)
        beside: list[Component | Raw | None] = [grid_or_legend(section, chart, figure)]
        if figure is not None and not chart.grid:
            beside.append(_drawing(chart, figure, draw))
        return beside

    parts = [
        cover(document),
        *(section_body(section, plot, twins=False) for section in document.sections),
        definitions(document.metrics),
    ]
    return Paper(markup(parts), f"{_styles()}\n{_running(document.title)}")


def _drawing(chart: Chart, figure: Figure, draw: Draw) -> Raw:
    height = int(figure["layout"]["height"])
    layout = {**figure["layout"], "width": WIDTH, "autosize": False}
    settled = in_mode({**figure, "layout": layout}, "light")
    label = markup(f"{chart.title}. {chart.summary}").replace('"', "&quot;")
    return Raw(f'<div role="img" aria-label="{label}">{draw(settled, WIDTH, height)}</div>')


def _running(title: str) -> str:
    """The rule that puts the title at the foot of every page."""
    letters = (one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in title)
    return f'@page {{ @bottom-left {{ content: "{"".join(letters)}"; }} }}'


@cache
def _styles() -> str:
    return "\n".join(file.read_text("utf-8") for file in (*STYLES, SHEETS / "paper.css"))

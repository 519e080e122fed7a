"""What does a wall screen get at each look? Its slides, drawn, or only that nothing has changed."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

import orjson

from components.chart_canvas import PATTERNS
from components.chart_frame import figure_of
from components.chart_legend import MOST_ENTRIES, Entry, entries
from data.services import Services
from data.wall import Slide, Wall
from data.wall_program import program
from data.wall_slides import WallSlides
from pages.wall.document import program_version


def feed(services: Services, wall: Wall, have: str = "") -> dict[str, Any]:
    """The wall as it stands now; without its slides where they are those that the screen has.

    `have` is the `print` of the last answer. `as_of` is the moment that the figures are of.
    """
    now = services.clock()
    stage = WallSlides(services.desk, services.own_dashboards, now)
    slides = [_slide(one) for one in program(wall, now, stage)]
    shown = sha256(orjson.dumps([slides, wall.name, wall.theme])).hexdigest()[:16]
    answer: dict[str, Any] = {
        "version": program_version(),
        "as_of": now,
        "zone": services.zone.key,
        "name": wall.name,
        "theme": wall.theme,
        "print": shown,
    }
    return answer if have == shown else {**answer, "slides": slides}


def _slide(slide: Slide) -> dict[str, Any]:
    figure = figure_of(slide.chart, slide.zone) if slide.chart is not None else None
    return {
        "key": slide.key,
        "seconds": slide.seconds,
        "title": slide.title,
        "headline": slide.headline,
        "about": slide.about,
        "values": [asdict(value) for value in slide.values],
        "figure": figure,
        "legend": [] if figure is None else _legend(figure),
        "state": None if slide.state is None else [slide.state.value, slide.state.label],
        "done": slide.done,
        "takes_over": slide.takes_over,
    }


def _legend(figure: dict[str, Any]) -> list[dict[str, str]]:
    """Each colour with its name; of too many the largest."""
    found = entries(figure)
    if len(found) > MOST_ENTRIES:
        largest = sorted(found, key=lambda one: one.value, reverse=True)[:MOST_ENTRIES]
        found = [one for one in found if one in largest]
    return [_entry(one) for one in found]


def _entry(one: Entry) -> dict[str, str]:
    mark = f"line-{one.shape}" if one.line else f"fill-{PATTERNS.index(one.shape)}"
    return {"name": one.name, "color": one.color, "mark": mark}

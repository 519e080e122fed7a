"""Where does each mark of the hub lead: the same page, filtered by what the mark is of?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from components.chart_canvas import distinct, word
from data.hub.asked import NONE, WEEKDAYS
from data.hub.by_hour import HOUR_OF_DAY, ISO_WEEKDAY
from data.hub.counting import Look
from data.hub.naming import OTHERS
from data.hub.offered import FIELDS
from data.hub.over_time import EARLIER, OverTime
from data.hub.steps import Step

_WITHOUT_NONE = ("type", "status", "campaign")  # every campaign has them


def of_steps(look: Look, course: OverTime) -> str:
    """For the browser, as JSON: by trace, the address of each of its marks.

    `steps` are addresses without what a series adds; `marks` has, by trace, the step of each mark;
    `series` what each trace adds, as pairs.
    """
    chart = course.chart
    names = distinct(word(row[chart.series], look.asked.zone) for row in chart.rows)
    steps: list[str] = []
    marks: list[list[int]] = [[] for _ in names]
    adds: list[dict[str, str]] = [{} for _ in names]
    for row, (step, value) in zip(chart.rows, course.marks, strict=True):
        at = names.index(word(row[chart.series], look.asked.zone))
        href = _days_of(look, step, value)
        if href not in steps:
            steps.append(href)
        marks[at].append(steps.index(href))
        adds[at] = of_value(look.asked.split, value)
    return json.dumps({"steps": steps, "marks": marks, "series": adds})


def of_value(key: str, value: object) -> dict[str, str]:
    """The words that keep one value of a split; none where nothing can be filtered by it."""
    if key not in FIELDS or value == OTHERS or (value is None and key in _WITHOUT_NONE):
        return {}
    return {key: NONE if value is None else str(value)}


def of_hour(look: Look, row: Mapping[str, Any]) -> str:
    """A cell of the grid: that weekday and hour alone."""
    weekday = WEEKDAYS[row[ISO_WEEKDAY] - 1]
    return look.asked.link({"weekday": weekday, "hour": str(row[HOUR_OF_DAY])})


def of_part(look: Look, value: object) -> str:
    """A row of the breakdown: that part alone; "" where nothing can be filtered by it."""
    words = of_value(look.asked.by, value)
    return look.asked.link(words) if words else ""


def _days_of(look: Look, step: Step, value: object) -> str:
    moved = timedelta(days=look.before.shift if value == EARLIER and look.before else 0)
    hour = {"hour": str(step.at.hour)} if isinstance(step.at, datetime) else {}
    return look.asked.on_days(step.first - moved, step.last - moved, hour)

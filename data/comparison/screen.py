"""What stands on the screen that compares campaigns?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.comparison.address import AXES, TOTALS, Choice
from data.comparison.chart import by_calendar, by_hours
from data.comparison.kpis import Asked, Line, chosen, lines, named, side_by_side
from data.comparison.sentence import sentence
from data.report import TabNumbers
from data.store.lake import View
from data.totals import among


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer in a sentence, the KPIs of each campaign, and the chart of one of them.

    `line` is the metric that the chart and the sentence are about; None where nothing is compared.
    `span` is the hours that the chart shows, 0 for a calendar.
    """

    numbers: TabNumbers
    lines: tuple[Line, ...]
    line: Line | None
    sentence: str = ""
    span: int = 0
    notices: tuple[str, ...] = ()


def compared(choice: Choice, view: View, now: datetime) -> Compared:
    """Everything about these campaigns, from one view of the lake."""
    asked = Asked(view, now, choice.zone, choice.campaigns)
    found = lines(asked)
    line = chosen(found, choice.metric)
    if line is None:
        return Compared(TabNumbers(now), (), None, notices=choice.notices)
    running = choice.total == "running"
    if choice.axis == "calendar":
        chart, span = by_calendar(asked, line.metric, running=running), 0
    else:
        chart, span = by_hours(asked, line.metric, running=running, span=choice.span)
    told = choice.notices
    if choice.metric and line.metric.key != choice.metric:
        known = f"metric=“{choice.metric[:40]}” was ignored"
        told = (*told, f"{known}: these campaigns can't be compared by it.")
    numbers = TabNumbers(
        now,
        charts=(chart,),
        tables=(side_by_side(found, choice.campaigns),),
        notices=among(view, {one.id for one in choice.campaigns}),
    )
    return Compared(numbers, found, line, sentence(line), span, told)


def said_filters(choice: Choice, found: Compared) -> tuple[tuple[str, str], ...]:
    """What is chosen in words, label and value; nothing without campaigns."""
    if not choice.campaigns:
        return ()
    return (
        ("Campaigns", ", ".join(named(choice.campaigns).values())),
        *((("Metric", found.line.metric.label),) if found.line else ()),
        ("Axis", AXES[choice.axis]),
        ("Values", TOTALS[choice.total]),
    )

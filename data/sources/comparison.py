"""Campaigns held against one another."""

from data.comparison.address import AXES, TOTALS, choice
from data.comparison.kpis import named
from data.comparison.screen import compared
from data.source import Asked, Showing, Source
from data.vocabulary.period import ALL


def _read(asked: Asked) -> Showing:
    desk = asked.desk
    chosen = choice(asked.words, desk.campaigns, desk.zone, asked.now)
    found = compared(chosen, desk.lake.view(), asked.now)
    filters = (
        ("Campaigns", ", ".join(named(chosen.campaigns).values())),
        *((("Metric", found.line.metric.label),) if found.line else ()),
        ("Axis", AXES[chosen.axis]),
        ("Values", TOTALS[chosen.total]),
    )
    return Showing(
        chosen.link(),
        "Compare campaigns",
        ALL,
        chosen.zone,
        found.numbers,
        filters if chosen.campaigns else (),
        found.notices,
    )


SOURCE = Source("comparison", "/hub/compare", _read)

"""Campaigns held against one another."""

from data.comparison.address import choice
from data.comparison.screen import compared, said_filters
from data.source import Asked, Showing, Source
from data.vocabulary.period import ALL


def _read(asked: Asked) -> Showing:
    desk = asked.desk
    chosen = choice(asked.words, desk.campaigns, desk.zone, asked.now)
    found = compared(chosen, desk.lake.view(), asked.now)
    return Showing(
        chosen.link(),
        "Compare campaigns",
        ALL,
        chosen.zone,
        found.numbers,
        said_filters(chosen, found),
        found.notices,
    )


SOURCE = Source("comparison", "/hub/compare", _read)

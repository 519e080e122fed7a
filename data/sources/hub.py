"""The Analytics Hub."""

from data.hub.asked import PATH, hub_asked
from data.hub.hub import hub
from data.hub.naming import said_filters
from data.source import Asked, Showing, Source


def _read(asked: Asked) -> Showing:
    question = hub_asked(asked.words, asked.desk.zone, asked.now)
    found = hub(question, asked.desk.lake.view(), asked.desk.engine)
    return Showing(
        question.link({"page": str(question.page)}),
        "Analytics Hub",
        question.period,
        question.zone,
        found.numbers,
        said_filters(found.look),
        question.notices,
    )


SOURCE = Source("hub", PATH, _read)

"""The Analytics Hub."""

from data.exports.sheet import fields_of_chart, fields_of_table
from data.hub.asked import PATH, hub_asked
from data.hub.breakdown import SIZE
from data.hub.hub import Hub, hub
from data.hub.naming import said_filters
from data.reports import Whole
from data.source import Asked, Showing, Source


def _found(asked: Asked, size: int) -> Hub:
    question = hub_asked(asked.words, asked.desk.zone, asked.now)
    return hub(question, asked.desk.lake.view(), asked.desk.engine, size=size)


def _showing(found: Hub) -> Showing:
    asked = found.look.asked
    return Showing(
        asked.link({"page": str(asked.page)}),
        "Analytics Hub",
        asked.period,
        asked.zone,
        found.numbers,
        said_filters(found.look),
        asked.notices,
    )


def _read(asked: Asked) -> Showing:
    return _showing(_found(asked, SIZE))


def _whole(asked: Asked, key: str) -> Whole:
    showing = _showing(_found(asked, 0))
    if any(chart.key == key for chart in showing.numbers.charts):
        chart = showing.chart(key)
        return Whole(key, chart.title, fields_of_chart(chart), iter([chart.rows]))
    table = showing.table(key)
    return Whole(key, table.title, fields_of_table(table.columns), iter([table.rows]))


SOURCE = Source("hub", PATH, _read, _whole)

"""The Messaging dashboard."""

from data.address import read
from data.dashboards import Asked as Question
from data.dashboards import messaging
from data.source import Asked, Showing, Source

OWN = ("sort", "direction")


def _read(asked: Asked) -> Showing:
    address = read(asked.path, asked.words, OWN, asked.desk.zone, asked.now)
    numbers = messaging(
        Question(
            asked.desk.lake.view(),
            asked.desk.engine,
            asked.now,
            address.zone,
            address.period,
            sort=address.word("sort"),
            direction=address.word("direction", "outbound"),
        )
    )
    return Showing(
        address.link({}), "Messaging", address.period, address.zone, numbers, (), address.notices
    )


SOURCE = Source("messaging", "/dashboards/messaging", _read)

"""The Subscribers dashboard."""

from data.address import read
from data.source import Asked, Showing, Source
from data.subscriber_growth import subscriber_growth


def _read(asked: Asked) -> Showing:
    address = read(asked.path, asked.words, (), asked.desk.zone, asked.now)
    numbers = subscriber_growth(asked.desk.lake.view(), asked.now, address.zone, address.period)
    return Showing(
        address.link({}),
        "Subscribers",
        address.period,
        address.zone,
        numbers,
        notices=address.notices,
    )


SOURCE = Source("subscribers", "/dashboards/subscribers", _read)

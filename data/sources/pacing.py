"""The pace of a campaign among similar ones."""

from data.pacing.address import pace
from data.pacing.screen import paced, said_filters
from data.source import Asked, Showing, Source
from data.vocabulary.period import ALL


def _read(asked: Asked) -> Showing:
    desk = asked.desk
    wanted = pace(asked.words, desk.campaigns, desk.zone, asked.now)
    found = paced(wanted, desk.campaigns, desk.lake.view(), asked.now, desk.zone)
    campaign = wanted.campaign
    return Showing(
        wanted.link(),
        f"Pacing: {campaign.name}" if campaign else "Pacing",
        ALL,
        wanted.zone,
        found.numbers,
        said_filters(wanted, found),
        (*wanted.notices, *((found.sentence,) if not found.measure and found.sentence else ())),
    )


SOURCE = Source("pacing", "/hub/pacing", _read)

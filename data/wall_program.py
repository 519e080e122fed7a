"""What does a wall show now? Its list, and what the campaigns are doing, decide together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from data.vocabulary.campaign_state import State
from data.wall import USUAL_SECONDS, Entry, EntryKind, Moving, Slide, Wall

JUST = timedelta(minutes=10)  # for as long a campaign has just begun
MOST_CAMPAIGNS = 12  # of "every campaign that is Live or In Progress", the newest


class Stage(Protocol):
    """Where the slides come from."""

    def moving(self) -> tuple[Moving, ...]:
        """The campaigns that are Live or In Progress."""
        ...

    def of(self, one: Moving, seconds: int) -> Slide:
        """The slide of one of them."""
        ...

    def slides(self, entry: Entry) -> tuple[Slide, ...]:
        """What stands at an entry's address; nothing where that is gone or not open."""
        ...


def program(wall: Wall, now: datetime, stage: Stage) -> tuple[Slide, ...]:
    """The slides of `wall` at `now`, in their order.

    While a campaign takes over, it is all there is; of several the newest comes first. Otherwise
    the list is gone through: slides without a figure are left out, and so are campaigns that are
    not Live or In Progress any more. What is named twice is shown once.
    """
    moving = sorted(stage.moving(), key=lambda one: (one.since, one.campaign.id), reverse=True)
    if wall.takeover and (first := [one for one in moving if takes_over(one, now)]):
        slides = (stage.of(one, USUAL_SECONDS) for one in first[:MOST_CAMPAIGNS])
        return tuple(replace(slide, takes_over=True) for slide in slides)
    found: dict[str, Slide] = {}
    for entry in wall.entries:
        for slide in _shown(entry, moving, stage):
            found.setdefault(slide.key, slide)
    return tuple(found.values())


def takes_over(one: Moving, now: datetime) -> bool:
    """Whether a campaign takes the screen.

    Both kinds do for ten minutes from the moment at which they went Live or In Progress. A send
    keeps the screen for as long as messages leave; a Live campaign gives it back, because it may
    stay Live for months.
    """
    sends = one.campaign.state is State.IN_PROGRESS and one.is_sending
    return sends or timedelta(0) <= now - one.since <= JUST


def _shown(entry: Entry, moving: Sequence[Moving], stage: Stage) -> Iterator[Slide]:
    if entry.kind is EntryKind.LIVE:
        found: Iterable[Slide] = (stage.of(one, entry.seconds) for one in moving[:MOST_CAMPAIGNS])
    elif entry.kind is EntryKind.CAMPAIGN:
        wanted = (one for one in moving if str(one.campaign.id) == entry.key)
        found = (stage.of(one, entry.seconds) for one in wanted)
    else:
        found = stage.slides(entry)
    return (slide for slide in found if not slide.is_empty)

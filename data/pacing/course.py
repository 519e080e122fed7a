"""How far has a campaign come, and how far had similar ones come by then?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.elapsed import LONGEST, age, span_for
from data.launched import RUNNING
from data.metrics import METRICS
from data.pacing.curves import (
    Band,
    Curve,
    band,
    capped,
    is_share_of_messages,
    projected,
    reached,
    settled_after,
)
from data.sending import Sending, sending
from data.store.lake import View
from data.vocabulary.campaign_state import State

_SENDING = frozenset({State.IN_PROGRESS, State.PROCESSING})


@dataclass(frozen=True, slots=True)
class Course:
    """A campaign's curve among those of similar ones, after `hour` whole hours of `span`.

    `now` is the hours since its start, `so_far` what is counted by now. `going_out` is how far its
    messages have got while more are to go; None once all are sent.
    """

    own: Curve
    usual: tuple[Curve, ...]
    measure: str
    hour: int
    span: int
    now: float
    so_far: int
    going_out: Sending | None = None

    @property
    def label(self) -> str:
        """What is counted."""
        return METRICS[self.measure].label

    @property
    def band(self) -> Band | None:
        """What similar ones had by then; None for too few of them, and before the first hour."""
        return band(self.usual, self.hour) if self.hour else None

    @property
    def end(self) -> Band | None:
        """What it will have after `span` hours; None while it is being sent, at a pace of its own.

        None, too, for what is over or can't be told.
        """
        if self.going_out is not None:
            return None
        found = projected(self.own, self.usual, self.hour, self.span)
        return capped(found) if found and is_share_of_messages(self.measure) else found


def course(
    own: Curve, usual: tuple[Curve, ...], measure: str, span: int, view: View, now: datetime
) -> Course:
    """The course of a campaign by `now`; a span of 0 hours is chosen here.

    Then it is as long as it takes similar campaigns to have nearly all, and a running campaign to
    get to where it is.
    """
    hours = age(own.campaign, now)
    settled = settled_after(usual, LONGEST) or settled_after(usual, 72)
    here = hours if own.campaign.state in RUNNING else min(hours, settled or hours)
    shown = span or span_for(max(min(here, LONGEST), settled or 0))
    so_far = reached(own.campaign, measure, view)
    far = sending(own.campaign, view, now) if own.campaign.state in _SENDING else None
    going_out = far if far and far.submitted < own.addressed else None
    return Course(own, usual, measure, min(own.known, shown), shown, hours, so_far, going_out)

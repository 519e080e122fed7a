"""How far has a messaging campaign got that is being sent?"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from data.campaign import Campaign
from data.campaigns import CLOCK, Campaigns
from data.channels import CHANNELS
from data.errors import NotFound, Refused
from data.query import Query, figures
from data.store.lake import View
from data.vocabulary.campaign_state import Group, State

WINDOW = timedelta(minutes=10)  # over which the pace is measured
_LONGEST = timedelta(days=366)  # a pace that needs longer says nothing about the end


@dataclass(frozen=True, slots=True)
class Sending:
    """What the events say; None where they don't tell.

    `per_minute` is the pace of the last ten minutes, or since the first message where that is
    less. `finish` is when it ends at that pace, in UTC.
    """

    recipients: int | None
    submitted: int
    per_minute: float | None
    finish: datetime | None

    @property
    def done(self) -> float | None:
        """The share of the recipients whose message was submitted, at most 1."""
        return min(self.submitted / self.recipients, 1.0) if self.recipients else None


def sending(campaign: Campaign, view: View, now: datetime) -> Sending:
    """How far `campaign` has got at `now`.

    Whoever can't be sent to is never submitted, so such recipients count as left to the end.
    """
    # To the minute, so that what is counted for it can be kept.
    since = (now - WINDOW).replace(second=0, microsecond=0)
    submitted = _submitted(campaign, view, None)
    recent = _submitted(campaign, view, since)
    per_minute = recent / _minutes(campaign, view, since, now) if recent else None
    return Sending(
        campaign.recipients, submitted, per_minute, _finish(campaign, submitted, per_minute, now)
    )


def is_submitted(campaign: Campaign, view: View) -> bool:
    """Whether every message of a campaign was submitted, whatever became of it (F041).

    A recipient is done with once the message was handed over, or will never be: blocklisted, a
    wrong address, retries used up. Somebody whose message still waits in a queue, or of whom
    nothing was reported yet, keeps the campaign In Progress (F043).
    """
    if not campaign.recipients:
        return False
    waiting = pl.col("status").is_in(_waiting(campaign.channel))
    counts = view.scan("standings", (campaign,)).filter(~waiting).select(pl.col("n").sum())
    return int(counts.collect().item() or 0) >= campaign.recipients


def _waiting(channel: str) -> list[str]:
    """The codes of a channel that say: not handed over yet."""
    known = CHANNELS[channel].statuses if channel in CHANNELS else ()
    return [status.code for status in known if status.waits]


def complete_submitted(
    campaigns: Campaigns, view: View, but: Collection[int] = ()
) -> tuple[Campaign, ...]:
    """Complete every In Progress campaign whose last message was submitted; return those.

    `but` are the ids of those that aren't to be judged by what was reported of them.
    """
    completed = []
    for campaign in campaigns.in_state(Group.MESSAGING, State.IN_PROGRESS):
        if campaign.id not in but and is_submitted(campaign, view):
            with suppress(Refused, NotFound):  # somebody was quicker
                why = "the last message was submitted"
                completed.append(campaigns.change(campaign.id, State.COMPLETED, CLOCK, why))
    return tuple(completed)


def _submitted(campaign: Campaign, view: View, since: datetime | None) -> int:
    query = Query(("total_sent",), campaigns=(campaign,), start=since)
    return int(figures(query, view)["total_sent"].value or 0)


def _minutes(campaign: Campaign, view: View, since: datetime, now: datetime) -> float:
    sent = view.scan("messages", (campaign,)).select(pl.col("sent_at").min())
    first: datetime | None = sent.collect().item()
    start = max(since, first or since)
    return max((now - start) / timedelta(minutes=1), 1.0)


def _finish(
    campaign: Campaign, submitted: int, per_minute: float | None, now: datetime
) -> datetime | None:
    if campaign.recipients is None or per_minute is None:
        return None
    left = timedelta(minutes=max(campaign.recipients - submitted, 0) / per_minute)
    return now + left if left <= _LONGEST else None

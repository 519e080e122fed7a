"""Which past campaigns were like this one, so that it can be held against them?

Like for like: the same group, type and channel; begun in the year before it, on the same kind of
day (Monday to Friday, or the weekend) in the workspace's zone; addressed to a quarter to four times
as many. The newest MOST of these are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import LARGEST_PAGE, Campaigns
from data.channels import CHANNELS
from data.elapsed import began
from data.pacing.curves import addressed
from data.store.lake import View
from data.totals import is_of_totals
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.filters import CampaignFilters
from data.vocabulary.formats import number
from data.vocabulary.period import Period

MOST = 50
YEAR = timedelta(days=365)
TIMES = 4  # so many times smaller or larger is still alike
_DONE = {
    Group.MESSAGING: frozenset({State.COMPLETED}),
    Group.INTERACTIVE: frozenset({State.COMPLETED, State.LIVE}),
}


def similar(
    campaign: Campaign, audience: int, campaigns: Campaigns, view: View, zone: ZoneInfo
) -> dict[int, tuple[Campaign, int]]:
    """The past campaigns like this one, the newest first, each with how many it is addressed to.

    `audience` is how many `campaign` is addressed to; with nobody, nothing is like it.
    """
    known = _alike(campaign, campaigns, zone)
    alike = [one for one in known if not is_of_totals(view, one)]  # which have no pace
    audiences = addressed(alike, view) if alike else {}
    sized = [one for one in alike if audience <= audiences[one.id] * TIMES]
    sized = [one for one in sized if 0 < audiences[one.id] <= audience * TIMES]
    sized.sort(key=lambda one: (began(one), one.id), reverse=True)
    return {one.id: (one, audiences[one.id]) for one in sized[:MOST]}


def rule(campaign: Campaign, audience: int, zone: ZoneInfo) -> str:
    """What makes a campaign like this one, in a sentence."""
    kind = CAMPAIGN_TYPES[campaign.type].label
    over = CHANNELS.get(campaign.channel)
    way = f" over {over.label}" if over and over.label != kind else ""
    days = "on a weekend" if _is_weekend(began(campaign), zone) else "on a Monday to Friday"
    least, most = -(-audience // TIMES), audience * TIMES
    return (
        f"{kind}{way}, begun in the year before it {days} ({zone.key}), addressed to "
        f"{number(least)} to {number(most)}; the newest {MOST} of these."
    )


def _alike(campaign: Campaign, campaigns: Campaigns, zone: ZoneInfo) -> Iterator[Campaign]:
    start = began(campaign)
    first: date = (start - YEAR - timedelta(days=1)).date()
    filters = CampaignFilters(
        campaign.group,
        period=Period(first, (start + timedelta(days=1)).date()),
        types=frozenset({campaign.type}),
        states=_DONE[campaign.group],
    )
    weekend = _is_weekend(start, zone)
    for one in campaigns.find(filters, size=LARGEST_PAGE).campaigns:
        at = began(one)
        same = one.channel == campaign.channel and _is_weekend(at, zone) == weekend
        if same and one.id != campaign.id and start - YEAR <= at < start:
            yield one


def _is_weekend(at: datetime, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).weekday() >= 5

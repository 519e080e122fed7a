"""Ways to split by what a campaign is."""

from data.dimension import Dimension
from data.tally import Grain

_EVERY = frozenset(Grain) - {Grain.LISTS}  # which belong to no campaign

DIMENSIONS = (
    Dimension("campaign", "Campaign", "The campaign's id.", _EVERY, "campaign_id"),
    Dimension("campaign_type", "Campaign Type", "Its type.", _EVERY, campaign_field="type"),
    Dimension("campaign_state", "Status", "Its state.", _EVERY, campaign_field="state"),
    Dimension("group", "Group", "Messaging or interactive.", _EVERY, campaign_field="group"),
)

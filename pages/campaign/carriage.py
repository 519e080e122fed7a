"""Who takes a campaign's messages along, in a sentence?"""

from __future__ import annotations

from data.campaign import Campaign
from data.carriers import CARRIERS
from data.channels import CHANNELS
from data.services import Services

ELSEWHERE = (
    "Its words or its recipients are not in this workspace, so nothing leaves from here: whoever "
    "runs the campaign sends it and reports its messages."
)


def carriage(here: Services, campaign: Campaign) -> str:
    """By whom the campaign leaves, or why it doesn't leave from here."""
    carrier = here.dispatch.carrier_for(campaign)
    if carrier is None:
        return ELSEWHERE
    if not carrier:
        channel = CHANNELS[campaign.channel].label if campaign.channel in CHANNELS else "this"
        return f"No carrier is connected for {channel}; its messages leave once one is."
    return f"Its messages leave by the {_lower_first(CARRIERS[carrier].label)}."


def _lower_first(label: str) -> str:
    """A label within a sentence; an abbreviation stays as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]

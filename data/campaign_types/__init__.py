"""Each file here declares one campaign type; `CAMPAIGN_TYPES` has them by key, in menu order."""

from data.campaign_type import CampaignType
from data.registry import collect
from data.vocabulary.campaign_state import Group

_found = collect(__name__, "CAMPAIGN_TYPE", CampaignType)

CAMPAIGN_TYPES = dict(sorted(_found.items(), key=lambda item: (item[1].group, item[1].order)))


def of_group(group: Group) -> tuple[CampaignType, ...]:
    """The types of `group` in the order of menus and creation cards."""
    return tuple(kind for kind in CAMPAIGN_TYPES.values() if kind.group is group)

"""What is a messaging campaign: one type a channel, made from the channel's declaration."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.channel import Channel
from data.channels import CHANNELS
from data.vocabulary.campaign_state import Group

# Where the metric's own name is shorter than the name on a messaging report (D-08).
LABELS = {"total_sent": "Total Messages Sent"}


def _messaging(channel: Channel) -> CampaignType:
    return CampaignType(
        key=channel.key,
        label=channel.label,
        group=Group.MESSAGING,
        icon=channel.icon,
        description=channel.description,
        channels=(channel.key,),
        steps=("Delivery", "Message", "Summary"),
        tabs=(
            TabPlace("performance"),
            TabPlace("preview"),
            TabPlace("overview"),
            TabPlace("recipients"),
        ),
        kpis=tuple(KpiPlace(metric, LABELS.get(metric, "")) for metric in channel.kpis),
        recipients=("subscribers", "csv", "typed"),
        overview=("channel", "sender", "recipients", "filter", "schedule", "send_rate", "links"),
        order=channel.order,
    )


CAMPAIGN_TYPE = tuple(_messaging(channel) for channel in CHANNELS.values())

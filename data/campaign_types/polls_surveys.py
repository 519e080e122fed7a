"""What is a poll or survey by message."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="polls-surveys",
    label="Polls & Surveys",
    group=Group.INTERACTIVE,
    icon="bar-chart",
    description="Questions by message: people answer in the conversation.",
    channels=("sms", "rcs", "whatsapp"),
    steps=("Delivery", "Poll", "Summary"),
    tabs=(
        TabPlace("delivery-performance"),
        TabPlace("questions"),
        TabPlace("overview"),
        TabPlace("participants"),
    ),
    kpis=(
        KpiPlace("total_sent", "Total Messages Sent"),
        KpiPlace("delivery_rate", "Delivery Rate"),
        KpiPlace("transit_rate", "Transit Rate"),
        KpiPlace("failed_rate", "Failed Rate"),
    ),
    recipients=("subscribers", "csv", "typed", "keyword"),
    overview=(
        "channel",
        "sender",
        "recipients",
        "filter",
        "keywords",
        "expiration",
        "send_rate",
        "questions",
    ),
    order=10,
)

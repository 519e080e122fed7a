"""What is a poll or survey on web pages."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="web-polls-surveys",
    label="Web Polls & Surveys",
    group=Group.INTERACTIVE,
    icon="clipboard-data",
    description="Questions on web pages behind a short link.",
    # Three, their names lost: SMS and Email have message contents for it, WhatsApp as for Raffle.
    channels=("sms", "email", "whatsapp"),
    steps=("Delivery", "Cover", "Contents", "Closure", "Message", "Summary"),
    tabs=(
        TabPlace("delivery-performance"),
        TabPlace("questions"),
        TabPlace("endpoint", needs=frozenset({"endpoint"})),
        TabPlace("overview"),
        TabPlace("participants"),
    ),
    kpis=(
        KpiPlace("total_sent", "Total Sent"),
        KpiPlace("delivery_rate", "Delivery Rate"),
        KpiPlace("transit_rate", "Transit Rate"),
        KpiPlace("failed_rate", "Failed Rate"),
    ),
    recipients=("api", "subscribers", "csv", "typed"),
    overview=("channel", "sender", "recipients", "filter", "expiration", "send_rate", "questions"),
    order=11,
)

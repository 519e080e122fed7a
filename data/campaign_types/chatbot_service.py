"""What is a Chatbot Service: a menu of answers in a conversation."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="chatbot-service",
    label="Chatbot Service",
    group=Group.INTERACTIVE,
    icon="robot",
    description="A chatbot with a menu, called by keyword.",
    channels=("sms", "whatsapp", "rcs"),
    steps=("Delivery", "Interactions", "Summary"),
    tabs=(
        TabPlace("chatbot-interactions", "Interactions"),
        TabPlace("endpoint", needs=frozenset({"endpoint"})),
        TabPlace("overview"),
        TabPlace("participants"),
    ),
    kpis=(
        KpiPlace("chatbot_participants", "Total Participants"),
        KpiPlace("chatbot_interactions_configured", "Total Interactions"),
        KpiPlace("cumulative_answers", "Total Cumulative Answers"),
        KpiPlace("campaign_participation_rate", "Campaign Participation Rate"),
    ),
    recipients=("api", "keyword"),
    overview=("channel", "sender", "recipients", "keywords", "expiration", "interactions"),
    order=9,
)

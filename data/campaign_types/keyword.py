"""What is a Keyword campaign: answers to keywords."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="keyword",
    label="Keyword",
    group=Group.INTERACTIVE,
    icon="key",
    description="An automatic answer to each keyword that people send to your number.",
    channels=("sms", "whatsapp", "rcs"),
    steps=("Delivery", "Keyword", "Summary"),
    tabs=(
        TabPlace("keyword-usage"),
        TabPlace("overview"),
        TabPlace("participants"),
    ),
    kpis=(
        KpiPlace("total_keywords", "Total Keywords"),
        KpiPlace("keyword_interactions", "Total Keyword Interactions"),
        KpiPlace("keyword_users", "Total Users"),
        KpiPlace("keyword_usage", "Keyword Usage"),
    ),
    recipients=("keyword",),
    overview=("channel", "sender", "recipients", "keywords", "expiration"),
    order=8,
)

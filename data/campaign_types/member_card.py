"""What is a Member Card: a membership card in the phone's wallet."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="member-card",
    label="Member Card",
    group=Group.INTERACTIVE,
    icon="person-vcard",
    description="A membership card in the phone's wallet.",
    channels=("sms", "email"),
    steps=("Delivery", "Design", "Content", "Interactions", "Message", "Summary"),
    tabs=(
        TabPlace("delivery"),
        TabPlace("performance"),
        TabPlace("pass-holders"),
        TabPlace("communications"),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("wallet-pass"),
    ),
    kpis=(
        KpiPlace("sms_sent", "SMS Sent"),
        KpiPlace("email_sent", "Email Sent"),
    ),
    recipients=("subscribers", "csv", "typed"),
    overview=("channel", "recipients", "filter", "expiration", "pass"),
    order=7,
)

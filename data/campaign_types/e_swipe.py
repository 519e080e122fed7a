"""What is an E-Swipe: digital pages to swipe through."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="e-swipe",
    label="E-Swipe",
    group=Group.INTERACTIVE,
    icon="phone-flip",
    description="Digital pages that people swipe through behind a short link.",
    channels=("sms", "email", "push", "whatsapp"),
    # No current page names the steps; an older manual has these, and Details, which is a page here.
    steps=("Delivery", "Design", "Message", "Summary"),
    tabs=(
        TabPlace("delivery"),
        TabPlace("performance"),
        TabPlace("endpoint", needs=frozenset({"endpoint"})),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("link-tracking"),
        TabPlace("interaction-events"),
    ),
    kpis=(
        KpiPlace("messages_sent", "{channel} Sent"),
        KpiPlace("opened_url_link", "Opened URL Link"),
        KpiPlace("played", "Played Interactive Content"),
    ),
    recipients=("api", "subscribers", "csv", "typed", "keyword", "form"),
    overview=("channel", "sender", "recipients", "filter", "keywords", "expiration", "send_rate"),
    order=1,
)

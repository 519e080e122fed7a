"""What is a Web Trivia: a quiz on a web page."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="web-trivia",
    label="Web Trivia",
    group=Group.INTERACTIVE,
    icon="patch-question",
    description="A quiz on a web page, with prizes if you like.",
    # Three, their names lost: SMS and Email have message contents for it, WhatsApp as for Raffle.
    channels=("sms", "email", "whatsapp"),
    steps=("Delivery", "Web Trivia", "Content", "Logic", "Message", "Summary"),
    tabs=(
        TabPlace("delivery", needs=frozenset({"by-message"})),
        TabPlace("performance"),
        TabPlace("questions"),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("prizes", "Trivia Prizes", needs=frozenset({"prizes"})),
        TabPlace("link-tracking"),
        TabPlace("interaction-events"),
    ),
    kpis=(
        KpiPlace("opened_url_link", "Opened URL Link"),
        KpiPlace("played", "Played Interactive Content"),
        KpiPlace("assigned_prizes", "Assigned Prizes", needs=frozenset({"prizes"})),
    ),
    recipients=("subscribers", "csv", "typed", "keyword", "form"),
    overview=(
        "channel",
        "sender",
        "recipients",
        "filter",
        "keywords",
        "expiration",
        "send_rate",
        "questions",
        "prizes",
    ),
    prize_logics=("By Exhaustion", "Cycles", "Random Select"),
    order=2,
)

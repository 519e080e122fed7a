"""What is a Raffle Giveaway: an instant-win game."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="raffle-giveaway",
    label="Raffle Giveaway",
    group=Group.INTERACTIVE,
    icon="gift",
    description="An instant-win game: ice to crack, a card to scratch, a wheel to spin.",
    channels=("sms", "email", "whatsapp"),
    steps=("Delivery", "Reveal Content", "Message", "Summary"),
    tabs=(
        TabPlace("delivery"),
        TabPlace("performance"),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("prizes", "Raffle Prizes", needs=frozenset({"prizes"})),
        TabPlace("link-tracking"),
        TabPlace("interaction-events"),
    ),
    kpis=(
        KpiPlace("messages_sent", "{channel} Sent"),
        KpiPlace("opened_url_link", "Opened URL Link"),
        KpiPlace("played", "Played Interactive Content"),
        KpiPlace("assigned_prizes", "Assigned Prizes", needs=frozenset({"prizes"})),
    ),
    recipients=("subscribers", "csv", "typed", "keyword", "form"),
    games=("Crack the Ice", "Peel it", "Scratch Card", "Spin", "Slot Machine"),
    overview=(
        "channel",
        "game",
        "sender",
        "recipients",
        "filter",
        "keywords",
        "expiration",
        "prizes",
    ),
    prize_logics=("Always Win", "By Exhaustion", "Cycles", "Random Select"),
    order=4,
)

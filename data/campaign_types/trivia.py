"""What is a Trivia: a quiz by message."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="trivia",
    label="Trivia",
    group=Group.INTERACTIVE,
    icon="question-circle",
    description="A quiz by message: people answer in the conversation.",
    # Three, their names lost: the two-way channels, since people answer by message.
    channels=("sms", "rcs", "whatsapp"),
    steps=("Delivery", "Trivia", "Logic", "Message", "Summary"),
    tabs=(
        TabPlace("delivery"),
        TabPlace("questions"),
        TabPlace("endpoint", needs=frozenset({"endpoint"})),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("prizes", "Trivia Prizes", needs=frozenset({"prizes"})),
    ),
    kpis=(
        KpiPlace("total_participants", "Total Participants"),
        KpiPlace("total_answers", "Total Answers"),
        KpiPlace("correct_answer_rate", "Correct Answer Rate"),
        KpiPlace("assigned_prizes", "Assigned Prizes", needs=frozenset({"prizes"})),
    ),
    recipients=("api", "subscribers", "csv", "typed", "keyword"),
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
    order=3,
)

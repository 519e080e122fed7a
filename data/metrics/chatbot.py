"""How was the chatbot used?"""

from data.metric import Metric
from data.vocabulary.formats import Unit

METRICS = (
    Metric(
        key="chatbot_participants",
        label="Total Participants",
        definition="Distinct people who used the chatbot in the chosen days.",
        formula="distinct people with at least one chatbot interaction",
        source="Specification 4.11, F192",
        top=("chatbot_people",),
        higher_is_better=True,
    ),
    Metric(
        key="chatbot_interactions_configured",
        label="Total Interactions",
        definition="Interactions that the chatbot was configured with, used or not.",
        formula="count of configured interactions",
        source="Specification 4.11, F193",
        top=("interactions",),
    ),
    Metric(
        key="cumulative_answers",
        label="Total Cumulative Answers",
        definition="Every answer the chatbot received.",
        formula="count of chatbot interactions",
        source="Specification 4.11, F194",
        top=("chatbot_answers",),
        higher_is_better=True,
    ),
    Metric(
        key="campaign_participation_rate",
        label="Campaign Participation Rate",
        definition="Users of this chatbot among the users of any campaign in the same range. A "
        "user has done something; whoever was only sent, given or awarded something has not.",
        formula="distinct chatbot users ÷ distinct users of any campaign",
        source="Specification 4.11, D-14, F195",
        top=("chatbot_people",),
        over=("anyone",),
        unit=Unit.SHARE,
        higher_is_better=True,
    ),
)

"""What is a Subscription Form: a web form that adds subscribers."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="subscription-form",
    label="Subscription Form",
    group=Group.INTERACTIVE,
    icon="ui-checks",
    description="A web form that adds subscribers, and may lead into another campaign.",
    # Not named anywhere: the two channels that have a subscribers list.
    channels=("sms", "email"),
    steps=("Design", "Field Matching", "Summary"),
    tabs=(
        TabPlace("delivery"),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("link-tracking"),
    ),
    kpis=(
        KpiPlace("form_opens", "Form Opens"),
        KpiPlace("forms_submitted", "Forms Submitted"),
        KpiPlace("form_conversion_rate", "Conversion Rate"),
    ),
    recipients=("form",),
    leads_to=("digital-coupon", "e-swipe", "raffle-giveaway", "web-trivia"),
    overview=("channel", "sender", "recipients", "expiration", "fields", "leads_to"),
    order=5,
)

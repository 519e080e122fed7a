"""What is a Digital Coupon: a coupon in the phone's wallet."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="digital-coupon",
    label="Digital Coupon",
    group=Group.INTERACTIVE,
    icon="ticket-perforated",
    description="A coupon in the phone's wallet that is redeemed in the shop.",
    # A QR code can carry it, too, but that is no channel that messages go out on.
    channels=("sms", "email"),
    steps=("Delivery", "Design", "Content", "Interactions", "Message", "Summary"),
    tabs=(
        TabPlace("performance"),
        TabPlace("pass-holders"),
        TabPlace("communications"),
        TabPlace("overview"),
        TabPlace("participants"),
        TabPlace("wallet-pass"),
        TabPlace("redemption", "Redemption"),
    ),
    kpis=(
        KpiPlace("passes_generated", "Passes Generated"),
        KpiPlace("passes_added", "Passes Added to Wallet"),
        KpiPlace("passes_redeemed", "Passes Redeemed"),
    ),
    recipients=("subscribers", "csv", "typed", "form"),
    overview=("channel", "sender", "recipients", "filter", "expiration", "send_rate", "pass"),
    order=6,
)

"""What is a Geofence: a push notification shown inside an area."""

from data.campaign_type import CampaignType, KpiPlace, TabPlace
from data.vocabulary.campaign_state import Group

CAMPAIGN_TYPE = CampaignType(
    key="geofence",
    label="Geofence",
    group=Group.INTERACTIVE,
    icon="geo-alt",
    description="A push notification that shows when the device is inside an area.",
    channels=("push",),
    # Not known: the generic creator's steps (D-18).
    steps=("Delivery", "Content", "Summary"),
    tabs=(
        TabPlace("overview"),
        TabPlace("participants"),
    ),
    kpis=(
        KpiPlace("devices_targeted", "Devices Targeted"),
        KpiPlace("devices_delivered", "Delivered"),
        KpiPlace("devices_displayed", "Displayed"),
        KpiPlace("delivery_rate", "Delivery Rate"),
    ),
    recipients=("subscribers",),
    overview=("recipients", "filter", "additional_data", "area"),
    order=12,
)

"""Where did the geofence show its push?"""

from data.metric import Metric

METRICS = (
    Metric(
        key="devices_targeted",
        label="Devices Targeted",
        definition="Distinct devices that the push was addressed to.",
        formula="distinct recipients of all messages",
        source="D-10",
        top=("devices",),
        higher_is_better=True,
    ),
    Metric(
        key="devices_delivered",
        label="Delivered",
        definition="Pushes that reached a registered device, shown or not.",
        formula="messages standing in a delivered status",
        source="D-10; specification 2.2, F084",
        top=("delivered",),
        higher_is_better=True,
    ),
    Metric(
        key="devices_displayed",
        label="Displayed",
        definition="Distinct devices that showed the push, since they were inside the radius.",
        formula="distinct devices with at least one display",
        source="D-10",
        top=("geofence_devices",),
        higher_is_better=True,
    ),
)

"""What is a push notification: its statuses, and what its reports show."""

from data.channel import Category, Channel, RawStatus
from data.vocabulary.outcome import Outcome

CHANNEL = Channel(
    key="push",
    label="Push notification",
    short="Push",
    icon="bell",
    code="P",
    description="A notification from your app on the devices that have it installed.",
    sender_label="App",
    recipient_label="Device token",
    two_way=False,
    # No category for opened ones: the app reports them, and they are a part of Delivered.
    categories=(
        Category("unsent", "Unsent", Outcome.UNSENT),
        Category("delivered", "Delivered", Outcome.DELIVERED),
        Category("failed", "Failed", Outcome.FAILED),
    ),
    statuses=(
        RawStatus("DEQUEUED", "unsent", 10, "Out of the queue, being prepared", waits=True),
        RawStatus("AUTH_MISSING", "unsent", 11, "The app's credential is not registered"),
        RawStatus("BAD_PLATFORM", "unsent", 12, "Invalid platform"),
        RawStatus("NOT_SENT", "unsent", 13, "Could not be sent"),
        RawStatus("EXHAUSTED", "unsent", 14, "Retry limit reached, attempts ended"),
        RawStatus("INVALID_MESSAGE", "unsent", 15, "Invalid parameters in the message"),
        RawStatus("PAYLOAD_LIMIT_EXCEEDED", "unsent", 16, "The payload is too large"),
        RawStatus("SENT", "delivered", 20, "Sent successfully"),
        RawStatus("INCOMPLETE", "delivered", 22, "Sent with empty placeholders"),
        RawStatus("BAD_DEVICE_TOKEN", "failed", 30, "Invalid device token"),
        RawStatus("AUTH_ERROR", "failed", 31, "Server error in the app's credential"),
        RawStatus(
            "DEVICE_QUOTA_EXCEEDED", "failed", 32, "Too many messages in a row to one device"
        ),
        RawStatus("SERVER_UNAVAILABLE", "failed", 33, "The push service did not answer in time"),
        RawStatus("SERVER_ERROR", "failed", 34, "Error of the push service"),
        RawStatus("UNREGISTERED", "failed", 35, "Device token unregistered or inactive"),
        RawStatus("NOT_CONTEMPLATED_ERROR", "failed", 36, "Unexpected error"),
        RawStatus(
            "MISMATCHED_TOKEN", "failed", 37, "The app's credential is not permitted for this token"
        ),
    ),
    kpis=("total_sent", "delivery_rate", "failed_rate", "unique_devices"),
    breakdowns=("platform",),
    order=3,
)

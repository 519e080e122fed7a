"""What is RCS: its statuses, and what its reports show."""

from data.channel import Category, Channel, RawStatus
from data.vocabulary.outcome import Outcome

CHANNEL = Channel(
    key="rcs",
    label="RCS",
    short="RCS",
    icon="chat-square-text",
    code="R",
    description="A rich message with pictures and buttons in the phone's own message app.",
    sender_label="Agent",
    recipient_label="Phone number",
    two_way=True,
    categories=(
        Category("unsent", "Unsent", Outcome.UNSENT),
        Category("transit", "Transit", Outcome.TRANSIT),
        Category("delivered", "Delivered", Outcome.DELIVERED),
        Category("read", "Read", Outcome.DELIVERED, opened=True),
        Category("failed", "Fallback", Outcome.FAILED),
    ),
    statuses=(
        RawStatus("BLACKLISTED", "unsent", 11, "Recipient on the blocklist; not sent"),
        RawStatus(
            "EXHAUSTED",
            "unsent",
            12,
            "Retries to obtain the agent from RCS Business Messaging are used up",
        ),
        RawStatus("NOT_SENT", "unsent", 13, "Not handed to RCS Business Messaging"),
        RawStatus("SENT", "transit", 20, "Handed to RCS Business Messaging, no confirmation yet"),
        RawStatus("INCOMPLETE", "transit", 22, "Sent with empty placeholders"),
        RawStatus(
            "FALLBACK",
            "failed",
            30,
            "RCS Business Messaging could not deliver it, another way is used; final",
            "completed",
        ),
        RawStatus("DELIVERED", "delivered", 40, "Arrived on the device", "completed"),
        RawStatus("READ", "read", 50, "Opened and seen by the recipient", "completed"),
    ),
    kpis=("total_sent", "delivery_rate", "read_rate", "failed_rate"),
    tracks_links=True,
    order=4,
)

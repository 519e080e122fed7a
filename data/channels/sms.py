"""What is SMS: its statuses, and what its reports show."""

from data.channel import Category, Channel, RawStatus
from data.vocabulary.outcome import Outcome

CHANNEL = Channel(
    key="sms",
    label="SMS",
    short="SMS",
    icon="chat-dots",
    code="S",
    description="A text message to a phone number, delivered by the mobile operator.",
    sender_label="Sender number",
    recipient_label="Phone number",
    two_way=True,
    categories=(
        Category("unsent", "Unsent", Outcome.UNSENT),
        Category("delivered", "Delivered", Outcome.DELIVERED),
        Category("transit", "Transit", Outcome.TRANSIT),
        Category("failed", "Failed", Outcome.FAILED),
    ),
    statuses=(
        RawStatus("QUEUE", "unsent", 5, "Request received, waiting in the queue", waits=True),
        RawStatus(
            "DEQUEUED", "unsent", 10, "Left the queue, being passed to the operator", waits=True
        ),
        RawStatus(
            "CODE_NOT_ALLOWED",
            "unsent",
            11,
            "Sender not activated, not assigned, or unable to reach the recipient",
        ),
        RawStatus("BLACKLISTED", "unsent", 12, "Recipient on the blocklist; not sent"),
        RawStatus(
            "SEGMENTS_EXCEEDED",
            "unsent",
            13,
            "Too many segments, the text must stay under 1600 characters; not sent",
        ),
        RawStatus("EXHAUSTED", "unsent", 14, "Retry limit reached, attempts ended"),
        RawStatus("SENT", "transit", 20, "Handed to the operator, no delivery confirmation yet"),
        RawStatus(
            "INCOMPLETE",
            "transit",
            22,
            "Segmented message with pending segments: not all their statuses are known",
        ),
        RawStatus("ENROUTE", "transit", 23, "The operator has it, on its way", "completed"),
        RawStatus("ACCEPTD", "transit", 24, "The operator accepted it", "completed"),
        RawStatus("UNKNOWN", "transit", 25, "The operator can't tell its state", "decided"),
        RawStatus(
            "INVALID_ROUTING",
            "failed",
            30,
            "Number or route invalid, the network can't deliver",
            "completed",
        ),
        RawStatus("EXPIRED", "failed", 31, "Not delivered within its validity period", "decided"),
        RawStatus("DELETED", "failed", 32, "Deleted by the operator before delivery", "decided"),
        RawStatus("UNDELIV", "failed", 33, "The operator could not deliver it", "decided"),
        RawStatus("REJECTD", "failed", 34, "Rejected by the operator", "decided"),
        RawStatus("DELIVRD", "delivered", 40, "Delivered to the recipient's phone", "decided"),
    ),
    kpis=("total_sent", "delivery_rate", "transit_rate", "failed_rate"),
    breakdowns=("carrier",),
    tracks_links=True,
    has_segments=True,
    order=1,
)

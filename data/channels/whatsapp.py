"""What is WhatsApp: its statuses, and what its reports show."""

from data.channel import Category, Channel, RawStatus
from data.vocabulary.outcome import Outcome

CHANNEL = Channel(
    key="whatsapp",
    label="WhatsApp",
    short="WhatsApp",
    icon="whatsapp",
    code="W",
    description="A message from your WhatsApp Business Account.",
    sender_label="Sender WhatsApp Business Account",
    recipient_label="Phone number",
    two_way=True,
    categories=(
        Category("unsent", "Unsent", Outcome.UNSENT),
        Category("transit", "Transit", Outcome.TRANSIT),
        Category("delivered", "Delivered", Outcome.DELIVERED),
        Category("read", "Read", Outcome.DELIVERED, opened=True),
        Category("failed", "Failed", Outcome.FAILED),
    ),
    statuses=(
        RawStatus("QUEUE", "unsent", 5, "Request received, waiting in the queue", waits=True),
        RawStatus("DEQUEUED", "unsent", 10, "Left the queue, being passed to Meta", waits=True),
        RawStatus(
            "CODE_NOT_ALLOWED",
            "unsent",
            11,
            "Sender inactive, not assigned, or unable to message the recipient",
        ),
        RawStatus("BLACKLISTED", "unsent", 12, "Recipient on the blocklist; not sent"),
        RawStatus(
            "QUOTA_EXCEEDED",
            "unsent",
            13,
            "The account passed its sending limit for the policy window",
        ),
        RawStatus(
            "SENT",
            "transit",
            20,
            "Handed to Meta; stays so after delivery when the recipient has read receipts off",
        ),
        RawStatus("INCOMPLETE", "transit", 22, "Personalised message without its placeholder data"),
        RawStatus("FAILED", "failed", 30, "Missed: Meta could not deliver it", "decided"),
        RawStatus("DELIVERED", "delivered", 40, "Received on the recipient's device", "decided"),
        RawStatus("READ", "read", 50, "Read by the recipient", "decided"),
    ),
    kpis=("total_sent", "delivery_rate", "read_rate", "failed_rate"),
    order=5,
)

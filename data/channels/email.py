"""What is email: its statuses, and what its reports show."""

from data.channel import Category, Channel, RawStatus
from data.vocabulary.outcome import Outcome

CHANNEL = Channel(
    key="email",
    label="Email",
    short="Email",
    icon="envelope",
    code="E",
    description="A message with subject, text and images to an email address.",
    sender_label="Sender email",
    recipient_label="Email address",
    two_way=False,
    categories=(
        Category("unsent", "Unsent", Outcome.UNSENT),
        Category("not-open", "Not Open", Outcome.DELIVERED),
        Category("open", "Open", Outcome.DELIVERED, opened=True),
        Category("failed", "Failed", Outcome.FAILED),
    ),
    statuses=(
        RawStatus("DEQUEUED", "unsent", 10, "Out of the queue, being prepared", waits=True),
        RawStatus("NOT_SENT", "unsent", 11, "Could not be passed to the email service"),
        RawStatus("BAD_TO", "unsent", 12, "Invalid recipient address"),
        RawStatus("BAD_FROM", "unsent", 13, "Invalid sender address"),
        RawStatus(
            "BLACKLISTED",
            "unsent",
            14,
            "Recipient on the blocklist, for one after unsubscribing; not sent",
        ),
        RawStatus("EXHAUSTED", "unsent", 15, "Retry limit exceeded", "completed"),
        RawStatus("SENT", "not-open", 20, "Handed to the email service, no confirmation yet"),
        RawStatus(
            "INCOMPLETE",
            "not-open",
            22,
            "Personalised message sent with empty placeholders",
            "completed",
        ),
        RawStatus("BOUNCED", "failed", 30, "Rejected by the recipient's server", "completed"),
        RawStatus(
            "BOUNCED_PERMANENT",
            "failed",
            31,
            "Rejected for good, the recipient is blocked (hard bounce)",
            "completed",
        ),
        RawStatus(
            "BLOCKED_DUE_BAD_BEHAVIOUR",
            "failed",
            32,
            "Recipient or sending temporarily blocked",
            "completed",
        ),
        RawStatus("DELIVERED", "not-open", 40, "Accepted by the recipient's server", "decided"),
        RawStatus("OPEN", "open", 50, "Opened by the recipient", "completed"),
        RawStatus("CLICK", "open", 60, "The recipient clicked", "completed", clicked=True),
        # The recipient's last word: an opened message that is then reported as spam has failed.
        RawStatus("COMPLAINED", "failed", 70, "Marked as spam by the recipient", "completed"),
    ),
    kpis=("total_sent", "open_rate", "click_rate", "failed_rate"),
    tracks_links=True,
    preview="email",
    order=2,
)

"""How much was said, and by whom? Messages exchanged over all channels."""

from data.metric import Metric

_SOURCE = "Specification 5.1"

METRICS = (
    Metric(
        key="exchanged",
        label="Total Messages",
        definition="Messages exchanged over SMS, email, push, RCS and WhatsApp, in both "
        "directions.",
        formula="outbound + inbound",
        source=f"{_SOURCE}; F223",
        top=("outbound", "inbound"),
        exclusions="Messages that never left: queued, blocklisted or refused before sending.",
    ),
    Metric(
        key="outbound",
        label="Outbound Messages",
        definition="Messages handed to a carrier, whatever became of them afterwards, booked when "
        "they left.",
        formula="transit + delivered + failed",
        source=f"{_SOURCE}; as Total Messages Sent, over all campaigns",
        top=("outbound",),
        exclusions="Messages that never left: queued, blocklisted or refused before sending.",
    ),
)

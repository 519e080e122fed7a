"""What came in since the start of this process, for whoever watches it?"""

from prometheus_client import Counter, Gauge

EVENTS = Counter("heliograph_events", "Events that came in", ["outcome"])
UNKNOWN_STATUSES = Counter(
    "heliograph_unknown_statuses",
    "Message statuses with a code that their channel doesn't declare; they count as Transit",
    ["channel"],
)
IGNORED_FIELDS = Counter(
    "heliograph_ignored_fields", "Fields of events' data that mean nothing here, so were not kept"
)
WAITING = Gauge("heliograph_inbox_rows", "Events that were taken and are not in the lake yet")

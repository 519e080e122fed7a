"""Ways to split by what a message says of itself."""

from data.dimension import Dimension
from data.tally import Grain

_BOTH = frozenset({Grain.EVENTS, Grain.MESSAGES, Grain.ACTS})

DIMENSIONS = (
    Dimension(
        "channel",
        "Channel",
        "The channel of the message, event or list.",
        _BOTH | {Grain.LISTS},
        "channel",
    ),
    Dimension("sender", "Sender", "Who sent the message.", _BOTH, "sender"),
    Dimension("carrier", "Carrier", "The recipient's operator, when known.", _BOTH, "carrier"),
    Dimension("country", "Country", "The recipient's country, when known.", _BOTH, "country"),
    Dimension("platform", "Platform", "The device's platform, when known.", _BOTH, "platform"),
    Dimension("status", "Status", "The raw status code.", _BOTH, "status"),
    Dimension(
        "outcome",
        "Outcome",
        "Unsent, transit, delivered or failed.",
        frozenset({Grain.MESSAGES}),
        "outcome",
    ),
    Dimension("kind", "Event", "The kind of event.", frozenset({Grain.EVENTS}), "kind"),
)

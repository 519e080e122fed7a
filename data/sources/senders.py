"""Traffic by Sender, at one of its tabs."""

from data import traffic
from data.address import read
from data.channels import CHANNELS
from data.conversations import conversations
from data.dashboards import Asked as Question
from data.source import Asked, Showing, Source

OWN = ("tab", "channel", "sender", "sort")
_TABS = {
    "messages": ("Messages", traffic.messages),
    "performance": ("Messages Performance", traffic.performance),
    "conversations": ("Conversations", conversations),
}


def _read(asked: Asked) -> Showing:
    address = read(asked.path, asked.words, OWN, asked.desk.zone, asked.now)
    channel, sender = address.word("channel"), address.word("sender")
    label, numbers = _TABS.get(address.word("tab"), _TABS["messages"])
    found = numbers(
        Question(
            asked.desk.lake.view(),
            asked.desk.engine,
            asked.now,
            address.zone,
            address.period,
            channel=channel if channel in CHANNELS else "",
            sender=sender,
            sort=address.word("sort"),
        )
    )
    return Showing(
        address.link({}),
        f"Traffic by Sender: {label}",
        address.period,
        address.zone,
        found,
        traffic.filters(channel, sender),
        address.notices,
    )


SOURCE = Source("senders", "/dashboards/messaging/senders", _read)

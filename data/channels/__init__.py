"""Each file here declares one channel; `CHANNELS` has them by key, in the order of menus."""

from data.channel import Channel
from data.registry import collect

_found = collect(__name__, "CHANNEL", Channel)

CHANNELS = dict(sorted(_found.items(), key=lambda item: item[1].order))

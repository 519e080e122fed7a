"""Who made an open or a click: a person, or a program?"""

from __future__ import annotations

from enum import StrEnum


class Actor(StrEnum):
    """What every open and click is classified as when it is read."""

    HUMAN = "human"
    MACHINE = "machine"  # fetches for a person who has not looked: privacy proxies, prefetching
    BOT = "bot"  # looks for itself: link scanners, previews, crawlers

    @property
    def label(self) -> str:
        """The word on screens."""
        return self.value.capitalize()

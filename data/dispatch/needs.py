"""What does sending ask of the parts that know people, links and addresses?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from data.campaign import Campaign
from data.dispatch.wording import PersonalLinks


class Member(Protocol):
    """One recipient of a campaign; `number` is the message's own, from 1."""

    @property
    def number(self) -> int: ...
    @property
    def recipient(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, str]: ...


class Audiences(Protocol):
    """Whoever knows to whom campaigns go."""

    def freeze(self, campaign: Campaign) -> int:
        """Settle for good who this campaign goes to, and say how many they are."""

    def members(self, campaign: Campaign, after: int = 0, size: int = 1000) -> Sequence[Member]:
        """The next members above the number `after`, in the order of their numbers."""


class Blocklist(Protocol):
    """Whoever knows who must not be written to."""

    def blocked(self, channel: str, recipients: Sequence[str]) -> frozenset[str]:
        """Which of these are on the channel's blocklist."""


class Links(Protocol):
    """Whoever makes short links."""

    def prepare(self, campaign: Campaign) -> PersonalLinks:
        """The links of a campaign."""


class Unsubscribing(Protocol):
    """Whoever lets people take themselves off the list."""

    def address(self, campaign_id: int, number: int) -> str:
        """The web address at which the recipient of a message does that."""

"""What is a channel: its words for a message's fate, and what its reports show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.vocabulary.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Category:
    """One bar of "Messages by Status" (specification 2.4, D-07)."""

    key: str
    label: str
    outcome: Outcome
    opened: bool = False  # a person saw it: Open (email), Read (RCS, WhatsApp)


@dataclass(frozen=True, slots=True)
class RawStatus:
    """One status code that carriers report on this channel (specification 2.5).

    `rank` orders a message's life: its standing is the highest rank ever reported, whatever the
    order of arrival (D-27). Ranks are unique within a channel, so that no two codes can tie.
    """

    code: str
    category: str
    rank: int
    meaning: str
    listed: Literal["outbound", "completed", "decided"] = "outbound"
    clicked: bool = False  # the code itself says that the recipient clicked
    waits: bool = False  # still on our side: in the queue, or just out of it


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people, as a declaration."""

    key: str
    label: str  # "Push notification"
    short: str  # as in "[Channel] Sent": "SMS", "Email", "Push", "RCS", "WhatsApp"
    icon: str  # name of a Bootstrap icon
    code: str  # one letter of the message log API (D-19)
    description: str
    sender_label: str  # what a sender is here: "Sender number", "App", …
    recipient_label: str  # what a recipient is: "Phone number", "Email address", "Device token"
    two_way: bool  # can receive messages, too
    categories: tuple[Category, ...]  # in the order of the chart
    statuses: tuple[RawStatus, ...]
    kpis: tuple[str, ...]  # metric keys of the four boxes on its Performance tab (D-08)
    breakdowns: tuple[str, ...] = ()  # dimension keys shown below them: carrier, platform
    tracks_links: bool = False
    preview: Literal["phone", "email"] = "phone"
    has_segments: bool = False  # long messages are split: SMS
    order: int = 0  # its place in menus, lowest first

    def category(self, key: str) -> Category:
        """The category named `key`. Raises KeyError."""
        return {c.key: c for c in (self.transit, *self.categories)}[key]

    def status(self, code: str) -> RawStatus:
        """What `code` means here; an unknown code is in transit (D-07), never dropped."""
        for known in self.statuses:
            if known.code == code:
                return known
        return RawStatus(code, self.transit.key, UNKNOWN_RANK, "Unknown status code", "decided")

    @property
    def transit(self) -> Category:
        """Where unknown codes go: in transit (D-07), also where no known code ever does."""
        for category in self.categories:
            if category.outcome is Outcome.TRANSIT:
                return category
        return Category("transit", "Transit", Outcome.TRANSIT)


# Above "sent", below every code that says more.
UNKNOWN_RANK = 21
